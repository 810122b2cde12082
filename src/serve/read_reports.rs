//! Reports as the last round read them. Reading and parsing is most of a build, and of ten thousand reports a save changes one.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::check::reviews::Reviews;
use crate::load::manuscript;
use crate::load::sources::{Examined, FileEntry, KnownReports};
use crate::model::digest::Digest;
use crate::model::path::SourcePath;
use crate::model::report::{Attachment, LoadedReport};
use crate::model::review::ReviewCode;

/// The reports and attachments of the last round, so that the next one reads only what changed.
#[derive(Debug, Default)]
pub(super) struct ReadReports {
    /// As they were loaded: reports are big, and moving ten thousand of them would be most of a round.
    reports: Vec<Arc<LoadedReport>>,
    /// Where each stands, with size and time of its file as they were before it was read.
    places: HashMap<SourcePath, (usize, u64, u64)>,
    /// What was seen in each attachment, with size and time of its file.
    attachments: HashMap<SourcePath, (u64, u64, Examined)>,
    /// The code of each text that is to be signed, with the stamp of all that it was made from.
    codes: HashMap<SourcePath, (Digest, ReviewCode)>,
    /// Files that an event spoke of: two saves within one tick of the file system's clock look alike.
    stale: BTreeSet<SourcePath>,
}

impl ReadReports {
    /// Keeps what a round has loaded. `reports` and `files` are both in the order of their paths.
    pub(super) fn remember(&mut self, reports: Vec<Arc<LoadedReport>>, reviews: &Reviews, files: &[FileEntry]) {
        let mut files = files.iter().peekable();
        let stamped = reports.iter().enumerate().filter_map(|(at, report)| {
            while files.next_if(|file| file.path < report.path).is_some() {}
            let file = files.peek().filter(|file| file.path == report.path)?;
            Some((report.path.clone(), (at, file.size, file.modified)))
        });
        self.places = stamped.collect();
        let attachments = reports.iter().flat_map(|report| &report.attachments);
        let examined = |file: &Attachment| Examined { pixels: file.pixels, content: file.content.clone() };
        self.attachments =
            attachments.map(|file| (file.source.clone(), (file.size, file.modified, examined(file)))).collect();
        let code = |report: &Arc<LoadedReport>| {
            let judged = reviews.get(&report.path)?;
            Some((report.path.clone(), (manuscript::stamp(report), judged.code)))
        };
        self.codes = reports.iter().filter_map(code).collect();
        self.reports = reports;
        self.stale.clear();
    }

    /// Keeps one report that was read alone.
    pub(super) fn replace(&mut self, report: Arc<LoadedReport>, file: &FileEntry) {
        if let Some((at, size, modified)) = self.places.get_mut(&file.path) {
            (*size, *modified) = (file.size, file.modified);
            self.reports[*at] = report;
            self.stale.remove(&file.path);
        }
    }

    /// Has these files read again, whatever their size and time.
    pub(super) fn distrust(&mut self, paths: impl IntoIterator<Item = SourcePath>) {
        self.stale.extend(paths);
    }

    /// Has everything read again.
    pub(super) fn forget(&mut self) {
        *self = ReadReports::default();
    }
}

impl KnownReports for ReadReports {
    fn get(&self, file: &FileEntry) -> Option<Arc<LoadedReport>> {
        let (at, size, modified) = self.places.get(&file.path)?;
        let report = self.reports.get(*at)?;
        let is_same = (*size, *modified) == (file.size, file.modified) && !self.stale.contains(&file.path);
        is_same.then(|| report.clone())
    }

    fn code(&self, report: &LoadedReport) -> Option<ReviewCode> {
        let (stamp, code) = self.codes.get(&report.path)?;
        let is_stale = report.attachments.iter().any(|file| self.stale.contains(&file.source));
        (!is_stale && *stamp == manuscript::stamp(report)).then_some(*code)
    }

    fn attachment(&self, file: &FileEntry) -> Option<Examined> {
        let (size, modified, examined) = self.attachments.get(&file.path)?;
        let is_same = (*size, *modified) == (file.size, file.modified) && !self.stale.contains(&file.path);
        is_same.then(|| examined.clone())
    }
}
