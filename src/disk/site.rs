//! A site's folder: where it is, and what it is when it is opened for reading.

#![expect(clippy::disallowed_methods, reason = "a part of the one reader of a site's files")]

use std::fs;
use std::path::{Path, PathBuf};

use super::Disk;
use crate::config::{self, Config, Settings};
use crate::error::Error;

/// A site opened for reading.
pub struct OpenSite {
    /// The files of settings, as bytes.
    pub settings: Settings,
    /// The site's folder.
    pub root: PathBuf,
    /// The files of the site, listed but not read.
    pub disk: Disk,
    /// The settings, resolved.
    pub config: Config,
}

impl OpenSite {
    /// The site whose folder is `root`.
    ///
    /// # Errors
    ///
    /// When there are no reports or no settings, and as the system says.
    pub fn open_in(root: PathBuf) -> Result<OpenSite, Error> {
        let disk = Disk::open(&root)?;
        let settings = disk.settings()?;
        let config = Config::read(&settings);
        Ok(OpenSite { settings, root, disk, config })
    }
}

/// The folder of `site.toml`: `given`, or `start` and the folders above it, as git does.
pub fn find_site(given: Option<&Path>, start: &Path) -> Result<PathBuf, Error> {
    let candidates: Vec<&Path> = match given {
        Some(folder) => vec![folder],
        None => start.ancestors().collect(),
    };
    let found = candidates.iter().find(|folder| folder.join(config::FILE).is_file());
    found.map(|folder| folder.to_path_buf()).ok_or_else(|| {
        let start = given.unwrap_or(start);
        Error::NoSite { start: start.to_path_buf(), below: sites_below(start) }
    })
}

/// Sites in folders that lie in `start`, by name: who asks from there has most likely not entered the folder.
fn sites_below(start: &Path) -> Vec<String> {
    let entries = fs::read_dir(start).into_iter().flatten().filter_map(Result::ok);
    let sites = entries.filter(|entry| entry.path().join(config::FILE).is_file());
    let mut names: Vec<String> = sites.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    names
}

/// Whether there is such a folder.
pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// The path with links and `..` resolved as far as it exists.
pub fn resolved(path: &Path) -> PathBuf {
    if let Ok(resolved) = fs::canonicalize(path) {
        return resolved;
    }
    match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) => resolved(parent).join(name),
        _ => path.to_path_buf(),
    }
}
