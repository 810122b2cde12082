//! The sign-off of an official document (落款): who issues it and when, at the end of its text. GB/T 9704-2012 7.3.5 sets both at the
//! right: the date two characters to the right of the name.

use comrak::Arena;
use comrak::nodes::{Node, NodeValue};

use super::text::{ends_sentence, is_indent};
use super::tree::{SIGNATURE, collect_text, is_paragraph, new_node, with_text};
use crate::model::numeral;

/// A document may have several issuers.
const MAX_NAMES: usize = 8;
/// Longer lines are sentences.
const MAX_NAME: usize = 40;
/// What may follow the date: what is attached, who else gets it, how it is published.
const FOLLOWING: [&str; 7] = ["附件", "附：", "附表", "附录", "抄送", "（此件", "(此件"];

/// How the names of those end who issue documents: 办事处, 委员会, 办公室, 局, 中心, 政府 …
const ORGANISATIONS: [char; 17] =
    ['处', '会', '室', '局', '心', '府', '委', '部', '站', '所', '队', '司', '厅', '院', '校', '科', '组'];

/// Puts the sign-offs of the top level into a block of their own.
pub(super) fn mark<'a>(arena: &'a Arena<'a>, root: Node<'a>) {
    let blocks: Vec<_> = root.children().collect();
    for (index, date) in blocks.iter().enumerate() {
        if !may_be_date(date) || !line_of(date).is_some_and(|line| is_date(&line)) {
            continue;
        }
        let is_name = |node: &&Node<'_>| line_of(node).is_some_and(|line| is_name(&line) && !is_date(&line));
        let names = blocks[..index].iter().rev().take(MAX_NAMES).take_while(is_name).count();
        let first = index - names;
        // A date alone is a sign-off where text stands before it.
        let is_issued = || index > first && line_of(&blocks[index - 1]).is_some_and(|line| line.ends_with(ORGANISATIONS));
        let next = blocks.get(index + 1);
        if first == 0 || !(ends_text(next) || (is_issued() && begins_attached(next))) {
            continue;
        }
        let mut place = blocks[first].data().sourcepos;
        place.end = date.data().sourcepos.end;
        let block = new_node(arena, SIGNATURE, place);
        blocks[first].insert_before(block);
        blocks[first..=index].iter().for_each(|line| block.append(line));
    }
}

/// Whether the text ends before this block.
fn ends_text(next: Option<&Node<'_>>) -> bool {
    let Some(next) = next else { return true };
    match &next.data().value {
        NodeValue::FootnoteDefinition(_) | NodeValue::ThematicBreak => return true,
        NodeValue::HtmlBlock(block) => return block.literal.trim_start().starts_with("<!--"),
        NodeValue::Heading(_) | NodeValue::Paragraph => {}
        _ => return false,
    }
    let mut text = String::new();
    collect_text(next, &mut text);
    let text = text.trim_start_matches(is_indent);
    FOLLOWING.iter().any(|start| text.starts_with(start))
}

/// Whether the title of an attached text stands here.
fn begins_attached(next: Option<&Node<'_>>) -> bool {
    next.is_some_and(|next| {
        matches!(next.data().value, NodeValue::Heading(_)) || line_of(next).is_some_and(|line| is_name(&line))
    })
}

/// The text of a paragraph that is one line.
fn line_of(node: &Node<'_>) -> Option<String> {
    let is_plain = is_paragraph(node) && node.descendants().all(|node| !matches!(node.data().value, NodeValue::Image(_)));
    let mut text = String::new();
    is_plain.then(|| collect_text(node, &mut text))?;
    let line = text.trim_matches(is_indent);
    (!line.is_empty() && !line.contains('\n')).then(|| line.to_owned())
}

/// Whether the last character is that of a date. Few paragraphs end so, and the text of the others need not be put together.
fn may_be_date(node: &Node<'_>) -> bool {
    let last = std::iter::successors(node.last_child(), |node| node.last_child()).last();
    // Blanks may follow, as nodes of their own too.
    let may_be = |text: &str| text.chars().next_back().is_none_or(|c| c == '日' || is_indent(c));
    last.is_some_and(|last| with_text(last, may_be).unwrap_or(false))
}

