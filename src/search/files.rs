//! The files of terms and texts: which of them must be made, from what, and where the rest comes from. Each file of terms has a part
//! of every segment, so an edit would mean making all of them; but the published files have the parts of segments that stand, and
//! those are as good as made again: a file's fingerprint is that of the marks of its segments, and the published map has these marks.
//! Where only texts of a segment's reports changed, only files that have a term which came or went are read at all (`edit`).

use std::borrow::Cow;
use std::sync::{Mutex, OnceLock, PoisonError};

use memchr::memmem;
use rayon::prelude::*;
use serde::Deserialize;

use super::corpus::Corpus;
use super::edit::Edits;
use super::script::{deliver, delivered};
use super::segment::{Index, Parts};
use super::texts::{self, Texts};
use crate::error::Error;
use crate::model::digest::Digest;
use crate::model::page::{PageKind, PlannedPage};
use crate::model::path::UrlPath;
use crate::plan::search::SearchLayout;
use crate::plan::urls;
use crate::render::{PageBuffer, PageRoom, Sink};

/// Segments that were made.
#[derive(Default)]
pub(super) struct Made {
    segments: OnceLock<Vec<Segment>>,
    /// Held while segments are made, so that requests at one time do not make them several times.
    making: Mutex<()>,
}

/// What is new of a segment.
struct Segment {
    news: News,
    /// A source changed while it was read.
    is_torn: bool,
}

enum News {
    Parts(Parts),
    /// And how many reports the segment has.
    Edits(Edits, usize),
}

impl Segment {
    /// Its part of a file, where that was made.
    fn whole(&self, shard: usize) -> Option<&[u8]> {
        match &self.news {
            News::Parts(parts) => Some(parts.part(shard)),
            News::Edits(..) => None,
        }
    }

    fn touches(&self, shard: usize) -> bool {
        match &self.news {
            News::Parts(_) => true,
            News::Edits(edits, _) => edits.touch(shard),
        }
    }

    /// Its part of a file whose part was `before`; `None` where that was none.
    fn part(&self, shard: usize, before: &[u8]) -> Option<Cow<'_, [u8]>> {
        match &self.news {
            News::Parts(parts) => Some(Cow::Borrowed(parts.part(shard))),
            News::Edits(edits, count) => edits.apply(shard, before, *count).map(Cow::Owned),
        }
    }
}

/// What the published map says of what the files beside it were made from.
#[derive(Deserialize)]
struct Published {
    versions: Vec<String>,
    sizes: String,
}

/// Of everything that files of terms are made from.
fn fingerprint(versions: &[String], shards: usize) -> Digest {
    Digest::of(format!("search-terms {shards} {}", versions.join(" ")).as_bytes())
}

/// What making segments takes.
struct Work<'w, 'p> {
    corpus: &'w Corpus<'w>,
    /// Has the published files of texts and takes new ones; where there is none, texts are taken from the reports alone.
    sink: Option<&'w dyn Sink>,
    /// By group, where the file of its texts belongs, unless it stands.
    missing: Vec<Option<&'p UrlPath>>,
}

/// Groups whose texts are made at a time: the texts of all reports at once would be most of the memory of a build.
const FEW: usize = 12;

impl Work<'_, '_> {
    /// Several segments at a time, or several groups of a single one. Never called from a thread of the pool: it waits for the pool.
    fn segments(&self, segments: &[usize]) -> Result<Vec<Segment>, Error> {
        match segments.len() >= rayon::current_num_threads() {
            true => {
                segments.par_iter().map_init(PageRoom::default, |room, segment| self.segment(*segment, Some(room))).collect()
            }
            false => segments.iter().map(|segment| self.segment(*segment, None)).collect(),
        }
    }

    /// From its texts. With room it is made by this thread alone.
    fn segment(&self, segment: usize, mut room: Option<&mut PageRoom>) -> Result<Segment, Error> {
        let (mut index, mut is_torn) = (Index::default(), false);
        let groups: Vec<usize> = self.layout().groups_of(segment).collect();
        for few in groups.chunks(if room.is_some() { 1 } else { FEW }) {
            let texts: Result<Vec<Texts>, Error> = match &mut room {
                Some(room) => few.iter().map(|group| self.texts(*group, room)).collect(),
                None => few.par_iter().map_init(PageRoom::default, |room, group| self.texts(*group, room)).collect(),
            };
            for texts in texts? {
                texts.reports.iter().for_each(|text| index.add(&text.title, &text.body));
                is_torn |= texts.is_torn;
            }
        }
        Ok(Segment { news: News::Parts(index.finish(self.layout().shards)), is_torn })
    }

