//! Lines that Markdown takes for the end of a list item, a quotation or a note although they stand outside of it (lazy
//! continuation). Where a line is a paragraph, such a line is one behind the list.

use comrak::Arena;
use comrak::nodes::{Node, NodeValue};

use super::source::SourceMap;
use super::tree::{is_top_level, new_node};

/// Whether a line that is taken for a part of `top`, a block of the top level, stands outside.
pub(super) fn is_outside(top: Node<'_>, source: &SourceMap<'_>, line: usize) -> bool {
    let written = source.visible_line(line);
    match top.data().value {
        NodeValue::BlockQuote => !written.trim_start_matches(' ').starts_with('>'),
        NodeValue::List(_) | NodeValue::FootnoteDefinition(_) => !written.starts_with([' ', '\t', '\u{a0}', '\u{3000}']),
        _ => false,
    }
}

/// The block of the top level around a paragraph, if what stands behind the paragraph can be taken out of it.
pub(super) fn top_around<'a>(paragraph: Node<'a>) -> Option<Node<'a>> {
    let mut node = paragraph;
    while !is_top_level(node) {
        let parent = node.parent()?;
        let is_list = matches!(parent.data().value, NodeValue::List(_));
        if node.next_sibling().is_some() && !(is_list && is_top_level(parent)) {
            return None;
        }
        node = parent;
    }
    Some(node)
}

/// Makes a paragraph of `nodes` behind `top`. Items that follow `paragraph` become a list of their own.
pub(super) fn lift<'a>(arena: &'a Arena<'a>, paragraph: Node<'a>, top: Node<'a>, nodes: &[Node<'a>]) {
    let (Some(first), Some(last)) = (nodes.first(), nodes.last()) else { return };
    let mut place = first.data().sourcepos;
    place.end = last.data().sourcepos.end;
    let lifted = new_node(arena, NodeValue::Paragraph, place);
    nodes.iter().for_each(|node| lifted.append(node));
    top.insert_after(lifted);
    let item = paragraph.ancestors().find(|node| node.parent().is_some_and(|parent| parent.same_node(top)));
    let following: Vec<_> = item.into_iter().flat_map(|item| item.following_siblings().skip(1)).collect();
    let list = match (&top.data().value, following.first().map(|item| item.data().value.clone())) {
        (NodeValue::List(list), Some(NodeValue::Item(item))) => {
            let mut list = *list;
            list.start = item.start;
            NodeValue::List(list)
        }
        _ => return,
    };
    let mut place = top.data().sourcepos;
    if let Some(item) = following.first() {
        place.start = item.data().sourcepos.start;
    }
    let rest = new_node(arena, list, place);
    following.into_iter().for_each(|item| rest.append(item));
    lifted.insert_after(rest);
}
