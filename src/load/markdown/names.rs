//! Names of files as people write them behind a link: `(照片 1.png)`, `(附件(1.csv)`, `（附件2.xlsx）`. Markdown takes none of these for an
//! address. What can only be one is masked before parsing, byte for byte, so that places stay true, and is itself again afterwards.

use std::borrow::Cow;
use std::ops::Range;

use comrak::nodes::{Node, NodeValue};

use crate::model::address::{Address, Unusable};
use crate::model::extension::ends_in_extension;

/// Characters that a mask may be made of, where the text has none of them: they mean nothing within an address.
const FREE: &[u8] = b"^{}$;+!=%'\"";

/// What stands for what Markdown does not take: none of these characters is in the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Names {
    blank: char,
    open: char,
    close: char,
    /// Fills up what a full-width bracket is longer than a half-width one.
    pad: char,
}

/// An address with its brackets: where it begins and ends, and the part of it that is the name.
struct Written {
    whole: Range<usize>,
    name: Range<usize>,
}

/// The text with such names masked, and what masks them.
pub(super) fn mask(source: &str) -> (Cow<'_, str>, Option<Names>) {
    let written = written(source);
    let free: Vec<char> = match written.is_empty() {
        true => Vec::new(),
        false => FREE.iter().filter(|c| memchr::memchr(**c, source.as_bytes()).is_none()).map(|c| char::from(*c)).collect(),
    };
    let [blank, open, close, pad, ..] = free[..] else { return (Cow::Borrowed(source), None) };
    let names = Names { blank, open, close, pad };
    let mut masked = String::with_capacity(source.len());
    let mut from = 0;
    for Written { whole, name } in written {
        masked.push_str(&source[from..whole.start]);
        names.bracket(&source[whole.start..name.start], '(', &mut masked);
        let character = |c| match c {
            ' ' => blank,
            '(' => open,
            ')' => close,
            c => c,
        };
        masked.extend(source[name.clone()].chars().map(character));
        let last = if source[..whole.end].ends_with('）') { '）'.len_utf8() } else { 1 };
        masked.push_str(&source[name.end..whole.end - last]);
        names.bracket(&source[whole.end - last..whole.end], ')', &mut masked);
        from = whole.end;
    }
    masked.push_str(&source[from..]);
    (Cow::Owned(masked), Some(names))
}

impl Names {
    fn bracket(self, written: &str, half: char, masked: &mut String) {
        let pads = std::iter::repeat_n(self.pad, written.len() - 1);
        match half {
            '(' => {
                masked.push(half);
                masked.extend(pads);
            }
            _ => {
                masked.extend(pads);
                masked.push(half);
            }
        }
    }

    /// Turns every mask back into what was written.
    pub(super) fn restore(self, root: Node<'_>) {
        for node in root.descendants() {
            match &mut node.data_mut().value {
                NodeValue::Link(link) | NodeValue::Image(link) => {
                    link.url = self.restored(link.url.trim_matches(self.pad)).trim().to_owned();
                }
                NodeValue::Text(text) if self.is_in(text) => *text = self.restored(text).into(),
                NodeValue::Code(code) => code.literal = self.restored(&code.literal),
                NodeValue::CodeBlock(block) => block.literal = self.restored(&block.literal),
                NodeValue::HtmlBlock(block) => block.literal = self.restored(&block.literal),
                NodeValue::HtmlInline(literal) => *literal = self.restored(literal),
                _ => {}
            }
        }
    }

    fn is_in(self, text: &str) -> bool {
        text.contains([self.blank, self.open, self.close, self.pad])
    }

    fn restored(self, text: &str) -> String {
        let pads = String::from_iter([self.pad, self.pad]);
        let text = text.replace(&format!("({pads}"), "（").replace(&format!("{pads})"), "）");
        text.replace(self.blank, " ").replace(self.open, "(").replace(self.close, ")")
    }
}

/// Bytes of the longest name that is looked for, with its folders and a title behind it.
const LONGEST: usize = 1024;

/// All names of the text that Markdown would not take for an address.
fn written(source: &str) -> Vec<Written> {
    let mut found = Vec::new();
    let mut from = 0;
    for at in memchr::memchr_iter(b']', source.as_bytes()) {
        let start = at + 1;
        let is_wide = source[start..].starts_with('（');
        if at < from || !(is_wide || source[start..].starts_with('(')) {
            continue;
        }
        let name = start + if is_wide { '（'.len_utf8() } else { 1 };
        let line = &source[name..source.ceil_char_boundary((name + LONGEST).min(source.len()))];
        let line = &line[..memchr::memchr3(b'\n', b'\r', b'`', line.as_bytes()).unwrap_or(line.len())];
        let line = &line[..line.find(['[', '<']).unwrap_or(line.len())];
        if (is_wide || !is_markdown(line))
            && let Some((length, end)) = end_of_name(line, is_wide)
        {
            found.push(Written { whole: start..name + end, name: name..name + length });
            from = name + end;
        }
    }
    found
}

