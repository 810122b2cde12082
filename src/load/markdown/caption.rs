//! Captions: the line `表1 …（单位：亿元）` above a table belongs to it, the line `图1 …` below a picture to that.

use comrak::Arena;
use comrak::nodes::{Node, NodeValue};

use super::format::{is_figure, is_tight};
use super::text::{ends_sentence, is_indent};
use super::tree::{CAPTION, FIGURE_CAPTION, SMALL, collect_text, is_paragraph, new_node, split_text, with_text};
use crate::model::numeral;

const MAX_CAPTION: usize = 80;

/// Whether a line is the caption of the table below it.
pub(super) fn is_caption(line: &str) -> bool {
    let line = line.trim_matches(is_indent);
    let titled = bare_marker(line).is_some_and(|marker| line.len() > marker);
    names(line, '表', titled)
}

/// Whether a line is the caption of the picture above it.
pub(super) fn is_figure_caption(line: &str) -> bool {
    names(line.trim_matches(is_indent), '图', false)
}

/// Whether a line is a number and a name of something: `表1 …`, `附图二：…`.
fn names(line: &str, what: char, titled: bool) -> bool {
    let rest = line.strip_prefix('附').unwrap_or(line);
    let Some(rest) = rest.strip_prefix(what) else { return false };
    let numbered = rest
        .trim_start_matches(is_indent)
        .starts_with(|c: char| c.is_ascii_digit() || matches!(c, '０'..='９') || numeral::is_numeral(c));
    (titled || numbered)
        && !line.contains(|c| ends_sentence(c) || c == '；')
        && !line.ends_with(['：', ':', '，', ','])
        && line.chars().count() <= MAX_CAPTION
}

/// Marks the paragraph behind the picture's as its caption if it is one.
pub(super) fn attach_to_picture(picture: Node<'_>) {
    let Some(figure) = picture.parent().filter(|parent| is_figure(parent) && !is_tight(parent)) else { return };
    let Some(paragraph) = figure.next_sibling().filter(|node| is_paragraph(node)) else { return };
    let mut line = String::new();
    collect_text(paragraph, &mut line);
    if !line.contains('\n') && is_figure_caption(&line) {
        paragraph.data_mut().value = FIGURE_CAPTION;
        figure.append(paragraph);
    }
}

/// Length of a leading `表：`, which only marks the line and is not shown.
fn bare_marker(line: &str) -> Option<usize> {
    let rest = line.strip_prefix('表')?;
    rest.starts_with(['：', ':']).then(|| line.len() - rest.trim_start_matches(['：', ':']).len())
}

/// Marks the paragraph before `table` as its caption if it is one.
pub(super) fn attach<'a>(arena: &'a Arena<'a>, table: Node<'a>) {
    let Some(paragraph) = table.previous_sibling().filter(|node| is_paragraph(node)) else { return };
    let mut line = String::new();
    collect_text(paragraph, &mut line);
    if line.contains('\n') || !is_caption(&line) {
        return;
    }
    paragraph.data_mut().value = CAPTION;
    if let Some(first) = paragraph.first_child()
        && let NodeValue::Text(text) = &mut first.data_mut().value
    {
        let indent = text.len() - text.trim_start_matches(is_indent).len();
        if let Some(marker) = bare_marker(&text[indent..]) {
            text.to_mut().drain(..indent + marker);
        }
    }
    set_unit_small(arena, paragraph);
}

fn set_unit_small<'a>(arena: &'a Arena<'a>, caption: Node<'a>) {
    let Some(last) = caption.last_child() else { return };
    let unit = with_text(last, |text| {
        let end = text.trim_end();
        let start = text.rfind("（单位").or_else(|| text.rfind("(单位"))?;
        end.ends_with(['）', ')']).then_some(start)
    });
    if let Some(Some(start)) = unit {
        let tail = split_text(arena, last, start);
        let place = tail.data().sourcepos;
        let small = new_node(arena, SMALL, place);
        small.append(tail);
        caption.append(small);
    }
}

#[cfg(test)]
mod tests {
    use super::is_caption;
    use crate::load::markdown::parse;
    use crate::load::markdown::tests::html_of;
    use crate::model::markdown_options::MarkdownOptions;

    #[test]
    fn captions_name_a_table() {
        for line in ["表1 主要指标（单位：亿元）", "　附表一：支出", "表２", "表：支出", "表:支出", "表 3-1 收入"]
        {
            assert!(is_caption(line), "{line}");
        }
        for line in ["表彰先进", "表1显示，增长较快。", "表1如下：", "表：", "见表1", "附件1"] {
            assert!(!is_caption(line), "{line}");
        }
    }
    #[test]
    fn a_line_under_a_picture_is_its_caption() {
        for source in [
            "![演练](a.png)\n\n图1 演练现场\n\n结束。",
            "![演练](a.png)\n图1 演练现场\n结束。",
            "演练：\n![演练](a.png)\n　　图一　演练现场",
        ] {
            let html = html_of(&parse(source, &MarkdownOptions::default()));
            assert!(html.contains("decoding=\"async\"><figcaption>图"), "{html}");
            assert!(html.contains("演练现场</figcaption></figure>\n"), "{html}");
        }
        for source in
            ["![演练](a.png)\n\n图1显示，现场有序。", "![演练](a.png)看\n\n图1 演练现场", "图1 演练现场\n\n![演练](a.png)"]
        {
            assert!(!html_of(&parse(source, &MarkdownOptions::default())).contains("<figcaption>"), "{source}");
        }
    }
}
