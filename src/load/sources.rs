//! Where the stages get texts from. They are given a [`Sources`] value and never open a file themselves, so the same pipeline
//! runs over a disk, over memory in a preview, and over a test.

use crate::error::Error;
use crate::model::path::SourcePath;
use crate::model::report::LoadedReport;

/// A file below `reports/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEntry {
    pub path: SourcePath,
    /// Bytes.
    pub size: u64,
    /// When it was last written, in nanoseconds since 1970; 0 where the system does not say.
    pub modified: u64,
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

/// Reports that were read before, so that a file that did not change need not be read and parsed again.
pub trait KnownReports: Sync {
    /// The report as read from `file` when it had the same path, size and time; attachments are of no account, they are
    /// found anew.
    fn get(&self, file: &FileEntry) -> Option<LoadedReport>;
}

/// Nothing is known: everything is read.
#[derive(Debug, Clone, Copy)]
pub struct NothingKnown;

impl KnownReports for NothingKnown {
    fn get(&self, _: &FileEntry) -> Option<LoadedReport> {
        None
    }
}
