//! The seam through which rules over text see a report while it is read: `load` stands left of `check`, so it is given a
//! [`Review`] and does not know who reviews. What a review says is kept with the report until its file changes.

use std::sync::LazyLock;

use crate::model::allowance::LineAllowance;
use crate::model::body::Body;
use crate::model::metadata::DraftMetadata;
use crate::model::prose::Prose;
use crate::model::remark::{Edit, Remark};

/// A report on its way from text to value.
#[derive(Debug, Clone, Copy)]
pub struct Draft<'r> {
    /// The whole file. Spans of everything but [`Body`] are of it.
    pub source: &'r str,
    /// Its front matter; empty for a file that is no report.
    pub matter: &'r DraftMetadata,
    /// Its spans lack [`Draft::body_offset`].
    pub body: &'r Body,
    /// Where the body begins in the file, in bytes.
    pub body_offset: usize,
    /// The text as readers meet it, fields of the front matter first.
    pub prose: &'r Prose,
    /// Comments that allow something on one line.
    pub line_allows: &'r [LineAllowance],
}

impl<'r> Draft<'r> {
    /// A TOML file that is no report, of which `prose` is the text.
    pub fn of_toml(source: &'r str, prose: &'r Prose) -> Draft<'r> {
        static MATTER: LazyLock<DraftMetadata> = LazyLock::new(DraftMetadata::default);
        static BODY: LazyLock<Body> = LazyLock::new(Body::default);
        Draft { source, matter: &MATTER, body: &BODY, body_offset: source.len(), prose, line_allows: &[] }
    }
}

/// What comes of looking at one report.
#[derive(Debug, Clone, Default)]
pub struct Reviewed {
    /// What is to be said, in no order that counts.
    pub remarks: Vec<Remark>,
    /// What pages show otherwise than it is written, in the order of places: one character in place of another, or a blank in the body that
    /// is not shown.
    pub shown: Vec<Edit>,
}

/// Looks at the text of reports.
pub trait Review: Sync {
    /// Whether pages may show a text otherwise than it is written.
    fn may_amend(&self) -> bool {
        false
    }

    /// What is to be said of one report. It must depend on nothing but the report and what the reader of the cache knows
    /// by a digest, because it is not asked again while these stay the same.
    fn review(&self, draft: &Draft<'_>) -> Reviewed;
}

/// Says nothing.
#[derive(Debug, Clone, Copy)]
pub struct NoReview;

impl Review for NoReview {
    fn review(&self, _: &Draft<'_>) -> Reviewed {
        Reviewed::default()
    }
}
