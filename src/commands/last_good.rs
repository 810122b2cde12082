//! Keeps what the last good site was made from, and makes it a site's sources again. Two files for each output folder, below `.gongkai/`: the
//! texts one after another, and the list of them ([`Snapshot`]). A text that changed is written behind the others; the list is put in
//! place after it, and only then is the old text overwritten, so a build that is cut off leaves the list and its texts whole. What was
//! withdrawn stays in neither.

#![expect(clippy::disallowed_methods, reason = "a command is the edge: it keeps what a withdrawal needs")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::site::OpenSite;
use super::staged::Staged;
use super::state_folder::StateFolder;
use crate::config::{self, Settings, words};
use crate::disk::Disk;
use crate::error::Error;
use crate::load::sources::{FileEntry, LeftOut, Sources};
use crate::model::digest::Digest;
use crate::model::page::PageKind;
use crate::model::path::SourcePath;
use crate::pipeline::Planned;
use crate::publish::plain;
use crate::publish::snapshot::{Asked, SavedAttachment, SavedFile, Snapshot};
use crate::render::theme::ThemeFiles;

/// Space in the file of texts that nothing uses any more may be this part of what is used; beyond it the file is written anew.
const WASTE: u64 = 2;

/// The two files of one output folder.
pub(super) struct Place {
    texts: PathBuf,
    list: PathBuf,
    /// Whether to wait until files are on the disk.
    sync: bool,
}

impl Place {
    /// For the folder that the ledger calls `output`.
    pub(super) fn new(folder: &StateFolder, output: &str, sync: bool) -> Place {
        let name: String = Digest::of(output.as_bytes()).0.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        let file = |kind: &str| folder.file(&format!("last-{name}.{kind}"));
        Place { texts: file("texts"), list: file("list"), sync }
    }

    /// The list, encoded; empty where there is none.
    pub(super) fn read_list(&self) -> Vec<u8> {
        plain::read(&self.list).unwrap_or_default()
    }

    fn read_texts(&self) -> Vec<u8> {
        plain::read(&self.texts).unwrap_or_default()
    }

    /// Writes `list`, whose `fresh` texts are not in the file of texts yet and get their places there, and forgets what else `old` had.
    fn save(&self, old: Option<&Snapshot<'_>>, mut list: Snapshot<'_>, mut fresh: Fresh<'_>) -> Result<(), Error> {
        let used: u64 = list.files.iter().map(|file| file.size).sum();
        let end = old.map_or(0, |old| old.files.iter().map(|file| file.at + file.size).max().unwrap_or(0));
        let added: u64 = fresh.values().map(|text| text.len() as u64).sum();
        let is_file = fs::symlink_metadata(&self.texts).is_ok_and(|found| found.is_file());
        if !is_file || end == 0 || end + added > used * WASTE {
            return self.write_anew(list, &fresh);
        }
        let failed = |error: io::Error| Error::io("写入", &self.texts, error);
        let mut texts = plain::open_private(&self.texts).map_err(failed)?;
        // Behind the last text: what a build that was cut off has left there is of no use.
        texts.set_len(end).and_then(|()| texts.seek(SeekFrom::Start(end))).map_err(failed)?;
        let mut at = end;
        for file in &mut list.files {
            if let Some(text) = fresh.remove(&*file.path) {
                texts.write_all(text).map_err(failed)?;
                (file.at, at) = (at, at + file.size);
            }
        }
        if self.sync {
            texts.sync_data().map_err(failed)?;
        }
        self.write_list(&list)?;
        let dropped = old.into_iter().flat_map(|old| &old.files).filter(|file| {
            let now = list.file(&file.path);
            now.is_none_or(|now| now.at != file.at)
        });
        for SavedFile { at, size, .. } in dropped {
            let zeros = vec![0; usize::try_from(*size).unwrap_or(0)];
            texts.seek(SeekFrom::Start(*at)).and_then(|_| texts.write_all(&zeros)).map_err(failed)?;
        }
        Ok(())
    }

