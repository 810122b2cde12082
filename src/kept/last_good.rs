//! Keeps what the last good site was made from, and makes it a site's sources again. Two files for each output folder, below `.gongkai/`: the
//! texts one after another ([`texts`]), and the list of them ([`Snapshot`]). A text that changed is written behind the others; the list
//! is put in place after it, and only then is the old text overwritten, so a build that is cut off leaves the list and its texts whole;
//! where all texts are written anew the list goes first, and such a build leaves none.
//! What was withdrawn stays in neither.

#![expect(clippy::disallowed_methods, reason = "it keeps what a withdrawal needs")]

mod texts;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::state_folder::StateFolder;
use crate::config::{self, Settings, words};
use crate::disk::Disk;
use crate::disk::plain;
use crate::disk::site::OpenSite;
use crate::disk::writer::Staged;
use crate::error::Error;
use crate::load::sources::ThemeFiles;
use crate::load::sources::{FileEntry, Sources};
use crate::model::digest::Digest;
use crate::model::page::PageKind;
use crate::model::path::{REPORTS, SourcePath, below_reports};
use crate::model::report::LoadedReport;
use crate::publish::ledger::Now;
use crate::publish::sha256sums::{self, Manifest};
use crate::publish::snapshot::{Asked, SavedAttachment, SavedFile, Snapshot};
pub use texts::Tapped;
use texts::{Texts, blank, read_text};

/// Space in the file of texts that nothing uses any more may be this part of what is used; beyond it the file is written anew.
const WASTE: u64 = 2;

/// Begins their names.
const PREFIX: &str = "last-";

/// The two files of one output folder.
pub struct Place {
    texts: PathBuf,
    list: PathBuf,
    can_be_written: bool,
    /// Whether to wait until files are on the disk.
    sync: bool,
}

impl Place {
    /// For the folder that the ledger calls `output`.
    pub fn new(folder: &StateFolder, output: &str, sync: bool) -> Place {
        let file = |kind: &str| folder.file(&format!("{}.{kind}", stem(output)));
        Place { texts: file("texts"), list: file("list"), can_be_written: folder.can_be_written, sync }
    }

    /// The list, encoded; empty where there is none.
    pub fn read_list(&self) -> Vec<u8> {
        plain::read(&self.list).unwrap_or_default()
    }

    /// The files of a site, of which the texts are to be kept here.
    pub fn tap<'d>(&self, disk: &'d Disk) -> Tapped<'d> {
        Tapped::new(disk, self.can_be_written.then_some(&self.texts), self.sync)
    }

    /// Writes `list` with `files`, whose fresh texts come from `texts`, and forgets what else `old` had.
    fn save(&self, old: Option<&Snapshot<'_>>, list: Snapshot<'_>, files: Files<'_>, texts: Texts) -> Result<(), Error> {
        let Files { mut kept, mut fresh } = files;
        let size = |files: &[SavedFile<'_>]| files.iter().map(|file| file.size).sum::<u64>();
        let end = old.map_or(0, Snapshot::end);
        let is_wasteful = end + size(&fresh) > (size(&kept) + size(&fresh)) * WASTE;
        if end == 0 || texts.is_spilled() || is_wasteful {
            let staged = texts.write_anew(&fresh, &mut kept)?;
            // The old list must go before the new texts come, because its places are those of the old ones. A build that is
            // cut off in between leaves no list, and the next one finds all texts in the sources.
            self.forget_list()?;
            staged.put_in_place()?;
            return self.write_list(list, kept, fresh);
        }
        let failed = |error: io::Error| Error::io("写入", &self.texts, error);
        let mut file = plain::open_private(&self.texts).map_err(failed)?;
        texts.append(&mut fresh, end, &mut file).map_err(failed)?;
        if self.sync {
            file.sync_data().map_err(failed)?;
        }
        let dropped: Vec<SavedFile<'_>> = old.map_or_else(Vec::new, |old| without(&old.files, &kept));
        self.write_list(list, kept, fresh)?;
        dropped.iter().try_for_each(|text| blank(&mut file, text.at, text.size)).map_err(failed)
    }

    /// Whether the file of texts is as long as `list` says.
    fn holds(&self, list: &Snapshot<'_>) -> bool {
        fs::symlink_metadata(&self.texts).is_ok_and(|found| found.is_file() && found.len() >= list.end())
    }

    fn forget_list(&self) -> Result<(), Error> {
        match fs::remove_file(&self.list) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::io("删除", &self.list, error)),
            _ => Ok(()),
        }
    }

    fn write_list<'s>(
        &self,
        mut list: Snapshot<'s>,
        kept: Vec<SavedFile<'s>>,
        fresh: Vec<SavedFile<'s>>,
    ) -> Result<(), Error> {
        list.files = kept;
        list.files.extend(fresh);
        // Two runs in order, which this sort merges.
        list.files.sort_by(|a, b| a.path.cmp(&b.path));
        let Some(bytes) = list.encode() else { return Ok(()) };
        Staged::write_private(&self.list, &[&bytes], self.sync)?.put_in_place()
    }

    /// Forgets what `old` has and `left` has not.
    pub fn strike(&self, old: &Snapshot<'_>, mut left: Snapshot<'_>) -> Result<(), Error> {
        let kept = std::mem::take(&mut left.files);
        self.save(Some(old), left, Files { kept, fresh: Vec::new() }, Texts::new(&self.texts, self.sync))
    }
}

