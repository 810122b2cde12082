//! How a cache differs from the one that was last written as a whole, its *base*. After an edit of ten thousand reports the two
//! differ in twenty entries of thirty thousand, so only these are written; a base is written anew when too much has changed. All
//! that changed since the base is in one file, whatever number of builds it took: two files are read, never a chain of them.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::contents::{Cache, CachedAttachment, CachedReport, Read, Since, Touched, Useless, section};
use super::last_verdict::LastVerdict;
use crate::model::digest::Digest;
use crate::publish::published_file::PublishedFile;

const MAGIC: [u8; 8] = *b"gongkai+";
/// Bytes before the changes: magic, digest of the base's header, checksum of the changes.
const HEADER: usize = 8 + 16 + 16;
/// Where in the header the digest of the base's header stands.
const BASE: Range<usize> = 8..24;
/// Where in the header the checksum stands.
const CHECKSUM: Range<usize> = 24..HEADER;
/// Bytes that are set aside for changes. One edit of a large site changes some twenty entries, which take less.
const ROOM: usize = 64 * 1024;
/// Changes are written as such while they are at most one in so many entries.
const FEW: usize = 4;

/// An entry of a list in the order of paths.
pub trait Entry: Clone {
    /// The path by which the list is ordered and an entry is known again.
    fn path(&self) -> &str;

    /// Whether this entry says the same as `other`, of the same path.
    fn is_same(&self, other: &Self) -> bool;
}

impl Entry for CachedReport<'_> {
    fn path(&self) -> &str {
        &self.path
    }

    /// The same bytes read in the same way are the same report, and a cache that was read in another way is not compared at all.
    fn is_same(&self, other: &Self) -> bool {
        (self.size, self.modified, self.digest, self.review) == (other.size, other.modified, other.digest, other.review)
    }
}

impl Entry for CachedAttachment {
    fn path(&self) -> &str {
        &self.path
    }

    fn is_same(&self, other: &Self) -> bool {
        self == other
    }
}

impl Entry for PublishedFile {
    fn path(&self) -> &str {
        &self.path
    }

    fn is_same(&self, other: &Self) -> bool {
        self == other
    }
}

/// How a list in the order of paths differs from that of the base.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Difference<E> {
    /// New or other entries.
    changed: Vec<E>,
    gone: Vec<String>,
}

impl<E: Entry> Difference<E> {
    /// How `now` differs from the base; `None` when it differs in more than a few entries. The base itself is not at hand: what is known
    /// is `before`, the list of the last build, and `touched`, the paths at which that list differed from the base. So an entry that
    /// is as it was before is left out only where its path was not touched earlier.
    pub fn between(before: &[E], touched: &Touched, now: &[E]) -> Option<Difference<E>> {
        let (mut changed, mut gone) = (Vec::new(), Vec::new());
        let mut old = before.iter().peekable();
        for entry in now {
            // Nearly always the next entry of one list is that of the other; only where it is not are lost entries looked for.
            let mut same = old.next_if(|old| old.path() == entry.path());
            while same.is_none()
                && let Some(lost) = old.next_if(|old| old.path() < entry.path())
            {
                gone.push(lost.path().to_string());
                same = old.next_if(|old| old.path() == entry.path());
            }
            if !same.is_some_and(|old| old.is_same(entry)) || touched.contains(entry.path()) {
                changed.push(entry.clone());
            }
        }
        gone.extend(old.map(|lost| lost.path().to_string()));
        // What had gone or come before this build and is not there now differs from the base as well.
        let is_lost = |path: &&String| now.binary_search_by(|entry| entry.path().cmp(path)).is_err();
        gone.extend(touched.iter().filter(is_lost).cloned());
        gone.sort();
        gone.dedup();
        ((changed.len() + gone.len()) * FEW <= now.len()).then_some(Difference { changed, gone })
    }

    /// Brings the base's `list` up to date and tells what was touched.
    fn apply(self, list: &mut Vec<E>) -> Touched {
        let mut news: Vec<(String, Option<E>)> = self.gone.into_iter().map(|path| (path, None)).collect();
        news.extend(self.changed.into_iter().map(|entry| (entry.path().to_string(), Some(entry))));
        news.sort_by(|(a, _), (b, _)| a.cmp(b));
        let mut old = std::mem::replace(list, Vec::with_capacity(list.len() + news.len())).into_iter();
        let mut touched = Touched::new();
        for (path, entry) in news {
            let before = old.as_slice().partition_point(|old| old.path() < path.as_str());
            list.extend(old.by_ref().take(before));
            if old.as_slice().first().is_some_and(|old| old.path() == path) {
                old.next();
            }
            list.extend(entry);
            touched.insert(path);
        }
        list.extend(old);
        touched
    }
}

/// How what was read differs from the base.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadChanges<'c> {
    #[serde(borrow)]
    reports: Difference<CachedReport<'c>>,
    attachments: Difference<CachedAttachment>,
}

