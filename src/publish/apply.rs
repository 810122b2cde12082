//! Writes the site. Pages that differ go to a staging folder inside the output folder while they are made; only when all of
//! them are there are they renamed into place, so a failure at any page leaves the previous site as it was, and a reader never
//! meets half a file.

#![expect(clippy::disallowed_methods, reason = "the one writer of the output folder")]

mod commit;
mod drive;
mod previous_output;
mod way;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::prelude::*;

use super::published_file::PublishedFile;
use super::sha256sums;
use crate::diagnostics::{ChangeCounts, ChangedFiles};
use crate::disk::plain;
use crate::disk::stamp::Stamp;
use crate::error::Error;
use crate::model::digest::Digest;
use crate::model::page::STAGING;
use crate::model::path::UrlPath;
use crate::render::Sink;
use drive::{Drive, System};
pub use previous_output::{PreviousOutput, stands};

/// Inside the staging folder, a site that is published for the first time: its folders are renamed whole, instead of ten thousand files one by one.
const TREE: &str = "site";

/// What a build did, and what it left.
#[derive(Debug, Clone, Default)]
pub struct Published {
    /// How many files were made, written and deleted.
    pub changes: ChangeCounts,
    /// Which files were written and deleted.
    pub changed: ChangedFiles,
    /// In the order of paths.
    pub files: Vec<PublishedFile>,
    /// SHA-256 of their list.
    pub sums: [u8; 32],
    /// Where the list of the last build was broken: files in the folder of which nobody knows whose they are, by their paths. They stay.
    pub unknown: Vec<String>,
}

/// An output folder that belongs to this program.
#[derive(Debug)]
pub struct Output<'k> {
    root: PathBuf,
    previous: PreviousOutput<'k>,
    /// For each file of [`PreviousOutput::untouched`] whether it stays as it is.
    stays: Vec<AtomicBool>,
    /// All other pages.
    wanted: Mutex<Vec<Page>>,
    staged: AtomicUsize,
    drive: Box<dyn Drive>,
}

#[derive(Debug)]
struct Page {
    file: PublishedFile,
    is_made: bool,
    bytes: Bytes,
}

/// Where the bytes of a page are while the site is made.
#[derive(Debug, PartialEq, Eq)]
enum Bytes {
    /// In their place: the file is right as it is.
    Standing,
    /// In a file of their own.
    Staged(PathBuf),
    /// In the tree of a new site ([`TREE`]), which is moved as a whole.
    InTree,
}

impl<'k> Output<'k> {
    /// Takes the folder over from the last build. What is published outlasts a power cut where `sync` says so.
    ///
    /// # Errors
    ///
    /// When what a run that was cut off left cannot be cleared away.
    pub fn open(root: &Path, previous: PreviousOutput<'k>, sync: bool) -> Result<Output<'k>, Error> {
        Output::with_drive(root, previous, Box::new(System { sync }))
    }

    fn with_drive(root: &Path, previous: PreviousOutput<'k>, drive: Box<dyn Drive>) -> Result<Output<'k>, Error> {
        let stays = previous.untouched.iter().map(|_| AtomicBool::new(false)).collect();
        let (wanted, staged) = (Mutex::default(), AtomicUsize::new(0));
        let output = Output { root: root.to_path_buf(), previous, stays, wanted, staged, drive };
        output.clear_staging()?;
        Ok(output)
    }

    fn clear_staging(&self) -> Result<(), Error> {
        let staging = self.root.join(STAGING);
        match fs::remove_dir_all(&staging) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::io("清理", staging, error)),
            _ => Ok(()),
        }
    }

    fn path_of(&self, url: &UrlPath) -> PathBuf {
        self.root.join(url.as_str())
    }

    /// Whether nothing can stand at the address: the folder was empty but for hidden files, and this is none.
    fn is_vacant(&self, url: &UrlPath) -> bool {
        self.previous.is_new() && !url.as_str().starts_with('.')
    }

    /// What stands at the address.
    fn stat(&self, path: &Path, url: &UrlPath) -> io::Result<fs::Metadata> {
        match self.is_vacant(url) {
            true => Err(io::ErrorKind::NotFound.into()),
            false => fs::symlink_metadata(path),
        }
    }

