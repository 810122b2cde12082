//! What is kept from one build to the next, so that what did not change is neither read nor made again. Nothing here is trusted
//! by itself: a cache of another version, another program or with a wrong checksum counts as none, sources are compared by
//! size and time (and by content where these may lie), published files likewise. Deleting it costs time, nothing else.
//! Encoding and decoding only; `kept::build_cache` reads and writes the files.
//!
//! The file has two sections with a checksum each: what was read, and what was published. The first is the larger one and is known
//! before anything is written, so it is encoded while pages are put in place. A second file says what has [changed](changes) since.

pub mod bytes;
pub mod changes;
mod contents;
pub mod last_verdict;
pub mod reports;

use crate::model::digest::Digest;
use contents::section;
pub use contents::{Cache, CachedAttachment, CachedReport, Published, Read, Since, Useless};

const MAGIC: [u8; 8] = *b"gongkai\0";
/// Grows when the meaning of the bytes changes.
const VERSION: u32 = 10;
/// Bytes before the two sections: magic, version, program, size of the first section, checksums of both, as [`header`] writes and
/// [`Header::read`] reads them. Because of the checksums, caches that differ have headers that differ.
const HEADER: usize = 8 + 4 + 16 + 8 + 16 + 16;

/// Bytes that are set aside for what a section has beside its lists.
const ROOM: usize = 4096;
/// Bytes that are set aside for a report beside its own encoding: path, size, time and digest.
const ROOM_FOR_REPORT: usize = 192;
/// Bytes that are set aside for an attachment: its path, and what was seen in it, which is mostly nothing.
const ROOM_FOR_ATTACHMENT: usize = 256;
/// Bytes that are set aside for a published file: path, size, time, SHA-256 and fingerprint.
const ROOM_FOR_FILE: usize = 192;

/// The first section. Its room is set aside at once: of ten thousand reports it would otherwise be copied several times while it grows.
pub fn encode_read(read: &Read<'_>) -> Option<Vec<u8>> {
    let reports: usize = read.reports.iter().map(|report| report.bytes.len() + ROOM_FOR_REPORT).sum();
    let size = ROOM + reports + read.attachments.len() * ROOM_FOR_ATTACHMENT;
    postcard::to_extend(read, Vec::with_capacity(size)).ok()
}

/// The second section.
pub fn encode_published(published: &Published<'_>) -> Option<Vec<u8>> {
    let size = ROOM + published.files.len() * ROOM_FOR_FILE + published.verdict.size();
    postcard::to_extend(published, Vec::with_capacity(size)).ok()
}

/// What stands before the two sections, as it is read.
struct Header {
    magic: [u8; 8],
    version: u32,
    program: Digest,
    /// Bytes of the first section.
    read_size: u64,
    /// Checksums of the sections.
    read: Digest,
    published: Digest,
}

impl Header {
    /// The header that `bytes` begin with, whatever it says, and the sections behind it; `None` where there are too few bytes.
    fn read(bytes: &[u8]) -> Option<(Header, &[u8])> {
        let (magic, rest) = bytes.split_first_chunk()?;
        let (version, rest) = rest.split_first_chunk()?;
        let (program, rest) = rest.split_first_chunk()?;
        let (read_size, rest) = rest.split_first_chunk()?;
        let (read, rest) = rest.split_first_chunk()?;
        let (published, sections) = rest.split_first_chunk()?;
        let header = Header {
            magic: *magic,
            version: u32::from_le_bytes(*version),
            program: Digest(*program),
            read_size: u64::from_le_bytes(*read_size),
            read: Digest(*read),
            published: Digest(*published),
        };
        Some((header, sections))
    }
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
    let Some((header, sections)) = Header::read(bytes) else { return Err(Useless::Damaged) };
    if header.magic != MAGIC {
        return Err(Useless::Foreign);
    }
    if header.version != VERSION || header.program != program {
        return Err(Useless::OtherVersion);
    }
    let sections = usize::try_from(header.read_size).ok().and_then(|size| sections.split_at_checked(size));
    let (read, published) = sections.ok_or(Useless::Damaged)?;
    let (read, published) = rayon::join(|| section(read, header.read), || section(published, header.published));
    let mut cache = Cache { read: read?, published: published?, since: Since::base(&bytes[..HEADER]) };
    // Last, because changes are of the lists that the sections hold.
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
