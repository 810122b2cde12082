//! Where the stages get texts from. They are given a [`Sources`] value and never open a file themselves, so the same pipeline
//! runs over a disk, over memory in a preview, and over a test.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::model::inspection::Inspection;
use crate::model::path::SourcePath;
use crate::model::report::LoadedReport;
use crate::model::review::ReviewCode;

/// A file below `reports/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEntry {
    /// Path from the site's folder.
    pub path: SourcePath,
    /// Bytes.
    pub size: u64,
    /// When it last changed, in nanoseconds since 1970; 0 where the system does not say. Also grows where a file is replaced
    /// by one with an older date.
    pub modified: u64,
    /// A symbolic link or something else that is no ordinary file: it is never followed, so nothing outside the site is
    /// published by accident.
    pub is_special: bool,
}

/// A file or folder of which nothing is read, nor of what is in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeftOut {
    /// As it is shown to people.
    pub shown: SourcePath,
    /// Why nothing is read of it.
    pub why: WhyLeftOut,
}

/// Why nothing is read of a file or folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WhyLeftOut {
    /// Its name cannot be part of an address.
    Misnamed,
    /// A link to a folder: it is never followed, so nothing outside the site is published by accident.
    LinkedFolder,
    /// A folder below more than [`DEEPEST`] others, or with a path of more than [`LONGEST_PATH`] bytes.
    TooDeep,
}

/// Folders one in another, below `reports/`. Columns are three or four deep; every level is named on every page below it, so what is
/// published grows with the cube of the depth.
pub const DEEPEST: usize = 64;
/// Bytes of a folder's path below the site. Systems take 4,096 in all, some of them 1,024.
pub const LONGEST_PATH: usize = 1024;

/// Clocks of file systems tick: a file that was written again within a tick looks the same. Those that know seconds only
/// (or two, as FAT does) have a coarse tick, others a fine one.
const COARSE_TICK: u64 = 2_000_000_000;
const FINE_TICK: u64 = 20_000_000;

/// Whether a file with the time `modified` may have been written once more after the moment `seen` (nanoseconds since 1970)
/// without another time to show for it. Then only its content tells.
pub fn may_have_changed_unseen(modified: u64, seen: u64) -> bool {
    let tick = if modified.is_multiple_of(1_000_000) { COARSE_TICK } else { FINE_TICK };
    modified.saturating_add(tick) >= seen
}

/// Files that make up the site's look, by path below the site: `templates/…`, `assets/…`, `themes/<name>/…`.
pub type ThemeFiles = BTreeMap<String, Vec<u8>>;

/// The site's files.
pub trait Sources: Sync {
    /// All files below `reports/`, in the order of their paths.
    fn files(&self) -> &[FileEntry];

    /// All folders below `reports/`, in the order of their paths.
    fn folders(&self) -> &[SourcePath];

    /// What nothing is read of, in the order of the paths. It is among neither the files nor the folders, and nothing below such a
    /// folder is.
    fn left_out(&self) -> &[LeftOut] {
        &[]
    }

    /// When the files were listed, in nanoseconds since 1970; 0 where nobody knows.
    fn listed(&self) -> u64 {
        0
    }

    /// The bytes of a file of the site.
    fn read(&self, path: &SourcePath) -> Result<Vec<u8>, Error>;

    /// A file of the site, to be read in parts: large ones are never in memory as a whole.
    fn open(&self, path: &SourcePath) -> Result<Box<dyn Read + '_>, Error> {
        Ok(Box::new(Cursor::new(self.read(path)?)))
    }
}

/// Reports that were read before, so that a file that did not change need not be read and parsed again.
pub trait KnownReports: Sync {
    /// The report as read from `file` when it had the same path, size and time; its folder and attachments are of no account,
    /// they are found anew.
    fn get(&self, file: &FileEntry) -> Option<Arc<LoadedReport>>;

    /// The title under which an earlier build published the report in that file.
    fn was_published(&self, _: &SourcePath) -> Option<String> {
        None
    }

    /// Whether readers have the report in that file: an earlier build published it, and not for a preview of drafts. This is the one place
    /// that tells. A report in another file is known again by its title only where no other has it.
    fn is_public(&self, report: &LoadedReport, _is_only_one_titled_so: &dyn Fn() -> bool) -> bool {
        self.was_published(&report.path).is_some()
    }

    /// The code of a report's 送审稿, where neither its file nor one of its attachments has changed since it was made.
    fn code(&self, _: &LoadedReport) -> Option<ReviewCode> {
        None
    }

    /// What is known of an attachment of the same path, size and time.
    fn attachment(&self, _: &FileEntry) -> Option<Examined> {
        None
    }
}

/// What reading an attachment has brought.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Examined {
    /// Width and height of a picture.
    pub pixels: Option<(u32, u32)>,
    /// What looking into it has found.
    pub content: Arc<Inspection>,
}

/// Nothing is known: everything is read.
#[derive(Debug, Clone, Copy)]
pub struct NothingKnown;

impl KnownReports for NothingKnown {
    fn get(&self, _: &FileEntry) -> Option<Arc<LoadedReport>> {
        None
    }
}

/// What somebody else holds is known as well.
impl<K: KnownReports + ?Sized> KnownReports for &K {
    fn get(&self, file: &FileEntry) -> Option<Arc<LoadedReport>> {
        (**self).get(file)
    }

    fn was_published(&self, path: &SourcePath) -> Option<String> {
        (**self).was_published(path)
    }

    fn is_public(&self, report: &LoadedReport, is_only_one_titled_so: &dyn Fn() -> bool) -> bool {
        (**self).is_public(report, is_only_one_titled_so)
    }

    fn code(&self, report: &LoadedReport) -> Option<ReviewCode> {
        (**self).code(report)
    }

    fn attachment(&self, file: &FileEntry) -> Option<Examined> {
        (**self).attachment(file)
    }
}
