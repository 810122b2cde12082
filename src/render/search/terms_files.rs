//! The files of terms: which segments must be made for them, and where the parts of all others come from. Each file has a part of
//! every segment, so an edit would mean making all of them; but the published files have the parts of segments that stand, and those
//! are as good as made again: a file's fingerprint is that of the marks of its segments, and the published map has these marks.

use std::sync::{Mutex, OnceLock, PoisonError};

use rayon::prelude::*;
use serde::Deserialize;

use super::segment::{Index, Parts};
use super::{body, deliver, delivered};
use crate::error::Error;
use crate::model::digest::Digest;
use crate::model::page::{PageKind, PlannedPage, ReportId};
use crate::model::path::UrlPath;
use crate::plan::urls;
use crate::render::{Renderer, Sheet, Sink};

/// Segments that were made.
#[derive(Default)]
pub(in crate::render) struct Made {
    segments: OnceLock<Vec<Segment>>,
    /// Held while segments are made, so that requests at one time do not make them several times.
    making: Mutex<()>,
}

struct Segment {
    parts: Parts,
    /// A source changed while it was read.
    is_torn: bool,
}

/// What the published map says of what the files beside it were made from.
#[derive(Deserialize)]
struct Published {
    versions: Vec<String>,
}

/// Of everything that files of terms are made from.
fn fingerprint(versions: &[String], shards: usize) -> Digest {
    Digest::of(format!("search-terms {shards} {}", versions.join(" ")).as_bytes())
}

/// Several segments at a time, or several reports of a single one. Never called from a thread of the pool: it waits for the pool.
fn make(renderer: &Renderer<'_>, segments: &[usize]) -> Result<Vec<Segment>, Error> {
    let layout = &renderer.shared.search.layout;
    let is_wide = segments.len() >= rayon::current_num_threads();
    let make = |segment: &usize| {
        let (mut index, mut is_torn) = (Index::default(), false);
        // A few at a time: the texts of all reports at once would be most of the memory of a build.
        for few in layout.order[layout.segments[*segment].clone()].chunks(if is_wide { 1 } else { 64 }) {
            let read = |id: &ReportId| body(renderer, *id);
            let bodies: Result<Vec<(String, bool)>, Error> =
                if is_wide { few.iter().map(read).collect() } else { few.par_iter().map(read).collect() };
            for (id, (body, torn)) in few.iter().zip(bodies?) {
                index.add(&renderer.index.reports[*id].metadata.title, &body);
                is_torn |= torn;
            }
        }
        Ok(Segment { parts: index.finish(layout.shards), is_torn })
    };
    if is_wide { segments.par_iter().map(make).collect() } else { segments.iter().map(make).collect() }
}

/// One file, for whoever asked for it. What it takes is kept for the next.
pub(in crate::render) fn one(renderer: &Renderer<'_>, sheet: &mut Sheet<'_>, shard: usize) -> Result<(), Error> {
    let search = &renderer.shared.search;
    if sheet.stands_as(fingerprint(search.versions(renderer), search.layout.shards)) {
        return Ok(());
    }
    let _making = search.terms.making.lock().unwrap_or_else(PoisonError::into_inner);
    let made = match search.terms.segments.get() {
        Some(made) => made,
        None => {
            let all: Vec<usize> = (0..search.layout.segments.len()).collect();
            let made = make(renderer, &all)?;
            search.terms.segments.get_or_init(|| made)
        }
    };
    let parts: Vec<&str> = made.iter().map(|segment| segment.parts.part(shard)).collect();
    fill(sheet, shard, &parts, made.iter().any(|segment| segment.is_torn));
    Ok(())
}

fn fill(sheet: &mut Sheet<'_>, shard: usize, parts: &[&str], is_torn: bool) {
    if is_torn {
        sheet.forget_fingerprint();
    }
    deliver(sheet, &shard.to_string(), &format!("[\"{}\"]", parts.join(BETWEEN)));
}

/// Folded terms and lists hold no quotation marks.
const BETWEEN: &str = "\",\"";

/// The parts of a published file.
fn parts(script: &[u8]) -> Option<Vec<&str>> {
    let data = delivered(script)?.strip_prefix("[\"")?.strip_suffix("\"]")?;
    Some(data.split(BETWEEN).collect())
}

/// A file that must be made, and what the last build left of it.
struct Missing<'p> {
    url: &'p UrlPath,
    shard: usize,
    before: Option<(Vec<u8>, Digest)>,
}

/// All files of terms that `sink` has not got. Segments are made together: one page by itself would keep the other threads waiting.
pub(in crate::render) fn all(
    renderer: &Renderer<'_>,
    sink: &dyn Sink,
    pages: &[(&UrlPath, &PlannedPage)],
) -> Result<(), Error> {
    let (layout, versions) = (&renderer.shared.search.layout, renderer.shared.search.versions(renderer));
    let now = fingerprint(versions, layout.shards);
    let missing = pages.par_iter().filter_map(|(url, page)| {
        let PageKind::SearchTerms { shard } = page.kind else { return None };
        (!sink.has(url, now)).then(|| Missing { url, shard, before: sink.kept(url) })
    });
    let missing: Vec<Missing<'_>> = missing.collect();
    if missing.is_empty() {
        return Ok(());
    }
    let stale = stale(sink, versions, layout.shards, &missing);
    let made = make(renderer, &stale)?;
    let is_torn = made.iter().any(|segment| segment.is_torn);
    let failures = missing.par_iter().filter_map(|Missing { url, shard, before }| {
        let before = before.as_ref().and_then(|(script, _)| parts(script)).unwrap_or_default();
        let part = |segment: usize| match stale.binary_search(&segment) {
            Ok(at) => made[at].parts.part(*shard),
            Err(_) => before[segment],
        };
        let parts: Vec<&str> = (0..versions.len()).map(part).collect();
        let (mut out, mut scratch) = Default::default();
        let mut sheet = Sheet::new(url, &mut out, &mut scratch, sink);
        sheet.stands_as(now);
        fill(&mut sheet, *shard, &parts, is_torn);
        sheet.deliver().err()
    });
    match failures.collect::<Vec<Error>>().into_iter().next() {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

/// The segments whose parts are not in every one of these files as they were left, ascending.
fn stale(sink: &dyn Sink, versions: &[String], shards: usize, missing: &[Missing<'_>]) -> Vec<usize> {
    let published = sink.kept(&urls::search_map()).and_then(|(script, _)| serde_json::from_str(delivered(&script)?).ok());
    let before = published.map_or_else(Vec::new, |published: Published| published.versions);
    let then = fingerprint(&before, shards);
    let is_good = |file: &Missing<'_>| {
        let Some((script, fingerprint)) = &file.before else { return false };
        *fingerprint == then && parts(script).is_some_and(|parts| parts.len() == versions.len())
    };
    let is_usable = before.len() == versions.len() && missing.par_iter().all(is_good);
    (0..versions.len()).filter(|segment| !is_usable || before[*segment] != versions[*segment]).collect()
}
