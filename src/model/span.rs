//! Places in a source file. A span counts bytes, because parsers do; lines, columns and display widths are worked out in
//! one place only, `diagnostics::position`, when a finding is shown.

use serde::{Deserialize, Serialize};

/// Bytes `start..end` of a source file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Span {
    /// The first byte, from 0.
    pub start: usize,
    /// The byte behind the last one; never before `start`.
    pub end: usize,
}

impl Span {
    /// The bytes `start..end`; an end before the start is taken for the start, so that no arithmetic of a caller makes a
    /// place that is none.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start, end: end.max(start) }
    }

    /// The same place, `offset` bytes further on: a span of a part turned into a span of the file.
    pub fn shifted(self, offset: usize) -> Span {
        Span { start: self.start + offset, end: self.end + offset }
    }
}

impl From<std::ops::Range<usize>> for Span {
    fn from(range: std::ops::Range<usize>) -> Span {
        Span::new(range.start, range.end)
    }
}

/// A value together with the place where somebody wrote it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Located<T> {
    /// What was written.
    pub value: T,
    /// Where it was written: the value alone, without its key.
    pub span: Span,
}

impl<T> Located<T> {
    /// `value`, written at `span`.
    pub fn new(value: T, span: Span) -> Located<T> {
        Located { value, span }
    }

    /// Another value made from this one, at the same place.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Located<U> {
        Located { value: f(self.value), span: self.span }
    }
}
