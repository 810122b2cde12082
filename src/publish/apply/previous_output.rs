//! What is in the output folder before a build changes it: whether the folder is ours, and which of the files that the last build
//! left are still as it left them. Apart from writing, so that it can be looked at while reports are still being read.

#![expect(clippy::disallowed_methods, reason = "looks at what the writer of the output folder is about to change")]

use std::fs;
use std::io;
use std::path::Path;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use walkdir::WalkDir;

use crate::disk::plain;
use crate::disk::probe::FileProbe;
use crate::error::Error;
use crate::model::page::STAGING;
use crate::publish::published_file::PublishedFile;
use crate::publish::sha256sums::{self, ALWAYS, Entry, FILE, Manifest};

/// An output folder that belongs to this program, as the last build left it.
#[derive(Debug, Default)]
pub struct PreviousOutput<'k> {
    /// The list of files that the last build left; empty for a new folder.
    pub(super) manifest: Manifest,
    /// Files that are ours and were not touched since, in the order of paths.
    pub(super) untouched: Vec<&'k PublishedFile>,
    /// Places in `untouched` by path.
    places: FxHashMap<&'k str, usize>,
    /// Whether the list of files was broken: then what stands where a page belongs is ours too.
    pub(super) is_broken: bool,
}

impl<'k> PreviousOutput<'k> {
    /// Looks at the folder, which must be new, empty (hidden files aside), or ours. `known` is what the last build left in it, in the
    /// order of paths; `is_noted` where it is known that the program has published into the folder.
    ///
    /// # Errors
    ///
    /// [`Error::ForeignOutput`] when somebody else's files are in it, [`Error::LostManifest`] when they cannot be told from ours, and where its
    /// list of files cannot be read.
    pub fn read(root: &Path, known: &'k [PublishedFile], is_noted: bool) -> Result<PreviousOutput<'k>, Error> {
        let list = manifest(root)?;
        let is_broken = is_noted && matches!(list, List::Broken(_));
        let previous = match list {
            List::Ours(previous) => previous,
            // A list that a power cut left without its end, or without anything.
            List::Broken(rest) if is_noted => rest.and(&known_entries(known).iter().collect::<Vec<_>>()),
            // The pages that every site has, but no list.
            lost @ (List::Broken(_) | List::None) if ALWAYS.iter().all(|page| root.join(page).is_file()) => {
                let is_there = matches!(lost, List::Broken(_));
                return Err(Error::LostManifest { path: root.to_path_buf(), is_there });
            }
            List::Broken(_) | List::None => match first_visible(root)? {
                Some(example) => return Err(Error::ForeignOutput { path: root.to_path_buf(), example }),
                None => Manifest::default(),
            },
        };
        let newest = newest(known);
        let untouched =
            |probe: &mut FileProbe<'_>, file: &'k PublishedFile| is_untouched(probe, file, newest).then_some(file);
        let ours: Vec<_> = ours(&previous, known).into_par_iter().map_init(|| FileProbe::within(root), untouched).collect();
        let untouched: Vec<&PublishedFile> = ours.into_iter().flatten().collect();
        let places = untouched.iter().enumerate().map(|(place, file)| (&*file.path, place)).collect();
        Ok(PreviousOutput { manifest: previous, untouched, places, is_broken })
    }

    /// Where in `untouched` the file at a path is.
    pub(super) fn place(&self, path: &str) -> Option<usize> {
        self.places.get(path).copied()
    }

    /// Whether nothing but hidden files was in the folder.
    pub(super) fn is_new(&self) -> bool {
        self.manifest.entries().is_empty() && !self.is_broken
    }
}

/// Whether every file of `files` is in `root` as it was left, and no other run was cut off there.
pub fn stands(root: &Path, files: &[PublishedFile]) -> bool {
    let is_finished =
        matches!(fs::symlink_metadata(root.join(STAGING)), Err(error) if error.kind() == io::ErrorKind::NotFound);
    let newest = newest(files);
    let untouched = |probe: &mut FileProbe<'_>, file: &PublishedFile| is_untouched(probe, file, newest);
    is_finished && files.par_iter().map_init(|| FileProbe::within(root), untouched).all(|is_untouched| is_untouched)
}

/// Whether the file has the size and time that it had, where the last of all was written at `newest`. Clocks of file systems tick, so
/// whoever altered one of the last files within the tick that wrote it left it no other time, and its content has to tell. Any other
/// file would have got a later time than it had.
fn is_untouched(probe: &mut FileProbe<'_>, file: &PublishedFile, newest: u64) -> bool {
    let has_its_content =
        || plain::read(&probe.root.join(&*file.path)).is_ok_and(|bytes| sha256sums::sum(&bytes) == file.sha256);
    probe.state(&file.path) == Some(file.state) && (file.state.modified < newest || has_its_content())
}

/// When the last of `files` was written.
fn newest(files: &[PublishedFile]) -> u64 {
    files.iter().map(|file| file.state.modified).max().unwrap_or(0)
}

/// What stands in the place of the list of files.
enum List {
    Ours(Manifest),
    /// Somebody else's, or one of ours that is not whole: the lines of it that can be read.
    Broken(Manifest),
    None,
}

fn manifest(root: &Path) -> Result<List, Error> {
    let path = root.join(FILE);
    match plain::read(&path) {
        Ok(bytes) => {
            let text = String::from_utf8_lossy(&bytes);
            Ok(Manifest::parse(&text).map_or_else(|| List::Broken(Manifest::rest(&text)), List::Ours))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(List::None),
        Err(error) => Err(Error::io("读取", path, error)),
    }
}

fn known_entries(known: &[PublishedFile]) -> Vec<Entry> {
    known.iter().filter(|file| *file.path != *FILE).map(|file| (file.path.clone(), file.sha256)).collect()
}

/// The files of `known` that the list in the output folder names too. Both are in the order of paths.
fn ours<'k>(previous: &Manifest, known: &'k [PublishedFile]) -> Vec<&'k PublishedFile> {
    let mut listed = previous.entries().iter().peekable();
    let is_ours = |file: &&PublishedFile| {
        while listed.next_if(|(path, _)| *path < file.path).is_some() {}
        listed.peek().is_some_and(|(path, _)| *path == file.path)
    };
    known.iter().filter(is_ours).collect()
}

/// Files in the folder that are not in its list, hidden ones aside, by their paths.
pub(super) fn others(root: &Path, manifest: &Manifest) -> Vec<String> {
    let is_hidden = |entry: &walkdir::DirEntry| entry.file_name().as_encoded_bytes().starts_with(b".");
    let walk = WalkDir::new(root).min_depth(1).sort_by_file_name().into_iter().filter_entry(|entry| !is_hidden(entry));
    let files = walk.filter_map(Result::ok).filter(|entry| !entry.file_type().is_dir());
    let path = |entry: walkdir::DirEntry| {
        let below = entry.path().strip_prefix(root).ok()?;
        Some(below.display().to_string().replace(std::path::MAIN_SEPARATOR, "/"))
    };
    files.filter_map(path).filter(|path| path != FILE && !manifest.has(path)).collect()
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
