//! Files that are kept from build to build, below `.gongkai/`. Each is written beside its place and then put there, so that a reader
//! never meets half of it.

#![expect(clippy::disallowed_methods, reason = "a command is the edge: it writes what a build leaves for the next")]

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::error::Error;

/// A file that is written and not yet in its place.
pub(super) struct Staged {
    staged: PathBuf,
    path: PathBuf,
}

impl Staged {
    /// Writes the file for `path`, in several parts. Its folder is made where there is none.
    pub(super) fn write(path: &Path, parts: &[&[u8]]) -> Result<Staged, Error> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|error| Error::io("新建文件夹", folder, error))?;
        }
        let staged = path.with_extension("tmp");
        let written = File::create(&staged).and_then(|mut file| parts.iter().try_for_each(|part| file.write_all(part)));
        written.map_err(|error| Error::io("写入", &staged, error))?;
        Ok(Staged { staged, path: path.to_path_buf() })
    }

    pub(super) fn put_in_place(self) -> Result<(), Error> {
        fs::rename(&self.staged, &self.path).map_err(|error| Error::io("写入", self.path, error))
    }
}
