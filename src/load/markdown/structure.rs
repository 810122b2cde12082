//! 公文 numbering as structure. The lines of the top level are looked at one by one: a numbered line that is a title
//! becomes a heading, the rest of its paragraph stays text. Nothing is decided by the Markdown around it alone,
//! because official documents are pasted, not written in Markdown.

use comrak::Arena;
use comrak::nodes::{ListDelimType, ListType, Node, NodeHeading, NodeValue};

use super::paragraphs;
use super::source::SourceMap;
use super::text::is_indent;
use super::tree::{has_break, is_paragraph, new_node, text_of};
use super::units::{Kind, Unit, is_title, whole_strong};
use crate::model::division;
use crate::model::heading_number;
use crate::model::markdown_options::Lines;

/// The rank of the title of the page; others stand below.
const TITLE_RANK: u8 = 1;

/// Turns numbered titles of the top level into headings whose level is their rank.
pub(super) fn arrange<'a>(arena: &'a Arena<'a>, root: Node<'a>, source: &SourceMap<'_>, mode: Lines, has_title: bool) {
    let blocks: Vec<_> = root.children().collect();
    let mut units: Vec<Unit<'_>> = Vec::with_capacity(blocks.len());
    for node in blocks {
        let heading = match &node.data().value {
            NodeValue::Heading(heading) => Some(heading.level),
            _ => None,
        };
        match heading {
            Some(level) => {
                unwrap_strong(node);
                units.push(Unit { node, kind: Kind::Heading(level) });
            }
            None if is_paragraph(node) => paragraphs::split(arena, source, node, mode, &mut units),
            None => {
                let is_enumeration = units.last().is_some_and(|unit| announces(unit.node));
                let kind = if is_enumeration { None } else { kind_of_item(node) };
                units.push(Unit { node, kind: kind.unwrap_or(Kind::Other) });
            }
        }
    }
    for (node, rank) in choose(&units, has_title) {
        make_heading(arena, source, node, rank);
    }
}

/// `1. 小节` with a blank is the only item of a list to Markdown. What it is here, if it is one line.
fn kind_of_item(node: Node<'_>) -> Option<Kind> {
    let NodeValue::List(list) = node.data().value else { return None };
    let item = node.first_child().filter(|item| item.next_sibling().is_none())?;
    let paragraph = item.first_child().filter(|only| is_paragraph(only) && only.next_sibling().is_none())?;
    if list.list_type != ListType::Ordered || list.delimiter != ListDelimType::Period || has_break(paragraph) {
        return None;
    }
    let line = format!("{}. {}", list.start, text_of(&[paragraph]));
    let number = heading_number::parse(&line)?;
    Some(Kind::Numbered { number, title: is_title(&line, number) })
}

/// Whether a paragraph says that an enumeration follows.
fn announces(node: Node<'_>) -> bool {
    is_paragraph(node) && text_of(&[node]).trim_end_matches(is_indent).ends_with(['：', ':'])
}

/// The units that are headings, with their ranks.
fn choose<'a>(units: &[Unit<'a>], has_title: bool) -> Vec<(Node<'a>, u8)> {
    let mut chosen = Vec::new();
    // Chapters stand above all numerals and above the headings of Markdown, but for one that is the title of the page.
    let has_divisions = units.iter().enumerate().any(|(index, unit)| is_chapter(unit, &units[index + 1..]));
    let below = |rank: u8| if has_divisions { rank + division::DEPTHS } else { rank };
    // Last number of the running series of rank 4 and 5.
    let mut series: [Option<u32>; 2] = [None, None];
    for (index, unit) in units.iter().enumerate() {
        let rank = match unit.kind {
            Kind::Heading(rank) => {
                if has_divisions {
                    // The title itself counts as the first level below that of the page.
                    let is_title = has_title && rank == TITLE_RANK + 1;
                    chosen.push((unit.node, if is_title { TITLE_RANK } else { below(rank) }));
                }
                rank
            }
            Kind::Division(division) if is_chapter(unit, &units[index + 1..]) => {
                chosen.push((unit.node, TITLE_RANK + 1 + division.depth));
                TITLE_RANK
            }
            Kind::Numbered { number, title: true } => {
                let low = number.rank >= 4;
                if low {
                    let last = series[usize::from(number.rank) - 4];
                    let in_series = number.value == 1 || last.is_some_and(|last| last < number.value);
                    if !in_series || !has_body(units.get(index + 1), number.rank) {
                        continue;
                    }
                    series[usize::from(number.rank) - 4] = Some(number.value);
                }
                chosen.push((unit.node, below(number.rank)));
                number.rank
            }
            _ => continue,
        };
        for (deeper, last) in series.iter_mut().enumerate() {
            if deeper + 4 > usize::from(rank) {
                *last = None;
            }
        }
    }
    chosen
}

