//! `SHA256SUMS`: the digest of every published file, in the form of `sha256sum -c`. It lets anyone find a page that was tampered
//! with on the server, and it is the mark by which the program knows an output folder as its own.

use std::collections::BTreeMap;

/// Name of the file in the output folder. It does not list itself.
pub const FILE: &str = crate::model::page::DIGESTS;
/// Files that every output of this program has: a folder whose digests lack them is somebody else's.
const ALWAYS: [&str; 3] = ["404.html", "api/categories.json", "index.html"];

/// Published files and their digests in lower-case hexadecimal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manifest {
    pub digests: BTreeMap<String, String>,
}

impl Manifest {
    /// Reads what [`Manifest::text`] wrote; `None` when it is anything else.
    pub fn parse(text: &str) -> Option<Manifest> {
        let mut digests = BTreeMap::new();
        for line in text.lines() {
            let (digest, path) = line.split_once("  ")?;
            let is_digest = digest.len() == 64 && digest.bytes().all(|b| b.is_ascii_hexdigit());
            let is_inside = crate::model::path::UrlPath::new(path).is_some_and(|url| url.as_str() == path);
            if !is_digest || !is_inside {
                return None;
            }
            digests.insert(path.to_string(), digest.to_string());
        }
        let manifest = Manifest { digests };
        manifest.is_ours().then_some(manifest)
    }

    fn is_ours(&self) -> bool {
        ALWAYS.iter().all(|path| self.digests.contains_key(*path))
    }

    /// One line a file, in the order of paths.
    pub fn text(&self) -> String {
        self.digests.iter().map(|(path, digest)| format!("{digest}  {path}\n")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_round_trip_and_foreign_lists_are_not_ours() {
        let digest = "a".repeat(64);
        let mut manifest = Manifest::default();
        for path in ["404.html", "api/categories.json", "index.html", "x/文 件.pdf"] {
            manifest.digests.insert(path.into(), digest.clone());
        }
        assert_eq!(Manifest::parse(&manifest.text()), Some(manifest));
        assert_eq!(Manifest::parse(&format!("{digest}  debian.iso\n")), None);
        assert_eq!(Manifest::parse(&format!("{digest}  ../x\n")), None);
        assert_eq!(Manifest::parse("hello"), None);
    }
}
