//! Which raw tags are open, and how they end. Apart from the sanitiser because Markdown itself ends raw tags too: where a
//! node of the tree ends, everything opened inside it does.

use comrak::nodes::{Node, NodeValue};

use super::allowlist::{self, Element};
use super::output::Output;
use crate::model::body::Removed;
use crate::model::span::Span;

/// The raw tags that are open.
#[derive(Default)]
pub(super) struct RawTags {
    pub open: Vec<OpenTag>,
    /// How many Markdown nodes enclose the place we are at. A tag belongs to the node that holds it and ends with it.
    pub depth: usize,
    /// A dropped element whose content is being dropped too: its name and depth.
    pub muted: Option<(String, usize)>,
}

pub(super) struct OpenTag {
    pub element: Element,
    pub depth: usize,
    pub span: Span,
    /// Reference and start of the text of a link.
    pub link: Option<(usize, usize)>,
    /// A table with its sheet around it.
    pub wrapped: bool,
}

impl RawTags {
    pub(super) fn in_link(&self) -> bool {
        self.has("a")
    }

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

impl Output<'_> {
    pub(super) fn remove(&mut self, what: String, span: Span) {
        self.body.removed.push(Removed { what, span });
    }

    pub(super) fn close_top(&mut self, report: bool) {
        let Some(tag) = self.raw.open.pop() else { return };
        let name = tag.element.name;
        if report && !allowlist::end_is_optional(name) {
            self.remove(format!("<{name}>（未闭合）"), tag.span);
        }
        self.html("</");
        self.html(name);
        self.html(if tag.wrapped { "></div>" } else { ">" });
        if let Some((index, text_start)) = tag.link {
            self.set_link_text(index, text_start);
        }
        if name == "pre" {
            self.verbatim = self.raw.has("pre");
        }
        if !tag.element.kind.is_phrase() && !matches!(name, "td" | "th") {
            self.block_boundary();
        }
    }

    /// Closes what is open in the Markdown node that ends here.
    pub(super) fn close_raw_tags(&mut self) {
        while self.raw.open.last().is_some_and(|tag| tag.depth >= self.raw.depth) {
            self.close_top(true);
        }
        if self.raw.muted.as_ref().is_some_and(|(_, depth)| *depth >= self.raw.depth) {
            self.raw.muted = None;
        }
    }

    /// A Markdown block ends a raw paragraph, as it would in a browser.
    pub(super) fn close_raw_paragraph(&mut self) {
        while self.raw.open.last().is_some_and(|tag| tag.depth == self.raw.depth && tag.element.name == "p") {
            self.close_top(false);
        }
    }
}
