//! Writes the site. Pages that differ go to a staging folder inside the output folder while they are made; only when all of
//! them are there are they renamed into place, so a failure at any page leaves the previous site as it was, and a reader never
//! meets half a file.

#![expect(clippy::disallowed_methods, reason = "the one writer of the output folder")]

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use sha2::{Digest as _, Sha256};

use super::manifest::{FILE, Manifest};
use super::state::{PublishedFile, State};
use crate::diagnostics::ChangeCounts;
use crate::error::Error;
use crate::model::digest::Digest;
use crate::model::path::UrlPath;
use crate::render::Sink;

/// The folder for pages that are not in place yet, inside the output folder so that renaming is atomic.
const STAGING: &str = ".gongkai-staging";

/// What a build did, and what it left.
#[derive(Debug, Clone, Default)]
pub struct Published {
    pub changes: ChangeCounts,
    /// In the order of paths.
    pub files: Vec<PublishedFile>,
}

/// An output folder that belongs to this program.
#[derive(Debug)]
pub struct Output<'k> {
    root: PathBuf,
    previous: Manifest,
    /// What the last build left here and is ours, by path.
    known: FxHashMap<&'k str, &'k PublishedFile>,
    wanted: Mutex<Vec<Page>>,
    staged: AtomicUsize,
}

#[derive(Debug)]
struct Page {
    file: PublishedFile,
    is_made: bool,
    /// Where the new bytes wait; `None` when the file is right as it is.
    staged: Option<PathBuf>,
}

