//! A block that begins with a numeral (层次序数), as a value: what is found of a text once is kept beside it, so it stands below the text.

use crate::model::heading_number::HeadingNumber;
use crate::model::span::Span;

/// A block that begins with a numeral.
#[derive(Debug, Clone)]
pub(crate) struct Numbered {
    pub(crate) number: HeadingNumber,
    /// As written, with its mark.
    pub(crate) written: String,
    pub(crate) span: Span,
    pub(crate) is_heading: bool,
}

impl Numbered {
    /// What must be the same for all numerals of a rank: the marks, and whether digits are full-width.
    pub(crate) fn form(&self) -> (Option<char>, Option<char>, bool) {
        let bracket = self.written.chars().next().filter(|c| matches!(c, '（' | '('));
        let is_wide = self.written.contains(|c| ('０'..='９').contains(&c));
        (bracket, self.written.chars().next_back(), is_wide)
    }
}
