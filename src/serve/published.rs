//! The site that the last build wrote, for a preview that begins with a fault: pages then show what readers see, as long as nothing
//! better is there. Only files that the program wrote itself are shown, each as it wrote it.

use std::path::{Path, PathBuf};

use crate::disk::plain;
use crate::model::path::UrlPath;
use crate::publish::sha256sums::{self, Manifest};

/// What the last build left in the output folder, by its list of digests.
pub struct Published {
    folder: PathBuf,
    files: Manifest,
}

impl Published {
    /// The site in `folder`; `None` when there is none, or one that is not ours.
    pub fn open(folder: &Path) -> Option<Published> {
        let digests = plain::read(&folder.join(sha256sums::FILE)).ok()?;
        let files = Manifest::parse(str::from_utf8(&digests).ok()?)?;
        Some(Published { folder: folder.to_path_buf(), files })
    }

    /// Whether the last build wrote a file at that address.
    pub(super) fn has(&self, url: &UrlPath) -> bool {
        self.files.has(url.as_str())
    }

    /// The file at an address, unless somebody changed it since.
    pub(super) fn page(&self, url: &UrlPath) -> Option<Vec<u8>> {
        let at = self.files.entries().binary_search_by(|(path, _)| (**path).cmp(url.as_str())).ok()?;
        let bytes = plain::read(&self.folder.join(url.as_str())).ok()?;
        (sha256sums::sum(&bytes) == self.files.entries()[at].1).then_some(bytes)
    }
}