/// The name of the two files without its ending.
fn stem(output: &str) -> String {
    let digits: String = Digest::of(output.as_bytes()).0.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    format!("{PREFIX}{digits}")
}

/// Whether a file of this name was kept for an output folder that is not among `outputs`.
pub fn is_of_none<'o>(name: &str, outputs: impl Iterator<Item = &'o str>) -> bool {
    let stem_of = |kind| name.strip_suffix(kind).filter(|stem| stem.starts_with(PREFIX));
    let found = [".texts", ".list"].into_iter().find_map(stem_of);
    found.is_some_and(|found| !outputs.into_iter().any(|output| stem(output) == found))
}

/// The files of a list by where their texts are.
#[derive(Default)]
struct Files<'f> {
    /// In the file of texts.
    kept: Vec<SavedFile<'f>>,
    /// Among those that were read.
    fresh: Vec<SavedFile<'f>>,
}

/// What a build needs besides its pages to keep what it published.
pub struct Keeper<'k> {
    /// Where it is kept.
    pub place: Place,
    /// The sources of this build, which are taken down while they are read.
    pub tapped: &'k Tapped<'k>,
    /// What the last build kept.
    pub old: Option<Snapshot<'k>>,
    /// The site's own templates and assets, and its themes.
    pub theme_files: &'k ThemeFiles,
    /// What the command line asked for.
    pub asked: Asked,
}

/// Keeps what was published, of which `sums` is the digest. Texts that are kept already are not written again.
pub fn save(keeper: &Keeper<'_>, site: &OpenSite, now: Now<'_>, sums: [u8; 32]) -> Result<(), Error> {
    let Keeper { place, tapped, old, theme_files, asked } = keeper;
    let Some(mut texts) = tapped.take() else { return Ok(()) };
    let settings = [(config::FILE, &site.settings.site), (words::FILE, &site.settings.words)];
    let theme = theme_files.iter().map(|(path, bytes)| (path.as_str(), bytes));
    let categories: Vec<(String, Digest)> = texts.categories().map(|(path, digest)| (path.to_owned(), digest)).collect();
    let old = old.as_ref().filter(|old| place.holds(old));
    let mut wanted = published(now);
    wanted.extend(categories.iter().map(|(path, digest)| (path.as_str(), *digest)));
    for (path, bytes) in settings.into_iter().chain(theme) {
        let digest = Digest::of(bytes);
        wanted.push((path, digest));
        if old.and_then(|old| old.file(path)).is_none_or(|kept| kept.digest != digest) {
            texts.add(path, bytes);
        }
    }
    // Two runs in order, which this sort merges.
    wanted.sort_by_key(|(path, _)| *path);
    let list = Snapshot { asked: asked.clone(), sums, files: Vec::new(), attachments: attachments(now) };
    let is_same = |old: &Snapshot<'_>| {
        let files = old.files.iter().map(|file| (&*file.path, file.digest));
        (&old.asked, &old.sums, &old.attachments) == (asked, &sums, &list.attachments) && files.eq(wanted.iter().copied())
    };
    if old.is_some_and(is_same) {
        return Ok(());
    }
    let files = sort_out(&wanted, old, &mut texts, &site.disk);
    place.save(old, list, files, texts)
}

/// Paths and digests of the reports that are published, in the order of paths.
fn published<'n>(now: Now<'n>) -> Vec<(&'n str, Digest)> {
    let mut shown = now.index.in_order_read().map(|(_, report)| &report.path).peekable();
    let is_shown = |report: &&Arc<LoadedReport>| shown.next_if(|path| **path == report.path).is_some();
    now.loaded.reports.iter().filter(is_shown).map(|report| (report.path.as_str(), report.digest)).collect()
}

