//! The data of the search page (检索), made for Chinese and for pages that may come from a USB stick: plain scripts, because a script
//! may be loaded from `file://`, below any path and under the pages' own policy, and nothing else may.
//!
//! Three kinds of files (cut as `plan::search` tells):
//!
//! - `search/map.js`: where each report is, its day and its category; how characters fold. Loaded with the page.
//! - `search/S-N.js`: terms of segment S whose hash is N, and the reports that have them. A query loads those of its terms.
//! - `search/tG.js`: title, address and text of a few reports. Loaded for what is shown.
//!
//! Terms are up to three characters, so a word of up to three is answered by the index alone, exactly. A longer one has its terms
//! in a few more reports than have it: the browser looks into the texts of the candidates, in the order in which they would be
//! shown. So what is shown is always right, and nothing is missing. What it costs: where there are more candidates than may be
//! loaded (about 290 KB gzipped a query), only those of the first screen are checked, the number of hits is said to be at most so
//! many, and the reader may have all of them checked. Where most candidates are wrong, the first screen may hold fewer than ten.
//! Positions of the terms would settle it without texts, but weigh several times as much as the terms, change with every word
//! that is put in before them, and would have to be loaded for frequent terms by the hundred kilobytes.
//!
//! Nothing of this is kept from build to build. A file is told by a digest of all that it says of its reports, so one that stands is not
//! made. When a report changes, the texts of its segment are read once more (some 1,250 of 10,000), which keeps the terms of
//! all reports out of the cache that every build reads and writes.

mod fold;
mod plain;
mod postings;
mod segment;
mod terms;

use std::ops::Range;
use std::sync::{Mutex, OnceLock, PoisonError};

use rayon::prelude::*;
use serde::Serialize;

use super::lists::report_path;
use super::{Renderer, Sheet, Sink};
use crate::error::Error;
use crate::load::read_body;
use crate::model::digest::Digest;
use crate::model::page::{PageKind, PlannedPage, ReportId};
use crate::model::path::UrlPath;
use crate::plan::search::SearchLayout;
use segment::Text;

/// What the files of search data share.
pub(super) struct Search {
    layout: SearchLayout,
    digests: OnceLock<Vec<Digest>>,
    segments: Vec<OnceLock<Segment>>,
    /// Held while segments are made, so that requests at one time do not make them several times.
    making: Mutex<()>,
}

struct Segment {
    shards: Vec<String>,
    /// A source changed while it was read.
    is_torn: bool,
}

impl Search {
    pub(super) fn new(layout: SearchLayout) -> Search {
        let segments = layout.segments.iter().map(|_| OnceLock::new()).collect();
        Search { layout, digests: OnceLock::new(), segments, making: Mutex::new(()) }
    }

    /// Of all that is searched in and shown of each segment's reports.
    fn digests(&self, renderer: &Renderer<'_>) -> &[Digest] {
        self.digests.get_or_init(|| self.layout.segments.iter().map(|run| self.digest(renderer, run)).collect())
    }

    /// Not made of cards: this digest is published (as the version of a file), and cards know times of files.
    fn digest(&self, renderer: &Renderer<'_>, run: &Range<usize>) -> Digest {
        let mut bytes = Vec::with_capacity(run.len() * 256);
        for id in &self.layout.order[run.clone()] {
            let report = &renderer.index.reports[*id];
            let metadata = &report.metadata;
            let home = renderer.index.home_of(report).map_or("", |home| renderer.index.categories[home].name.as_str());
            let path = renderer.shared.report_paths[*id].as_str();
            for part in [&metadata.title, &metadata.number, &metadata.index, &metadata.source, home, path] {
                bytes.extend(part.as_bytes());
                bytes.push(0);
            }
            bytes.extend(days(metadata.date.day).to_le_bytes());
            bytes.extend(report.body.digest.0);
        }
        Digest::of(&bytes)
    }

