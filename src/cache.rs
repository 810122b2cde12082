//! What is kept from one build to the next, so that what did not change is neither read nor made again. Nothing here is trusted
//! by itself: a cache of another version, another program or with a wrong checksum counts as none, sources are compared by
//! size and time (and by content where these may lie), published files likewise. Deleting it costs time, nothing else.
//! Encoding and decoding only; `kept::build_cache` reads and writes the files.
//!
//! The file has two sections with a checksum each: what was read, and what was published. The first is the larger one and is known
//! before anything is written, so it is encoded while pages are put in place. A second file says what has [changed](changes) since.

pub mod account;
pub mod bytes;
pub mod changes;
mod contents;
pub mod reports;

use crate::model::digest::Digest;
use contents::section;
pub use contents::{Cache, KeptAttachment, KeptReport, Published, Read, Since, Useless};

const MAGIC: [u8; 8] = *b"gongkai\0";
/// Grows when the meaning of the bytes changes.
const VERSION: u32 = 8;
/// Magic, version, program, size of the first section, checksums of both: no two caches have the same.
const HEADER: usize = 8 + 4 + 16 + 8 + 16 + 16;

/// The first section.
pub fn encode_read(read: &Read<'_>) -> Option<Vec<u8>> {
    let size =
        read.reports.iter().map(|report| report.bytes.len() + 192).sum::<usize>() + 256 * (1 + read.attachments.len());
    postcard::to_extend(read, Vec::with_capacity(size)).ok()
}

/// The second section.
pub fn encode_published(published: &Published<'_>) -> Option<Vec<u8>> {
    let size = 4096 + published.files.len() * 192 + published.account.size();
    postcard::to_extend(published, Vec::with_capacity(size)).ok()
}

/// What stands in the file before the two sections. `program` tells the programs apart that may have written it.
pub fn header(read: &[u8], published: &[u8], program: Digest) -> Vec<u8> {
    let mut header = Vec::with_capacity(HEADER);
    header.extend(MAGIC);
    header.extend(VERSION.to_le_bytes());
    header.extend(program.0);
    header.extend((read.len() as u64).to_le_bytes());
    header.extend(Digest::of(read).0);
    header.extend(Digest::of(published).0);
    header
}

/// Reads a header and the two sections after it, and the file of what has changed since, if there is one.
///
/// # Errors
///
/// Why they cannot be used.
pub fn decode<'c>(bytes: &'c [u8], changes: Option<&'c [u8]>, program: Digest) -> Result<Cache<'c>, Useless> {
    let Some((header, rest)) = bytes.split_at_checked(HEADER) else { return Err(Useless::Damaged) };
    if !header.starts_with(&MAGIC) {
        return Err(Useless::Foreign);
    }
    if header[8..12] != VERSION.to_le_bytes() || header[12..28] != program.0 {
        return Err(Useless::OtherVersion);
    }
    let size = header[28..36].iter().rev().fold(0, |size, byte| size << 8 | u64::from(*byte));
    let sections = usize::try_from(size).ok().and_then(|size| rest.split_at_checked(size));
    let (read, published) = sections.ok_or(Useless::Damaged)?;
    let (read, published) = rayon::join(|| section(read, &header[36..52]), || section(published, &header[52..]));
    let mut cache = Cache { read: read?, published: published?, since: Since::base(header) };
    if let Some(changes) = changes {
        cache.update(changes)?;
    }
    Ok(cache)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_changed_or_missing_byte_makes_it_useless() {
        let program = Digest::of(b"program");
        let read = encode_read(&Read { listed: 7, ..Read::default() }).expect("bytes");
        let published = Published { output: "output".into(), ..Published::default() };
        let published = encode_published(&published).expect("bytes");
        let bytes = [header(&read, &published, program), read, published].concat();
        let decoded = decode(&bytes, None, program).map(|cache| (cache.read.listed, cache.published.output));
        assert_eq!(decoded, Ok((7, "output".to_string())));
        assert_eq!(decode(&bytes, None, Digest::of(b"other")).err(), Some(Useless::OtherVersion));
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert!(decode(&damaged, None, program).is_err(), "byte {at}");
            assert!(decode(&bytes[..at], None, program).is_err(), "cut at {at}");
        }
    }
}
