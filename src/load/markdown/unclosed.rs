//! Raw HTML without an end (`<!-- 备注`, `<script>`, `<?`), which Markdown runs on to the end of the report, so that all text behind it would
//! be gone. It ends at the first blank line here: the text is kept, and the author is told.

use comrak::nodes::{Node, NodeHtmlBlock, NodeValue};

use super::source::SourceMap;
use crate::model::body::{Removed, UNCLOSED};

const OPENING: &str = "<!--";
const CLOSING: &str = "-->";

/// The text with a closed comment, byte for byte in its place, instead of what stands before the first blank line of every block that has no end and
/// would take text along; `None` when there is none. Notes in `found` what it was, at its place in `source`, whose lines are those of `text`.
pub(super) fn close(root: Node<'_>, text: &str, source: &str, found: &mut Vec<Removed>) -> Option<String> {
    memchr::memchr(b'<', text.as_bytes())?;
    let mut maps = None;
    let mut closed = String::new();
    let mut at = 0;
    for node in root.descendants() {
        let data = node.data();
        let NodeValue::HtmlBlock(block) = &data.value else { continue };
        let Some((opener, length)) = head(block) else { continue };
        let (own, file) = maps.get_or_insert_with(|| (SourceMap::new(text), SourceMap::new(source)));
        let begin = block.literal.len() - block.literal.trim_start().len();
        let place = |map: &SourceMap<'_>| {
            let lines = map.block(data.sourcepos.start.line, &block.literal);
            map.clamp(lines.source(begin), lines.source(length))
        };
        let span = place(own);
        let Some((before, head)) = text.get(at..span.start).zip(text.get(span.start..span.end)) else { continue };
        closed.push_str(before);
        closed.push_str(&as_comment(head));
        at = span.end;
        found.push(Removed { what: format!("{opener}{UNCLOSED}"), span: place(file) });
    }
    closed.push_str(text.get(at..).unwrap_or_default());
    (at > 0).then_some(closed)
}

/// What opens a block that has no end, and how many of its bytes stand before the first blank line, if text stands behind it.
fn head(block: &NodeHtmlBlock) -> Option<(String, usize)> {
    let literal = block.literal.trim_start();
    let lower = |ends: &[&str]| {
        let text = literal.to_ascii_lowercase();
        ends.iter().any(|end| text.contains(end))
    };
    let length = first_paragraph(&block.literal)?;
    let behind = &block.literal[length..];
    let (opener, is_closed) = match block.block_type {
        1 if starts(literal, "<script") => ("<script>", lower(&["</script", "</style", "</pre", "</textarea"])),
        1 if starts(literal, "<style") => ("<style>", lower(&["</script", "</style", "</pre", "</textarea"])),
        2 => (OPENING, closes_comment(literal.get(2..)?, behind)),
        3 => ("<?", literal.contains("?>")),
        4 => ("<!", literal.contains('>')),
        5 => ("<![CDATA[", literal.contains("]]>")),
        _ => return None,
    };
    (!is_closed).then(|| (opener.to_owned(), length))
}

/// A comment in which another begins behind a blank line has taken the end of that.
fn closes_comment(literal: &str, behind: &str) -> bool {
    let Some(end) = literal.find(CLOSING) else { return false };
    let before_blank = literal.len() - behind.len();
    end < before_blank || !behind[..behind.find(CLOSING).unwrap_or(0)].contains(OPENING)
}

fn starts(literal: &str, tag: &str) -> bool {
    literal.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag))
}

/// Bytes before the first blank line, if text stands behind it.
fn first_paragraph(literal: &str) -> Option<usize> {
    let mut at = 0;
    for line in literal.split_inclusive('\n') {
        if line.trim().is_empty() && at > 0 {
            let visible = literal[..at].trim_end().len();
            return (!literal[at..].trim().is_empty()).then_some(visible);
        }
        at += line.len();
    }
    None
}

fn as_comment(head: &str) -> String {
    let open = (OPENING.len()..=head.len()).find(|at| head.is_char_boundary(*at)).unwrap_or(head.len());
    let tail = head.len().saturating_sub(CLOSING.len());
    let close = (0..=tail).rev().find(|at| head.is_char_boundary(*at)).unwrap_or(0);
    let blanks = |bytes: usize| " ".repeat(bytes);
    if open > close {
        return blanks(head.len());
    }
    let (start, end) = (blanks(open - OPENING.len()), blanks(head.len() - close - CLOSING.len()));
    format!("{OPENING}{start}{}{end}{CLOSING}", &head[open..close])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::markdown::parse;
    use crate::load::markdown::tests::html_of;
    use crate::model::markdown_options::MarkdownOptions;

    #[test]
    fn text_behind_what_has_no_end_is_kept_and_told() {
        for (opening, what) in [
            ("<!-- 待核实", "<!--"),
            ("<!--", "<!--"),
            ("<!-- 待核实\n再看", "<!--"),
            ("<script>\nalert(1)", "<script>"),
            ("<style>\np{}", "<style>"),
            ("<?php", "<?"),
            ("<!DOCTYPE html", "<!"),
            ("<![CDATA[甲", "<![CDATA["),
        ] {
            let source = format!("第一段。\n\n{opening}\n\n**第二段**。\n\n一、第三段\n");
            let body = parse(&source, &MarkdownOptions::default());
            let html = html_of(&body);
            assert!(html.contains("<p><strong>第二段</strong>。</p>") && html.contains("</span>第三段</h2>"), "{html}");
            assert!(!html.contains("待核实") && !html.contains("alert"), "{html}");
            let removed: Vec<_> = body.removed.iter().map(|removed| removed.what.as_str()).collect();
            assert_eq!(removed, [format!("{what}{UNCLOSED}")], "{opening}");
            let span = body.removed[0].span;
            assert_eq!(&source[span.start..span.end], opening);
        }
    }

    #[test]
    fn a_comment_that_takes_the_end_of_another_is_told() {
        let body = parse("<!-- 甲\n\n第二段。\n\n<!-- 乙 -->\n\n第三段。", &MarkdownOptions::default());
        assert_eq!(html_of(&body).replace('\n', ""), "<p>第二段。</p><p>第三段。</p>");
        assert_eq!(body.removed.len(), 1);
        let body = parse("<!-- 甲\n\n乙 -->\n\n第三段。", &MarkdownOptions::default());
        assert_eq!(html_of(&body).replace('\n', ""), "<p>第三段。</p>");
        assert!(body.removed.is_empty());
    }

    #[test]
    fn an_unfinished_tag_takes_no_text() {
        let body = parse("第一段。\n\n<div class=\"甲\n第二段。\n\n第三段。", &MarkdownOptions::default());
        let html = html_of(&body);
        assert!(html.contains("&lt;div class=\"甲\n第二段。") && html.contains("<p>第三段。</p>"), "{html}");
        assert_eq!(body.removed.len(), 1);
    }

    #[test]
    fn masking_keeps_every_byte_in_its_place() {
        for head in ["<!--", "<!-- 甲", "<?甲", "<script>", "<!-- 待核实\n再看"] {
            assert_eq!(as_comment(head).len(), head.len(), "{head}");
        }
    }
}
