//! What is known of reports that are gone: the ledger says which files were published, so that a link to one of them can be told from a
//! slip of the pen. It is read when the first link asks.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use crate::disk::plain;
use crate::load::sources::{Examined, FileEntry, KnownReports};
use crate::model::path::SourcePath;
use crate::model::report::LoadedReport;
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
}

impl KnownReports for Remembered<'_> {
    fn get(&self, file: &FileEntry) -> Option<Arc<LoadedReport>> {
        self.known.get(file)
    }

    fn attachment(&self, file: &FileEntry) -> Option<Examined> {
        self.known.attachment(file)
    }

    fn was_published(&self, path: &SourcePath) -> Option<String> {
        let ledger = self.ledger.get_or_init(|| Ledger::parse(&plain::read(&self.path).unwrap_or_default()));
        ledger.find(path.as_str()).map(|noted| noted.title.clone())
    }
}