impl<'k> Output<'k> {
    /// Takes the folder, which must be new, empty (hidden files aside), or ours, as [`manifest`] tells. `known` is what the last
    /// build left in it, in the order of paths.
    ///
    /// # Errors
    ///
    /// [`Error::ForeignOutput`] when somebody else's files are in it; nothing is touched then.
    pub fn open(root: &Path, previous: Option<Manifest>, known: &'k [PublishedFile]) -> Result<Output<'k>, Error> {
        let previous = match previous {
            Some(previous) => previous,
            None => match first_visible(root)? {
                Some(example) => return Err(Error::ForeignOutput { path: root.to_path_buf(), example }),
                None => Manifest::default(),
            },
        };
        let root = root.to_path_buf();
        let known = ours(&previous, known);
        let output = Output { root, previous, known, wanted: Mutex::default(), staged: AtomicUsize::new(0) };
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

    /// What stands at the address. In a folder that was empty but for hidden files nothing does, and nobody need look.
    fn look(&self, path: &Path, url: &UrlPath) -> io::Result<fs::Metadata> {
        match self.previous.digests.is_empty() && !url.as_str().starts_with('.') {
            true => Err(io::ErrorKind::NotFound.into()),
            false => fs::symlink_metadata(path),
        }
    }

    /// What the last build left at this address.
    fn known(&self, url: &UrlPath) -> Option<&'k PublishedFile> {
        self.known.get(url.as_str()).copied()
    }

    /// Whether the file is as it was left.
    fn stands(&self, url: &UrlPath, file: &PublishedFile) -> bool {
        is_untouched(&self.path_of(url), file.state)
    }

    fn want(&self, page: Page) {
        self.wanted.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(page);
    }

    fn write_staged(&self, bytes: &[u8]) -> Result<PathBuf, Error> {
        let number = self.staged.fetch_add(1, Ordering::Relaxed);
        let path = self.root.join(STAGING).join(number.to_string());
        let written = fs::write(&path, bytes).or_else(|error| match error.kind() {
            io::ErrorKind::NotFound => {
                fs::create_dir_all(self.root.join(STAGING))?;
                fs::write(&path, bytes)
            }
            _ => Err(error),
        });
        written.map_err(|error| Error::io("写入", &path, error))?;
        Ok(path)
    }

    /// Puts all staged pages in place, what pages need before the pages and the lists after what they list; then deletes
    /// what nobody wants any more.
    pub fn commit(self) -> Result<Published, Error> {
        let mut wanted = std::mem::take(&mut *self.wanted.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
        wanted.par_sort_by(|a, b| a.file.path.cmp(&b.file.path));
        let made = wanted.iter().filter(|page| page.is_made).count();
        let manifest = Manifest { digests: wanted.iter().map(|page| (page.file.path.clone(), page.file.sha256)).collect() };
        let mut moves: Vec<(&str, &Path)> = Vec::new();
        for page in &wanted {
            moves.extend(page.staged.as_deref().map(|staged| (page.file.path.as_str(), staged)));
        }
        moves.sort_by_key(|(path, _)| (rank(path), *path));
        let unwanted: Vec<&String> =
            self.previous.digests.keys().filter(|path| !manifest.digests.contains_key(*path)).collect();
        let changes =
            ChangeCounts { made, written: moves.len(), unchanged: wanted.len() - moves.len(), deleted: unwanted.len() };
        if moves.iter().any(|(path, _)| !self.previous.digests.contains_key(*path)) {
            // Old and new files are listed while the change goes on: a run that is cut off can still tell its own.
            let mut both = manifest.clone();
            for path in &unwanted {
                both.digests.insert(path.to_string(), self.previous.digests[*path]);
            }
            self.write_manifest(&both)?;
        }
        let (in_the_way, later): (Vec<&String>, Vec<&String>) =
            unwanted.into_iter().partition(|path| is_in_the_way(path, &manifest));
        for path in in_the_way {
            self.delete(path)?;
        }
        for of_one_rank in moves.chunk_by(|(a, _), (b, _)| rank(a) == rank(b)) {
            self.put(of_one_rank)?;
        }
        for path in later {
            self.delete(path)?;
        }
        self.write_manifest(&manifest)?;
        self.clear_staging()?;
        let left = |mut page: Page| {
            if page.staged.is_some() {
                page.file.state = self.state(&page.file.path)?;
            }
            Ok(page.file)
        };
        let mut files: Vec<PublishedFile> = wanted.into_par_iter().map(left).collect::<Result<_, Error>>()?;
        let sums = PublishedFile { state: self.state(FILE)?, path: FILE.into(), sha256: [0; 32], fingerprint: None };
        files.insert(files.partition_point(|file| file.path < sums.path), sums);
        Ok(Published { changes, files })
    }

    /// Puts pages in place that do not lead to each other, from several threads.
    fn put(&self, moves: &[(&str, &Path)]) -> Result<(), Error> {
        let folders: BTreeSet<PathBuf> =
            moves.iter().filter_map(|(path, _)| self.root.join(path).parent().map(Path::to_path_buf)).collect();
        for folder in folders {
            fs::create_dir_all(&folder).map_err(|error| Error::io("新建文件夹", &folder, error))?;
        }
        moves.par_iter().try_for_each(|(path, staged)| {
            let target = self.root.join(path);
            fs::rename(staged, &target).map_err(|error| Error::io("写入", &target, error))
        })
    }

    fn delete(&self, path: &str) -> Result<(), Error> {
        let file = self.root.join(path);
        match fs::remove_file(&file) {
            Ok(()) => {}
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {}
            Err(error) => return Err(Error::io("删除", file, error)),
        }
        // Folders that this leaves empty go too; one that is not empty is somebody's and stays.
        let mut folder = file.parent();
        while let Some(empty) = folder.filter(|folder| *folder != self.root) {
            if fs::remove_dir(empty).is_err() {
                break;
            }
            folder = empty.parent();
        }
        Ok(())
    }

    fn state(&self, path: &str) -> Result<State, Error> {
        let path = self.root.join(path);
        fs::metadata(&path).map(|present| State::of(&present)).map_err(|error| Error::io("读取", path, error))
    }

    fn write_manifest(&self, manifest: &Manifest) -> Result<(), Error> {
        let path = self.root.join(FILE);
        let text = manifest.text();
        if fs::read(&path).is_ok_and(|present| present == text.as_bytes()) {
            return Ok(());
        }
        let staged = self.write_staged(text.as_bytes())?;
        fs::rename(&staged, &path).map_err(|error| Error::io("写入", path, error))
    }
}

impl Sink for Output<'_> {
    /// A file that is as the last build left it, and that the same things would make.
    fn has(&self, url: &UrlPath, fingerprint: Digest) -> bool {
        let Some(file) = self.known(url).filter(|file| file.fingerprint == Some(fingerprint)) else { return false };
        let stands = self.stands(url, file);
        if stands {
            self.want(Page { file: file.clone(), is_made: false, staged: None });
        }
        stands
    }

    fn kept(&self, url: &UrlPath) -> Option<Digest> {
        let file = self.known(url)?;
        file.fingerprint.filter(|_| self.stands(url, file))
    }

    fn read(&self, url: &UrlPath) -> Option<Vec<u8>> {
        fs::read(self.path_of(url)).ok()
    }

    fn renew(&self, url: &UrlPath, fingerprint: Digest) -> bool {
        let Some(file) = self.known(url).filter(|file| self.stands(url, file)) else { return false };
        let file = PublishedFile { fingerprint: Some(fingerprint), ..file.clone() };
        self.want(Page { file, is_made: false, staged: None });
        true
    }

    /// Stages the page, unless the file is right as it is.
    fn take(&self, url: &UrlPath, bytes: &[u8], fingerprint: Option<Digest>) -> Result<(), Error> {
        let path = self.path_of(url);
        let is_ours = self.previous.digests.contains_key(url.as_str());
        let present = match self.look(&path, url) {
            Ok(present) if !present.is_dir() && !is_ours => {
                return Err(Error::ForeignOutput { path: self.root.clone(), example: url.to_string() });
            }
            Ok(present) => present.is_file().then(|| State::of(&present)),
            Err(_) => None,
        };
        let is_same =
            |state: &State| state.size == bytes.len() as u64 && fs::read(&path).is_ok_and(|present| present == bytes);
        let same = present.filter(is_same);
        let staged = if same.is_some() { None } else { Some(self.write_staged(bytes)?) };
        let (state, sha256) = (same.unwrap_or_default(), Sha256::digest(bytes).into());
        let file = PublishedFile { path: url.to_string(), state, sha256, fingerprint };
        self.want(Page { file, is_made: true, staged });
        Ok(())
    }
}

/// The list of files in the folder; `None` where there is none of ours.
///
/// # Errors
///
/// When it is there and cannot be read.
pub fn manifest(root: &Path) -> Result<Option<Manifest>, Error> {
    match fs::read_to_string(root.join(FILE)) {
        Ok(text) => Ok(Manifest::parse(&text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => Ok(None),
        Err(error) => Err(Error::io("读取", root.join(FILE), error)),
    }
}

/// The files that the list in the output folder names too. Both are in the order of paths.
fn ours<'k>(previous: &Manifest, known: &'k [PublishedFile]) -> FxHashMap<&'k str, &'k PublishedFile> {
    let mut listed = previous.digests.keys().peekable();
    let is_ours = |file: &&PublishedFile| {
        while listed.next_if(|path| **path < file.path).is_some() {}
        listed.peek().is_some_and(|path| **path == file.path)
    };
    known.iter().filter(is_ours).map(|file| (file.path.as_str(), file)).collect()
}

/// Whether the file has the size and time that it had.
fn is_untouched(path: &Path, state: State) -> bool {
    fs::symlink_metadata(path).is_ok_and(|present| present.is_file() && State::of(&present) == state)
}

/// Whether every file of `files` is in `root` as it was left, and no other run was cut off there.
pub fn stands(root: &Path, files: &[PublishedFile]) -> bool {
    let is_finished =
        matches!(fs::symlink_metadata(root.join(STAGING)), Err(error) if error.kind() == io::ErrorKind::NotFound);
    is_finished && files.par_iter().all(|file| is_untouched(&root.join(&file.path), file.state))
}

impl Drop for Output<'_> {
    /// A run that failed leaves no staging folder behind; the next one would clear it anyway.
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(self.root.join(STAGING));
    }
}

