//! What is public by the record of addresses, for those who ask what was known before: the record goes with the sources from machine to machine,
//! where the ledger of the last build does not.

use std::sync::Arc;

use crate::load::sources::{Examined, FileEntry, KnownReports};
use crate::model::path::SourcePath;
use crate::model::report::LoadedReport;
use crate::model::review::ReviewCode;
use crate::permalinks::entry::mark;
use crate::permalinks::record::Record;

/// Known reports, and the record.
pub(super) struct Recorded<'k> {
    pub(super) known: &'k dyn KnownReports,
    pub(super) record: &'k Record,
}

impl KnownReports for Recorded<'_> {
    fn get(&self, file: &FileEntry) -> Option<Arc<LoadedReport>> {
        self.known.get(file)
    }

    fn was_published(&self, path: &SourcePath) -> Option<String> {
        self.known.was_published(path)
    }

    /// By its file or by its title: a report that got another name is public all the same.
    fn is_public(&self, report: &LoadedReport) -> bool {
        let title = report.draft.title.as_ref().map(|title| mark(&title.value));
        self.record.has_live(mark(report.path.as_str()), title) || self.known.is_public(report)
    }

    fn code(&self, report: &LoadedReport) -> Option<ReviewCode> {
        self.known.code(report)
    }

    fn attachment(&self, file: &FileEntry) -> Option<Examined> {
        self.known.attachment(file)
    }
}