    /// Makes these segments, unless they are made. Never called from a thread of the pool: it waits for the pool.
    fn make(&self, renderer: &Renderer<'_>, segments: &[usize]) -> Result<(), Error> {
        let _making = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        let missing: Vec<usize> = segments.iter().copied().filter(|at| self.segments[*at].get().is_none()).collect();
        // A few at a time: the texts of all reports at once would be most of the memory of a build.
        for few in missing.chunks(rayon::current_num_threads()) {
            let runs: Vec<&[ReportId]> =
                few.iter().map(|at| &self.layout.order[self.layout.segments[*at].clone()]).collect();
            let ids: Vec<ReportId> = runs.concat();
            let bodies: Result<Vec<(String, bool)>, Error> = ids.par_iter().map(|id| body(renderer, *id)).collect();
            let bodies = bodies?;
            let mut rest = bodies.as_slice();
            let mut parts = Vec::new();
            for (at, run) in few.iter().zip(runs) {
                let (own, others) = rest.split_at(run.len());
                rest = others;
                parts.push((*at, run, own));
            }
            parts.into_par_iter().for_each(|(at, run, bodies)| {
                let title = |id: &ReportId| renderer.index.reports[*id].metadata.title.as_str();
                let texts: Vec<Text<'_>> =
                    run.iter().zip(bodies).map(|(id, (body, _))| Text { title: title(id), body }).collect();
                let shards = segment::shards(&texts, self.layout.shards);
                let _ = self.segments[at].set(Segment { shards, is_torn: bodies.iter().any(|(_, is_torn)| *is_torn) });
            });
        }
        Ok(())
    }
}

/// What is searched in besides the title, and whether the source changed since it was loaded.
fn body(renderer: &Renderer<'_>, id: ReportId) -> Result<(String, bool), Error> {
    let report = &renderer.index.reports[id];
    let read = match report.body.has_html {
        true => None,
        false => read_body(&report.path, renderer.sources, &renderer.config.markdown())?,
    };
    let body = read.as_ref().unwrap_or(&report.body);
    let mut text = String::with_capacity(body.html.len());
    for fact in [&report.metadata.number, &report.metadata.index].into_iter().filter(|fact| !fact.is_empty()) {
        text.push_str(fact);
        text.push('\n');
    }
    plain::write(&body.html, &mut text);
    text.truncate(text.trim_end().len());
    Ok((text, body.digest != report.body.digest || !body.has_html))
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
    /// Longest term, and longest Latin term.
    size: usize,
    latin: usize,
    /// A mark of each segment, other when anything in it is other.
    versions: Vec<String>,
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
    let digests = search.digests(renderer);
    let categories: Vec<(&str, Option<usize>)> =
        index.categories.iter().map(|node| (node.name.as_str(), node.parent)).collect();
    let homes: Vec<usize> = search.layout.order.iter().map(|id| index.home_of(&index.reports[*id]).unwrap_or(0)).collect();
    if renderer.stands(sheet, "search-map", &(digests, &categories, &homes)) {
        return;
    }
    let day = |id: &ReportId| days(index.reports[*id].metadata.date.day);
    let newest = search.layout.order.iter().map(day).max().unwrap_or(0);
    let numbers = |values: &mut dyn Iterator<Item = usize>| {
        let mut text = String::new();
        values.for_each(|value| postings::number(value, &mut text));
        text
    };
    let order = &search.layout.order;
    let map = Map {
        digits: postings::alphabet(),
        fold: fold::pairs(),
        breaks: ranges(&fold::BREAKS),
        signs: ranges(&fold::SIGNS),
        shards: search.layout.shards,
        size: terms::SIZE,
        latin: terms::LATIN,
        versions: digests.iter().map(|digest| digest.0[..4].iter().map(|byte| format!("{byte:02x}")).collect()).collect(),
        sizes: numbers(&mut search.layout.groups.iter().map(ExactSizeIterator::len)),
        newest,
        ages: numbers(&mut order.iter().map(|id| usize::try_from(newest - day(id)).unwrap_or(0))),
        homes: numbers(&mut homes.into_iter()),
        categories,
    };
    deliver(sheet, "map", &serde_json::to_string(&map).unwrap_or_default());
}

fn ranges(ranges: &[(char, char)]) -> Vec<(u32, u32)> {
    ranges.iter().map(|(first, last)| (u32::from(*first), u32::from(*last))).collect()
}

fn days(day: crate::model::date::Date) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    epoch.until(day).map_or(0, |span| i64::from(span.get_days()))
}

