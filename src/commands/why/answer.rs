//! What is told: an answer as a value, and what goes with it.

use crate::diagnostics::SourceTexts;
use crate::model::path::{SourcePath, UrlPath};
use crate::provenance::origin::{FileOrigin, PageOrigin};

/// What was found.
pub(super) enum Answer {
    File(SourcePath, FileOrigin),
    Page(Box<PageOrigin>),
    /// Nothing is there; the addresses most like it.
    Unknown(Vec<UrlPath>),
}

/// What the answer is told with.
pub(super) struct Told<'t> {
    /// As it was asked.
    pub(super) question: &'t str,
    pub(super) answer: &'t Answer,
    /// Texts of the files that errors point into, what is private in them masked.
    pub(super) texts: &'t SourceTexts,
    /// Errors of the whole site: while there are any, nothing is published.
    pub(super) errors: usize,
}
