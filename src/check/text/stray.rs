//! Markup that did not become markup: what its author meant by marks that stand on the page as they were typed. Everything in a plain
//! text that Markdown has not read is ordinary text, so each form here is one that hardly anybody means as text; `[2024]5号`, `[注]`,
//! `1#楼`, `张**` and the blanks of a form (`__年__月`) are not among them.

use std::ops::Range;

use super::scan::Mark;
use super::{Text, end_of, is_line_start, start_of};
use crate::model::prose::{Block, BlockKind};

/// Marks that stayed text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Stray {
    /// Bytes of the plain text.
    pub range: Range<usize>,
    /// What it has not become: 标题, 链接.
    pub meant: &'static str,
    /// The cure, with what is to be written.
    pub help: String,
}

/// All of them, in their order.
pub(crate) fn find(text: &Text<'_>) -> Vec<Stray> {
    let mut found: Vec<Stray> = Vec::new();
    for mark in &text.scan.marks {
        if !may_begin(text, *mark) || found.last().is_some_and(|last| mark.at < last.range.end) || is_escaped(text, *mark) {
            continue;
        }
        let Some(block) = text.prose.block_at(mark.at) else { continue };
        found.extend(Place::new(text, block, *mark).and_then(|place| place.find()));
    }
    found
}

/// Whether a mark may be one of Markdown, by what stands before it: most marks of a text are dashes and colons of dates and hours.
fn may_begin(text: &Text<'_>, mark: Mark) -> bool {
    match mark.c {
        '[' | '*' | '_' | '~' | '=' | '<' | '＜' | '&' | '{' => true,
        '#' | '＃' | '-' | '＞' | ':' | '`' => text.before(mark.at).is_none_or(char::is_whitespace),
        _ => false,
    }
}

/// A mark with a backslash was written on purpose.
fn is_escaped(text: &Text<'_>, mark: Mark) -> bool {
    let span = text.span(mark.range());
    let before = text.draft.source.get(..span.start).unwrap_or_default();
    let backslashes = before.len() - before.trim_end_matches('\\').len();
    backslashes % 2 == 1
}

/// Bytes on either side of a mark that are looked at. A line may have thousands of marks, and markup is shorter.
const LONGEST: usize = 3 * 400;

/// A mark, and what stands around it.
struct Place<'t> {
    at: usize,
    c: char,
    kind: BlockKind,
    /// Whether nothing but blanks stands before it on its line.
    begins_line: bool,
    /// At most [`LONGEST`] bytes of the block before the mark.
    before: &'t str,
    /// The line from the mark on, at most [`LONGEST`] bytes of it.
    line: &'t str,
}

