//! Paragraphs as their lines. A paragraph of Markdown is cut where a line is a paragraph of its own: below the top level where
//! the site has lines be paragraphs, at the top level also where a numeral or an indentation says so.

use std::ops::Range;

use comrak::Arena;
use comrak::nodes::{Node, NodeValue};

use super::caption;
use super::format::is_tight;
use super::lines::{self, is_closed};
use super::paragraph_line::Line;
use super::source::SourceMap;
use super::text::is_indent;
use super::tree::{
    collect_text, has_break, is_blank, is_break, is_paragraph, is_picture, is_top_level, new_node, text_of, with_text,
};
use super::units::{Kind, Unit, is_title, kind_of, leading_number};
use super::{lazy, tabs};
use crate::model::markdown_options::Lines;

/// Shorter first lines of titles are not the result of hard wrapping.
const WRAP_WIDTH: usize = 28;

/// Cuts the paragraphs of lists, quotations and notes below `root` into their lines. Items of a list without blank lines have no
/// paragraphs: their lines are broken. Lines that stand outside of all that are put behind it.
pub(super) fn separate_nested<'a>(arena: &'a Arena<'a>, source: &SourceMap<'_>, root: Node<'a>) {
    let has_lines = |node: &Node<'a>| is_paragraph(node) && !is_top_level(node) && has_break(node);
    let nested: Vec<_> = root.descendants().filter(has_lines).collect();
    // From the last to the first, so that what is lifted out of a long list does not take all that follows along once more.
    for paragraph in nested.into_iter().rev() {
        let children: Vec<_> = paragraph.children().collect();
        let ends = ends_of(paragraph, &children);
        let mut lines = read_lines(&children, Some(&ends));
        let is_own = |at: usize| at > 0 && !lines[at].runs_on;
        if let Some(top) = lazy::top_around(paragraph)
            && let Some(outside) = (0..lines.len()).find(|at| is_own(*at) && lines[*at].is_outside(top, &children, source))
        {
            let start = lines[outside].nodes.start;
            children[start - 1].detach();
            lazy::lift(arena, paragraph, top, &children[start..]);
            lines.truncate(outside);
        }
        if is_tight(paragraph) {
            for line in lines.iter().skip(1).filter(|line| !line.runs_on) {
                children[line.nodes.start - 1].data_mut().value = NodeValue::LineBreak;
            }
        } else if lines.iter().skip(1).any(|line| !line.runs_on) {
            let starts = (1..lines.len()).filter(|at| !lines[*at].runs_on).chain([lines.len()]);
            let mut from = 0;
            for to in starts {
                cut(arena, paragraph, &children, &lines[from..to]);
                from = to;
            }
            paragraph.detach();
        }
    }
}

/// Makes a unit of every part of a paragraph of the top level.
pub(super) fn split<'a>(
    arena: &'a Arena<'a>,
    source: &SourceMap<'_>,
    node: Node<'a>,
    mode: Lines,
    units: &mut Vec<Unit<'a>>,
) {
    if !has_break(node) {
        let children: Vec<_> = node.children().collect();
        units.push(Unit { node, kind: kind_of(&children, || text_of(&children)) });
        return;
    }
    let children: Vec<_> = node.children().collect();
    let ends = (mode == Lines::Auto).then(|| ends_of(node, &children));
    let lines = read_lines(&children, ends.as_deref());
    let before_table = node.next_sibling().is_some_and(|next| matches!(next.data().value, NodeValue::Table(_)));
    let groups = group_lines(&children, &lines, before_table, mode);
    if let [(_, Group::Paragraph(kind))] = groups[..] {
        let visible = lines.first().map_or(0, |line| line.nodes.start);
        children[..visible].iter().for_each(|blank| blank.detach());
        units.push(Unit { node, kind });
        return;
    }
    for (range, kind) in groups {
        let lines = &lines[range];
        let part = match kind {
            Group::Table => Some((tabs::make(arena, source, node, &children, lines), Kind::Other)),
            Group::Paragraph(kind) => cut(arena, node, &children, lines).map(|part| (part, kind)),
        };
        units.extend(part.map(|(node, kind)| Unit { node, kind }));
    }
    node.detach();
}

