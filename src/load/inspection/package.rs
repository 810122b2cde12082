//! Packages, of Office Open XML and others: a zip whose parts are read one at a time, each and all together only so far, so that a file
//! of a few bytes that unpacks to gigabytes does no harm.

use std::cell::Cell;
use std::io::{Cursor, Read};

use zip::ZipArchive;

/// Bytes of one part that are read.
pub const LARGEST_PART: u64 = 32 << 20;
/// Bytes of all parts together, those of packages within it too.
const LARGEST_WHOLE: u64 = 128 << 20;

/// How many bytes may still be unpacked of an attachment and of everything in it.
pub(super) struct Budget(Cell<u64>);

impl Budget {
    pub(super) fn of(bytes: u64) -> Budget {
        Budget(Cell::new(bytes))
    }
}

impl Default for Budget {
    fn default() -> Budget {
        Budget::of(LARGEST_WHOLE)
    }
}

pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    pub(super) budget: &'b Budget,
    /// Whether something was left out for its size.
    pub(super) is_cut: bool,
}

/// A file in the package.
pub(super) struct Member {
    pub(super) name: String,
    index: usize,
}

impl<'b> Package<'b> {
    /// `None` for what is no zip.
    pub(super) fn open(bytes: &'b [u8], budget: &'b Budget) -> Option<Package<'b>> {
        let archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
        Some(Package { archive, budget, is_cut: false })
    }

    /// Names of the parts, sorted.
    pub(super) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.archive.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect();
        names.sort();
        names
    }

    /// All files, in their order. Names that are no UTF-8 were written by a Chinese Windows.
    pub(super) fn members(&mut self) -> Vec<Member> {
        let archive = &mut self.archive;
        let all = 0..archive.len();
        let member = |index| {
            let file = archive.by_index_raw(index).ok()?;
            let name = match std::str::from_utf8(file.name_raw()) {
                Ok(name) => name.to_string(),
                Err(_) => encoding_rs::GB18030.decode(file.name_raw()).0.into_owned(),
            };
            Some(Member { name, index })
        };
        all.filter_map(member).collect()
    }

    /// The bytes of a file; `None` where it is locked or damaged from the start.
    pub(super) fn bytes(&mut self, member: &Member) -> Option<Vec<u8>> {
        let most = LARGEST_PART.min(self.budget.0.get());
        let mut bytes = Vec::new();
        // What was read before the damage counts.
        let _ = self.archive.by_index(member.index).ok()?.take(most).read_to_end(&mut bytes);
        self.count(bytes.len() as u64, most);
        Some(bytes)
    }

    fn count(&mut self, read: u64, most: u64) {
        self.budget.0.set(self.budget.0.get().saturating_sub(read));
        self.is_cut |= read >= most;
    }

    /// The text of a part; nothing where there is none or it is damaged.
    pub(super) fn part(&mut self, name: &str) -> String {
        let most = LARGEST_PART.min(self.budget.0.get());
        let mut bytes = Vec::new();
        if let Ok(part) = self.archive.by_name(name) {
            // What was read before the damage counts.
            let _ = part.take(most).read_to_end(&mut bytes);
        }
        self.count(bytes.len() as u64, most);
        match encoding_rs::Encoding::for_bom(&bytes) {
            Some((encoding, _)) => encoding.decode(&bytes).0.into_owned(),
            None => String::from_utf8_lossy(&bytes).into_owned(),
        }
    }
}