/// Whether a division has text of its own: a list of contents has none.
fn is_chapter(unit: &Unit<'_>, following: &[Unit<'_>]) -> bool {
    let Kind::Division(own) = unit.kind else { return false };
    let next = following.iter().find(|next| !matches!(next.kind, Kind::Division(below) if below.depth > own.depth));
    next.is_some_and(|next| !matches!(next.kind, Kind::Division(_)))
}

/// Whether text of its own follows a numbered title, so that it is a heading and not the item of an enumeration.
fn has_body(next: Option<&Unit<'_>>, rank: u8) -> bool {
    match next.map(|unit| unit.kind) {
        None | Some(Kind::Division(_)) => false,
        Some(Kind::Heading(below)) => below > rank,
        Some(Kind::Numbered { number, title }) => number.rank > rank || (number.rank < 4 && !title),
        Some(Kind::Other) => true,
    }
}

fn make_heading<'a>(arena: &'a Arena<'a>, source: &SourceMap<'_>, node: Node<'a>, rank: u8) {
    let value = NodeValue::Heading(NodeHeading { level: rank, setext: false, closed: false });
    let is_list = matches!(node.data().value, NodeValue::List(_));
    let only = node.first_child().and_then(|item| item.first_child()).filter(|_| is_list);
    let Some(paragraph) = only else {
        node.data_mut().value = value;
        return unwrap_strong(node);
    };
    unwrap_strong(paragraph);
    paragraph.data_mut().value = value;
    let mut place = node.data().sourcepos;
    let start = source.offset(place.start);
    place.end = paragraph.data().sourcepos.start;
    let number = source.text.get(start..source.offset(place.end)).unwrap_or_default().to_owned();
    paragraph.prepend(new_node(arena, NodeValue::Text(number.into()), place));
    paragraph.data_mut().sourcepos.start = place.start;
    node.insert_before(paragraph);
    node.detach();
}

/// `**一、总结**` is a title that somebody made bold by hand; a heading is bold already.
fn unwrap_strong(node: Node<'_>) {
    if let Some(strong) = whole_strong(&node.children().collect::<Vec<_>>()) {
        let inner: Vec<_> = strong.children().collect();
        for child in inner {
            strong.insert_before(child);
        }
        strong.detach();
    }
}

#[cfg(test)]
mod tests {
    use crate::load::markdown::parse;
    use crate::load::markdown::tests::html_of;
    use crate::model::markdown_options::MarkdownOptions;

    fn outline(source: &str) -> Vec<String> {
        let body = parse(source, &MarkdownOptions { run_in_leads: false, ..MarkdownOptions::default() });
        let markup = body.markup.get().expect("just parsed");
        markup.headings.iter().map(|h| format!("{} {} {}|{}", h.level, h.id, h.number, h.text)).collect()
    }

    #[test]
    fn numbered_titles_are_headings() {
        let source = "一、总结\n\n(一)党建,更加凸显\n\n正文。\n\n（二）经济\n\n二、计划";
        assert_eq!(
            outline(source),
            ["2 s1 一、|总结", "3 s1-1 (一)|党建,更加凸显", "3 s1-2 （二）|经济", "2 s2 二、|计划",]
        );
    }

    #[test]
    fn sentences_are_no_headings() {
        for source in [
            "一、适当提高运价，发挥作用；",
            "（一）采取措施。",
            "（一）甲。乙丙",
            "一、具体如下：",
            "一、",
            "（一）",
            "1.5倍增长",
            "1、文字",
            "> 一、引文里不算",
            "- 一、列表里不算",
            "见一、总结",
        ] {
            assert!(outline(source).is_empty(), "{source}");
        }
        assert!(outline(&format!("一、{}", "长".repeat(81))).is_empty());
    }

    #[test]
    fn deep_ranks_need_text_of_their_own_and_a_first() {
        assert_eq!(
            outline("1.甲\n\n正文\n\n（1）子\n\n正文\n\n2．乙\n\n正文"),
            ["2 s1 1.|甲", "3 s1-1 （1）|子", "2 s2 2．|乙",]
        );
        assert!(outline("1.甲\n\n2.乙\n\n3.丙\n\n正文").is_empty());
        assert!(outline("2.乙\n\n正文").is_empty());
        assert_eq!(outline("一、节\n\n1.甲").len(), 1);
    }

    #[test]
    fn lines_of_one_paragraph_are_looked_at_one_by_one() {
        let source = "前言。\n一、总结\n（一）党建\n正文正文正文。\n二、计划\n";
        assert_eq!(outline(source), ["2 s1 一、|总结", "3 s1-1 （一）|党建", "2 s2 二、|计划"]);
        let html = html_of(&parse(source, &MarkdownOptions { run_in_leads: false, ..MarkdownOptions::default() }));
        assert!(html.starts_with("<p>前言。</p>\n<h2"), "{html}");
        assert!(html.contains("</h3>\n<p>正文正文正文。</p>\n<h2"), "{html}");
    }

