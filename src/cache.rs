//! What is kept from one build to the next, so that what did not change is neither read nor made again. Nothing here is trusted
//! by itself: a cache of another version, another program or with a wrong checksum counts as none, sources are compared by
//! size and time (and by content where these may lie), published files likewise. Deleting it costs time, nothing else.
//! Encoding and decoding only; `commands::build` reads and writes the file.

pub mod account;
pub mod reports;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::digest::Digest;
use crate::publish::state::PublishedFile;
use account::Account;
use reports::{KeptAttachment, KeptReport};

const MAGIC: [u8; 8] = *b"gongkai\0";
/// Grows when the meaning of the bytes changes.
const VERSION: u32 = 3;
const HEADER: usize = 8 + 4 + 16 + 16;

/// All that a build leaves for the next.
#[derive(Debug, Serialize, Deserialize)]
pub struct Cache<'c> {
    /// When the sources were listed, in nanoseconds since 1970.
    pub listed: u64,
    /// Of all choices that change how a body is read.
    pub reading: Digest,
    /// The output folder.
    pub output: String,
    /// Published files in the order of paths.
    pub files: Vec<PublishedFile>,
    /// Reports in the order of paths.
    #[serde(borrow)]
    pub reports: Vec<KeptReport<'c>>,
    /// Attachments in the order of paths.
    pub attachments: Vec<KeptAttachment>,
    pub account: Account,
}

/// Why a cache is of no use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Useless {
    Foreign,
    OtherVersion,
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

/// The file's bytes. `program` tells the programs apart that may have written it.
pub fn encode(cache: &Cache<'_>, program: Digest) -> Option<Vec<u8>> {
    let size = cache.reports.iter().map(|report| report.bytes.len() + 160).sum::<usize>() + cache.files.len() * 160;
    let mut bytes = Vec::with_capacity(size);
    bytes.extend(MAGIC);
    bytes.extend(VERSION.to_le_bytes());
    bytes.extend(program.0);
    bytes.extend([0; 16]);
    let mut bytes = postcard::to_extend(cache, bytes).ok()?;
    let checksum = Digest::of(&bytes[HEADER..]);
    bytes[HEADER - 16..HEADER].copy_from_slice(&checksum.0);
    Some(bytes)
}

/// Reads what [`encode`] wrote.
///
/// # Errors
///
/// Why it cannot be used.
pub fn decode(bytes: &[u8], program: Digest) -> Result<Cache<'_>, Useless> {
    let Some((header, rest)) = bytes.split_at_checked(HEADER) else { return Err(Useless::Damaged) };
    if !header.starts_with(&MAGIC) {
        return Err(Useless::Foreign);
    }
    if header[8..12] != VERSION.to_le_bytes() || header[12..28] != program.0 {
        return Err(Useless::OtherVersion);
    }
    if header[28..] != Digest::of(rest).0 {
        return Err(Useless::Damaged);
    }
    postcard::from_bytes(rest).map_err(|_| Useless::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cache() -> Cache<'static> {
        Cache {
            listed: 7,
            reading: Digest::of(b"x"),
            output: "output".into(),
            files: Vec::new(),
            reports: Vec::new(),
            attachments: Vec::new(),
            account: Account::default(),
        }
    }

    #[test]
    fn any_changed_or_missing_byte_makes_it_useless() {
        let program = Digest::of(b"program");
        let bytes = encode(&cache(), program).expect("bytes");
        assert_eq!(decode(&bytes, program).map(|cache| cache.listed), Ok(7));
        assert_eq!(decode(&bytes, Digest::of(b"other")).err(), Some(Useless::OtherVersion));
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert!(decode(&damaged, program).is_err(), "byte {at}");
            assert!(decode(&bytes[..at], program).is_err(), "cut at {at}");
        }
    }
}
