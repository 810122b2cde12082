//! `SHA256SUMS`: the digest of every published file, in the form of `sha256sum -c`. It lets anyone find a page that was tampered
//! with on the server, and it is the mark by which the program knows an output folder as its own.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::path::UrlPath;

/// Name of the file in the output folder. It does not list itself.
pub const FILE: &str = crate::model::page::DIGESTS;
/// Files that every output of this program has: a folder whose digests lack them is somebody else's.
const ALWAYS: [&str; 3] = ["404.html", "api/categories.json", "index.html"];

/// Published files and their SHA-256.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manifest {
    pub digests: BTreeMap<Arc<str>, [u8; 32]>,
}

impl Manifest {
    /// Reads what [`Manifest::text`] wrote; `None` when it is anything else.
    pub fn parse(text: &str) -> Option<Manifest> {
        let entry = |line: &str| {
            let (digest, path) = line.split_once("  ")?;
            UrlPath::is_one(path).then_some((Arc::from(path), bytes(digest)?))
        };
        let manifest = Manifest { digests: text.lines().map(entry).collect::<Option<_>>()? };
        manifest.is_ours().then_some(manifest)
    }

    fn is_ours(&self) -> bool {
        ALWAYS.iter().all(|path| self.digests.contains_key(*path))
    }

    /// One line a file, in the order of paths.
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.digests.keys().map(|path| 64 + 2 + path.len() + 1).sum());
        for (path, digest) in &self.digests {
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

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// 64 hexadecimal digits.
fn bytes(digits: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    let digit = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    };
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    if pairs.len() != bytes.len() || !rest.is_empty() {
        return None;
    }
    for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
        *byte = digit(*high)? << 4 | digit(*low)?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_round_trip_and_foreign_lists_are_not_ours() {
        let digest = "0a".repeat(32);
        let mut manifest = Manifest::default();
        for path in ["404.html", "api/categories.json", "index.html", "x/文 件.pdf"] {
            manifest.digests.insert(path.into(), [10; 32]);
        }
        assert_eq!(Manifest::parse(&manifest.text()), Some(manifest));
        assert_eq!(Manifest::parse(&format!("{digest}  debian.iso\n")), None);
        assert_eq!(Manifest::parse(&format!("{digest}  ../x\n")), None);
        assert_eq!(Manifest::parse("hello"), None);
    }
}
