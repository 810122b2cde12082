//! The files of terms: which segments must be made for them, and where the parts of all others come from. Each file has a part of
//! every segment, so an edit would mean making all of them; but the published files have the parts of segments that stand, and those
//! are as good as made again: a file's fingerprint is that of the marks of its segments, and the published map has these marks.

use std::sync::{Mutex, OnceLock, PoisonError};

use memchr::memmem;
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
    let parts: Vec<&[u8]> = made.iter().map(|segment| segment.parts.part(shard).as_bytes()).collect();
    fill(sheet, shard, &parts, made.iter().any(|segment| segment.is_torn));
    Ok(())
}

fn fill(sheet: &mut Sheet<'_>, shard: usize, parts: &[&[u8]], is_torn: bool) {
    if is_torn {
        sheet.forget_fingerprint();
    }
    let name = shard.to_string();
    let data = parts.iter().enumerate().flat_map(|(at, part)| [if at == 0 { FRAME[0] } else { BETWEEN }.as_bytes(), part]);
    deliver(sheet, &name, data.chain([FRAME[1].as_bytes()]));
}

/// Around the parts of a file.
const FRAME: [&str; 2] = ["[\"", "\"]"];
/// Folded terms and lists hold no quotation marks.
const BETWEEN: &str = "\",\"";

/// The parts of a published file.
fn parts(script: &[u8]) -> Option<Vec<&[u8]>> {
    let data = delivered(script)?.strip_prefix(FRAME[0].as_bytes())?.strip_suffix(FRAME[1].as_bytes())?;
    let mut start = 0;
    let mut parts = Vec::new();
    for end in memmem::find_iter(data, BETWEEN) {
        parts.push(&data[start..end]);
        start = end + BETWEEN.len();
    }
    parts.push(&data[start..]);
    Some(parts)
}

/// A file that must be made, and the fingerprint of what the last build made it from.
struct Missing<'p> {
    url: &'p UrlPath,
    shard: usize,
    before: Option<Digest>,
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
    let update = Update { sink, now, count: versions.len(), made: make(renderer, &stale)?, stale };
    let left: Vec<&Missing<'_>> = update.all(missing.iter().collect())?;
    if left.is_empty() {
        return Ok(());
    }
    // Files that are not what they were said to be.
    let stale: Vec<usize> = (0..versions.len()).collect();
    Update { made: make(renderer, &stale)?, stale, ..update }.all(left).map(drop)
}

/// Segments that were made, on their way into files that have all the others.
struct Update<'s> {
    sink: &'s dyn Sink,
    now: Digest,
    /// Segments of a file.
    count: usize,
    /// The segments that were made, ascending.
    stale: Vec<usize>,
    made: Vec<Segment>,
}

impl Update<'_> {
    /// Hands the files over, and returns those that lack segments.
    fn all<'m, 'p>(&self, missing: Vec<&'m Missing<'p>>) -> Result<Vec<&'m Missing<'p>>, Error> {
        let file = |(out, scratch): &mut (Vec<u8>, Vec<u8>), file: &'m Missing<'p>| match self.file(file, out, scratch) {
            Ok(true) => None,
            Ok(false) => Some(Ok(file)),
            Err(error) => Some(Err(error)),
        };
        let left: Vec<Result<_, Error>> = missing.into_par_iter().map_init(Default::default, file).flatten().collect();
        left.into_iter().collect()
    }

    /// Whether the file could be handed over.
    fn file(&self, file: &Missing<'_>, out: &mut Vec<u8>, scratch: &mut Vec<u8>) -> Result<bool, Error> {
        let is_torn = self.made.iter().any(|segment| segment.is_torn);
        let is_whole = self.made.len() == self.count;
        let script = if is_whole { None } else { self.sink.read(file.url) };
        let mut parts =
            script.as_deref().and_then(parts).unwrap_or_else(|| vec![&[][..]; if is_whole { self.count } else { 0 }]);
        if parts.len() != self.count {
            return Ok(false);
        }
        let mut is_same = !is_whole;
        for (segment, made) in self.stale.iter().zip(&self.made) {
            let part = made.parts.part(file.shard).as_bytes();
            is_same &= parts[*segment] == part;
            parts[*segment] = part;
        }
        if is_same && !is_torn && self.sink.renew(file.url, self.now) {
            return Ok(true);
        }
        out.clear();
        let mut sheet = Sheet::new(file.url, out, scratch, self.sink);
        sheet.stands_as(self.now);
        fill(&mut sheet, file.shard, &parts, is_torn);
        sheet.deliver().map(|()| true)
    }
}

/// The segments whose parts are not in every one of these files as they were left, ascending.
fn stale(sink: &dyn Sink, versions: &[String], shards: usize, missing: &[Missing<'_>]) -> Vec<usize> {
    let map = urls::search_map();
    let published = sink.kept(&map).and_then(|_| serde_json::from_slice(delivered(&sink.read(&map)?)?).ok());
    let before = published.map_or_else(Vec::new, |published: Published| published.versions);
    let then = fingerprint(&before, shards);
    let is_usable = before.len() == versions.len() && missing.iter().all(|file| file.before == Some(then));
    (0..versions.len()).filter(|segment| !is_usable || before[*segment] != versions[*segment]).collect()
}
