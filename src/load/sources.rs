//! Where the stages get texts from. They are given a [`Sources`] value and never open a file themselves, so the same pipeline
//! runs over a disk, over memory in a preview, and over a test.

use crate::error::Error;
use crate::model::path::SourcePath;

/// A file below `reports/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEntry {
    pub path: SourcePath,
    /// Bytes.
    pub size: u64,
    /// A symbolic link or something else that is no ordinary file: it is never followed, so nothing outside the site is
    /// published by accident.
    pub is_special: bool,
}

/// The site's files.
pub trait Sources: Sync {
    /// All files below `reports/`, in the order of their paths.
    fn files(&self) -> &[FileEntry];

    /// All folders below `reports/`, in the order of their paths.
    fn folders(&self) -> &[SourcePath];

    /// The bytes of a file of the site.
    fn read(&self, path: &SourcePath) -> Result<Vec<u8>, Error>;
}
