//! A package, of Office Open XML and others: a zip whose parts are read one at a time, each and all together only so far, so that a file
//! of a few bytes that unpacks to gigabytes does no harm.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use encoding_rs::{Encoding, GB18030};
use zip::ZipArchive;

use crate::budget::Budget;

/// An open package. Nothing of it is unpacked before it is asked for.
pub struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// Where each part stands in the archive, by its name.
    parts: BTreeMap<String, usize>,
    /// What everything that is read of it takes from.
    pub budget: &'b Budget,
}

/// A file in the package.
pub struct Member {
    /// Its path, with `/`. It may hold anything, `..` too, and is never the name of a file on the disk.
    pub name: String,
    index: usize,
}

impl<'b> Package<'b> {
    /// `None` for what is no zip.
    pub fn open(bytes: &'b [u8], budget: &'b Budget) -> Option<Package<'b>> {
        let archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let mut parts = BTreeMap::new();
        for index in 0..archive.len() {
            let Some(Ok(name)) = archive.name_for_index(index) else { continue };
            match normalised(&name) {
                Cow::Borrowed(name) => {
                    parts.insert(name.to_string(), index);
                }
                // A part whose name is well-formed is the one that other programs open.
                Cow::Owned(name) => {
                    parts.entry(name).or_insert(index);
                }
            }
        }
        Some(Package { archive, parts, budget })
    }

    /// Names of the parts, sorted, in their normal form: with `/`, and without one before them.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.keys().map(String::as_str)
    }

    /// All files, in their order. Names that are no UTF-8 were written by a Chinese Windows.
    pub fn members(&mut self) -> Vec<Member> {
        let archive = &mut self.archive;
        let all = 0..archive.len();
        let member = |index| {
            let file = archive.by_index_raw(index).ok()?;
            let name = match std::str::from_utf8(file.name_raw()) {
                Ok(name) => Cow::Borrowed(name),
                Err(_) => GB18030.decode(file.name_raw()).0,
            };
            Some(Member { name: normalised(&name).into_owned(), index })
        };
        all.filter_map(member).collect()
    }

    /// The bytes of a file; `None` where it is locked or damaged from the start.
    pub fn bytes(&mut self, member: &Member) -> Option<Vec<u8>> {
        self.unpacked(member.index)
    }

    /// The text of a part, in the encoding that its first bytes tell or else in UTF-8; nothing where there is none or it is damaged.
    pub fn part(&mut self, name: &str) -> String {
        let index = self.parts.get(name).copied();
        let bytes = index.and_then(|index| self.unpacked(index)).unwrap_or_default();
        match Encoding::for_bom(&bytes) {
            Some((encoding, _)) => encoding.decode(&bytes).0.into_owned(),
            None => String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
        }
    }

    fn unpacked(&mut self, index: usize) -> Option<Vec<u8>> {
        let most = self.budget.allowance();
        let mut bytes = Vec::new();
        // What was read before the damage counts.
        let _ = self.archive.by_index(index).ok()?.take(most).read_to_end(&mut bytes);
        self.budget.unpacked(bytes.len(), most);
        Some(bytes)
    }
}

/// A name as the formats want it. Some writers on Windows put `\` between folders or begin at a root.
fn normalised(name: &str) -> Cow<'_, str> {
    let is_normal = !name.contains('\\') && !name.starts_with('/');
    if is_normal { Cow::Borrowed(name) } else { Cow::Owned(name.replace('\\', "/").trim_start_matches('/').to_string()) }
}

/// A package made of parts, for the tests of the readers.
#[cfg(test)]
pub fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    use std::io::Write;
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a part");
        writer.write_all(text.as_bytes()).expect("its text");
    }
    writer.finish().expect("a package").into_inner()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_found_by_its_normal_name_however_it_was_written() {
        let bytes = packed(&[("word\\document.xml", "甲"), ("/word/styles.xml", "乙")]);
        let budget = Budget::of_file(bytes.len());
        let mut package = Package::open(&bytes, &budget).expect("a package");
        assert_eq!(package.names().collect::<Vec<_>>(), ["word/document.xml", "word/styles.xml"]);
        assert_eq!((package.part("word/document.xml"), package.part("word/styles.xml")), ("甲".into(), "乙".into()));
        assert_eq!(package.part("word/comments.xml"), "");
    }

    #[test]
    fn a_well_formed_name_wins_over_one_that_only_comes_to_the_same() {
        for parts in [[("a\\b.xml", "甲"), ("a/b.xml", "乙")], [("a/b.xml", "乙"), ("a\\b.xml", "甲")]] {
            let bytes = packed(&parts);
            let budget = Budget::of_file(bytes.len());
            assert_eq!(Package::open(&bytes, &budget).expect("a package").part("a/b.xml"), "乙");
        }
    }

    #[test]
    fn no_more_is_unpacked_than_the_budget_holds() {
        let bytes = packed(&[("a.xml", &"甲".repeat(1_000)), ("b.xml", "乙")]);
        let budget = Budget::of(300, 0);
        let mut package = Package::open(&bytes, &budget).expect("a package");
        assert_eq!((package.part("a.xml").len(), package.part("b.xml").len()), (300, 0));
        assert!(budget.take_cut().is_some());
    }
}
