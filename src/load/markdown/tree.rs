//! Small questions about and changes to comrak's tree that several steps share.

use comrak::Arena;
use comrak::nodes::{Ast, Node, NodeValue, Sourcepos};

use super::text::{is_indent, is_invisible};

/// comrak has no node for a run-in lead. These stand-ins belong to extensions that are switched off, so the parser never
/// makes them: [`LEAD`] is written as `<strong class="lead">`, [`SMALL`] as `<small>`, [`CAPTION`] as the caption of
/// the table that follows, [`FIGURE_CAPTION`] as the caption of the picture before it, [`SIGNATURE`] as the block that holds a
/// sign-off.
pub(super) const LEAD: NodeValue = NodeValue::Highlight;
/// See [`LEAD`].
pub(super) const SMALL: NodeValue = NodeValue::Subscript;
/// See [`LEAD`].
pub(super) const CAPTION: NodeValue = NodeValue::Subtext;
/// See [`LEAD`].
pub(super) const FIGURE_CAPTION: NodeValue = NodeValue::SpoileredText;
/// See [`LEAD`].
pub(super) const SIGNATURE: NodeValue = NodeValue::DescriptionList;

/// Whether a node is a paragraph.
pub(super) fn is_paragraph(node: Node<'_>) -> bool {
    matches!(node.data().value, NodeValue::Paragraph)
}

/// A node outside the tree, said to be written at `place`.
pub(super) fn new_node<'a>(arena: &'a Arena<'a>, value: NodeValue, place: Sourcepos) -> Node<'a> {
    arena.alloc(Ast::new_with_sourcepos(value, place).into())
}

/// Text of the node if it is text.
pub(super) fn with_text<T>(node: Node<'_>, read: impl FnOnce(&str) -> T) -> Option<T> {
    node.data().value.text().map(read)
}

/// Whether a node is a child of the document itself: no part of a list, a quotation or a note.
pub(super) fn is_top_level(node: Node<'_>) -> bool {
    node.parent().is_some_and(|parent| matches!(parent.data().value, NodeValue::Document))
}

/// Whether a node is text that only indents.
pub(super) fn is_blank(node: Node<'_>) -> bool {
    with_text(node, |text| text.chars().all(is_indent)).unwrap_or(false)
}

/// Whether a paragraph has more than one line.
pub(super) fn has_break(paragraph: Node<'_>) -> bool {
    paragraph.descendants().any(is_break)
}

/// Whether a node is a picture.
pub(super) fn is_picture(node: Node<'_>) -> bool {
    matches!(node.data().value, NodeValue::Image(_))
}

/// Whether a node ends a line within a paragraph.
pub(super) fn is_break(node: Node<'_>) -> bool {
    matches!(node.data().value, NodeValue::SoftBreak | NodeValue::LineBreak)
}

/// Appends what a reader sees of `node`; pictures count for nothing.
pub(super) fn collect_text(node: Node<'_>, text: &mut String) {
    let mut stack = vec![node];
    while let Some(node) = stack.pop() {
        match &node.data().value {
            NodeValue::Text(literal) => text.push_str(literal),
            NodeValue::Code(code) => text.push_str(&code.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => text.push('\n'),
            NodeValue::Image(_) => continue,
            _ => {}
        }
        stack.extend(node.reverse_children());
    }
}

/// What a reader sees of a run of nodes.
pub(super) fn text_of(nodes: &[Node<'_>]) -> String {
    let mut text = String::new();
    for node in nodes {
        collect_text(node, &mut text);
    }
    text
}

/// Cuts `node`, a text, at byte `at`. The part after it becomes a new node, which is returned; it stays outside the tree.
pub(super) fn split_text<'a>(arena: &'a Arena<'a>, node: Node<'a>, at: usize) -> Node<'a> {
    let mut place = node.data().sourcepos;
    let mut tail = String::new();
    if let NodeValue::Text(literal) = &mut node.data_mut().value {
        let literal = literal.to_mut();
        tail = literal.split_off(at.min(literal.len()));
    }
    place.start.column = (place.start.column + at).min(place.end.column.max(place.start.column));
    new_node(arena, NodeValue::Text(tail.into()), place)
}

/// First character a reader sees from `node` on, through the nodes after it.
pub(super) fn next_visible_char(node: Node<'_>) -> Option<char> {
    let mut next = node.next_sibling();
    let mut parent = node.parent();
    loop {
        let Some(current) = next else {
            // The line goes on behind the emphasis that ends here.
            let up = parent?;
            if up.data().value.block() {
                return None;
            }
            next = up.next_sibling();
            parent = up.parent();
            continue;
        };
        if let Some(found) = first_char(current) {
            return found;
        }
        next = current.next_sibling();
    }
}

/// First visible character inside `node`: `None` if there is nothing to see, `Some(None)` if it is no character.
pub(super) fn first_char(node: Node<'_>) -> Option<Option<char>> {
    let mut stack = vec![node];
    while let Some(node) = stack.pop() {
        match &node.data().value {
            NodeValue::Text(literal) => {
                if let Some(c) = literal.chars().find(|c| !is_indent(*c) && !is_invisible(*c)) {
                    return Some(Some(c));
                }
            }
            NodeValue::Code(code) => return Some(code.literal.chars().next()),
            NodeValue::Image(_) | NodeValue::FootnoteReference(_) | NodeValue::LineBreak => return Some(None),
            _ => stack.extend(node.reverse_children()),
        }
    }
    None
}
