//! Texts on their way from the sources into the file of texts. What is published is what was read, whatever happens to the sources
//! meanwhile, so each is taken down when it is read. A few are held in memory; where there are many, as in a first build, they go
//! into the file that takes the place of the old one, and no second copy of a whole site is in memory.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::disk::Disk;
use crate::disk::plain;
use crate::disk::writer::Staged;
use crate::error::Error;
use crate::load::sources::{FileEntry, LeftOut, Sources};
use crate::model::digest::Digest;
use crate::model::path::{SourcePath, below_reports};
use crate::publish::snapshot::SavedFile;

/// Bytes that are held in memory. An edit needs a few thousand; larger pieces are written no faster.
const HELD: usize = 1 << 20;

/// Texts that were read in this build.
pub struct Texts {
    /// Of the file of texts.
    path: PathBuf,
    /// Whether to wait until they are on the disk.
    sync: bool,
    read: BTreeMap<String, ReadText>,
    held: Vec<u8>,
    /// The bytes before those that are held, how many they are, and what went wrong with them.
    spilled: Option<(Staged, File)>,
    begin: u64,
    failed: Option<Error>,
}

/// One of them.
struct ReadText {
    digest: Digest,
    /// Counted from the first byte of all.
    at: u64,
    size: u64,
}

impl Texts {
    /// No text yet; `path` is that of the file of texts, beside which they are spilled when there are too many for the
    /// memory.
    pub fn new(path: &Path, sync: bool) -> Texts {
        Texts {
            path: path.to_path_buf(),
            sync,
            read: BTreeMap::new(),
            held: Vec::new(),
            spilled: None,
            begin: 0,
            failed: None,
        }
    }

    /// Takes a text down. What goes wrong with spilling it is told when the texts are written.
    pub fn add(&mut self, path: &str, text: &[u8]) {
        let (at, size) = (self.begin + self.held.len() as u64, text.len() as u64);
        self.read.insert(path.to_owned(), ReadText { digest: Digest::of(text), at, size });
        self.held.extend_from_slice(text);
        if self.held.len() > HELD && self.failed.is_none() {
            self.failed = self.spill().err();
        }
    }

    /// Whether there were so many that the file of texts is written anew.
    pub fn is_spilled(&self) -> bool {
        self.spilled.is_some()
    }

    /// The texts of categories, which every build reads.
    pub fn categories(&self) -> impl Iterator<Item = (&str, Digest)> {
        let is_category = |path: &str| below_reports(path).is_some() && path.ends_with(".toml");
        self.read.iter().map(|(path, text)| (path.as_str(), text.digest)).filter(move |(path, _)| is_category(path))
    }

