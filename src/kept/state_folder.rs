//! Where a build keeps what the next one needs: `.gongkai/` in the site, or the folder that `--state` names. Nobody but the owner of the
//! site can look into it, because it holds what is not published yet; and nothing in it is read or written through a link.

#![expect(clippy::disallowed_methods, reason = "it finds the folder and asks what it is")]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::lock::{self, Held};
use crate::disk;
use crate::disk::plain;
use crate::disk::site::resolved;
use crate::disk::writer;
use crate::error::Error;

/// The folder of a site that names no other.
const OWN: &str = ".gongkai";

/// What the last build published, among what is kept from build to build.
pub const LEDGER: &str = "published.json";

/// A folder for what is kept from build to build.
#[derive(Debug, Clone)]
pub struct StateFolder {
    path: PathBuf,
    /// As messages name it.
    shown: String,
    is_own: bool,
    /// Not so where the site is only to be read, as in a container.
    pub can_be_written: bool,
}

impl StateFolder {
    /// The one that `--state` names, seen from the current folder `here`.
    pub fn given(given: &Path, here: &Path) -> StateFolder {
        StateFolder::new(here.join(given), given.display().to_string(), false)
    }

    /// The site's own.
    pub fn of_site(site: &Path) -> StateFolder {
        StateFolder::new(site.join(OWN), OWN.to_string(), true)
    }

    fn new(path: PathBuf, shown: String, is_own: bool) -> StateFolder {
        StateFolder { path, shown, is_own, can_be_written: true }
    }

    /// Whether it lies in another folder, which is given with its links resolved. Either may not be there yet.
    pub fn is_inside(&self, folder: &Path) -> bool {
        resolved(&self.path).starts_with(folder)
    }

    /// Where the file of that name is, whether or not it exists.
    pub fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// As messages name it.
    pub fn shown_folder(&self) -> &str {
        &self.shown
    }

    /// A file in it, for messages.
    pub fn shown(&self, name: &str) -> String {
        format!("{}/{name}", self.shown)
    }

    /// Makes the folder where there is none and takes the site's lock in it. A site that may not be written is built without a lock and
    /// without keeping anything.
    ///
    /// # Errors
    ///
    /// When another build holds the lock, when the folder is a link out of the site, and as the system says.
    pub fn take(&mut self, site: &Path, wait: bool) -> Result<Option<Held>, Error> {
        if self.is_own {
            disk::refuse_way_out(site, OWN)?;
        }
        match self.make().and_then(|()| lock::take(&self.file(lock::SITE), wait)) {
            Err(Error::Io { source, .. }) if self.is_own && cannot_be_written(&source) => {
                self.can_be_written = false;
                Ok(None)
            }
            taken => {
                let held = taken?;
                // A leftover that cannot be removed now does no harm and goes with a later build.
                let _ = self.remove_if(is_leftover);
                Ok(Some(held))
            }
        }
    }

    /// Removes the files in it whose names are so.
    pub fn remove_if(&self, is_unwanted: impl Fn(&str) -> bool) -> Result<(), Error> {
        // Where there is no folder nothing was kept.
        let Ok(entries) = fs::read_dir(&self.path) else { return Ok(()) };
        for entry in entries.filter_map(Result::ok) {
            if entry.file_name().to_str().is_some_and(&is_unwanted) {
                fs::remove_file(entry.path()).map_err(|error| Error::io("删除", entry.path(), error))?;
            }
        }
        Ok(())
    }

    fn make(&self) -> Result<(), Error> {
        if self.is_own {
            plain::close_folder(&self.path);
        }
        match fs::metadata(&self.path) {
            Ok(found) if found.is_dir() => Ok(()),
            _ => plain::make_private_folder(&self.path).map_err(|error| Error::io("新建文件夹", &self.path, error)),
        }
    }
}

/// Whether a build that was cut off left a file of this name: drafts may be in it. `--state` may name a folder with other files.
fn is_leftover(name: &str) -> bool {
    name.ends_with(writer::ENDING) && ["cache", "last-", "published"].iter().any(|ours| name.starts_with(ours))
}

/// Whether the system does not let this user write where it was asked to.
pub fn cannot_be_written(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied)
}