/// `2024年5月6日`, `二〇二四年五月六日`, with blanks or crosses for what is not settled.
fn is_date(line: &str) -> bool {
    let is_digit =
        |c: char| c.is_ascii_digit() || matches!(c, '０'..='９' | '○') || numeral::is_zero(c) || numeral::is_numeral(c);
    let is_part = |c: char| is_digit(c) || matches!(c, '×' | 'X' | 'x') || is_indent(c);
    let rest = ["年", "月"].iter().try_fold(line, |rest, unit| {
        let (part, rest) = rest.split_once(unit)?;
        (!part.trim_matches(is_indent).is_empty() && part.chars().all(is_part)).then_some(rest)
    });
    rest.is_some_and(|rest| {
        let day = rest.strip_suffix('日').unwrap_or_default();
        !day.is_empty() && day.chars().all(is_part)
    })
}

/// Whether a line may be who issues a document: short, without marks of a sentence.
fn is_name(line: &str) -> bool {
    let is_mark = |c: char| ends_sentence(c) || "，；：,;:|＊*".contains(c) || c.is_ascii_digit();
    line.chars().take(MAX_NAME + 1).count() <= MAX_NAME && !line.contains(is_mark) && !super::lines::begins(line)
}

#[cfg(test)]
mod tests {
    use crate::load::markdown::parse;
    use crate::load::markdown::tests::html_of;
    use crate::model::markdown_options::MarkdownOptions;

    fn html(source: &str) -> String {
        html_of(&parse(source, &MarkdownOptions::default())).replace('\n', "")
    }

    const SIGNED: &str = "<div class=\"sign\"><p>青禾街道办事处</p><p>2024年5月6日</p></div>";

    #[test]
    fn a_sign_off_holds_no_other() {
        let two = "正文。\n\n甲街道办事处\n\n二〇二四年五月六日\n\n二〇二四年五月七日";
        assert!(!html(two).contains("<div class=\"sign\"><div"), "{}", html(two));
    }

    #[test]
    fn name_and_date_at_the_end_are_a_sign_off() {
        assert_eq!(html("特此通知。\n青禾街道办事处\n2024年5月6日"), format!("<p>特此通知。</p>{SIGNED}"));
        assert_eq!(
            html("特此通知。\n\n　　　青禾街道办事处\n\n　　2024年5月6日\n\n附件：清单"),
            format!("<p>特此通知。</p>{SIGNED}<p>附件：清单</p>")
        );
        assert_eq!(
            html("正文。\n甲街道办事处\n乙街道办事处\n二〇二四年五月六日"),
            "<p>正文。</p><div class=\"sign\"><p>甲街道办事处</p><p>乙街道办事处</p><p>二〇二四年五月六日</p></div>"
        );
        assert_eq!(
            html("特此通知。\n青禾街道办事处\n2024年5月6日\n青禾街道停车规定\n第一条　内容。"),
            format!("<p>特此通知。</p>{SIGNED}<p>青禾街道停车规定</p><p>第一条　内容。</p>")
        );
        assert_eq!(
            html("1. 按时报送材料。\n2. 做好归档。\n青禾街道办事处\n2024年5月6日"),
            format!("<ol><li>按时报送材料。</li><li>做好归档。</li></ol>{SIGNED}")
        );
    }

    #[test]
    fn names_and_dates_elsewhere_are_none() {
        for source in [
            "青禾街道办事处\n2024年5月6日\n正文。",
            "正文。\n青禾街道办事处\n2024年5月6日前完成。",
            "正文。\n时间\n2024年5月6日\n地点在街道。",
            "2024年5月6日",
            "正文。\n2024年5月",
        ] {
            assert!(!html(source).contains("sign"), "{source}");
        }
        assert_eq!(html("正文。\n\n2024年5月6日"), "<p>正文。</p><div class=\"sign\"><p>2024年5月6日</p></div>");
    }
}
