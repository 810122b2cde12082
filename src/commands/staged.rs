//! Files that are kept from build to build, below `.gongkai/`. Each is written beside its place and then put there, so that a reader
//! never meets half of it.

#![expect(clippy::disallowed_methods, reason = "a command is the edge: it writes what a build leaves for the next")]

use std::fs::{self, File};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::error::Error;

/// A file on its way to its place.
pub(super) struct Staged {
    file: File,
    staged: PathBuf,
    path: PathBuf,
}

impl Staged {
    /// An empty file for `path`, whose folder is made where there is none.
    pub(super) fn new(path: &Path) -> Result<Staged, Error> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|error| Error::io("新建文件夹", folder, error))?;
        }
        let staged = path.with_extension("tmp");
        let file = File::create(&staged).map_err(|error| Error::io("写入", &staged, error))?;
        Ok(Staged { file, staged, path: path.to_path_buf() })
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.file.write_all(bytes).map_err(|error| Error::io("写入", &self.staged, error))
    }

    /// Writes over what was written first.
    pub(super) fn write_at_start(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.file.seek(SeekFrom::Start(0)).map_err(|error| Error::io("写入", &self.staged, error))?;
        self.write(bytes)
    }

    pub(super) fn put_in_place(self) -> Result<(), Error> {
        drop(self.file);
        fs::rename(&self.staged, &self.path).map_err(|error| Error::io("写入", self.path, error))
    }
}

/// Writes a whole file.
pub(super) fn keep(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let mut staged = Staged::new(path)?;
    staged.write(bytes)?;
    staged.put_in_place()
}