/// Whether an old file and a new one cannot both be there, because one has the name of a folder of the other.
fn is_in_the_way(old: &str, wanted: &Manifest) -> bool {
    let wanted = &wanted.digests;
    let inside = format!("{old}/");
    let is_folder = wanted.range(inside.clone()..).next().is_some_and(|(path, _)| path.starts_with(&inside));
    is_folder || old.match_indices('/').any(|(at, _)| wanted.contains_key(&old[..at]))
}

/// Assets and files first, then reports, then the pages that lead to them.
fn rank(path: &str) -> u8 {
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_list = name == "index.html" || name.starts_with("index_") || name.starts_with("mulu") || !path.contains('/');
    match () {
        () if path.starts_with("assets/") => 0,
        () if !name.ends_with(".html") && !name.ends_with(".xml") && !name.ends_with(".json") => 1,
        () if is_list || !name.ends_with(".html") => 3,
        () => 2,
    }
}

/// A file that somebody put there, hidden ones aside.
fn first_visible(root: &Path) -> Result<Option<String>, Error> {
    let entries = match fs::read_dir(root) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Error::io("读取", root, error)),
    };
    let mut names: Vec<String> =
        entries.filter_map(Result::ok).map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.retain(|name| !name.starts_with('.'));
    names.sort();
    Ok(names.into_iter().next())
}