    /// What the last build left at this address, if it is still so.
    fn standing(&self, url: &UrlPath) -> Option<&'k PublishedFile> {
        self.previous.place(url.as_str()).map(|place| self.previous.untouched[place])
    }

    /// All pages, in the order of paths.
    fn pages(&self) -> Vec<Page> {
        let mut wanted = std::mem::take(&mut *self.wanted.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
        wanted.par_sort_by(|a, b| a.file.path.cmp(&b.file.path));
        let files = self.previous.untouched.iter().zip(&self.stays);
        let stay: Vec<&PublishedFile> =
            files.filter(|(_, stays)| stays.load(Ordering::Relaxed)).map(|(file, _)| *file).collect();
        let standing = |file: &&PublishedFile| Page { file: (*file).clone(), is_made: false, bytes: Bytes::Standing };
        let mut pages = Vec::with_capacity(stay.len() + wanted.len());
        let mut rest = stay.as_slice();
        for page in wanted {
            let (before, after) = rest.split_at(rest.partition_point(|file| file.path < page.file.path));
            pages.extend(before.iter().map(standing));
            pages.push(page);
            rest = after;
        }
        pages.extend(rest.iter().map(standing));
        pages
    }

    fn want(&self, page: Page) {
        self.wanted.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(page);
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> Result<Stamp, Error> {
        self.drive.write(path, bytes).map_err(|error| Error::io("写入", path, error))
    }

    fn write_staged(&self, bytes: &[u8]) -> Result<PathBuf, Error> {
        let number = self.staged.fetch_add(1, Ordering::Relaxed);
        let path = self.root.join(STAGING).join(number.to_string());
        self.write(&path, bytes)?;
        Ok(path)
    }

    /// Writes what is to be put in place later; the state is the file's once it is there, where that is known already.
    fn stage(&self, url: &UrlPath, bytes: &[u8]) -> Result<(Bytes, Stamp), Error> {
        if self.is_vacant(url) {
            let path = self.root.join(STAGING).join(TREE).join(url.as_str());
            return Ok((Bytes::InTree, self.write(&path, bytes)?));
        }
        Ok((Bytes::Staged(self.write_staged(bytes)?), Stamp::default()))
    }
}

impl Sink for Output<'_> {
    /// A file that is as the last build left it, and that the same things would make.
    fn has(&self, url: &UrlPath, fingerprint: Digest) -> bool {
        let has_it = |place: &usize| self.previous.untouched[*place].fingerprint == Some(fingerprint);
        let Some(place) = self.previous.place(url.as_str()).filter(has_it) else { return false };
        self.stays[place].store(true, Ordering::Relaxed);
        true
    }

    fn kept(&self, url: &UrlPath) -> Option<Digest> {
        self.standing(url)?.fingerprint
    }

    fn read(&self, url: &UrlPath) -> Option<Vec<u8>> {
        plain::read(&self.path_of(url)).ok()
    }

    fn renew(&self, url: &UrlPath, fingerprint: Digest) -> bool {
        let Some(file) = self.standing(url) else { return false };
        let file = PublishedFile { fingerprint: Some(fingerprint), ..file.clone() };
        self.want(Page { file, is_made: false, bytes: Bytes::Standing });
        true
    }

    /// Stages the page, unless the file is right as it is.
    fn take(&self, url: &UrlPath, bytes: &[u8], fingerprint: Option<Digest>) -> Result<(), Error> {
        let path = self.path_of(url);
        let is_ours = self.previous.manifest.has(url.as_str());
        let present = match self.stat(&path, url) {
            Ok(present) if !present.is_dir() && !is_ours && !self.previous.is_broken => {
                return Err(Error::ForeignOutput { path: self.root.clone(), example: url.to_string() });
            }
            Ok(present) => present.is_file().then(|| Stamp::of(&present)),
            Err(_) => None,
        };
        let is_same =
            |state: &Stamp| state.size == bytes.len() as u64 && plain::read(&path).is_ok_and(|present| present == bytes);
        let same = present.filter(is_same);
        let sha256 = sha256sums::sum(bytes);
        let (bytes, state) = match same {
            Some(state) => (Bytes::Standing, state),
            None => self.stage(url, bytes)?,
        };
        let file = PublishedFile { path: url.as_str().into(), state, sha256, fingerprint };
        self.want(Page { file, is_made: true, bytes });
        Ok(())
    }
}

impl Drop for Output<'_> {
    /// A run that failed leaves no staging folder behind; the next one would clear it anyway.
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(self.root.join(STAGING));
    }
}
