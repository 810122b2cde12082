//! How the data of the search page (检索) is cut into files: which report is in which of them. Stands apart because the plan counts
//! the files and rendering fills them, and both must cut alike.
//!
//! Reports are put in the order of a hash of their source path. A run of that order is a *segment*: its terms are made from the
//! reports of the segment alone, and are spread over `shards` files, each of which has a part of every segment. A segment is cut
//! further into *groups* of a few reports, whose texts are one file. So a report that is edited, added or taken away touches one
//! part of the files of terms and one group, and no other report changes its place.

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use crate::model::digest::Digest;
use crate::model::page::ReportId;
use crate::model::report::CheckedReport;

/// A segment has on average at most so many reports. Larger ones cost more after an edit, smaller ones more bytes a query, because
/// a term is written in the part of each segment that has it.
const SEGMENT: usize = 320;
/// A group has on average at most so many reports: few, because each hit on a screen loads one group; not fewer, because every
/// group is a file to write. With 6, some 10 KB gzipped of ordinary official prose, a query looks into about 20 reports. Whoever
/// changes it measures [`WEIGHTS`] again.
const GROUP: usize = 6;
/// Files of terms, at most. More would make queries lighter and sites of more files.
const SHARDS: usize = 512;
/// What a query may load up to its first screen, in gzipped bytes by [`WEIGHTS`], which err by some per cent: below 300 KB.
pub const BUDGET: usize = 262_000;

/// How the browser tells what it has loaded: a script from `file://` has no size that it could ask for, and whether a server
/// compresses is not its to know. All in gzipped bytes.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Weights {
    /// Weight of a character of terms.
    index: f64,
    /// Of one of the different rows of four characters in the texts of a group. It is nearly the same for work reports of nine
    /// years and for text made of phrases; bytes for each character are not, 1.2 and 0.5.
    text: f64,
    /// Weight of a group, as long as none was loaded.
    group: f64,
}

/// Measured at 10,000 reports, with groups of [`GROUP`].
pub const WEIGHTS: Weights = Weights { index: 0.66, text: 1.5, group: 11_000.0 };

/// Where each report is.
#[derive(Debug, Clone, Default)]
pub struct SearchLayout {
    /// All reports in the order of their hashes. A report's place in it is its number in the search data.
    pub order: Vec<ReportId>,
    /// Runs of `order`.
    pub segments: Vec<Range<usize>>,
    /// Runs of `order`; each lies in one segment, and every segment has equally many.
    pub groups: Vec<Range<usize>>,
    /// How many files hold the terms.
    pub shards: usize,
}

impl SearchLayout {
    /// Decides how many shards and groups these reports need. The same reports in the same order always give the same
    /// layout, by which the page finds its files.
    pub fn new(reports: &[Arc<CheckedReport>]) -> SearchLayout {
        let mut keys: Vec<(u64, ReportId)> =
            reports.par_iter().enumerate().map(|(id, report)| (key(report.path.as_str()), id)).collect();
        // Equal hashes do not happen; if they did, the order of dates would still be one order.
        keys.par_sort_unstable();
        let (segments, groups) = (parts(reports.len(), SEGMENT), parts(reports.len(), GROUP));
        SearchLayout {
            segments: runs(&keys, segments),
            groups: runs(&keys, groups.max(segments)),
            shards: (reports.len() / 8).next_power_of_two().clamp(4, SHARDS),
            order: keys.into_iter().map(|(_, id)| id).collect(),
        }
    }

    /// The groups of a segment.
    pub fn groups_of(&self, segment: usize) -> Range<usize> {
        let each = self.groups.len() / self.segments.len();
        segment * each..(segment + 1) * each
    }
}

fn key(path: &str) -> u64 {
    let Digest(bytes) = Digest::of(path.as_bytes());
    bytes.iter().take(8).fold(0, |key, byte| key << 8 | u64::from(*byte))
}

/// The smallest power of two that makes parts of at most `most` on average.
fn parts(count: usize, most: usize) -> usize {
    count.div_ceil(most).max(1).next_power_of_two()
}

/// The keys by their first bits. `parts` is a power of two.
fn runs(keys: &[(u64, ReportId)], parts: usize) -> Vec<Range<usize>> {
    let bits = parts.trailing_zeros();
    let start = |part: usize| match bits {
        0 => part * keys.len(),
        _ if part == parts => keys.len(),
        _ => keys.partition_point(|(key, _)| *key < (part as u64) << (64 - bits)),
    };
    (0..parts).map(|part| start(part)..start(part + 1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(count: usize) -> Vec<(u64, ReportId)> {
        let mut keys: Vec<(u64, ReportId)> = (0..count).map(|id| (key(&format!("reports/{id}.md")), id)).collect();
        keys.sort_unstable();
        keys
    }

    #[test]
    fn runs_cover_everything_once_and_in_order() {
        for (count, parts) in [(0, 1), (1, 1), (9, 4), (1000, 256)] {
            let runs = runs(&keys(count), parts);
            assert_eq!(runs.len(), parts);
            assert!(runs.windows(2).all(|pair| pair[0].end == pair[1].start), "{runs:?}");
            assert_eq!((runs[0].start, runs[parts - 1].end), (0, count));
        }
    }

    #[test]
    fn parts_grow_with_the_site() {
        assert_eq!([0, 1, 320, 321, 10_000].map(|count| parts(count, SEGMENT)), [1, 1, 1, 2, 32]);
    }
}