/// A file of terms whose segment is made when no such file stands.
pub(super) fn shard(renderer: &Renderer<'_>, sheet: &mut Sheet<'_>, segment: usize, shard: usize) -> Result<(), Error> {
    if shard_stands(renderer, sheet, segment) {
        return Ok(());
    }
    renderer.shared.search.make(renderer, &[segment])?;
    fill_shard(renderer, sheet, segment, shard);
    Ok(())
}

fn shard_stands(renderer: &Renderer<'_>, sheet: &mut Sheet<'_>, segment: usize) -> bool {
    let search = &renderer.shared.search;
    sheet.stands(&("search-terms", search.digests(renderer)[segment], search.layout.shards))
}

fn fill_shard(renderer: &Renderer<'_>, sheet: &mut Sheet<'_>, segment: usize, shard: usize) {
    let Some(made) = renderer.shared.search.segments[segment].get() else { return };
    if made.is_torn {
        sheet.forget_fingerprint();
    }
    deliver(sheet, &format!("{segment}-{shard}"), &format!("\"{}\"", made.shards[shard]));
}

/// All files of terms that `sink` has not got. Segments that need it are made together, several reports at a time; one page by
/// itself would keep the other threads waiting.
pub(super) fn shards(renderer: &Renderer<'_>, sink: &dyn Sink, pages: &[(&UrlPath, &PlannedPage)]) -> Result<(), Error> {
    let place = |page: &PlannedPage| match page.kind {
        PageKind::SearchTerms { segment, shard } => Some((segment, shard)),
        _ => None,
    };
    let missing = pages.par_iter().filter_map(|(url, page)| {
        let (segment, shard) = place(page)?;
        let (mut out, mut scratch) = Default::default();
        let stands = shard_stands(renderer, &mut Sheet::new(url, &mut out, &mut scratch, sink), segment);
        (!stands).then_some((*url, segment, shard))
    });
    let missing: Vec<(&UrlPath, usize, usize)> = missing.collect();
    let mut segments: Vec<usize> = missing.iter().map(|(_, segment, _)| *segment).collect();
    segments.sort_unstable();
    segments.dedup();
    renderer.shared.search.make(renderer, &segments)?;
    let failures = missing.par_iter().filter_map(|(url, segment, shard)| {
        let (mut out, mut scratch) = Default::default();
        let mut sheet = Sheet::new(url, &mut out, &mut scratch, sink);
        shard_stands(renderer, &mut sheet, *segment);
        fill_shard(renderer, &mut sheet, *segment, *shard);
        sheet.deliver().err()
    });
    match failures.collect::<Vec<Error>>().into_iter().next() {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

/// A report as the search page shows it.
#[derive(Serialize)]
struct Shown<'r>(&'r str, String, String, &'r str, &'r str, String);

/// Titles and texts of a group.
pub(super) fn texts(renderer: &Renderer<'_>, sheet: &mut Sheet<'_>, group: usize) -> Result<(), Error> {
    let search = &renderer.shared.search;
    let run = &search.layout.groups[group];
    if sheet.stands(&("search-texts", search.digest(renderer, run))) {
        return Ok(());
    }
    let mut shown = Vec::with_capacity(run.len());
    for id in &search.layout.order[run.clone()] {
        let (text, is_torn) = body(renderer, *id)?;
        if is_torn {
            sheet.forget_fingerprint();
        }
        let report = &renderer.index.reports[*id];
        let metadata = &report.metadata;
        let category = renderer.index.home_of(report).map_or("", |home| renderer.index.categories[home].name.as_str());
        let day = metadata.date.day.to_string();
        shown.push(Shown(&metadata.title, report_path(renderer, *id), day, &metadata.source, category, text));
    }
    deliver(sheet, &format!("t{group}"), &serde_json::to_string(&shown).unwrap_or_default());
    Ok(())
}

/// A script that hands `data` over, whether the page's own script runs before or after it.
fn deliver(sheet: &mut Sheet<'_>, name: &str, data: &str) {
    let script = ["(self.gkSearch=self.gkSearch||[]).push([\"", name, "\",", data, "]);\n"];
    script.iter().for_each(|part| sheet.out.extend_from_slice(part.as_bytes()));
}
