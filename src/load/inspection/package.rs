//! Packages of Office Open XML: a zip whose parts are read one at a time, each and all together only so far, so that a file
//! of a few bytes that unpacks to gigabytes does no harm.

use std::io::{Cursor, Read};

use zip::ZipArchive;

/// Bytes of one part that are read.
pub const LARGEST_PART: u64 = 32 << 20;
/// Bytes of all parts together.
const LARGEST_WHOLE: u64 = 128 << 20;

pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    left: u64,
    /// Whether something was left out for its size.
    pub(super) is_cut: bool,
}

impl<'b> Package<'b> {
    /// `None` for what is no zip.
    pub(super) fn open(bytes: &'b [u8]) -> Option<Package<'b>> {
        let archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
        Some(Package { archive, left: LARGEST_WHOLE, is_cut: false })
    }

    /// Names of the parts, sorted.
    pub(super) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.archive.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect();
        names.sort();
        names
    }

    /// The text of a part; nothing where there is none or it is damaged.
    pub(super) fn part(&mut self, name: &str) -> String {
        let most = LARGEST_PART.min(self.left);
        let mut bytes = Vec::new();
        if let Ok(part) = self.archive.by_name(name) {
            // What was read before the damage counts.
            let _ = part.take(most).read_to_end(&mut bytes);
        }
        let read = bytes.len() as u64;
        self.left -= read.min(self.left);
        self.is_cut |= read >= most;
        match encoding_rs::Encoding::for_bom(&bytes) {
            Some((encoding, _)) => encoding.decode(&bytes).0.into_owned(),
            None => String::from_utf8_lossy(&bytes).into_owned(),
        }
    }
}
