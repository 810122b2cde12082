//! The text that a reader of a body's HTML sees, for searching in it. Made from the HTML because that is in memory when a site is
//! built anew; keeping the plain text beside it would double the memory.

use memchr::{memchr, memchr2};

/// Numbers of notes in the text and the ways back from the notes: not what the report says.
const SKIPPED: [(&str, &str); 2] = [("<sup class=\"fn\">", "</sup>"), ("<a class=\"back\"", "</a>")];

/// Adds the visible text to `out`, blocks on lines of their own.
pub(super) fn write(html: &str, out: &mut String) {
    let mut rest = html;
    while let Some(at) = memchr2(b'<', b'&', rest.as_bytes()) {
        text(&rest[..at], out);
        rest = &rest[at..];
        if rest.starts_with('&') {
            let (length, c) = entity(rest);
            out.push(c);
            rest = &rest[length..];
            continue;
        }
        let skipped = SKIPPED.iter().find(|(start, _)| rest.starts_with(start));
        let end = match skipped {
            Some((_, end)) => rest.find(end).map(|at| at + end.len()),
            None => memchr(b'>', rest.as_bytes()).map(|at| at + 1),
        };
        let Some(end) = end else { return };
        if skipped.is_none() && !is_phrase(&rest[1..end - 1]) && !is_line_start(out) {
            out.push('\n');
        }
        rest = &rest[end..];
    }
    text(rest, out);
}

/// Whether it is a tag of an element that stands inside a sentence: text runs on across it.
fn is_phrase(tag: &str) -> bool {
    let name = tag.strip_prefix('/').unwrap_or(tag);
    let end = name.bytes().position(|byte| matches!(byte, b' ' | b'/')).unwrap_or(name.len());
    matches!(
        &name[..end],
        "a" | "abbr"
            | "b"
            | "cite"
            | "code"
            | "del"
            | "em"
            | "i"
            | "ins"
            | "kbd"
            | "mark"
            | "q"
            | "rp"
            | "rt"
            | "ruby"
            | "s"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "u"
    )
}

fn text(text: &str, out: &mut String) {
    out.push_str(if is_line_start(out) { text.trim_start_matches('\n') } else { text });
}

fn is_line_start(out: &str) -> bool {
    matches!(out.as_bytes().last(), None | Some(b'\n'))
}

/// The character that the reference at the start of `escaped` stands for, and how long the reference is.
fn entity(escaped: &str) -> (usize, char) {
    let known = [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"')];
    known.iter().find(|(name, _)| escaped.starts_with(name)).map_or((1, '&'), |(name, c)| (name.len(), *c))
}

#[cfg(test)]
mod tests {
    use crate::load::markdown::parse;
    use crate::model::markdown_options::MarkdownOptions;

    fn plain(markdown: &str) -> String {
        let mut text = String::new();
        let body = parse(markdown, &MarkdownOptions { run_in_leads: true, ..MarkdownOptions::default() });
        super::write(&body.markup.get().expect("just parsed").html, &mut text);
        text.trim_end().to_string()
    }

    #[test]
    fn blocks_are_lines_and_phrases_run_on() {
        let source = "一、总结\n\n甲**乙**\n丙[丁](x)&lt;戊>。\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- 己\n- 庚<br>辛";
        assert_eq!(plain(source), "一、总结\n甲乙\n丙丁<戊>。\na\nb\n1\n2\n己\n庚\n辛");
    }

    #[test]
    fn numbers_of_notes_part_no_words_and_notes_are_found() {
        assert_eq!(plain("工[^1]作\n\n[^1]: 注释"), "工作\n注释");
    }

    #[test]
    fn it_is_the_text_that_parsing_gives() {
        for source in
            ["甲<sub>2</sub>乙 & 丙", "> 引 *文* `码`\n\n```\n<b>\n```\n\n1. 一\n2. 二", "**责任单位：**党政办\\\n各社区"]
        {
            let body = parse(source, &MarkdownOptions { run_in_leads: true, ..MarkdownOptions::default() });
            assert_eq!(plain(source), body.text, "{source}");
        }
    }
}
