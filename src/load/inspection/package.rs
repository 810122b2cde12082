//! Packages, of Office Open XML and others: a zip whose parts are read one at a time, each and all together only so far, so that a file
//! of a few bytes that unpacks to gigabytes does no harm.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::budget::Budget;

pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    pub(super) budget: &'b Budget,
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
        Some(Package { archive, budget })
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
        let most = self.budget.allowance();
        let mut bytes = Vec::new();
        // What was read before the damage counts.
        let _ = self.archive.by_index(member.index).ok()?.take(most).read_to_end(&mut bytes);
        self.budget.unpacked(bytes.len(), most);
        Some(bytes)
    }

    /// The text of a part; nothing where there is none or it is damaged.
    pub(super) fn part(&mut self, name: &str) -> String {
        let most = self.budget.allowance();
        let mut bytes = Vec::new();
        if let Ok(part) = self.archive.by_name(name) {
            // What was read before the damage counts.
            let _ = part.take(most).read_to_end(&mut bytes);
            self.budget.unpacked(bytes.len(), most);
        }
        match encoding_rs::Encoding::for_bom(&bytes) {
            Some((encoding, _)) => encoding.decode(&bytes).0.into_owned(),
            None => String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
        }
    }
}