/// Finds the text of each file that is wanted: where it is kept already, among those that were read, or else in the sources, because
/// the cache that knew it outlives a lost list. What is not found as it was published is left out.
fn sort_out<'f>(wanted: &[(&'f str, Digest)], old: Option<&Snapshot<'f>>, texts: &mut Texts, disk: &Disk) -> Files<'f> {
    let mut files = Files::default();
    let mut known = old.map_or(&[][..], |old| &old.files).iter().peekable();
    for (path, digest) in wanted {
        while known.next_if(|file| &*file.path < *path).is_some() {}
        let kept = known.next_if(|file| &*file.path == *path).filter(|file| file.digest == *digest);
        // Where many were read all of them are in the new file anyway.
        match kept.filter(|_| !texts.is_spilled() || texts.find(path, *digest).is_none()) {
            Some(kept) => files.kept.push(kept.clone()),
            None => {
                if texts.find(path, *digest).is_none()
                    && let Some(text) = SourcePath::new(path).and_then(|path| disk.read(&path).ok())
                {
                    texts.add(path, &text);
                }
                files.fresh.extend(texts.find(path, *digest));
            }
        }
    }
    files
}

/// Those of `all` that are not among `kept`, both in the order of paths.
fn without<'f>(all: &[SavedFile<'f>], kept: &[SavedFile<'_>]) -> Vec<SavedFile<'f>> {
    let mut kept = kept.iter().peekable();
    all.iter().filter(|file| kept.next_if(|kept| kept.path == file.path).is_none()).cloned().collect()
}

fn attachments(now: Now<'_>) -> Vec<SavedAttachment> {
    let mut attachments = Vec::new();
    for (url, page) in now.plan.iter() {
        if let PageKind::Attachment { report, attachment } = page.kind
            && let Some(report) = now.index.reports.get(report)
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

/// What stands in the output folder.
pub struct Standing<'o> {
    /// The output folder.
    pub root: &'o Path,
    /// The list of files that the last build wrote.
    pub manifest: &'o Manifest,
    /// The sources, where an attachment may still be that is not in the folder as it was published.
    pub disk: &'o Disk,
}

/// What is not as it was published, neither where it was kept nor in the sources.
#[derive(Debug)]
pub enum Lost {
    /// A text of a report or of the settings.
    Text,
    /// At this address.
    Attachment(String),
}

/// The last good site as sources.
pub struct LastGood {
    texts: BTreeMap<String, Vec<u8>>,
    /// Files below the output folder by source.
    published: BTreeMap<String, PathBuf>,
    files: Vec<FileEntry>,
    folders: Vec<SourcePath>,
}

impl LastGood {
    /// What `list` has, with attachments from the output folder.
    pub fn read(place: &Place, list: &Snapshot<'_>, output: &Standing<'_>) -> Result<LastGood, Lost> {
        let mut texts = plain::open(&place.texts).ok();
        let mut last =
            LastGood { texts: BTreeMap::new(), published: BTreeMap::new(), files: Vec::new(), folders: Vec::new() };
        for file in &list.files {
            let text = texts.as_mut().and_then(|texts| read_text(texts, file)).ok_or(Lost::Text)?;
            last.texts.insert(file.path.to_string(), text);
        }
        let sizes = last.texts.iter().map(|(path, text)| (path.clone(), text.len() as u64));
        let mut sizes: BTreeMap<String, u64> = sizes.filter(|(path, _)| below_reports(path).is_some()).collect();
        for (source, address) in list.addresses() {
            let file = output.root.join(address);
            let sha256 = output.manifest.sha256(address);
            let is_it = |bytes: &Vec<u8>| Some(sha256sums::sum(bytes)) == sha256;
            if let Some(bytes) = plain::read(&file).ok().filter(is_it) {
                sizes.insert(source.to_string(), bytes.len() as u64);
                last.published.insert(source.to_string(), file);
                continue;
            }
            let bytes = SourcePath::new(source).and_then(|path| output.disk.read(&path).ok()).filter(is_it);
            let bytes = bytes.ok_or_else(|| Lost::Attachment(address.to_string()))?;
            sizes.insert(source.to_string(), bytes.len() as u64);
            last.texts.insert(source.to_string(), bytes);
        }
        for (path, size) in sizes {
            let Some(path) = SourcePath::new(&path) else { continue };
            let above = std::iter::successors(path.parent(), SourcePath::parent);
            last.folders.extend(above.filter(|folder| folder.as_str() != REPORTS));
            last.files.push(FileEntry { path, size, modified: 0, is_special: false });
        }
        last.files.sort_by(|a, b| a.path.cmp(&b.path));
        last.folders.sort();
        last.folders.dedup();
        Ok(last)
    }

    /// The settings that the last good site was made with.
    pub fn settings(&self) -> Settings {
        let text = |path: &str| self.texts.get(path).cloned().unwrap_or_default();
        Settings { site: text(config::FILE), words: text(words::FILE), permalinks: None }
    }

    /// The theme that the last good site was made with.
    pub fn theme_files(&self) -> ThemeFiles {
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
            (None, Some(file)) => plain::read(file).map_err(|error| Error::io("读取", file, error)),
            (None, None) => Err(Error::io("读取", path.as_str(), io::ErrorKind::NotFound.into())),
        }
    }
}
