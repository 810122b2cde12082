//! The raw tags that are open. Apart from what writes them, because the output carries them along.

use comrak::nodes::{Node, NodeValue};

use super::allowlist::Element;
use crate::model::span::Span;

/// More tags than this inside one another mean nothing to a browser, and to look through them for each new tag takes for ever.
pub(super) const MAX_OPEN: usize = 256;

/// The raw tags that are open.
#[derive(Default)]
pub(super) struct RawTags {
    /// From the outermost to the innermost.
    pub open: Vec<OpenTag>,
    /// How many Markdown nodes enclose the place we are at. A tag belongs to the node that holds it and ends with it.
    pub depth: usize,
    /// A dropped element whose content is being dropped too: its name and depth.
    pub muted: Option<(String, usize)>,
}

/// A raw tag that is open.
pub(super) struct OpenTag {
    /// What it opened.
    pub element: Element,
    pub depth: usize,
    pub span: Span,
    /// Reference and start of the text of a link.
    pub link: Option<(usize, usize)>,
    /// A table with its sheet around it.
    pub wrapped: bool,
}

impl RawTags {
    /// Whether a raw link is open.
    pub(super) fn in_link(&self) -> bool {
        self.has("a")
    }

    /// Whether a raw tag of that name is open.
    pub(super) fn has(&self, name: &str) -> bool {
        self.open.iter().any(|tag| tag.element.name == name)
    }

    /// Whether the node about to be written is content of a dropped element. Its end tag ends the silence.
    pub(super) fn swallows(&mut self, node: Node<'_>) -> bool {
        let Some((name, depth)) = &self.muted else { return false };
        let ends = match &node.data().value {
            NodeValue::HtmlInline(literal) => {
                let tag = literal.strip_prefix("</").unwrap_or("");
                *depth == self.depth && tag.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
            }
            _ => false,
        };
        if ends {
            self.muted = None;
        }
        true
    }
}