    /// The text of a file as it is to be listed, if it was read as `digest` says.
    pub fn find<'f>(&self, path: &'f str, digest: Digest) -> Option<SavedFile<'f>> {
        let text = self.read.get(path).filter(|text| text.digest == digest)?;
        Some(SavedFile { path: path.into(), digest, at: text.at, size: text.size })
    }

    /// Writes the texts of `fresh` into `file` from byte `end` on, and notes where.
    pub fn append(&self, fresh: &mut [SavedFile<'_>], end: u64, file: &mut File) -> io::Result<()> {
        // Behind the last text: what a build that was cut off has left there is of no use.
        file.set_len(end)?;
        file.seek(SeekFrom::Start(end))?;
        let mut at = end;
        for text in fresh {
            file.write_all(self.held_text(text).ok_or(io::ErrorKind::UnexpectedEof)?)?;
            (text.at, at) = (at, at + text.size);
        }
        Ok(())
    }

    fn held_text(&self, text: &SavedFile<'_>) -> Option<&[u8]> {
        let start = usize::try_from(text.at.checked_sub(self.begin)?).ok()?;
        self.held.get(start..start.checked_add(usize::try_from(text.size).ok()?)?)
    }

    /// A new file of texts, to be put in place: of what was read only `fresh`, and behind it the texts of `kept` from the old file, as
    /// far as they are there.
    pub fn write_anew(mut self, fresh: &[SavedFile<'_>], kept: &mut Vec<SavedFile<'_>>) -> Result<Staged, Error> {
        if let Some(failed) = self.failed.take() {
            return Err(failed);
        }
        self.spill()?;
        let failed = |error: io::Error| Error::io("写入", &self.path, error);
        let (mut end, path) = (self.begin, self.path.clone());
        let Some((staged, mut file)) = self.spilled.take() else { return Err(failed(io::ErrorKind::NotFound.into())) };
        blank_others(&mut file, fresh, end).map_err(failed)?;
        file.seek(SeekFrom::Start(end)).map_err(failed)?;
        let mut old = if kept.is_empty() { None } else { plain::open(&path).ok() };
        let mut written = Ok(());
        kept.retain_mut(|text| {
            let Some(bytes) = old.as_mut().and_then(|old| read_text(old, text)) else { return false };
            if written.is_ok() {
                written = file.write_all(&bytes);
            }
            (text.at, end) = (end, end + text.size);
            true
        });
        written.and_then(|()| if self.sync { file.sync_all() } else { Ok(()) }).map_err(failed)?;
        Ok(staged)
    }

    fn spill(&mut self) -> Result<(), Error> {
        let (_, file) = match &mut self.spilled {
            Some(spilled) => spilled,
            none => none.insert(Staged::create_private(&self.path, self.sync)?),
        };
        file.write_all(&self.held).map_err(|error| Error::io("写入", &self.path, error))?;
        self.begin += self.held.len() as u64;
        self.held.clear();
        Ok(())
    }
}

/// Overwrites the first `end` bytes of a file but for those of `texts`: drafts, and what turned out not to be published.
fn blank_others(file: &mut File, texts: &[SavedFile<'_>], end: u64) -> io::Result<()> {
    let mut places: Vec<(u64, u64)> = texts.iter().map(|text| (text.at, text.size)).collect();
    places.sort_unstable();
    places.push((end, 0));
    let mut from = 0;
    for (at, size) in places {
        blank(file, from, at.saturating_sub(from))?;
        from = at + size;
    }
    Ok(())
}

/// Overwrites `size` bytes from `at` on.
pub fn blank(file: &mut File, at: u64, size: u64) -> io::Result<()> {
    if size == 0 {
        return Ok(());
    }
    file.seek(SeekFrom::Start(at))?;
    io::copy(&mut io::repeat(0).take(size), file).map(|_| ())
}

/// The text of a file of the list, if it is there as it was written.
pub fn read_text(texts: &mut File, file: &SavedFile<'_>) -> Option<Vec<u8>> {
    texts.seek(SeekFrom::Start(file.at)).ok()?;
    let mut text = Vec::new();
    texts.take(file.size).read_to_end(&mut text).ok()?;
    (Digest::of(&text) == file.digest).then_some(text)
}

/// A site's files, of which the texts are taken down when they are read.
pub struct Tapped<'d> {
    disk: &'d Disk,
    texts: Mutex<Texts>,
    /// Where the file of texts is; nothing is taken down where there can be none.
    path: Option<PathBuf>,
}

impl<'d> Tapped<'d> {
    /// Reads from `disk`. Without `path` nothing is taken down.
    pub fn new(disk: &'d Disk, path: Option<&Path>, sync: bool) -> Tapped<'d> {
        let texts = Texts::new(path.unwrap_or(Path::new("")), sync);
        Tapped { disk, texts: Mutex::new(texts), path: path.map(Path::to_path_buf) }
    }

    /// What was taken down.
    pub fn take(&self) -> Option<Texts> {
        let path = self.path.as_deref()?;
        let mut texts = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
        let sync = texts.sync;
        Some(std::mem::replace(&mut *texts, Texts::new(path, sync)))
    }
}

fn is_text(path: &SourcePath) -> bool {
    matches!(path.extension().as_str(), "md" | "markdown" | "toml")
}

impl Sources for Tapped<'_> {
    fn files(&self) -> &[FileEntry] {
        self.disk.files()
    }

    fn folders(&self) -> &[SourcePath] {
        self.disk.folders()
    }

    fn left_out(&self) -> &[LeftOut] {
        self.disk.left_out()
    }

    fn listed(&self) -> u64 {
        self.disk.listed()
    }

    fn open(&self, path: &SourcePath) -> Result<Box<dyn Read + '_>, Error> {
        self.disk.open(path)
    }

    fn read(&self, path: &SourcePath) -> Result<Vec<u8>, Error> {
        let bytes = self.disk.read(path)?;
        if self.path.is_some() && is_text(path) {
            self.texts.lock().unwrap_or_else(PoisonError::into_inner).add(path.as_str(), &bytes);
        }
        Ok(bytes)
    }
}
