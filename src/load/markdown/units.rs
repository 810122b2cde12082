//! Blocks of the top level as far as numbering cares: what a line or a paragraph is, told from how it begins. Apart from what arranges
//! them, because whoever cuts paragraphs asks too.

use comrak::nodes::{Node, NodeValue};

use super::text::{ends_sentence, is_indent, is_invisible};
use super::tree::{first_char, is_blank, with_text};
use crate::model::division::{self, Division};
use crate::model::heading_number::{self, HeadingNumber};

/// Titles longer than this are sentences.
const MAX_TITLE: usize = 80;
/// Chapters have short names.
const MAX_DIVISION: usize = 40;

/// A block of the top level as far as numbering cares.
pub(super) struct Unit<'a> {
    /// The node, a child of the document.
    pub node: Node<'a>,
    pub kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Heading(u8),
    Division(Division),
    Numbered { number: HeadingNumber, title: bool },
    Other,
}

/// What a paragraph is, seen from its first line.
pub(super) fn kind_of<'a>(nodes: &[Node<'a>], text: impl FnOnce() -> String) -> Kind {
    if let Some(number) = leading_number(nodes) {
        return Kind::Numbered { number, title: is_title(&text(), number) };
    }
    // Hardly a paragraph begins like a division, and only of such the text is put together.
    if !begins_with(nodes, division::FIRST) {
        return Kind::Other;
    }
    let text = text();
    let line = text.trim_matches(is_indent);
    let is_name = || !line.contains(|c| ends_sentence(c) || "，；：,;:".contains(c)) && line.chars().count() <= MAX_DIVISION;
    division::parse(line).filter(|_| is_name()).map_or(Kind::Other, Kind::Division)
}

/// The numeral that some nodes begin with, in a bold that holds all of them too.
pub(super) fn leading_number(nodes: &[Node<'_>]) -> Option<HeadingNumber> {
    let first = *nodes.iter().find(|node| !is_blank(node))?;
    let read = |text: &str| heading_number::parse(text.trim_start_matches(is_indent));
    if let Some(number) = with_text(first, read) {
        return number;
    }
    with_text(whole_strong(nodes)?.first_child()?, read)?
}

/// Whether `first` is the first character that a reader sees of some nodes.
fn begins_with(nodes: &[Node<'_>], first: char) -> bool {
    let visible = |text: &str| text.chars().find(|c| !is_indent(*c));
    // Nearly always the first node is text.
    match nodes.first().and_then(|node| with_text(node, visible)).flatten() {
        Some(c) if !is_invisible(c) => c == first,
        _ => nodes.iter().find_map(|node| first_char(node)).flatten() == Some(first),
    }
}

/// The bold that holds everything in `nodes`.
pub(super) fn whole_strong<'a>(nodes: &[Node<'a>]) -> Option<Node<'a>> {
    let mut visible = nodes.iter().filter(|node| !is_blank(node));
    let strong = visible.next().filter(|node| matches!(node.data().value, NodeValue::Strong))?;
    visible.next().is_none().then_some(*strong)
}

/// Whether a numbered line is a title and not a sentence.
pub(super) fn is_title(line: &str, number: HeadingNumber) -> bool {
    let line = line.trim_matches(is_indent);
    let Some(title) = line.get(number.len..).map(str::trim) else { return false };
    let sentence = |c: char| ends_sentence(c) || matches!(c, '；' | ';');
    !title.is_empty()
        && !title.contains(sentence)
        && !title.ends_with(['，', '：', '、', ',', ':'])
        && title.chars().take(MAX_TITLE + 1).count() <= MAX_TITLE
}
