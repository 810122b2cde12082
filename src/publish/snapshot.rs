//! What the last good site was made from: which texts, settings and theme files, and where the bytes of its attachments were published.
//! From it a site can be made again without reports that are to be withdrawn, while the sources have moved on and others of them
//! are broken. Kept apart from the cache: that saves time and may be thrown away, this decides what a withdrawal can reach.
//!
//! Encoding and decoding only; `kept::last_good` reads and writes the files.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::model::digest::{Digest, whole};

const MAGIC: [u8; 8] = *b"gongkai=";
/// Grows when the meaning of the bytes changes.
const VERSION: u32 = 2;
/// Bytes before the list: magic, version, checksum of the list.
const HEADER: usize = 8 + 4 + 16;
/// Where in the header the version stands.
const VERSION_AT: Range<usize> = 8..12;
/// Where in the header the checksum stands.
const CHECKSUM: Range<usize> = 12..HEADER;
/// Bytes that are set aside for a file of the list: path, digest and place.
const ROOM_FOR_FILE: usize = 160;

/// An output folder as the last build left it.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Snapshot<'s> {
    /// What the build was asked for, so that the site is made again in the same way.
    pub asked: Asked,
    /// SHA-256 of the list of files in the output folder. Where another is there, another site is.
    #[serde(with = "whole")]
    pub sums: [u8; 32],
    /// Texts, in the order of paths.
    #[serde(borrow)]
    pub files: Vec<SavedFile<'s>>,
    /// Published files of reports, in the order of sources.
    pub attachments: Vec<SavedAttachment>,
}

/// What the build was asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// What the office's clock showed, `2026-12-01T09:00:00`.
    pub now: String,
    /// Whether drafts were shown.
    pub drafts: bool,
    /// Where it was not that of the settings.
    pub base_url: Option<String>,
}

/// A text, and where it is in the file of texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedFile<'s> {
    /// Below the site.
    #[serde(borrow)]
    pub path: Cow<'s, str>,
    /// Digest of the text, by which a damaged file of texts is noticed.
    pub digest: Digest,
    /// Where the text begins in the file of texts, in bytes.
    pub at: u64,
    /// Its length in bytes.
    pub size: u64,
}

/// A file that was published with a report: its bytes are in the output folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SavedAttachment {
    /// The attachment, below the site.
    pub source: String,
    /// The report that it belongs to.
    pub report: String,
    /// Below the output folder.
    pub address: String,
}

impl<'s> Snapshot<'s> {
    /// The bytes of the file, with magic, version and checksum. `None` where a value cannot be encoded, which no snapshot of
    /// ours has.
    pub fn encode(&self) -> Option<Vec<u8>> {
        let mut bytes = Vec::with_capacity(HEADER + self.files.len() * ROOM_FOR_FILE);
        bytes.extend(MAGIC);
        bytes.extend(VERSION.to_le_bytes());
        // The checksum is known when everything behind it is written.
        bytes.resize(HEADER, 0);
        let mut bytes = postcard::to_extend(self, bytes).ok()?;
        let checksum = Digest::of(bytes.get(HEADER..)?);
        bytes[CHECKSUM].copy_from_slice(&checksum.0);
        Some(bytes)
    }

    /// `None` for what is of another version, damaged, or no snapshot.
    pub fn decode(bytes: &'s [u8]) -> Option<Snapshot<'s>> {
        let (header, rest) = bytes.split_at_checked(HEADER)?;
        let is_ours = header.starts_with(&MAGIC) && header[VERSION_AT] == VERSION.to_le_bytes();
        let is_whole = header[CHECKSUM] == Digest::of(rest).0;
        (is_ours && is_whole).then(|| postcard::from_bytes(rest).ok()).flatten()
    }

    /// Where the last of the texts ends.
    pub fn end(&self) -> u64 {
        self.files.iter().map(|file| file.at + file.size).max().unwrap_or(0)
    }

    /// The text saved for exactly this path.
    pub fn file(&self, path: &str) -> Option<&SavedFile<'s>> {
        self.files.binary_search_by(|file| (*file.path).cmp(path)).ok().map(|at| &self.files[at])
    }

    /// For asking of files in the order of their paths, mostly.
    pub fn digests(&self) -> Digests<'_, 's> {
        Digests { files: &self.files, next: 0 }
    }

    /// Without the reports in `withdrawn` and what belongs to them alone.
    pub fn without(&self, withdrawn: &BTreeSet<&str>) -> Snapshot<'s> {
        Snapshot {
            asked: self.asked.clone(),
            sums: self.sums,
            files: self.files.iter().filter(|file| !withdrawn.contains(&*file.path)).cloned().collect(),
            attachments: self.attachments.iter().filter(|file| !withdrawn.contains(&*file.report)).cloned().collect(),
        }
    }

    /// Where the bytes of each attachment are, by source.
    pub fn addresses(&self) -> BTreeMap<&str, &str> {
        self.attachments.iter().map(|file| (&*file.source, &*file.address)).collect()
    }
}

/// What a snapshot knows of files; the one behind the last that was asked of is found without a search.
#[derive(Debug)]
pub struct Digests<'f, 's> {
    files: &'f [SavedFile<'s>],
    next: usize,
}

impl Digests<'_, '_> {
    /// Digest of the text saved for exactly this path.
    pub fn of(&mut self, path: &str) -> Option<Digest> {
        let is_next = self.files.get(self.next).is_some_and(|file| file.path == path);
        let found = if is_next { Ok(self.next) } else { self.files.binary_search_by(|file| (*file.path).cmp(path)) };
        self.next = found.map_or_else(|at| at, |at| at + 1);
        found.ok().map(|at| self.files[at].digest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snapshot() -> Snapshot<'static> {
        let file = |path: &'static str| SavedFile { path: path.into(), digest: Digest::of(path.as_bytes()), at: 0, size: 9 };
        let attachment = |source: &str, report: &str| SavedAttachment {
            source: source.into(),
            report: report.into(),
            address: format!("{report}/{source}"),
        };
        Snapshot {
            asked: Asked { now: "2024-05-10T00:00:00".into(), drafts: false, base_url: None },
            sums: [7; 32],
            files: vec![file("reports/a.md"), file("reports/b.md"), file("site.toml")],
            attachments: vec![attachment("表.csv", "reports/a.md"), attachment("表.csv", "reports/b.md")],
        }
    }

    #[test]
    fn it_is_read_as_it_was_written_and_any_changed_byte_makes_it_none() {
        let bytes = snapshot().encode().expect("bytes");
        assert_eq!(Snapshot::decode(&bytes).map(|read| read.files), Some(snapshot().files));
        for at in 0..bytes.len() {
            let mut other = bytes.clone();
            other[at] ^= 1;
            assert!(Snapshot::decode(&other).is_none(), "byte {at}");
        }
    }

    #[test]
    fn what_two_reports_publish_stays_with_the_one_that_stays() {
        let whole = snapshot();
        let left = whole.without(&BTreeSet::from(["reports/a.md"]));
        assert!(left.file("reports/a.md").is_none() && left.file("reports/b.md").is_some());
        assert_eq!(left.addresses().into_iter().collect::<Vec<_>>(), [("表.csv", "reports/b.md/表.csv")]);
    }
}