/// Makes a paragraph of some lines, before the one that they are of.
fn cut<'a>(arena: &'a Arena<'a>, node: Node<'a>, children: &[Node<'a>], lines: &[Line]) -> Option<Node<'a>> {
    let nodes = &children[lines.first()?.nodes.start..lines.last()?.nodes.end];
    let mut place = node.data().sourcepos;
    if let (Some(first), Some(last)) = (nodes.first(), nodes.last()) {
        place.start = first.data().sourcepos.start;
        place.end = last.data().sourcepos.end;
    }
    let part = new_node(arena, NodeValue::Paragraph, place);
    nodes.iter().for_each(|child| part.append(child));
    node.insert_before(part);
    Some(part)
}

/// For each child whether it ends a line that is a paragraph of its own. Inside emphasis, links and raw tags, which cannot be cut,
/// such a line is broken instead.
fn ends_of<'a>(paragraph: Node<'a>, children: &[Node<'a>]) -> Vec<bool> {
    let mut text = String::new();
    collect_text(paragraph, &mut text);
    let runs_on = lines::runs_on(&text.split('\n').collect::<Vec<_>>());
    let mut next_line = 1;
    let mut open_tags = 0_usize;
    let mut ends = Vec::with_capacity(children.len());
    for child in children {
        let is_own = is_break(child);
        let mut is_end = false;
        for node in child.descendants().filter(|node| breaks_text(node)) {
            let is_soft = matches!(node.data().value, NodeValue::SoftBreak);
            if is_soft && !runs_on.get(next_line).copied().unwrap_or(true) {
                is_end = is_own && open_tags == 0;
                if !is_end {
                    node.data_mut().value = NodeValue::LineBreak;
                }
            }
            next_line += 1;
        }
        ends.push(is_end);
        open_tags = match raw_tag(child) {
            Some(true) => open_tags + 1,
            Some(false) => open_tags.saturating_sub(1),
            None => open_tags,
        };
    }
    ends
}

/// Whether a node is a line feed to [`collect_text`].
fn breaks_text(node: &Node<'_>) -> bool {
    is_break(node) && !node.ancestors().any(|above| matches!(above.data().value, NodeValue::Image(_)))
}

/// Whether a node is a raw tag that opens (`true`) or closes an element with content.
fn raw_tag(node: Node<'_>) -> Option<bool> {
    let data = node.data();
    let NodeValue::HtmlInline(tag) = &data.value else { return None };
    let name: String = tag.trim_start_matches(['<', '/']).chars().take_while(char::is_ascii_alphanumeric).collect();
    let is_void = matches!(name.as_str(), "" | "br" | "img" | "hr" | "wbr" | "input") || tag.ends_with("/>");
    (!is_void).then(|| !tag.starts_with("</"))
}

/// The lines of a paragraph that hold more than indentation.
fn read_lines(children: &[Node<'_>], ends: Option<&[bool]>) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut runs_on = true;
    for end in 0..=children.len() {
        if end < children.len() && !is_break(children[end]) {
            continue;
        }
        let nodes = &children[start..end];
        if !nodes.iter().all(|node| is_blank(node)) {
            lines.push(Line { nodes: start..end, number: leading_number(nodes), text: text_of(nodes), runs_on });
            runs_on = true;
        }
        runs_on &= ends.is_none_or(|ends| !ends.get(end).copied().unwrap_or(false));
        start = end + 1;
    }
    lines
}

/// What lines that belong together are.
#[derive(Clone, Copy)]
enum Group {
    Paragraph(Kind),
    Table,
}

/// Which lines belong together, and what each group is.
fn group_lines(children: &[Node<'_>], lines: &[Line], before_table: bool, mode: Lines) -> Vec<(Range<usize>, Group)> {
    let mut groups: Vec<(Range<usize>, Group)> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let rows = if mode == Lines::Auto { tabs::length(&lines[at..]) } else { 0 };
        if rows > 0 {
            groups.push((at..at + rows, Group::Table));
            at += rows;
            continue;
        }
        let length = paragraph_length(children, &lines[at..], before_table, mode);
        let text = || lines[at..at + length].iter().map(|line| line.text.as_str()).collect();
        groups.push((at..at + length, Group::Paragraph(kind_of(&children[lines[at].nodes.clone()], text))));
        at += length;
    }
    if groups.is_empty() {
        groups.push((0..0, Group::Paragraph(Kind::Other)));
    }
    groups
}

/// How many of the first lines are one paragraph.
fn paragraph_length(children: &[Node<'_>], lines: &[Line], before_table: bool, mode: Lines) -> usize {
    let starts = |at: usize| {
        let is_last_caption = before_table && at + 1 == lines.len() && caption::is_caption(&lines[at].text);
        is_last_caption || starts_group(children, &lines[at], &lines[at - 1]) || is_under_picture(children, lines, at)
    };
    let runs_on = |at: usize| mode == Lines::Markdown || lines[at].runs_on;
    let Some(first) = lines.first() else { return 0 };
    if let Some(number) = first.number {
        // A long title may have been broken at a right edge, so the lines up to the next numeral are first tried as one.
        let length = (1..lines.len()).find(|at| starts(*at)).unwrap_or(lines.len());
        if is_wrapped(&lines[..length], number.rank) {
            return length;
        }
        if is_title(&first.text, number) {
            return 1;
        }
    }
    (1..lines.len()).find(|at| starts(*at) || !runs_on(*at)).unwrap_or(lines.len())
}

/// Whether a line is the caption of the picture in the line above.
fn is_under_picture(children: &[Node<'_>], lines: &[Line], at: usize) -> bool {
    let mut above = children[lines[at - 1].nodes.clone()].iter().filter(|node| !is_blank(node));
    caption::is_figure_caption(&lines[at].text)
        && above.next().is_some_and(|node| is_picture(node))
        && above.all(|node| is_picture(node))
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

/// Whether somebody's editor broke these lines at its right edge, so that the first alone says nothing.
fn is_wrapped(lines: &[Line], rank: u8) -> bool {
    let widths: Vec<_> = lines.iter().map(|line| line.text.trim().chars().count()).collect();
    let [first, middle @ .., last] = &widths[..] else { return false };
    if *first < WRAP_WIDTH || *last > first + 4 || middle.iter().any(|width| width.abs_diff(*first) > 4) {
        return false;
    }
    // A title of rank 2 or 3 that is followed by one short sentence looks the same as a broken title. The sentence is
    // likelier.
    let sentence = lines.last().is_some_and(|line| is_closed(&line.text));
    !middle.is_empty() || rank > 3 || !sentence
}