    /// From what changed in its texts; `None` where that is not known.
    fn edited(&self, segment: usize) -> Result<Option<Segment>, Error> {
        let layout = self.layout();
        let groups = layout.groups_of(segment).filter_map(|group| Some((group, self.missing[group]?)));
        let before = |(group, url): (usize, &UrlPath)| {
            let sink = self.sink.filter(|sink| sink.kept(url).is_some())?;
            let texts = texts::published(&sink.read(url)?)?;
            (texts.len() == layout.groups[group].len()).then_some((group, texts))
        };
        // All of them before any is made, for it is made once.
        let Some(changed) = groups.map(before).collect::<Option<Vec<_>>>() else { return Ok(None) };
        let (mut edits, mut is_torn) = (Edits::default(), false);
        let mut room = PageRoom::default();
        for (group, before) in changed {
            let after = self.texts(group, &mut room)?;
            let first = layout.groups[group].start - layout.segments[segment].start;
            edits.add(first, &before, &after.reports, layout.shards);
            is_torn |= after.is_torn;
        }
        Ok(Some(Segment { news: News::Edits(edits, layout.segments[segment].len()), is_torn }))
    }

    /// Texts of a group: as published, or made, and then published.
    fn texts(&self, group: usize, room: &mut PageRoom) -> Result<Texts, Error> {
        let (Some(sink), count) = (self.sink, self.layout().groups[group].len()) else {
            return texts::made(self.corpus, group);
        };
        let Some(url) = self.missing[group] else {
            let published = sink.read(&urls::search_texts(group)).and_then(|script| texts::published(&script));
            return match published.filter(|reports| reports.len() == count) {
                Some(reports) => Ok(Texts { reports, is_torn: false }),
                None => texts::made(self.corpus, group),
            };
        };
        let texts = texts::made(self.corpus, group)?;
        let mut buffer = PageBuffer::new(url, room, sink);
        buffer.is_up_to_date_as(texts::fingerprint(self.corpus, group));
        texts::fill(self.corpus, &mut buffer, group, &texts);
        buffer.deliver().map(|()| texts)
    }

    /// Files of texts that no segment was made for.
    fn rest(&self, segments: &[usize]) -> Result<(), Error> {
        let made: Vec<usize> = segments.iter().flat_map(|segment| self.layout().groups_of(*segment)).collect();
        let is_left = |group: &usize| self.missing[*group].is_some() && made.binary_search(group).is_err();
        let left: Vec<usize> = (0..self.missing.len()).filter(is_left).collect();
        left.par_iter().map_init(PageRoom::default, |room, group| self.texts(*group, room).map(drop)).collect()
    }

    fn layout(&self) -> &SearchLayout {
        self.corpus.layout()
    }
}

/// One file, for whoever asked for it. What it takes is kept for the next.
pub(super) fn one(corpus: &Corpus<'_>, memory: &Made, buffer: &mut PageBuffer<'_>, shard: usize) -> Result<(), Error> {
    if buffer.is_up_to_date_as(fingerprint(corpus.versions(), corpus.layout().shards)) {
        return Ok(());
    }
    let _making = memory.making.lock().unwrap_or_else(PoisonError::into_inner);
    let made = match memory.segments.get() {
        Some(made) => made,
        None => {
            let all: Vec<usize> = (0..corpus.layout().segments.len()).collect();
            let made = Work { corpus, sink: None, missing: Vec::new() }.segments(&all)?;
            memory.segments.get_or_init(|| made)
        }
    };
    let parts: Vec<&[u8]> = made.iter().filter_map(|segment| segment.whole(shard)).collect();
    fill(buffer, shard, &parts, made.iter().any(|segment| segment.is_torn));
    Ok(())
}

