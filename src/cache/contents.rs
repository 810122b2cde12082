//! What a cache holds, as plain values, and how a section of its file is read.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::bytes::Bytes;
use super::last_verdict::LastVerdict;
use crate::load::sources::Examined;
use crate::model::digest::Digest;
use crate::model::review::ReviewCode;
use crate::publish::published_file::PublishedFile;

/// All that a build leaves for the next.
#[derive(Debug)]
pub struct Cache<'c> {
    /// What was read. In a section of its own, because it is known before the site is written.
    pub read: Read<'c>,
    /// What was published, and what was said.
    pub published: Published<'c>,
    /// What of it is not in the file that was written as a whole.
    pub since: Since,
}

/// What was read.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Read<'c> {
    /// When the sources were listed, in nanoseconds since 1970.
    pub listed: u64,
    /// Of all choices that change how a body is read.
    pub reading: Digest,
    /// Reports in the order of paths.
    #[serde(borrow)]
    pub reports: Vec<CachedReport<'c>>,
    /// Attachments in the order of paths.
    pub attachments: Vec<CachedAttachment>,
}

/// What was published, and what was said.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Published<'c> {
    /// The output folder.
    pub output: String,
    /// Published files in the order of paths.
    pub files: Vec<PublishedFile>,
    /// What the build had to say, for a build to which nothing has happened since.
    #[serde(borrow)]
    pub verdict: LastVerdict<'c>,
}

/// Why a cache is of no use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Useless {
    /// It does not begin with the program's own magic.
    Foreign,
    /// Another version of this program wrote it, in which its bytes may mean something else.
    OtherVersion,
    /// It is shorter than it says, or a checksum is wrong.
    Damaged,
}

impl fmt::Display for Useless {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Useless::Foreign => "不是本程序写的",
            Useless::OtherVersion => "是另一个版本的程序写的",
            Useless::Damaged => "不完整或已损坏",
        })
    }
}

/// A report of an earlier build, still encoded.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CachedReport<'c> {
    /// Path of the file, from the site's folder.
    #[serde(borrow)]
    pub path: Cow<'c, str>,
    /// Bytes of the file when it was read.
    pub size: u64,
    /// When the file had last changed, in nanoseconds since 1970.
    pub modified: u64,
    /// Of the file's bytes.
    pub digest: Digest,
    /// The code of its 送审稿, with the stamp of all that this was made from; nothing where no review needs it.
    pub review: Option<(Digest, ReviewCode)>,
    /// The [`LoadedReport`], encoded.
    #[serde(borrow)]
    pub bytes: Bytes<'c>,
}

/// What an earlier build saw in an attachment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CachedAttachment {
    /// Path of the file, from the site's folder.
    pub path: String,
    /// Bytes of the file when it was looked into.
    pub size: u64,
    /// When the file had last changed, in nanoseconds since 1970.
    pub modified: u64,
    /// What was found in it.
    pub examined: Examined,
}

/// Paths whose entries are not those of the base.
pub type Touched = BTreeSet<String>;

/// What the three lists of a cache have that its base has not.
#[derive(Debug, Default)]
pub struct Since {
    /// Which base.
    pub(super) base: Digest,
    /// Reports that are new, changed or gone since the base.
    pub reports: Touched,
    /// Attachments that are new, changed or gone since the base.
    pub attachments: Touched,
    /// Published files that are new, changed or gone since the base.
    pub files: Touched,
}

impl Since {
    /// Nothing yet: this is the base with the header `header`.
    pub fn base(header: &[u8]) -> Since {
        Since { base: Digest::of(header), ..Since::default() }
    }
}

/// What a section of the file holds, if its digest is `checksum`.
pub(super) fn section<'c, S: Deserialize<'c>>(bytes: &'c [u8], checksum: Digest) -> Result<S, Useless> {
    if Digest::of(bytes) != checksum {
        return Err(Useless::Damaged);
    }
    postcard::from_bytes(bytes).map_err(|_| Useless::Damaged)
}
