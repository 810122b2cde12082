//! What is known of reports that are gone: the ledger says which files were published, so that a link to one of them can be told from a
//! slip of the pen. It is read when the first link asks.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use crate::disk::plain;
use crate::load::sources::{Examined, FileEntry, KnownReports};
use crate::model::path::SourcePath;
use crate::model::report::LoadedReport;
use crate::model::review::ReviewCode;
use crate::publish::ledger::Ledger;

/// Known reports, and the titles of those that were published.
pub struct Remembered<'k> {
    known: Box<dyn KnownReports + 'k>,
    path: PathBuf,
    ledger: OnceLock<Ledger>,
}

impl<'k> Remembered<'k> {
    /// Reports that `known` has, and titles from the ledger at `path`, which is read when somebody asks for the first title.
    pub fn new(known: Box<dyn KnownReports + 'k>, path: PathBuf) -> Remembered<'k> {
        Remembered { known, path, ledger: OnceLock::new() }
    }

    fn ledger(&self) -> &Ledger {
        self.ledger.get_or_init(|| Ledger::parse(&plain::read(&self.path).unwrap_or_default()))
    }
}

impl KnownReports for Remembered<'_> {
    fn get(&self, file: &FileEntry) -> Option<Arc<LoadedReport>> {
        self.known.get(file)
    }

    fn attachment(&self, file: &FileEntry) -> Option<Examined> {
        self.known.attachment(file)
    }

    fn was_published(&self, path: &SourcePath) -> Option<String> {
        self.ledger().find(path.as_str()).map(|noted| noted.title.clone())
    }

    fn is_public(&self, report: &LoadedReport, _: &dyn Fn() -> bool) -> bool {
        self.ledger().is_public(report.path.as_str())
    }

    fn code(&self, report: &LoadedReport) -> Option<ReviewCode> {
        self.known.code(report)
    }
}