    #[test]
    fn a_hard_wrapped_title_is_one_title() {
        let title = "坚持全面加强党的建设切实扛牢管党治党政治责任党建引领成效更";
        assert_eq!(outline(&format!("一、{title}\n加凸显\n\n正文。")), [format!("2 s1 一、|{title}加凸显")]);
        assert_eq!(outline(&format!("一、{title}\n主题教育走深走实。")), [format!("2 s1 一、|{title}")]);
        assert!(outline(&format!("1.{title}\n加凸显。\n\n正文。")).is_empty());
        assert!(outline(&format!("一、{title}\n{title}甲乙\n加凸显。")).is_empty());
    }

    #[test]
    fn bold_by_hand_counts_as_a_title() {
        assert_eq!(outline("**一、总结**\n\n## **二、计划**"), ["2 s1 一、|总结", "2 s2 二、|计划"]);
    }

    #[test]
    fn markdown_headings_join_in_and_go_deeper_below_a_title() {
        assert_eq!(outline("## 一、甲\n\n（一）乙\n\n#### 丙"), ["2 s1 一、|甲", "3 s1-1 （一）|乙", "4 s1-1-1 |丙"]);
        assert_eq!(outline("# 题\n\n## 一、甲\n\n###### 深"), ["2 s1 |题", "3 s1-1 一、|甲", "4 s1-1-1 |深"]);
    }

    #[test]
    fn full_width_indents_begin_paragraphs() {
        let html = |source| html_of(&parse(source, &MarkdownOptions { run_in_leads: false, ..MarkdownOptions::default() }));
        assert_eq!(html("　　甲\n　　乙，\n丙"), "<p>甲</p>\n<p>乙，丙</p>\n");
        assert_eq!(html("甲。\n——乙"), "<p>甲。</p>\n<p class=\"dash\">——乙</p>\n");
    }

    #[test]
    fn a_numeral_with_a_blank_is_a_title_too() {
        assert_eq!(
            outline("一、甲\n\n（一）乙\n\n1. 丙\n\n正文。\n\n（1）丁\n\n正文。\n\n2. 戊\n\n正文。"),
            ["2 s1 一、|甲", "3 s1-1 （一）|乙", "4 s1-1-1 1.|丙", "5 s1-1-1-1 （1）|丁", "4 s1-1-2 2.|戊"]
        );
        assert_eq!(outline("1. 甲\n正文甲。\n2. **乙**\n正文乙。"), ["2 s1 1.|甲", "2 s2 2.|乙"]);
        assert_eq!(outline("1. 甲\n（1）乙\n正文。"), ["2 s1 1.|甲", "3 s1-1 （1）|乙"]);
    }

    #[test]
    fn enumerations_stay_lists() {
        for source in [
            "1. 甲\n2. 乙\n\n正文。",
            "1. 甲\n\n2. 乙\n\n3. 丙\n\n正文。",
            "1. 按时报送，\n\n正文。",
            "1. 按时报送。\n\n正文。",
            "存在以下问题：\n1. 人手不足\n\n正文。",
            "1. 甲\n\n   正文属于甲。\n\n正文。",
            "2. 乙\n\n正文。",
            "1) 甲\n\n正文。",
            "正文。\n\n1. 甲",
        ] {
            assert!(outline(source).is_empty(), "{source}");
        }
    }

    #[test]
    fn chapters_are_headings_above_all_numerals() {
        assert_eq!(
            outline("第一章 总则\n\n第一条 为了规范管理，制定本办法。\n\n第二章　附则\n一、甲\n（一）乙\n正文。"),
            ["2 s1 第一章 |总则", "2 s2 第二章　|附则", "3 s2-1 一、|甲", "4 s2-1-1 （一）|乙"]
        );
        assert_eq!(outline("第一章 甲\n第一节 乙\n第一条 丙。\n第二节 丁\n第二条 戊。").len(), 3);
        assert_eq!(
            outline("# 办法\n\n第一章 甲\n\n正文。\n\n## 乙\n\n正文。"),
            ["2 s1 |办法", "3 s1-1 第一章 |甲", "4 s1-1-1 |乙"]
        );
        let contents = "目录\n第一章 甲\n第二章 乙\n第一章 甲\n正文。\n第二章 乙\n正文。";
        assert_eq!(outline(contents).len(), 2);
        for source in [
            "第一章规定了职责。\n\n正文。",
            "第一条 为了规范\n\n正文。",
            "第一节课上午开始\n\n正文。",
            "正文。\n\n第一章 甲",
        ] {
            assert!(outline(source).is_empty(), "{source}");
        }
    }
}
