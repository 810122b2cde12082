//! What readers will see change when a site is published over the folder that is published now: values, no words.

use super::edits::Edit;

/// What changes, each list in the order of addresses.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct SiteChanges {
    /// Reports that come.
    pub added: Vec<ReportAt>,
    /// Reports whose pages go.
    pub gone: Vec<ReportAt>,
    /// Reports that get another address, whatever else changes of them.
    pub moved: Vec<ChangedReport>,
    /// Reports of which something else changes.
    pub changed: Vec<ChangedReport>,
    /// All other files: lists, feeds, search data, and pages on which only what stands around the report is another.
    pub others: Others,
}

/// How many files change that are told by no name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Others {
    /// Files that come.
    pub added: usize,
    /// Files with other bytes.
    pub changed: usize,
    /// Files that go.
    pub gone: usize,
}

/// A report and its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportAt {
    /// Below the root of the site.
    pub address: String,
    /// As the page shows it.
    pub title: String,
}

/// A report that is there before and after.
#[derive(Debug, PartialEq, Eq)]
pub struct ChangedReport {
    /// As it will be.
    pub report: ReportAt,
    /// The address that it has now, where that is another.
    pub old_address: Option<String>,
    /// 标题, 日期 and what else is told of it.
    pub facts: Vec<ChangedFact>,
    /// Its text, by paragraphs.
    pub text: Vec<Edit>,
    /// Its attachments and pictures, in the order of their names.
    pub files: Vec<ChangedFile>,
}

/// A fact about a report.
#[derive(Debug, PartialEq, Eq)]
pub struct ChangedFact {
    /// What it is called on the page.
    pub name: String,
    /// `None` where there was none.
    pub old: Option<String>,
    /// `None` where there is none any more.
    pub new: Option<String>,
}

/// An attachment or picture of a report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChangedFile {
    /// Below the folder of the report.
    pub name: String,
    /// What becomes of it.
    pub fate: Fate,
}

/// What becomes of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It comes.
    Added,
    /// It gets other bytes.
    Changed,
    /// It goes.
    Gone,
}

impl SiteChanges {
    /// Whether every file stays as it is.
    pub fn is_none(&self) -> bool {
        *self == SiteChanges::default()
    }
}