fn fill(buffer: &mut PageBuffer<'_>, shard: usize, parts: &[&[u8]], is_torn: bool) {
    if is_torn {
        buffer.forget_fingerprint();
    }
    let name = shard.to_string();
    let data = parts.iter().enumerate().flat_map(|(at, part)| [if at == 0 { FRAME[0] } else { BETWEEN }.as_bytes(), part]);
    deliver(buffer, &name, data.chain([FRAME[1].as_bytes()]));
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

/// All files of terms and texts that `sink` has not got. They are made together: a segment by itself would keep the other threads
/// waiting, and whoever makes the terms of a report has its text in hand.
pub(super) fn all(corpus: &Corpus<'_>, sink: &dyn Sink, pages: &[(&UrlPath, &PlannedPage)]) -> Result<(), Error> {
    let (layout, versions) = (corpus.layout(), corpus.versions());
    let now = fingerprint(versions, layout.shards);
    let missing = pages.par_iter().filter_map(|(url, page)| {
        let PageKind::SearchTerms { shard } = page.kind else { return None };
        (!sink.has(url, now)).then(|| Missing { url, shard, before: sink.kept(url) })
    });
    let missing: Vec<Missing<'_>> = missing.collect();
    let texts = pages.par_iter().filter_map(|(url, page)| {
        let PageKind::SearchTexts { group } = page.kind else { return None };
        (!sink.has(url, texts::fingerprint(corpus, group))).then_some((group, *url))
    });
    let mut work = Work { corpus, sink: Some(sink), missing: vec![None; layout.groups.len()] };
    texts.collect::<Vec<_>>().into_iter().for_each(|(group, url)| work.missing[group] = Some(url));
    let (stale, is_same_order) = if missing.is_empty() { Default::default() } else { stale(sink, corpus, &missing) };
    let (mut made, mut whole) = (Vec::new(), Vec::new());
    for segment in &stale {
        match if is_same_order { work.edited(*segment)? } else { None } {
            Some(edited) => made.push((*segment, edited)),
            None => whole.push(*segment),
        }
    }
    made.extend(whole.iter().copied().zip(work.segments(&whole)?));
    work.rest(&stale)?;
    let update = Update { sink, now, count: versions.len(), made };
    let left: Vec<&Missing<'_>> = update.all(missing.iter().collect())?;
    if left.is_empty() {
        return Ok(());
    }
    // Files that are not what they were said to be.
    let every: Vec<usize> = (0..versions.len()).collect();
    let made = Work { corpus, sink: None, missing: Vec::new() }.segments(&every)?;
    Update { made: every.into_iter().zip(made).collect(), ..update }.all(left).map(drop)
}

/// Segments on their way into files that have all the others.
struct Update<'s> {
    sink: &'s dyn Sink,
    now: Digest,
    /// Segments of a file.
    count: usize,
    /// Segments of which something is new.
    made: Vec<(usize, Segment)>,
}

impl Update<'_> {
    /// Hands the files over, and returns those that lack segments.
    fn all<'m, 'p>(&self, missing: Vec<&'m Missing<'p>>) -> Result<Vec<&'m Missing<'p>>, Error> {
        let file = |room: &mut PageRoom, file: &'m Missing<'p>| match self.file(file, room) {
            Ok(true) => None,
            Ok(false) => Some(Ok(file)),
            Err(error) => Some(Err(error)),
        };
        let left: Vec<Result<_, Error>> = missing.into_par_iter().map_init(PageRoom::default, file).flatten().collect();
        left.into_iter().collect()
    }

    /// Whether the file could be handed over.
    fn file(&self, file: &Missing<'_>, room: &mut PageRoom) -> Result<bool, Error> {
        let is_torn = self.made.iter().any(|(_, segment)| segment.is_torn);
        let is_touched = self.made.iter().any(|(_, segment)| segment.touches(file.shard));
        if !is_touched && !is_torn && self.sink.renew(file.url, self.now) {
            return Ok(true);
        }
        let is_whole = self.made.len() == self.count && self.made.iter().all(|(_, segment)| segment.whole(0).is_some());
        let script = if is_whole { None } else { self.sink.read(file.url) };
        let before =
            script.as_deref().and_then(parts).unwrap_or_else(|| vec![&[][..]; if is_whole { self.count } else { 0 }]);
        if before.len() != self.count {
            return Ok(false);
        }
        let touched = self.made.iter().filter(|(_, segment)| segment.touches(file.shard));
        let new = touched.map(|(at, segment)| Some((*at, segment.part(file.shard, before[*at])?)));
        let Some(new) = new.collect::<Option<Vec<_>>>() else { return Ok(false) };
        let is_same = !is_whole && new.iter().all(|(segment, part)| before[*segment] == &part[..]);
        if is_same && !is_torn && self.sink.renew(file.url, self.now) {
            return Ok(true);
        }
        let mut parts = before;
        new.iter().for_each(|(segment, part)| parts[*segment] = part);
        let mut buffer = PageBuffer::new(file.url, room, self.sink);
        buffer.is_up_to_date_as(self.now);
        fill(&mut buffer, file.shard, &parts, is_torn);
        buffer.deliver().map(|()| true)
    }
}

/// The segments whose parts are not in every one of these files as they were left, ascending, and whether every report has the
/// place that it had.
fn stale(sink: &dyn Sink, corpus: &Corpus<'_>, missing: &[Missing<'_>]) -> (Vec<usize>, bool) {
    let (layout, versions) = (corpus.layout(), corpus.versions());
    let map = urls::search_map();
    let published = sink.kept(&map).and_then(|_| serde_json::from_slice::<Published>(delivered(&sink.read(&map)?)?).ok());
    let then = published.as_ref().map(|published| fingerprint(&published.versions, layout.shards));
    let is_usable =
        |published: &Published| published.versions.len() == versions.len() && missing.iter().all(|file| file.before == then);
    match published.filter(is_usable) {
        Some(Published { versions: before, sizes }) => {
            let stale = (0..versions.len()).filter(|segment| before[*segment] != versions[*segment]);
            (stale.collect(), sizes == super::map::sizes(layout))
        }
        None => ((0..versions.len()).collect(), false),
    }
}
