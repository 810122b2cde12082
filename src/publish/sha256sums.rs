//! `SHA256SUMS`: the digest of every published file, in the form of `sha256sum -c`. It lets anyone find a page that was tampered
//! with on the server, and it is the mark by which the program knows an output folder as its own.

use std::sync::Arc;

use super::published_file::PublishedFile;
use crate::model::path::UrlPath;
use crate::model::sha256::{self, DIGITS};
// The name of the file, the form of its lines and the sum of a published file go together.
pub use crate::model::sha256::{Sum, sum};

/// Name of the file in the output folder. It does not list itself.
pub const FILE: &str = crate::model::page::DIGESTS;
/// Files that every output of this program has: a folder whose digests lack them is somebody else's.
pub(super) const ALWAYS: [&str; 3] = ["404.html", "api/categories.json", "index.html"];

/// A published file and its sum.
pub type Entry = (Arc<str>, Sum);

/// Published files, each once, in the order of their paths.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manifest(Vec<Entry>);

impl Manifest {
    /// Of files in the order of their paths.
    pub fn of<'f>(files: impl Iterator<Item = &'f PublishedFile>) -> Manifest {
        Manifest::sorted(files.map(|file| (file.path.clone(), file.sha256)).collect())
    }

    /// Reads what [`Manifest::text`] wrote; `None` when it is anything else. Names that the program never gives are left out, whoever put
    /// them there: what is not listed is not ours, and is never touched.
    pub fn parse(text: &str) -> Option<Manifest> {
        /// Bytes of a line whose path is short.
        const SHORT: usize = 80;
        let mut entries = Vec::with_capacity(text.len() / SHORT);
        for line in text.lines() {
            let (digest, path) = line.split_once("  ")?;
            let digest: Sum = sha256::parse(digest)?;
            if !UrlPath::is_one(path) {
                return None;
            }
            if may_be_ours(path) {
                entries.push((Arc::from(path), digest));
            }
        }
        let manifest = Manifest::sorted(entries);
        ALWAYS.iter().all(|path| manifest.has(path)).then_some(manifest)
    }

    /// The lines that can be read of a list that is not whole.
    pub fn rest(text: &str) -> Manifest {
        let entry = |line: &str| {
            let (digest, path) = line.split_once("  ")?;
            let digest: Sum = sha256::parse(digest)?;
            (UrlPath::is_one(path) && may_be_ours(path)).then(|| (Arc::from(path), digest))
        };
        Manifest::sorted(text.lines().filter_map(entry).collect())
    }

    /// Of files in any order. Costs little where they are sorted already.
    pub fn sorted(mut entries: Vec<Entry>) -> Manifest {
        entries.sort_by(|(a, _), (b, _)| a.cmp(b));
        entries.dedup_by(|(later, _), (path, _)| later == path);
        Manifest(entries)
    }

    /// All files of the output folder but the list itself, in the order of their paths.
    pub fn entries(&self) -> &[Entry] {
        &self.0
    }

    /// Whether the list names a file at exactly this path, and so whether the file is the program's own.
    pub fn has(&self, path: &str) -> bool {
        self.sha256(path).is_some()
    }

    /// SHA-256 of a file.
    pub fn sha256(&self, path: &str) -> Option<Sum> {
        self.0.binary_search_by(|(other, _)| (**other).cmp(path)).ok().map(|at| self.0[at].1)
    }

    /// Whether a file stands in or below the folder.
    pub fn has_folder(&self, folder: &str) -> bool {
        let inside = format!("{folder}/");
        let first = self.0.partition_point(|(path, _)| **path < *inside);
        self.0.get(first).is_some_and(|(path, _)| path.starts_with(&inside))
    }

    /// With further files, which are not among these.
    pub fn and(&self, others: &[&Entry]) -> Manifest {
        Manifest::sorted(self.0.iter().chain(others.iter().copied()).cloned().collect())
    }

    /// One line a file, in the order of paths.
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.0.iter().map(|(path, _)| 64 + 2 + path.len() + 1).sum());
        for (path, digest) in &self.0 {
            let mut digits = [0; 64];
            for (two, byte) in digits.as_chunks_mut().0.iter_mut().zip(digest) {
                *two = [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]];
            }
            text.push_str(str::from_utf8(&digits).unwrap_or_default());
            text.extend(["  ", path, "\n"]);
        }
        text
    }
}

/// The program writes no hidden files, and the list does not list itself.
fn may_be_ours(path: &str) -> bool {
    !path.starts_with('.') && !path.contains("/.") && path != FILE
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Manifest {
        fn of_paths(paths: &[&str]) -> Manifest {
            Manifest::sorted(paths.iter().rev().map(|path| (Arc::from(*path), [10; 32])).collect())
        }
    }

    #[test]
    fn digests_round_trip_and_foreign_lists_are_not_ours() {
        let digest = "0a".repeat(32);
        let paths = ["404.html", "api/categories.json", "index.html", "x/文 件.pdf"];
        let manifest = Manifest::of_paths(&paths);
        assert!(
            manifest.has("index.html") && !manifest.has("x") && manifest.has_folder("x") && !manifest.has_folder("api/c")
        );
        assert_eq!(Manifest::parse(&manifest.text()), Some(manifest));
        assert_eq!(Manifest::parse(&format!("{digest}  debian.iso\n")), None);
        assert_eq!(Manifest::parse(&format!("{digest}  ../x\n")), None);
        assert_eq!(Manifest::parse("hello"), None);
        let forged = format!("{}{digest}  .git/config\n{digest}  x/.htaccess\n", Manifest::of_paths(&paths).text());
        let parsed = Manifest::parse(&forged).expect("a list of ours");
        assert!(parsed.has("x/文 件.pdf") && !parsed.has(".git/config") && !parsed.has("x/.htaccess"));
        let cut = &forged[..forged.len() / 2];
        assert!(Manifest::rest(cut).has("404.html") && Manifest::rest("\0\0\0").entries().is_empty());
    }
}