impl<'c> ReadChanges<'c> {
    /// `None` when it is too much, or read in another way.
    pub fn between(Cache { read: before, since, .. }: &Cache<'c>, now: &Read<'c>) -> Option<ReadChanges<'c>> {
        if before.reading != now.reading {
            return None;
        }
        Some(ReadChanges {
            reports: Difference::between(&before.reports, &since.reports, &now.reports)?,
            attachments: Difference::between(&before.attachments, &since.attachments, &now.attachments)?,
        })
    }
}

/// A cache as far as it differs from its base.
#[derive(Debug, Serialize, Deserialize)]
pub struct Changes<'c> {
    /// When the sources were listed.
    pub listed: u64,
    /// What was read otherwise.
    #[serde(borrow)]
    pub read: ReadChanges<'c>,
    /// What was published otherwise.
    pub files: Difference<PublishedFile>,
    /// What this build had to say: as a whole, because it says little and all of it may differ.
    #[serde(borrow)]
    pub verdict: LastVerdict<'c>,
}

impl Changes<'_> {
    /// The file, for a cache that differs from its base in `since` so far.
    pub fn encode(&self, since: &Since) -> Option<Vec<u8>> {
        let mut bytes = Vec::with_capacity(ROOM + self.verdict.size());
        bytes.extend(MAGIC);
        bytes.extend(since.base.0);
        // The checksum is known when everything behind it is written.
        bytes.resize(HEADER, 0);
        let mut bytes = postcard::to_extend(self, bytes).ok()?;
        let checksum = Digest::of(bytes.get(HEADER..)?);
        bytes[CHECKSUM].copy_from_slice(&checksum.0);
        Some(bytes)
    }
}

impl<'c> Cache<'c> {
    /// Brings a base up to date with the file of changes. One that belongs to another base is of an earlier time and says nothing.
    pub(super) fn update(&mut self, bytes: &'c [u8]) -> Result<(), Useless> {
        let (header, rest) = bytes.split_at_checked(HEADER).ok_or(Useless::Damaged)?;
        if !header.starts_with(&MAGIC) {
            return Err(Useless::Foreign);
        }
        if header[BASE] != self.since.base.0 {
            return Ok(());
        }
        let checksum = header[CHECKSUM].try_into().map_err(|_| Useless::Damaged)?;
        let changes: Changes<'c> = section(rest, Digest(checksum))?;
        self.read.listed = changes.listed;
        self.since.reports = changes.read.reports.apply(&mut self.read.reports);
        self.since.attachments = changes.read.attachments.apply(&mut self.read.attachments);
        self.since.files = changes.files.apply(&mut self.published.files);
        self.published.verdict = changes.verdict;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Named = (String, u32);

    impl Entry for Named {
        fn path(&self) -> &str {
            &self.0
        }

        fn is_same(&self, other: &Self) -> bool {
            self == other
        }
    }

    /// A list of some of the names, each with one of two values, the same for the same `seed`.
    fn list(seed: u64) -> Vec<Named> {
        let bits = |at: u64| Digest::of(&[seed, at].map(u64::to_le_bytes).concat()).0[0];
        let entry = |at: u64| (format!("{at:03}"), u32::from(bits(at) & 1));
        (0..60).filter(|at| bits(at + 1000) > 12).map(entry).collect()
    }

    /// `list`, but for one entry in eight that is as in `other` (or as little there).
    fn edited(list: &[Named], other: &[Named], round: usize) -> Vec<Named> {
        let is_edited = |entry: &&Named| entry.0.parse::<usize>().expect("a number") % 8 == round % 8;
        let mut edited: Vec<Named> = list.iter().filter(|entry| !is_edited(entry)).cloned().collect();
        edited.extend(other.iter().filter(is_edited).cloned());
        edited.sort();
        edited
    }

    #[test]
    fn changes_since_the_base_give_the_list_again_after_any_number_of_edits() {
        for seed in 0..200 {
            let base = list(seed);
            let (mut before, mut touched) = (base.clone(), Touched::new());
            for round in 0..3 {
                let now = edited(&before, &list(seed + 1000 + round as u64), round % 2);
                let Some(difference) = Difference::between(&before, &touched, &now) else { break };
                let mut again = base.clone();
                touched = difference.apply(&mut again);
                assert_eq!(again, now, "seed {seed}, round {round}");
                before = now;
            }
        }
    }

    #[test]
    fn a_list_that_is_the_same_differs_in_nothing_and_one_that_is_not_differs_in_too_much() {
        let none = Touched::new();
        let difference = Difference::between(&list(1), &none, &list(1)).expect("few");
        assert!(difference.changed.is_empty() && difference.gone.is_empty());
        assert!(Difference::between(&list(1), &none, &list(2)).is_none());
        assert!(Difference::between(&list(1), &none, &[]).is_none());
    }
}
