//! What came of holding a folder against what must be in it: values, no words. Files that nobody asked for are found here too, because both
//! ways of comparing need it.

use std::io;

use crate::disk::published_folder::{FileKind, ListedFile, PublishedFolder};
use crate::kept::lock;
use crate::model::page::DIGESTS;
use crate::publish::sha256sums::Manifest;

/// Files at the top that servers want and this program never makes: settings of IIS, the name of a host of static sites, and the mark that
/// such a host takes the site as it is.
const OF_SERVERS: [&str; 3] = ["web.config", "CNAME", ".nojekyll"];
/// The folder at the top in which servers and certificate authorities find their files (RFC 8615).
const WELL_KNOWN: &str = ".well-known/";

/// Bytes that are kept of an injected script: what is told of one is much shorter, and a firewall puts one into every page.
const KEPT_OF_SCRIPT: usize = 4 << 10;

/// What came of comparing a folder.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// How many files are as they must be.
    pub equal: usize,
    /// By class, and in the order of paths.
    pub differences: Vec<Difference>,
    /// Files of the server, with which nothing can be compared, in the order of paths.
    pub unchecked: Vec<String>,
}

/// A file that is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// How it differs.
    pub class: Class,
    /// Below the folder, with `/`.
    pub file: String,
    /// Whether it is so since the last build, which left it like this: then sources, theme or program have changed, and nobody the folder.
    pub is_as_last_built: bool,
}

/// How a file differs. In the order in which classes are told.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// It holds other bytes.
    Altered,
    /// It holds the right bytes and one `<script>` element more.
    Injected {
        /// The beginning of that element.
        script: String,
    },
    /// It is not there as a file of its own.
    Missing,
    /// It is there, and the site has no such file.
    Foreign(FileKind),
    /// It is there and cannot be read.
    Unreadable {
        /// What the system says, in its own words.
        reason: String,
    },
}

impl Class {
    /// Of a page with this element too many.
    pub(super) fn injected(script: &[u8]) -> Class {
        let beginning = &script[..script.len().min(KEPT_OF_SCRIPT)];
        Class::Injected { script: String::from_utf8_lossy(beginning).into_owned() }
    }

    /// Of a file that could not be read.
    pub(super) fn of_error(error: &io::Error) -> Class {
        match error.kind() {
            io::ErrorKind::NotFound => Class::Missing,
            _ => Class::Unreadable { reason: error.to_string() },
        }
    }
}

impl Verification {
    /// Of files that must be there, each with how it differs, if it does. Adds those that nobody asked for: what is neither in `wanted` nor
    /// a server's.
    pub(super) fn of(
        folder: &PublishedFolder,
        wanted: &Manifest,
        compared: impl IntoIterator<Item = (String, Option<Class>)>,
    ) -> Verification {
        let mut verification = Verification::default();
        for (file, class) in compared {
            match class {
                Some(class) => verification.differences.push(Difference { class, file, is_as_last_built: false }),
                None => verification.equal += 1,
            }
        }
        for ListedFile { path, kind } in folder.files() {
            let is_wanted = *kind == FileKind::Plain && (path == DIGESTS || wanted.has(path));
            match () {
                () if is_wanted => {}
                () if *kind == FileKind::Plain && is_beyond_comparing(path) => verification.unchecked.push(path.clone()),
                () => verification.differences.push(Difference {
                    class: Class::Foreign(*kind),
                    file: path.clone(),
                    is_as_last_built: false,
                }),
            }
        }
        verification.differences.sort();
        verification
    }

    /// Whether the folder holds the files of the site and no others.
    pub fn is_equal(&self) -> bool {
        self.differences.is_empty()
    }
}

/// Whether nothing can be compared with the file: it is a server's, or that of a build at work.
pub(super) fn is_beyond_comparing(path: &str) -> bool {
    OF_SERVERS.contains(&path) || path.starts_with(WELL_KNOWN) || lock::IN_OUTPUT == Some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_injected_script_the_beginning_is_kept() {
        let script = format!("<script>{}", "一".repeat(KEPT_OF_SCRIPT));
        let Class::Injected { script: kept } = Class::injected(script.as_bytes()) else { panic!("a script") };
        assert!(kept.starts_with("<script>一一") && kept.len() <= KEPT_OF_SCRIPT + "\u{fffd}".len(), "{}", kept.len());
        assert_eq!(Class::injected(b"<script>"), Class::Injected { script: "<script>".into() });
    }
}
