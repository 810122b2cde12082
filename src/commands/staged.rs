//! Files that are kept from build to build. Each is written beside its place and then put there, so that a reader never meets half of
//! it, and not after a power cut either.

#![expect(clippy::disallowed_methods, reason = "a command is the edge: it writes what a build leaves for the next")]

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use crate::disk::plain;
use crate::error::Error;

/// A file that is written and not yet in its place; it goes where it is not put there.
#[derive(Debug)]
pub(super) struct Staged {
    staged: PathBuf,
    path: PathBuf,
    /// Whether it is to be in its place after a power cut, too.
    sync: bool,
    is_in_place: bool,
}

/// Ends the name of a file that is not in its place yet.
pub(super) const ENDING: &str = ".tmp";

impl Staged {
    /// An empty file for `path`, to be written. Its folder must be there.
    pub(super) fn create(path: &Path, sync: bool) -> Result<(Staged, File), Error> {
        let staged = Staged::beside(path, sync);
        let file = plain::create_private(&staged.staged).map_err(|error| Error::io("写入", &staged.staged, error))?;
        Ok((staged, file))
    }

    /// Writes the file for `path`, in several parts, and through to the disk where `sync` says so. Its folder must be there.
    pub(super) fn write(path: &Path, parts: &[&[u8]], sync: bool) -> Result<Staged, Error> {
        let file = Staged::beside(path, sync);
        plain::write_private(&file.staged, parts, sync).map_err(|error| Error::io("写入", &file.staged, error))?;
        Ok(file)
    }

    fn beside(path: &Path, sync: bool) -> Staged {
        let mut staged = path.as_os_str().to_owned();
        staged.push(ENDING);
        Staged { staged: staged.into(), path: path.to_path_buf(), sync, is_in_place: false }
    }

    /// Renames the file into its place, in one step: whoever reads meets the old file or the new one, whole.
    ///
    /// # Errors
    ///
    /// When the system refuses; then the old file is there still.
    pub(super) fn put_in_place(mut self) -> Result<(), Error> {
        fs::rename(&self.staged, &self.path).map_err(|error| Error::io("写入", &self.path, error))?;
        self.is_in_place = true;
        match self.path.parent().filter(|_| self.sync) {
            Some(folder) => plain::sync_folder(folder).map_err(|error| Error::io("写入", &self.path, error)),
            None => Ok(()),
        }
    }
}

impl Drop for Staged {
    /// A disk that was full while it was written has room again.
    fn drop(&mut self) {
        if !self.is_in_place {
            let _ = fs::remove_file(&self.staged);
        }
    }
}
