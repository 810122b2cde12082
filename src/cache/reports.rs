//! Reports as they were read, each in its own bytes, so that only those are decoded that are asked for, and by several threads.

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::slice::Iter;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::bytes::Bytes;
use super::contents::{CachedAttachment, CachedReport, Read};
use crate::check::private::is_told_by;
use crate::check::reviews::Reviews;
use crate::load::manuscript;
use crate::load::sources::{Examined, FileEntry, KnownReports, Sources, may_have_changed_unseen};
use crate::model::digest::Digest;
use crate::model::privacy::is_private;
use crate::model::report::{Attachment, LoadedReport};
use crate::model::review::ReviewCode;

/// What was seen in the attachments of `reports`, for the next build, in the order of paths.
pub fn keep_attachments(reports: &[Arc<LoadedReport>]) -> Vec<CachedAttachment> {
    let all = reports.iter().flat_map(|report| &report.attachments);
    let files: BTreeMap<&str, &Attachment> = all.map(|file| (file.source.as_str(), file)).collect();
    let keep = |(path, file): (&str, &Attachment)| CachedAttachment {
        path: path.to_string(),
        size: file.size,
        modified: file.modified,
        examined: Examined { pixels: file.pixels, content: file.content.clone() },
    };
    files.into_iter().filter(|(path, _)| !is_private(path)).map(keep).collect()
}

/// The reports of an earlier build, for loading.
pub struct CachedReports<'c> {
    reports: ByPath<'c>,
    attachments: &'c [CachedAttachment],
    /// When the files were listed then.
    listed: u64,
    sources: &'c dyn Sources,
}

/// CachedReports reports by path. Paths of one site begin alike, so that comparing them costs more than hashing.
type ByPath<'c> = FxHashMap<&'c str, &'c CachedReport<'c>>;

fn by_path<'c>(kept: &'c [CachedReport<'c>]) -> ByPath<'c> {
    kept.iter().map(|kept| (&*kept.path, kept)).collect()
}

impl<'c> CachedReports<'c> {
    /// The reports of `read`, each decoded when it is asked for. `sources` are read where size and time cannot tell whether
    /// a file changed.
    pub fn new(read: &'c Read<'c>, sources: &'c dyn Sources) -> CachedReports<'c> {
        CachedReports { reports: by_path(&read.reports), attachments: &read.attachments, listed: read.listed, sources }
    }
}

impl KnownReports for CachedReports<'_> {
    fn get(&self, file: &FileEntry) -> Option<Arc<LoadedReport>> {
        let kept = self.reports.get(file.path.as_str())?;
        if kept.size != file.size {
            return None;
        }
        if kept.modified != file.modified || may_have_changed_unseen(file.modified, self.listed) {
            let bytes = self.sources.read(&file.path).ok()?;
            if Digest::of(&bytes) != kept.digest {
                return None;
            }
        }
        let report: LoadedReport = postcard::from_bytes(kept.bytes.as_slice()).ok()?;
        Some(Arc::new(LoadedReport { path: file.path.clone(), digest: kept.digest, ..report }))
    }

    fn code(&self, report: &LoadedReport) -> Option<ReviewCode> {
        let (stamp, code) = self.reports.get(report.path.as_str())?.review?;
        let is_certain = |file: &Attachment| !may_have_changed_unseen(file.modified, self.listed);
        (report.attachments.iter().all(is_certain) && stamp == manuscript::stamp(report)).then_some(code)
    }

    fn attachment(&self, file: &FileEntry) -> Option<Examined> {
        let at = self.attachments.binary_search_by(|kept| kept.path.as_str().cmp(file.path.as_str())).ok()?;
        let kept = &self.attachments[at];
        let is_same = (kept.size, kept.modified) == (file.size, file.modified);
        (is_same && !may_have_changed_unseen(file.modified, self.listed)).then(|| kept.examined.clone())
    }
}

/// Encodes `reports` for the next build. Those that are in `old` already keep their bytes. A report with faults is not kept: it is
/// read again until it is mended. Nor is a draft with private data in it: nothing of that is published, and a copy of it in a file that
/// nobody thinks of is one too many. All three lists are in the order of paths.
pub fn keep<'c>(
    reports: &'c [Arc<LoadedReport>],
    reviews: &Reviews,
    sources: &dyn Sources,
    old: &'c [CachedReport<'c>],
) -> Vec<CachedReport<'c>> {
    let (mut files, mut old) = (sources.files().iter().peekable(), old.iter().peekable());
    let sound = reports.iter().filter(|report| report.faults.is_empty() && !is_secret(report));
    let found: Vec<_> = sound
        .filter_map(|report| {
            let path = report.path.as_str();
            let file = advance(&mut files, path, |file| file.path.as_str())?;
            let same = advance(&mut old, path, |old| &*old.path).filter(|old| old.digest == report.digest);
            Some((report, file, same))
        })
        .collect();
    let encode = |(report, file, same): (&'c Arc<LoadedReport>, &FileEntry, Option<&'c CachedReport<'c>>)| {
        let bytes = match same {
            Some(old) => old.bytes.clone(),
            None => Bytes::New(postcard::to_allocvec(&**report).ok()?),
        };
        let (size, modified) = (file.size, file.modified);
        let review = reviews.get(&report.path).map(|judged| (manuscript::stamp(report), judged.code));
        Some(CachedReport { path: report.path.as_str().into(), size, modified, digest: report.digest, review, bytes })
    };
    let kept: Vec<Option<CachedReport<'c>>> = found.into_par_iter().map(encode).collect();
    kept.into_iter().flatten().collect()
}

/// Whether a report is a draft that tells something private.
fn is_secret(report: &LoadedReport) -> bool {
    let is_draft = report.draft.draft.as_ref().is_some_and(|draft| draft.value);
    is_draft && (report.remarks.iter().any(|remark| is_told_by(&remark.rule)) || is_private(report.path.as_str()))
}

/// Goes on to the item of `path` in a list in the order of paths, if it is there.
fn advance<'i, T>(items: &mut Peekable<Iter<'i, T>>, path: &str, path_of: impl Fn(&'i T) -> &'i str) -> Option<&'i T> {
    while items.next_if(|item| path_of(item) < path).is_some() {}
    items.peek().copied().filter(|item| path_of(item) == path)
}
