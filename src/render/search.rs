//! The data of the search page (检索), made for Chinese and for pages that may come from a USB stick: plain scripts, because a script
//! may be loaded from `file://`, below any path and under the pages' own policy, and nothing else may.
//!
//! Three kinds of files (cut as `plan::search` tells):
//!
//! - `search/map.js`: where each report is, its day and its category; how characters fold. Loaded with the page.
//! - `search/N.js`: terms whose hash is N, and the reports that have them, a part for each segment. A query loads those of its terms.
//! - `search/tG.js`: title, address and text of a few reports. Loaded for what is shown.
//!
//! Terms are up to three characters, so a word of up to three is answered by the index alone, exactly. A longer one has its terms
//! in a few more reports than have it. Of each pair of letters the index therefore knows the reports where more than one thing
//! stands before it (`Known::various`): where it is always the same, two terms that share the pair stand side by side, and so most
//! words of four characters and many longer ones are answered exactly too. For the rest, and for words with a mark in them, the
//! browser looks into the texts of the candidates, in the order in which they would be shown. So what is shown is always right,
//! and nothing is missing. What it costs: where there are more candidates than may be loaded (`plan::search::BUDGET`), only those
//! of the first screen are checked, the number of hits is said to be at least and at most so many, and the reader may have all of
//! them checked. Where most candidates are wrong, the first screen may hold fewer than ten until the reader asks for more.
//!
//! Positions of the terms would settle all of it without texts, but weigh several times as much as the terms, change with every
//! word that is put in before them, and would have to be loaded for frequent terms by the hundred kilobytes.
//!
//! Nothing of this is in the cache, which every build reads and writes. A file is told by a digest of all that it says of its
//! reports, so one that stands is not made. When a report changes, what it was is read from the published files: those have the
//! fingerprint of what `map.js` says they were made from, so they are what would be made again (`files`, `edit`).

mod edit;
mod files;
mod fold;
mod plain;
mod postings;
mod segment;
mod sets;
mod terms;
mod texts;

use std::ops::Range;
use std::sync::OnceLock;

use memchr::memmem;
use rayon::prelude::*;
use serde::Serialize;

use super::{Renderer, Sheet};
use crate::model::date::days_since_epoch;
use crate::model::digest::Digest;
use crate::model::page::ReportId;
use crate::plan::search::{BUDGET, SearchLayout, WEIGHTS, Weights};
pub(super) use files::{all as data, one as terms};
pub(super) use texts::one as texts;

/// What the files of search data share.
pub(super) struct Search {
    layout: SearchLayout,
    /// Of each report in the layout's order, of all that is searched in and shown of it.
    reports: OnceLock<Vec<Digest>>,
    versions: OnceLock<Vec<String>>,
    terms: files::Made,
}

impl Search {
    pub(super) fn new(layout: SearchLayout) -> Search {
        Search { layout, reports: OnceLock::new(), versions: OnceLock::new(), terms: files::Made::default() }
    }

    /// The same reports in the same places, one of them with another text.
    pub(super) fn renewed(&self) -> Search {
        Search::new(self.layout.clone())
    }

    /// A mark of all that is searched in and shown of each segment's reports.
    fn versions(&self, renderer: &Renderer<'_>) -> &[String] {
        // Before threads ask for them: one that waits for another's digests does not help to make them.
        self.reports(renderer);
        let version = |run: &Range<usize>| hex(self.digest(renderer, run));
        self.versions.get_or_init(|| self.layout.segments.par_iter().map(version).collect())
    }

    fn reports(&self, renderer: &Renderer<'_>) -> &[Digest] {
        let of_report = |scratch: &mut Vec<u8>, id: &ReportId| report_digest(renderer, *id, scratch);
        self.reports.get_or_init(|| self.layout.order.par_iter().map_init(Vec::new, of_report).collect())
    }

    /// Of a run of reports.
    fn digest(&self, renderer: &Renderer<'_>, run: &Range<usize>) -> Digest {
        let bytes: Vec<u8> = self.reports(renderer)[run.clone()].iter().flat_map(|digest| digest.0).collect();
        Digest::of(&bytes)
    }
}

/// Not the card: this digest is published (as a part of the version of a file), and cards know times of files.
fn report_digest(renderer: &Renderer<'_>, id: ReportId, scratch: &mut Vec<u8>) -> Digest {
    let report = &renderer.index.reports[id];
    let metadata = &report.metadata;
    let home = renderer.index.home_of(id).map_or("", |home| renderer.index.categories[home].name.as_str());
    let path = renderer.shared.report_paths[id].as_str();
    let day = metadata.date.day;
    scratch.clear();
    for text in [&metadata.title, &metadata.number, &metadata.index, &metadata.source, home, path] {
        // Where one ends and the next begins counts.
        scratch.extend(text.len().to_le_bytes());
        scratch.extend_from_slice(text.as_bytes());
    }
    scratch.extend(day.year().to_le_bytes().into_iter().chain(day.month().to_le_bytes()).chain(day.day().to_le_bytes()));
    scratch.extend(report.body.digest.0);
    Digest::of(scratch)
}

