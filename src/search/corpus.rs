//! What is searched in: the reports of the site in the order of the search data, and a digest of all that is searched in and shown of each, so
//! that a file of search data is told by them before anything of it is made.

use std::ops::Range;
use std::sync::OnceLock;

use rayon::prelude::*;

use crate::index::SiteIndex;
use crate::load::body_reader::BodyReader;
use crate::model::digest::Digest;
use crate::model::page::{PagePlan, ReportId};
use crate::model::path::UrlPath;
use crate::plan::search::SearchLayout;

/// The reports of a site.
pub(super) struct Corpus<'s> {
    pub(super) index: &'s SiteIndex,
    pub(super) plan: &'s PagePlan,
    pub(super) bodies: BodyReader<'s>,
    pub(super) digests: &'s Digests,
}

/// Where each report stands in the search data, and what is kept of it from file to file.
#[derive(Debug)]
pub(super) struct Digests {
    pub(super) layout: SearchLayout,
    /// Of each report in the layout's order, of all that is searched in and shown of it.
    reports: OnceLock<Vec<Digest>>,
    versions: OnceLock<Vec<String>>,
}

impl Digests {
    pub(super) fn new(layout: SearchLayout) -> Digests {
        Digests { layout, reports: OnceLock::new(), versions: OnceLock::new() }
    }
}

impl<'s> Corpus<'s> {
    pub(super) fn layout(&self) -> &'s SearchLayout {
        &self.digests.layout
    }

    /// Percent-encoded path of the page of a report.
    pub(super) fn path(&self, id: ReportId) -> String {
        self.plan.report_url(id).map(UrlPath::encoded).unwrap_or_default()
    }

    /// A mark of all that is searched in and shown of each segment's reports.
    pub(super) fn versions(&self) -> &'s [String] {
        // The digests come first, because a thread that waits for another's digests does not help to make them.
        self.reports();
        let version = |run: &Range<usize>| hex(self.digest(run));
        self.digests.versions.get_or_init(|| self.layout().segments.par_iter().map(version).collect())
    }

    /// Of a run of reports.
    pub(super) fn digest(&self, run: &Range<usize>) -> Digest {
        let bytes: Vec<u8> = self.reports()[run.clone()].iter().flat_map(|digest| digest.0).collect();
        Digest::of(&bytes)
    }

    fn reports(&self) -> &'s [Digest] {
        let of_report = |scratch: &mut Vec<u8>, id: &ReportId| self.report_digest(*id, scratch);
        self.digests.reports.get_or_init(|| self.layout().order.par_iter().map_init(Vec::new, of_report).collect())
    }

    /// Not the digest by which pages tell a report: this one is published (as a part of the version of a file), and that one knows times of files.
    fn report_digest(&self, id: ReportId, scratch: &mut Vec<u8>) -> Digest {
        let report = &self.index.reports[id];
        let metadata = &report.metadata;
        let home = self.index.home_of(id).map_or("", |home| self.index.categories[home].name.as_str());
        let path = self.path(id);
        let day = metadata.date.day;
        scratch.clear();
        let notes = metadata.updates.iter().map(|update| update.note.as_str());
        for text in
            [&*metadata.title, &metadata.number, &metadata.index, &metadata.source, home, &path].into_iter().chain(notes)
        {
            // Where one ends and the next begins counts.
            scratch.extend(text.len().to_le_bytes());
            scratch.extend_from_slice(text.as_bytes());
        }
        scratch.extend(day.year().to_le_bytes().into_iter().chain(day.month().to_le_bytes()).chain(day.day().to_le_bytes()));
        scratch.extend(report.body.digest.0);
        Digest::of(scratch)
    }
}

/// Half of a digest: 64 bits, which differ wherever anything differs.
pub(super) fn hex(digest: Digest) -> String {
    digest.0[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}
