//! Writes the site. Pages that differ go to a staging folder inside the output folder while they are made; only when all of
//! them are there are they renamed into place, so a failure at any page leaves the previous site as it was, and a reader never
//! meets half a file.

#![expect(clippy::disallowed_methods, reason = "the one writer of the output folder")]

mod before;

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::manifest::{Entry, FILE, Manifest};
use super::state::{PublishedFile, State};
use crate::diagnostics::ChangeCounts;
use crate::error::Error;
use crate::model::digest::Digest;
use crate::model::path::UrlPath;
use crate::render::Sink;
pub use before::{Before, stands};

/// The folder for pages that are not in place yet, inside the output folder so that renaming is atomic.
const STAGING: &str = ".gongkai-staging";
/// Inside it, a site that is published for the first time: its folders are renamed whole, instead of ten thousand files one by one.
const TREE: &str = "site";

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
    before: Before<'k>,
    /// For each file of [`Before::untouched`] whether it stays as it is.
    stays: Vec<AtomicBool>,
    /// All other pages.
    wanted: Mutex<Vec<Page>>,
    staged: AtomicUsize,
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
    /// Takes the folder over from the last build.
    ///
    /// # Errors
    ///
    /// When what a run that was cut off left cannot be cleared away.
    pub fn open(root: &Path, before: Before<'k>) -> Result<Output<'k>, Error> {
        let stays = before.untouched.iter().map(|_| AtomicBool::new(false)).collect();
        let (wanted, staged) = (Mutex::default(), AtomicUsize::new(0));
        let output = Output { root: root.to_path_buf(), before, stays, wanted, staged };
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
        self.before.is_new() && !url.as_str().starts_with('.')
    }

    /// What stands at the address.
    fn look(&self, path: &Path, url: &UrlPath) -> io::Result<fs::Metadata> {
        match self.is_vacant(url) {
            true => Err(io::ErrorKind::NotFound.into()),
            false => fs::symlink_metadata(path),
        }
    }

    /// What the last build left at this address, if it is still so.
    fn standing(&self, url: &UrlPath) -> Option<&'k PublishedFile> {
        self.before.place(url.as_str()).map(|place| self.before.untouched[place])
    }

    /// All pages, in the order of paths.
    fn pages(&self) -> Vec<Page> {
        let mut wanted = std::mem::take(&mut *self.wanted.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
        wanted.par_sort_by(|a, b| a.file.path.cmp(&b.file.path));
        let files = self.before.untouched.iter().zip(&self.stays);
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

    fn write_staged(&self, bytes: &[u8]) -> Result<PathBuf, Error> {
        let number = self.staged.fetch_add(1, Ordering::Relaxed);
        let path = self.root.join(STAGING).join(number.to_string());
        write(&path, bytes)?;
        Ok(path)
    }

    /// Writes what is to be put in place later; the state is the file's once it is there, where that is known already.
    fn stage(&self, url: &UrlPath, bytes: &[u8]) -> Result<(Bytes, State), Error> {
        if self.is_vacant(url) {
            let path = self.root.join(STAGING).join(TREE).join(url.as_str());
            return Ok((Bytes::InTree, write(&path, bytes)?));
        }
        Ok((Bytes::Staged(self.write_staged(bytes)?), State::default()))
    }

    /// Puts all staged pages in place, what pages need before the pages and the lists after what they list; then deletes
    /// what nobody wants any more.
    pub fn commit(self) -> Result<Published, Error> {
        let mut wanted = self.pages();
        let made = wanted.iter().filter(|page| page.is_made).count();
        let manifest = Manifest::of(wanted.iter().map(|page| &page.file));
        let mut moves: Vec<(&str, &Path)> = Vec::new();
        for page in &wanted {
            if let Bytes::Staged(staged) = &page.bytes {
                moves.push((&page.file.path, staged));
            }
        }
        moves.sort_by_key(|(path, _)| (rank(path), *path));
        let written = wanted.iter().filter(|page| page.bytes != Bytes::Standing).count();
        let unwanted = unwanted(&self.before.previous, &manifest);
        let changes = ChangeCounts { made, written, unchanged: wanted.len() - written, deleted: unwanted.len() };
        if self.before.is_new() || moves.iter().any(|(path, _)| !self.before.previous.has(path)) {
            // Old and new files are listed while the change goes on: a run that is cut off can still tell its own.
            self.write_manifest(&manifest.and(&unwanted))?;
        }
        let (in_the_way, later): (Vec<&Entry>, Vec<&Entry>) =
            unwanted.into_iter().partition(|(path, _)| is_in_the_way(path, &manifest));
        for (path, _) in in_the_way {
            self.delete(path)?;
        }
        if self.before.is_new() {
            self.put_tree(&wanted)?;
        }
        for of_one_rank in moves.chunk_by(|(a, _), (b, _)| rank(a) == rank(b)) {
            self.put(of_one_rank)?;
        }
        for (path, _) in later {
            self.delete(path)?;
        }
        let sums = self.write_manifest(&manifest)?;
        self.clear_staging()?;
        wanted.par_iter_mut().try_for_each(|page| self.settle(page))?;
        let sums = PublishedFile { state: self.state(FILE)?, path: FILE.into(), sha256: sums, fingerprint: None };
        let place = wanted.partition_point(|page| page.file.path < sums.path);
        let mut files = Vec::with_capacity(wanted.len() + 1);
        files.extend(wanted.drain(..place).map(|page| page.file));
        files.push(sums);
        files.extend(wanted.drain(..).map(|page| page.file));
        Ok(Published { changes, files })
    }

    /// Notes how a page was left that is in its place now.
    fn settle(&self, page: &mut Page) -> Result<(), Error> {
        let is_settled = match page.bytes {
            Bytes::Standing => true,
            Bytes::Staged(_) => false,
            // Renaming a folder leaves what is in it alone.
            Bytes::InTree => page.file.path.contains('/'),
        };
        if !is_settled {
            page.file.state = self.state(&page.file.path)?;
        }
        Ok(())
    }

    /// Puts the tree of a new site in place: folders whole, then the pages of the root, which lead into them.
    fn put_tree(&self, wanted: &[Page]) -> Result<(), Error> {
        let in_tree = wanted.iter().filter(|page| page.bytes == Bytes::InTree).map(|page| &*page.file.path);
        let tops: BTreeSet<(bool, u8, &str)> = in_tree
            .map(|path| match path.split_once('/') {
                Some((folder, _)) => (false, 0, folder),
                None => (true, rank(path), path),
            })
            .collect();
        for (_, _, name) in tops {
            let target = self.root.join(name);
            fs::rename(self.root.join(STAGING).join(TREE).join(name), &target)
                .map_err(|error| Error::io("写入", &target, error))?;
        }
        Ok(())
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

    /// Writes the list of files, and gives its own digest.
    fn write_manifest(&self, manifest: &Manifest) -> Result<[u8; 32], Error> {
        let path = self.root.join(FILE);
        let text = manifest.text();
        let write = || {
            if *manifest == self.before.previous && fs::read(&path).is_ok_and(|present| present == text.as_bytes()) {
                return Ok(());
            }
            let staged = self.write_staged(text.as_bytes())?;
            fs::rename(&staged, &path).map_err(|error| Error::io("写入", &path, error))
        };
        let (written, digest) = rayon::join(write, || Sha256::digest(&text).into());
        written.map(|()| digest)
    }
}

impl Sink for Output<'_> {
    /// A file that is as the last build left it, and that the same things would make.
    fn has(&self, url: &UrlPath, fingerprint: Digest) -> bool {
        let has_it = |place: &usize| self.before.untouched[*place].fingerprint == Some(fingerprint);
        let Some(place) = self.before.place(url.as_str()).filter(has_it) else { return false };
        self.stays[place].store(true, Ordering::Relaxed);
        true
    }

    fn kept(&self, url: &UrlPath) -> Option<Digest> {
        self.standing(url)?.fingerprint
    }

    fn read(&self, url: &UrlPath) -> Option<Vec<u8>> {
        fs::read(self.path_of(url)).ok()
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
        let is_ours = self.before.previous.has(url.as_str());
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
        let sha256 = Sha256::digest(bytes).into();
        let (bytes, state) = match same {
            Some(state) => (Bytes::Standing, state),
            None => self.stage(url, bytes)?,
        };
        let file = PublishedFile { path: url.as_str().into(), state, sha256, fingerprint };
        self.want(Page { file, is_made: true, bytes });
        Ok(())
    }
}

/// Writes a file into a folder that may not be there yet. How it was left, if nobody renames it.
fn write(path: &Path, bytes: &[u8]) -> Result<State, Error> {
    let create = || {
        fs::File::create(path).or_else(|error| match (error.kind(), path.parent()) {
            (io::ErrorKind::NotFound, Some(folder)) => {
                fs::create_dir_all(folder)?;
                fs::File::create(path)
            }
            _ => Err(error),
        })
    };
    let written = create().and_then(|mut file| {
        file.write_all(bytes)?;
        file.metadata()
    });
    written.map(|left| State::of(&left)).map_err(|error| Error::io("写入", path, error))
}

impl Drop for Output<'_> {
    /// A run that failed leaves no staging folder behind; the next one would clear it anyway.
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(self.root.join(STAGING));
    }
}

/// Files that were published and are not any more.
fn unwanted<'m>(before: &'m Manifest, now: &Manifest) -> Vec<&'m Entry> {
    let mut wanted = now.entries().iter().peekable();
    let mut is_wanted = |path: &Arc<str>| {
        while wanted.next_if(|(wanted, _)| wanted < path).is_some() {}
        wanted.peek().is_some_and(|(wanted, _)| wanted == path)
    };
    before.entries().iter().filter(|(path, _)| !is_wanted(path)).collect()
}

/// Whether an old file and a new one cannot both be there, because one has the name of a folder of the other.
fn is_in_the_way(old: &str, wanted: &Manifest) -> bool {
    wanted.has_folder(old) || old.match_indices('/').any(|(at, _)| wanted.has(&old[..at]))
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
