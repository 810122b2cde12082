//! 公文 numbering as structure. The lines of the top level are looked at one by one: a numbered line that is a title
//! becomes a heading, the rest of its paragraph stays text. Nothing is decided by the Markdown around it alone,
//! because official documents are pasted, not written in Markdown.

use std::ops::Range;

use comrak::Arena;
use comrak::nodes::{Node, NodeHeading, NodeValue};

use super::caption;
use super::text::{ends_sentence, is_closing, is_indent};
use super::tree::{is_blank, is_break, is_paragraph, new_node, text_of, with_text};
use crate::model::heading_number::{self, HeadingNumber};

/// Titles longer than this are sentences.
const MAX_TITLE: usize = 80;
/// Shorter first lines are not the result of hard wrapping.
const WRAP_WIDTH: usize = 28;

/// A block of the top level as far as numbering cares.
struct Unit<'a> {
    node: Node<'a>,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Heading(u8),
    Numbered { number: HeadingNumber, title: bool },
    Other,
}

/// Turns numbered titles of the top level into headings whose level is their rank.
pub(super) fn arrange<'a>(arena: &'a Arena<'a>, root: Node<'a>) {
    let blocks: Vec<_> = root.children().collect();
    let mut units = Vec::with_capacity(blocks.len());
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
            None if is_paragraph(node) => split_paragraph(arena, node, &mut units),
            None => units.push(Unit { node, kind: Kind::Other }),
        }
    }
    for (node, rank) in choose(&units) {
        make_heading(node, rank);
    }
}