/// Whether Markdown takes what begins here for an address, perhaps with a title, and a bracket behind.
fn is_markdown(line: &str) -> bool {
    let mut depth = 0_usize;
    let end = line.char_indices().find(|(_, c)| match c {
        '(' => {
            depth += 1;
            false
        }
        ')' if depth > 0 => {
            depth -= 1;
            false
        }
        c => *c == ')' || c.is_ascii_whitespace(),
    });
    let Some((end, _)) = end.filter(|_| depth == 0) else { return false };
    let after = line[end..].trim_start();
    let title =
        after.chars().next().filter(|quote| matches!(quote, '"' | '\'')).and_then(|quote| after[1..].split_once(quote));
    after.starts_with(')') || title.is_some_and(|(_, after)| after.trim_start().starts_with(')'))
}

/// Where the name ends that begins here, and where the bracket behind it does.
fn end_of_name(line: &str, is_wide: bool) -> Option<(usize, usize)> {
    let mut depth = 0_usize;
    let mut unbalanced = None;
    for (at, c) in line.char_indices() {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => {
                let closes = is_wide || c == ')' || !line.contains(')');
                let name = closes.then(|| name(&line[..at], is_wide)).flatten();
                if let Some(name) = name {
                    let found = (name, at + c.len_utf8());
                    if depth == 0 {
                        return Some(found);
                    }
                    unbalanced.get_or_insert(found);
                }
                depth = depth.saturating_sub(1);
            }
            _ => {}
        }
    }
    unbalanced
}

/// How much of `written` is the name of a file or an address, if it can be nothing else; a title may follow.
fn name(written: &str, is_wide: bool) -> Option<usize> {
    let titled = written.trim_end().strip_suffix('"').and_then(|rest| rest.rsplit_once(" \""));
    let name = titled.map_or(written, |(name, _)| name);
    let path = name.trim().split('#').next().unwrap_or_default();
    let is_name = match Address::parse(path) {
        Address::Web(_) => ends_in_extension(path) || (is_wide && !path.contains(' ')),
        Address::Site(path) => ends_in_extension(path),
        Address::Unusable(Unusable::LocalFile { .. }) => true,
        _ => false,
    };
    is_name.then_some(name.len())
}

#[cfg(test)]
mod tests {
    use crate::load::markdown::parse;
    use crate::load::markdown::tests::html_of;
    use crate::model::markdown_options::{Lines, MarkdownOptions};

    fn targets(source: &str) -> Vec<String> {
        let body = parse(source, &MarkdownOptions { run_in_leads: true, lines: Lines::Auto });
        body.references.into_iter().map(|reference| reference.target).collect()
    }

    #[test]
    fn names_that_markdown_does_not_take_are_addresses() {
        for (source, target) in [
            ("![活动](照片 1.png)", "照片 1.png"),
            ("![活动](照片 1.png \"题 注\")", "照片 1.png"),
            ("见[附件](附件 1（终稿）.xlsx)，（二）", "附件 1（终稿）.xlsx"),
            ("[表](附件(1.csv)，见(二)。", "附件(1.csv"),
            ("[图](微信图片_2024 (1).jpg)", "微信图片_2024 (1).jpg"),
            ("[表](a\u{a0}b.csv)", "a\u{a0}b.csv"),
            ("[附件2]（附件2.xlsx）。", "附件2.xlsx"),
            ("[附件2]（附件 2.xlsx)。", "附件 2.xlsx"),
            ("[附件2](附件2.xlsx）。", "附件2.xlsx"),
            ("[通知]（https://www.gov.cn/）", "https://www.gov.cn/"),
            ("[**粗**](../a_b/甲 _乙_.pdf#二)", "../a_b/甲 _乙_.pdf#二"),
            ("| [甲](表 1.xls) |\n|---|", "表 1.xls"),
        ] {
            assert_eq!(targets(source), [target], "{source}");
        }
    }

    #[test]
    fn what_may_be_a_sentence_stays_as_it_is() {
        for source in ["[1]（见附件）", "[1](见 说明)后.", "数组[0](见 3.5)", "a](b c.png", "[x](a b.pdf"] {
            assert!(targets(source).is_empty(), "{source}");
        }
        let html = html_of(&parse(
            "`[x](a b.pdf)`与`]（a.pdf）`和x](a b.pdf)",
            &MarkdownOptions { run_in_leads: true, lines: Lines::Auto },
        ));
        assert_eq!(html, "<p><code>[x](a b.pdf)</code>与<code>]（a.pdf）</code>和x](a b.pdf)</p>\n");
        assert_eq!(targets("[甲](a.pdf \"题\")[乙](<b c.pdf>)[丙](d(1).pdf)"), ["a.pdf", "b c.pdf", "d(1).pdf"]);
    }
}
