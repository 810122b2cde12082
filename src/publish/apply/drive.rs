//! What is done to the disk, call by call, so that a test can see in which order. A power cut may come between any two of them: a file
//! whose bytes were not written through may then be empty, under whatever name it has got.

#![expect(clippy::disallowed_methods, reason = "the calls of the one writer of the output folder")]

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use rayon::prelude::*;

use crate::disk::stamp::Stamp;
use crate::disk::writer;

/// The calls that change an output folder.
pub(super) trait Drive: fmt::Debug + Sync + Send {
    /// Writes a file into a folder that may not be there yet. How it was left, if nobody renames it.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<Stamp>;
    /// Writes the bytes of all these files through to the disk, which are below `root`.
    fn write_through(&self, files: &[&Path], root: &Path) -> io::Result<()>;
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    fn delete(&self, path: &Path) -> io::Result<()>;
    /// Makes what was renamed and deleted last.
    fn settle(&self, root: &Path) -> io::Result<()>;
}

/// The system's own calls.
#[derive(Debug)]
pub(super) struct System {
    /// Whether what is published is to outlast a power cut.
    pub(super) sync: bool,
}

/// So many files are written through one by one; for more it is quicker to have all of the file system written, whoever else's it is.
#[cfg(target_os = "linux")]
const FEW: usize = 200;

impl Drive for System {
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<Stamp> {
        let create = || {
            File::create(path).or_else(|error| match (error.kind(), path.parent()) {
                (io::ErrorKind::NotFound, Some(folder)) => {
                    fs::create_dir_all(folder)?;
                    File::create(path)
                }
                _ => Err(error),
            })
        };
        let mut file = create()?;
        file.write_all(bytes)?;
        Ok(Stamp::of(&file.metadata()?))
    }

    fn write_through(&self, files: &[&Path], root: &Path) -> io::Result<()> {
        if !self.sync || files.is_empty() {
            return Ok(());
        }
        #[cfg(target_os = "linux")]
        if files.len() > FEW {
            return Ok(rustix::fs::syncfs(File::open(root)?)?);
        }
        let _ = root;
        // Windows writes through only what is open for writing.
        files.par_iter().try_for_each(|path| File::options().write(true).open(path)?.sync_data())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn delete(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn settle(&self, root: &Path) -> io::Result<()> {
        if self.sync { writer::sync_folder(root) } else { Ok(()) }
    }
}