    fn write_anew(&self, mut list: Snapshot<'_>, fresh: &Fresh<'_>) -> Result<(), Error> {
        let before = if fresh.len() < list.files.len() { self.read_texts() } else { Vec::new() };
        let (mut parts, mut at) = (Vec::with_capacity(list.files.len()), 0);
        list.files.retain_mut(|file| {
            let Some(text) = fresh.get(&*file.path).copied().or_else(|| text_of(&before, file)) else { return false };
            parts.push(text);
            (file.at, file.size) = (at, text.len() as u64);
            at += file.size;
            true
        });
        Staged::write(&self.texts, &[&parts.concat()], self.sync)?.put_in_place()?;
        self.write_list(&list)
    }

    fn write_list(&self, list: &Snapshot<'_>) -> Result<(), Error> {
        let Some(bytes) = list.encode() else { return Ok(()) };
        Staged::write(&self.list, &[&bytes], self.sync)?.put_in_place()
    }

    /// Forgets the reports in `withdrawn`.
    pub(super) fn strike(&self, old: &Snapshot<'_>, left: Snapshot<'_>) -> Result<(), Error> {
        self.save(Some(old), left, Fresh::new())
    }
}

/// Texts by path.
type Fresh<'t> = BTreeMap<&'t str, &'t [u8]>;

fn text_of<'t>(texts: &'t [u8], file: &SavedFile<'_>) -> Option<&'t [u8]> {
    let (at, size) = (usize::try_from(file.at).ok()?, usize::try_from(file.size).ok()?);
    let text = texts.get(at..at.checked_add(size)?)?;
    (Digest::of(text) == file.digest).then_some(text)
}

/// A site's files, of which texts are kept when they are read: what is published is what was read, whatever happens to the files
/// meanwhile.
pub(super) struct Tapped<'d> {
    disk: &'d Disk,
    texts: Mutex<Vec<(SourcePath, Vec<u8>)>>,
}

impl<'d> Tapped<'d> {
    pub(super) fn new(disk: &'d Disk) -> Tapped<'d> {
        Tapped { disk, texts: Mutex::default() }
    }

    fn take(&self) -> BTreeMap<SourcePath, Vec<u8>> {
        let mut texts = self.texts.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        std::mem::take(&mut *texts).into_iter().collect()
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
        if is_text(path) {
            let text = (path.clone(), bytes.clone());
            self.texts.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(text);
        }
        Ok(bytes)
    }
}

/// What a build needs besides its pages to keep what it published.
pub(super) struct Keeper<'k> {
    pub(super) place: Place,
    pub(super) tapped: &'k Tapped<'k>,
    /// What the last build kept.
    pub(super) old: Option<Snapshot<'k>>,
    pub(super) theme_files: &'k ThemeFiles,
    pub(super) asked: Asked,
}

/// Keeps what was published. Texts that are kept already are not written again.
pub(super) fn save(keeper: &Keeper<'_>, site: &OpenSite, planned: &Planned) -> Result<(), Error> {
    let Keeper { place, tapped, old, theme_files, asked } = keeper;
    let old = old.as_ref();
    let read = tapped.take();
    let mut wanted: BTreeMap<&str, Digest> = BTreeMap::new();
    let published = planned.loaded.reports.iter().filter(|report| planned.index.has_report(report.path.as_str()));
    wanted.extend(published.map(|report| (report.path.as_str(), report.digest)));
    let others = read.iter().filter(|(path, _)| path.extension() == "toml").map(|(path, text)| (path.as_str(), text));
    let settings = [(config::FILE, &site.settings.site), (words::FILE, &site.settings.words)];
    let others: BTreeMap<&str, &Vec<u8>> =
        others.chain(settings).chain(theme_files.iter().map(|(path, bytes)| (path.as_str(), bytes))).collect();
    wanted.extend(others.iter().map(|(path, bytes)| (*path, Digest::of(bytes))));
    let mut lost = BTreeMap::new();
    let mut list =
        Snapshot { asked: asked.clone(), files: Vec::with_capacity(wanted.len()), attachments: attachments(planned) };
    let mut fresh = Fresh::new();
    for (path, digest) in &wanted {
        if let Some(same) = old.and_then(|old| old.file(path)).filter(|file| file.digest == *digest) {
            list.files.push(same.clone());
            continue;
        }
        // Known from the cache, which outlives a lost list.
        let source = SourcePath::new(path).filter(|_| !others.contains_key(path) && !read.contains_key(*path));
        if let Some(text) = source.and_then(|source| site.disk.read(&source).ok()) {
            lost.insert(*path, text);
        }
        list.files.push(SavedFile { path: (*path).into(), digest: *digest, at: 0, size: 0 });
    }
    for file in list.files.iter_mut().filter(|file| file.size == 0) {
        let Some((path, _)) = wanted.get_key_value(&*file.path) else { continue };
        let text = others.get(path).map(|text| text.as_slice()).or_else(|| read.get(*path).map(Vec::as_slice));
        let text = text.or_else(|| lost.get(path).map(Vec::as_slice)).filter(|text| Digest::of(text) == file.digest);
        if let Some(text) = text {
            file.size = text.len() as u64;
            fresh.insert(path, text);
        }
    }
    let is_same = |old: &Snapshot<'_>| (&old.asked, &old.files, &old.attachments) == (asked, &list.files, &list.attachments);
    if old.is_some_and(is_same) {
        return Ok(());
    }
    place.save(old, list, fresh)
}

