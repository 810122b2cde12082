//! A line of a paragraph, as those who cut paragraphs and those who make tables of them see it.

use std::ops::Range;

use comrak::nodes::Node;

use super::lazy;
use super::source::SourceMap;
use crate::model::heading_number::HeadingNumber;

/// One line of a paragraph: which children it has and what can be said of it.
pub(super) struct Line {
    /// Which children of the paragraph, by their places among these.
    pub nodes: Range<usize>,
    pub number: Option<HeadingNumber>,
    pub text: String,
    /// It goes on with the line before; always, where the site does not have lines be paragraphs.
    pub runs_on: bool,
}

impl Line {
    pub(super) fn is_outside(&self, top: Node<'_>, children: &[Node<'_>], source: &SourceMap<'_>) -> bool {
        let first = children.get(self.nodes.start);
        first.is_some_and(|first| lazy::is_outside(top, source, first.data().sourcepos.start.line))
    }
}