impl<'t> Place<'t> {
    fn new(text: &'t Text<'_>, block: &Block, mark: Mark) -> Option<Place<'t>> {
        let is_written = match block.kind {
            BlockKind::Field(key) => matches!(key.name, "title" | "description"),
            _ => true,
        };
        let before = text.text().get(block.range.start..mark.at)?;
        let begins_line = is_line_start(before);
        let before = end_of(before, LONGEST);
        let line = start_of(text.text().get(mark.at..block.range.end)?, LONGEST).split('\n').next()?;
        is_written.then_some(Place { at: mark.at, c: mark.c, kind: block.kind, begins_line, before, line })
    }

    fn find(&self) -> Option<Stray> {
        let is_field = matches!(self.kind, BlockKind::Field(_));
        match self.c {
            '*' if is_field => self.pair_in_field(),
            '<' | '＜' => self.tag(),
            '&' => self.entity(),
            _ if is_field => None,
            '[' => self.bracket(),
            '#' | '＃' => self.heading(),
            '*' | '~' => self.apart(),
            '_' => self.underscores(),
            '=' => self.highlight(),
            '-' => self.item(),
            '＞' if self.begins_line
                && self.kind == BlockKind::Paragraph
                && is_word(self.line[self.c.len_utf8()..].trim_start()) =>
            {
                self.stray(self.c.len_utf8(), "引文", "行首写半角的 `>` 和一个空格".to_owned())
            }
            '{' => self.braces(),
            ':' if self.begins_line && self.line.starts_with(":::") => {
                self.stray(self.line.len(), "提示框", "删去这一行；本程序没有这种写法".to_owned())
            }
            '`' if self.begins_line && self.line.starts_with("```") => {
                self.stray(self.line.len(), "代码", "代码的开始和结束各占一行，都写 ```` ``` ````".to_owned())
            }
            _ => None,
        }
    }

    #[expect(clippy::unnecessary_wraps, reason = "whoever looks for a stray mark answers with one or none")]
    fn stray(&self, length: usize, meant: &'static str, help: String) -> Option<Stray> {
        Some(Stray { range: self.at..self.at + length, meant, help })
    }

    fn bracket(&self) -> Option<Stray> {
        let inside = self.line.strip_prefix('[')?;
        if let Some(name) = inside.strip_prefix('^') {
            let name = name.split_once(']').map(|(name, _)| name).filter(|name| is_name(name))?;
            let help = format!("在文末另起一行写 `[^{name}]: 注释`，冒号是半角的；不是脚注就删去 `[^{name}]`");
            return self.stray(name.len() + "[^]".len(), "脚注", help);
        }
        if let Some(name) = inside.strip_prefix('[').and_then(|name| name.split_once("]]")).map(|(name, _)| name) {
            let help = format!("写作 `[{name}](文件名.md)`，括号里是那篇文章的文件");
            return (is_name(name) || name.contains(' ')).then(|| self.stray(name.len() + "[[]]".len(), "链接", help))?;
        }
        if self.begins_line && matches!(self.line.trim_end(), "[TOC]" | "[toc]") {
            return self.stray("[TOC]".len(), "目录", "删去它；小标题多的文章，网页上自己会列出目录".to_owned());
        }
        let is_box =
            inside.starts_with(" ]") || (self.begins_line && self.kind == BlockKind::Item && inside.starts_with(['x', 'X']));
        if is_box && inside.get(1..2) == Some("]") {
            return self.stray("[ ]".len(), "待办框", "空的写 `□`，打了勾的写 `☑`".to_owned());
        }
        self.reference(inside)
    }

    /// `[文字][]` and `[文字][名称]`. Figures in brackets are marks of sources.
    fn reference(&self, inside: &str) -> Option<Stray> {
        let (words, rest) = inside.split_once(']')?;
        let (label, _) = rest.strip_prefix('[')?.split_once(']')?;
        let is_figure = |text: &str| text.chars().all(|c| c.is_numeric() || matches!(c, ',' | '-' | '，' | '、' | ' '));
        if words.contains('[') || is_figure(words) || (!label.is_empty() && (is_figure(label) || label.starts_with('^'))) {
            return None;
        }
        self.stray(words.len() + label.len() + "[][]".len(), "链接", format!("写作 `[{words}](地址)`，把地址写在半角括号里"))
    }

    /// `#标题`, `＃ 标题`. Two of them on a line enclose a topic (`#话题#`); before a figure it names a building or a machine.
    fn heading(&self) -> Option<Stray> {
        let words = self.line.trim_start_matches(['#', '＃']);
        let marks = self.line[..self.line.len() - words.len()].chars().count();
        let is_apart = self.c == '＃' && words.starts_with(' ');
        let title = words.trim_start_matches([' ', '\u{3000}']);
        let is_title = is_word(title) && (is_apart || !words.starts_with(' ')) && !words.contains(['#', '＃']);
        if !self.begins_line || !is_title || marks > 6 {
            return None;
        }
        let right = format!("{} {}", "#".repeat(marks), shorten(title));
        self.stray(self.line.len() - words.len(), "标题", format!("`#` 用半角的，后面空一格：`{right}`"))
    }

    /// `** 文字 **`, with blanks inside of the marks.
    fn apart(&self) -> Option<Stray> {
        let (mark, meant) = if self.c == '*' { ("**", "粗体") } else { ("~~", "删除线") };
        let inside = self.line.strip_prefix(mark)?;
        let (words, after) = inside.split_once(mark)?;
        let is_pair = !words.trim().is_empty() && !words.contains(self.c) && !after.starts_with(self.c);
        let has_blank = words.starts_with(char::is_whitespace) || words.ends_with(char::is_whitespace);
        let help = format!("标记和文字之间不空格：`{mark}{}{mark}`", shorten(words.trim()));
        (is_pair && has_blank && !self.before.ends_with(self.c)).then(|| self.stray(words.len() + 4, meant, help))?
    }

    fn pair_in_field(&self) -> Option<Stray> {
        let (words, after) = self.line.strip_prefix("**")?.split_once("**")?;
        let is_pair = words.chars().count() > 1 && !words.contains(['*', '、', '，']) && !after.starts_with('*');
        is_pair.then(|| self.stray(words.len() + 4, "粗体", "标题和摘要里不能用 Markdown，删去 `**`".to_owned()))?
    }

    /// `__文字。__后文`; between Han characters underscores are the blanks of a form.
    fn underscores(&self) -> Option<Stray> {
        let (words, after) = self.line.strip_prefix("__")?.split_once("__")?;
        const UNITS: &str = "年月日号户人个元名时分件次楼室栋路";
        let begins = self.before.chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != '_');
        let is_text = words.chars().count() > 2 && is_word(words) && !words.starts_with(|c| UNITS.contains(c));
        let is_last = !after.contains('_') && !self.before.contains('_') && !words.contains('_');
        let help = format!("粗体写作 `**{}**`", shorten(words));
        (begins && is_text && is_last).then(|| self.stray(words.len() + 4, "粗体", help))?
    }

    fn highlight(&self) -> Option<Stray> {
        let (words, after) = self.line.strip_prefix("==")?.split_once("==")?;
        let is_pair = is_word(words) && !words.contains('=') && !after.starts_with('=') && !self.before.ends_with('=');
        let help = format!("要突出的写作 `**{}**`", shorten(words));
        is_pair.then(|| self.stray(words.len() + 4, "突出显示", help))?
    }

    /// `-项目`; `-完-` closes a text.
    fn item(&self) -> Option<Stray> {
        let words = self.line.strip_prefix('-')?;
        let is_item =
            self.begins_line && self.kind == BlockKind::Paragraph && is_word(words) && !words.trim_end().ends_with('-');
        is_item.then(|| self.stray(1, "列表", format!("`-` 后面空一格：`- {}`", shorten(words))))?
    }

    /// Tags that are broken (`<br`, `< br >`), in full width, or written as text (`&lt;br&gt;`).
    fn tag(&self) -> Option<Stray> {
        let (inside, end) = match self.line.strip_prefix('<') {
            Some(inside) => (inside, '>'),
            None => (self.line.strip_prefix('＜')?, '＞'),
        };
        let name_from = inside.trim_start_matches(['/', ' ']);
        let name: String = name_from.chars().take_while(char::is_ascii_alphanumeric).collect();
        let after = name_from[name.len()..].chars().next();
        let is_end = after.is_none_or(|c| matches!(c, '/' | '>' | '＞') || c.is_whitespace());
        if !TAGS.contains(&name.to_ascii_lowercase().as_str()) || !is_end {
            return None;
        }
        let closes = inside.find(end);
        // Prose may say a<b; a tag that is not closed is one only where nothing else can be meant.
        if closes.is_none() && (name.len() < 2 || end == '＞') {
            return None;
        }
        let length = closes.map_or(name.len() + inside.len() - name_from.len(), |at| at + end.len_utf8());
        let help = match name.as_str() {
            "br" => "要换行，直接另起一行；删去它",
            _ => "删去它；表格、图片、链接和粗体用 Markdown 书写",
        };
        self.stray(self.c.len_utf8() + length, "HTML", help.to_owned())
    }

    fn entity(&self) -> Option<Stray> {
        let name = self.line.strip_prefix('&')?;
        let found = ENTITIES.iter().find(|known| name.starts_with(**known))?;
        let rest = &name[found.len()..];
        let is_whole = !rest.starts_with(|c: char| c.is_ascii_alphabetic());
        let length = 1 + found.len() + usize::from(rest.starts_with(';'));
        is_whole.then(|| self.stray(length, "HTML", "直接写这个字符；空格不用写".to_owned()))?
    }

    /// Short codes and attributes of other generators.
    fn braces(&self) -> Option<Stray> {
        let code = [("{{", "}}"), ("{%", "%}")];
        let code = code.iter().find(|(start, _)| self.line.starts_with(start));
        if let Some(length) = code.and_then(|(_, end)| self.line.find(end)) {
            return self.stray(length + 2, "别的内容", "这是其他网站程序的写法；删去它，要显示的内容直接写出来".to_owned());
        }
        let is_attribute = self.kind == BlockKind::Heading && (self.line.starts_with("{#") || self.line.starts_with("{."));
        let length = self.line.find('}')? + 1;
        is_attribute.then(|| self.stray(length, "标题的属性", "删去它；小标题的锚点由本程序自己编".to_owned()))?
    }
}

/// Names of HTML that editors meet.
const TAGS: [&str; 24] = [
    "a", "b", "i", "p", "u", "br", "hr", "em", "td", "th", "tr", "ul", "ol", "li", "div", "img", "font", "span", "sub",
    "sup", "table", "tbody", "center", "strong",
];

const ENTITIES: [&str; 12] =
    ["nbsp", "amp", "lt", "gt", "quot", "ldquo", "rdquo", "middot", "mdash", "hellip", "emsp", "ensp"];

/// Whether a text begins with a Han character or an opening mark before one.
fn is_word(text: &str) -> bool {
    let text = text.trim_start_matches(['“', '《', '（', '〔', '【']);
    text.starts_with(|c: char| c.is_alphabetic() && !c.is_ascii())
}

/// Whether brackets may name a note or a page.
fn is_name(name: &str) -> bool {
    const LONGEST: usize = 40;
    !name.is_empty()
        && name.chars().count() <= LONGEST
        && !name.contains(|c: char| c.is_whitespace() || c == '[' || c == '^')
}

/// As much of a text as a message has room for.
fn shorten(text: &str) -> String {
    const ROOM: usize = 12;
    match text.char_indices().nth(ROOM) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