/// Half of a digest: 64 bits, which differ wherever anything differs.
fn hex(digest: Digest) -> String {
    digest.0[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// `search/map.js`.
#[derive(Serialize)]
struct Map<'r> {
    /// The digits of numbers and lists.
    digits: String,
    /// Characters that fold, and what they become.
    fold: (String, String),
    /// Ranges of characters that end terms, and of marks.
    breaks: Vec<(u32, u32)>,
    signs: Vec<(u32, u32)>,
    shards: usize,
    /// What a query may load, and how much of it something is.
    budget: usize,
    weights: Weights,
    /// Longest term, and longest Latin term.
    size: usize,
    latin: usize,
    /// A mark of each segment, other when anything in it is other. The next build reads them.
    versions: &'r [String],
    /// A mark of all segments.
    version: String,
    /// For each group how many reports it has.
    sizes: String,
    /// The newest day, in days since 1970.
    newest: i64,
    /// For each report how many days it is older than the newest.
    ages: String,
    /// For each report its category.
    homes: String,
    /// Name of each category, and the category above it.
    categories: Vec<(&'r str, Option<usize>)>,
}

pub(super) fn map(renderer: &Renderer<'_>, sheet: &mut Sheet<'_>) {
    let (search, index) = (&renderer.shared.search, renderer.index);
    let versions = search.versions(renderer);
    let categories: Vec<(&str, Option<usize>)> =
        index.categories.iter().map(|node| (node.name.as_str(), node.parent)).collect();
    let homes: Vec<usize> = search.layout.order.iter().map(|id| index.home_of(*id).unwrap_or(0)).collect();
    if renderer.stands(sheet, "search-map", &(versions, &categories, &homes)) {
        return;
    }
    let of_day = |id: &ReportId| days_since_epoch(index.reports[*id].metadata.date.day);
    let days: Vec<i64> = search.layout.order.iter().map(of_day).collect();
    let newest = days.iter().copied().max().unwrap_or(0);
    let map = Map {
        digits: postings::alphabet(),
        fold: fold::pairs(),
        breaks: ranges(&fold::BREAKS),
        signs: ranges(&fold::SIGNS),
        shards: search.layout.shards,
        budget: BUDGET,
        weights: WEIGHTS,
        size: terms::SIZE,
        latin: terms::LATIN,
        versions,
        version: hex(Digest::of(versions.concat().as_bytes())),
        sizes: sizes(&search.layout),
        newest,
        ages: numbers(days.iter().map(|day| usize::try_from(newest - day).unwrap_or(0))),
        homes: numbers(homes.into_iter()),
        categories,
    };
    deliver(sheet, "map", [serde_json::to_string(&map).unwrap_or_default().as_bytes()]);
}

/// Of each group how many reports it has: the same for two builds only where each report has its number in both.
fn sizes(layout: &SearchLayout) -> String {
    numbers(layout.groups.iter().map(ExactSizeIterator::len))
}

fn numbers(values: impl Iterator<Item = usize>) -> String {
    let mut text = Vec::new();
    values.for_each(|value| postings::number(value, &mut text));
    text.into_iter().map(char::from).collect()
}

fn ranges(ranges: &[(char, char)]) -> Vec<(u32, u32)> {
    ranges.iter().map(|(first, last)| (u32::from(*first), u32::from(*last))).collect()
}

/// What stands before and behind the name of a script and its data.
const SCRIPT: [&str; 3] = ["(self.gkSearch=self.gkSearch||[]).push([\"", "\",", "]);\n"];

/// A script that hands the pieces of `data` over, whether the page's own script runs before or after it.
fn deliver<'d>(sheet: &mut Sheet<'_>, name: &str, data: impl IntoIterator<Item = &'d [u8]>) {
    begin(sheet, name);
    data.into_iter().for_each(|part| sheet.out.extend_from_slice(part));
    end(sheet);
}

/// Such a script up to its data.
fn begin(sheet: &mut Sheet<'_>, name: &str) {
    [SCRIPT[0], name, SCRIPT[1]].iter().for_each(|part| sheet.out.extend_from_slice(part.as_bytes()));
}

fn end(sheet: &mut Sheet<'_>) {
    sheet.out.extend_from_slice(SCRIPT[2].as_bytes());
}

/// The data of a script.
fn delivered(script: &[u8]) -> Option<&[u8]> {
    let call = script.strip_prefix(SCRIPT[0].as_bytes())?.strip_suffix(SCRIPT[2].as_bytes())?;
    let start = memmem::find(call, SCRIPT[1].as_bytes())? + SCRIPT[1].len();
    Some(&call[start..])
}