/// The units that are headings, with their ranks.
fn choose<'a>(units: &[Unit<'a>]) -> Vec<(Node<'a>, u8)> {
    let mut chosen = Vec::new();
    // Last number of the running series of rank 4 and 5.
    let mut series: [Option<u32>; 2] = [None, None];
    for (index, unit) in units.iter().enumerate() {
        let rank = match unit.kind {
            Kind::Heading(rank) => rank,
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
                chosen.push((unit.node, number.rank));
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

/// Whether text of its own follows a numbered title, so that it is a heading and not the item of an enumeration.
fn has_body(next: Option<&Unit<'_>>, rank: u8) -> bool {
    match next.map(|unit| unit.kind) {
        None => false,
        Some(Kind::Heading(below)) => below > rank,
        Some(Kind::Numbered { number, title }) => number.rank > rank || (number.rank < 4 && !title),
        Some(Kind::Other) => true,
    }
}

fn make_heading(node: Node<'_>, rank: u8) {
    node.data_mut().value = NodeValue::Heading(NodeHeading { level: rank, setext: false, closed: false });
    unwrap_strong(node);
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

/// One line of a paragraph: which children it has and what can be said of it.
struct Line {
    nodes: Range<usize>,
    number: Option<HeadingNumber>,
    text: String,
}

fn split_paragraph<'a>(arena: &'a Arena<'a>, node: Node<'a>, units: &mut Vec<Unit<'a>>) {
    if !node.children().any(|child| is_break(child)) {
        units.push(single_line(node));
        return;
    }
    let children: Vec<_> = node.children().collect();
    let lines = read_lines(&children);
    let before_table = node.next_sibling().is_some_and(|next| matches!(next.data().value, NodeValue::Table(_)));
    let groups = group_lines(&children, &lines, before_table);
    if let [(_, kind)] = groups[..] {
        let visible = lines.first().map_or(0, |line| line.nodes.start);
        children[..visible].iter().for_each(|blank| blank.detach());
        units.push(Unit { node, kind });
        return;
    }
    for (range, kind) in groups {
        let (Some(first), Some(last)) = (lines.get(range.start), lines.get(range.end - 1)) else { continue };
        let nodes = &children[first.nodes.start..last.nodes.end];
        let mut place = node.data().sourcepos;
        if let (Some(first), Some(last)) = (nodes.first(), nodes.last()) {
            place.start = first.data().sourcepos.start;
            place.end = last.data().sourcepos.end;
        }
        let part = new_node(arena, NodeValue::Paragraph, place);
        for child in nodes {
            part.append(child);
        }
        node.insert_before(part);
        units.push(Unit { node: part, kind });
    }
    node.detach();
}

fn single_line(node: Node<'_>) -> Unit<'_> {
    let children: Vec<_> = node.children().collect();
    let kind = match leading_number(&children) {
        Some(number) => Kind::Numbered { number, title: is_title(&text_of(&children), number) },
        None => Kind::Other,
    };
    Unit { node, kind }
}

/// The lines of a paragraph that hold more than indentation.
fn read_lines(children: &[Node<'_>]) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    for end in 0..=children.len() {
        if end < children.len() && !is_break(children[end]) {
            continue;
        }
        let nodes = &children[start..end];
        if !nodes.iter().all(|node| is_blank(node)) {
            lines.push(Line { nodes: start..end, number: leading_number(nodes), text: text_of(nodes) });
        }
        start = end + 1;
    }
    lines
}

/// Which lines belong together, and what each group is.
fn group_lines(children: &[Node<'_>], lines: &[Line], before_table: bool) -> Vec<(Range<usize>, Kind)> {
    let mut groups: Vec<(Range<usize>, Kind)> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let mut end = at + 1;
        let is_last_caption =
            |index: usize| before_table && index + 1 == lines.len() && caption::is_caption(&lines[index].text);
        while end < lines.len() && !starts_group(children, &lines[end], &lines[end - 1]) && !is_last_caption(end) {
            end += 1;
        }
        let line = &lines[at];
        let mut kind = Kind::Other;
        if let Some(number) = line.number {
            let wrapped = is_wrapped(&lines[at..end], number.rank);
            if !wrapped && is_title(&line.text, number) {
                end = at + 1;
            }
            let text: String = lines[at..end].iter().map(|line| line.text.as_str()).collect();
            kind = Kind::Numbered { number, title: is_title(&text, number) };
        }
        groups.push((at..end, kind));
        at = end;
    }
    if groups.is_empty() {
        groups.push((0..0, Kind::Other));
    }
    groups
}

/// Whether a line begins a paragraph of its own although no blank line stands before it.
fn starts_group(children: &[Node<'_>], line: &Line, previous: &Line) -> bool {
    let closed = previous.number.is_some() || is_closed(&previous.text);
    if let Some(number) = line.number
        && (closed || (number.rank <= 3 && is_title(&line.text, number)))
    {
        return true;
    }
    if closed && line.text.trim_start_matches(is_indent).starts_with("——") {
        return true;
    }
    let first = &children[line.nodes.start];
    let indent = with_text(first, |text| text.chars().next()).flatten();
    match indent {
        Some('\u{3000}') => true,
        Some('\u{a0}') => closed,
        _ => false,
    }
}

fn is_closed(text: &str) -> bool {
    let end = text.trim_end().trim_end_matches(is_closing).chars().next_back();
    end.is_none_or(|c| ends_sentence(c) || matches!(c, '；' | ';' | '：' | ':'))
}

/// Whether somebody's editor broke these lines at its right edge, so that the first alone says nothing.
fn is_wrapped(lines: &[Line], rank: u8) -> bool {
    let widths: Vec<_> = lines.iter().map(|line| line.text.trim().chars().count()).collect();
    let [first, middle @ .., last] = &widths[..] else { return false };
    if *first < WRAP_WIDTH || *last > first + 4 || middle.iter().any(|width| width.abs_diff(*first) > 4) {
        return false;
    }
    // A title of rank 2 or 3 with one short sentence below it looks the same; there the sentence is the likelier.
    let sentence = lines.last().is_some_and(|line| is_closed(&line.text));
    !middle.is_empty() || rank > 3 || !sentence
}

fn leading_number(nodes: &[Node<'_>]) -> Option<HeadingNumber> {
    let first = *nodes.iter().find(|node| !is_blank(node))?;
    let read = |text: &str| heading_number::parse(text.trim_start_matches(is_indent));
    if let Some(number) = with_text(first, read) {
        return number;
    }
    with_text(whole_strong(nodes)?.first_child()?, read)?
}

/// The bold that holds everything in `nodes`.
fn whole_strong<'a>(nodes: &[Node<'a>]) -> Option<Node<'a>> {
    let mut visible = nodes.iter().filter(|node| !is_blank(node));
    let strong = visible.next().filter(|node| matches!(node.data().value, NodeValue::Strong))?;
    visible.next().is_none().then_some(*strong)
}

/// Whether a numbered line is a title and not a sentence.
fn is_title(line: &str, number: HeadingNumber) -> bool {
    let line = line.trim_matches(is_indent);
    let Some(title) = line.get(number.len..).map(str::trim) else { return false };
    let sentence = |c: char| ends_sentence(c) || matches!(c, '；' | ';');
    !title.is_empty()
        && !title.contains(sentence)
        && !title.ends_with(['，', '：', '、', ',', ':'])
        && title.chars().take(MAX_TITLE + 1).count() <= MAX_TITLE
}

#[cfg(test)]
mod tests {
    use crate::load::markdown::tests::html_of;
    use crate::load::markdown::{MarkdownOptions, parse};

    fn outline(source: &str) -> Vec<String> {
        let body = parse(source, &MarkdownOptions { run_in_leads: false });
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
        let html = html_of(&parse(source, &MarkdownOptions { run_in_leads: false }));
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
        let html = |source| html_of(&parse(source, &MarkdownOptions { run_in_leads: false }));
        assert_eq!(html("　　甲\n　　乙\n丙"), "<p>甲</p>\n<p>乙丙</p>\n");
        assert_eq!(html("甲。\n——乙"), "<p>甲。</p>\n<p class=\"dash\">——乙</p>\n");
    }
}