fn attachments(planned: &Planned) -> Vec<SavedAttachment> {
    let mut attachments = Vec::new();
    for (url, page) in planned.plan.iter() {
        if let PageKind::Attachment { report, attachment } = page.kind
            && let Some(report) = planned.index.reports.get(report)
            && let Some(file) = report.attachments.get(attachment)
        {
            attachments.push(SavedAttachment {
                source: file.source.to_string(),
                report: report.path.to_string(),
                address: url.to_string(),
            });
        }
    }
    attachments.sort();
    attachments
}

/// The last good site as sources.
pub(super) struct LastGood {
    texts: BTreeMap<String, Vec<u8>>,
    /// Files below the output folder by source.
    published: BTreeMap<String, PathBuf>,
    files: Vec<FileEntry>,
    folders: Vec<SourcePath>,
}

impl LastGood {
    /// What `list` has, with attachments from `output`; otherwise the first text that is not there any more.
    pub(super) fn read(place: &Place, list: &Snapshot<'_>, output: &Path) -> Result<LastGood, String> {
        let bytes = place.read_texts();
        let mut last =
            LastGood { texts: BTreeMap::new(), published: BTreeMap::new(), files: Vec::new(), folders: Vec::new() };
        for file in &list.files {
            let text = text_of(&bytes, file).ok_or_else(|| file.path.to_string())?;
            last.texts.insert(file.path.to_string(), text.to_vec());
        }
        let sizes = last.texts.iter().map(|(path, text)| (path.clone(), text.len() as u64));
        let mut sizes: BTreeMap<String, u64> = sizes.filter(|(path, _)| path.starts_with("reports/")).collect();
        for (source, address) in list.addresses() {
            let file = output.join(address);
            sizes.insert(source.to_string(), fs::metadata(&file).map_or(0, |found| found.len()));
            last.published.insert(source.to_string(), file);
        }
        for (path, size) in sizes {
            let Some(path) = SourcePath::new(&path) else { continue };
            let above = std::iter::successors(path.parent(), SourcePath::parent);
            last.folders.extend(above.filter(|folder| folder.as_str() != "reports"));
            last.files.push(FileEntry { path, size, modified: 0, is_special: false });
        }
        last.files.sort_by(|a, b| a.path.cmp(&b.path));
        last.folders.sort();
        last.folders.dedup();
        Ok(last)
    }

    pub(super) fn settings(&self) -> Settings {
        let text = |path: &str| self.texts.get(path).cloned().unwrap_or_default();
        Settings { site: text(config::FILE), words: text(words::FILE) }
    }

    pub(super) fn theme_files(&self) -> ThemeFiles {
        let is_theme = |path: &str| ["templates/", "assets/", "themes/"].iter().any(|folder| path.starts_with(folder));
        self.texts.iter().filter(|(path, _)| is_theme(path)).map(|(path, text)| (path.clone(), text.clone())).collect()
    }
}

impl Sources for LastGood {
    fn files(&self) -> &[FileEntry] {
        &self.files
    }

    fn folders(&self) -> &[SourcePath] {
        &self.folders
    }

    fn read(&self, path: &SourcePath) -> Result<Vec<u8>, Error> {
        match (self.texts.get(path.as_str()), self.published.get(path.as_str())) {
            (Some(text), _) => Ok(text.clone()),
            (None, Some(file)) => fs::read(file).map_err(|error| Error::io("读取", file, error)),
            (None, None) => Err(Error::io("读取", path.as_str(), io::ErrorKind::NotFound.into())),
        }
    }
}
