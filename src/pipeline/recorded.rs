//! What is public by the record of addresses, for those who ask what was known before: the record goes with the sources from machine to machine,
//! where the ledger of the last build does not.

use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashSet;

use crate::load::sources::{Examined, FileEntry, KnownReports, Sources};
use crate::model::path::SourcePath;
use crate::model::report::LoadedReport;
use crate::model::review::ReviewCode;
use crate::permalinks::Known;
use crate::permalinks::entry::{Mark, mark};

/// Known reports, and the record.
pub struct Recorded<'k> {
    known: &'k dyn KnownReports,
    addresses: &'k Known,
    sources: &'k dyn Sources,
    /// Marks of the files that there are, made when somebody asks.
    files: OnceLock<FxHashSet<Mark>>,
}

impl<'k> Recorded<'k> {
    /// Of the site with these files.
    pub fn new(known: &'k dyn KnownReports, addresses: &'k Known, sources: &'k dyn Sources) -> Recorded<'k> {
        Recorded { known, addresses, sources, files: OnceLock::new() }
    }

    fn is_there(&self, file: Mark) -> bool {
        let marks = || self.sources.files().iter().map(|file| mark(file.path.as_str())).collect();
        self.files.get_or_init(marks).contains(&file)
    }
}

impl KnownReports for Recorded<'_> {
    fn get(&self, file: &FileEntry) -> Option<Arc<LoadedReport>> {
        self.known.get(file)
    }

    fn was_published(&self, path: &SourcePath) -> Option<String> {
        self.known.was_published(path)
    }

    /// By its file; or by its title, where the file that had it is there no more: a report that got another name is public all the same,
    /// and one that has the title of another is not.
    fn is_public(&self, report: &LoadedReport, is_only_one_titled_so: &dyn Fn() -> bool) -> bool {
        let got_another_name = || {
            let title = report.draft.title.as_ref();
            title.is_some_and(|title| {
                self.addresses.record().live_files(mark(&title.value)).iter().any(|file| !self.is_there(*file))
            })
        };
        self.addresses.record().has_live(mark(report.path.as_str()))
            || self.known.is_public(report, is_only_one_titled_so)
            || (got_another_name() && is_only_one_titled_so())
    }

    fn code(&self, report: &LoadedReport) -> Option<ReviewCode> {
        self.known.code(report)
    }

    fn attachment(&self, file: &FileEntry) -> Option<Examined> {
        self.known.attachment(file)
    }
}
