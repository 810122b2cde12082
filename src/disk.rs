//! The only reader of a site's files. Every error names its path; every listing is sorted, so nothing depends on the order in
//! which the system gives out names.

#![expect(clippy::disallowed_methods, reason = "the one reader of a site's files")]

pub mod plain;
pub mod probe;
pub mod published_folder;
pub mod site;
pub mod stamp;
pub mod writer;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use crate::clock;
use crate::config::{self, Settings};
use crate::diagnostics::visible::visible;
use crate::error::Error;
use crate::load::sources::{DEEPEST, FileEntry, LONGEST_PATH, LeftOut, Sources, ThemeFiles, WhyLeftOut};
use crate::model::control::is_unprintable;
use crate::model::path::{REPORTS, SourcePath};
use crate::permalinks;
use probe::FileProbe;
use stamp::Stamp;

/// A site's folder on disk.
#[derive(Debug, Clone)]
pub struct Disk {
    root: PathBuf,
    files: Vec<FileEntry>,
    folders: Vec<SourcePath>,
    left_out: Vec<LeftOut>,
    listed: u64,
}

enum Entry {
    File(FileEntry),
    Folder(SourcePath),
    LeftOut(LeftOut),
}

/// An entry of a walk, and its path below the site; where it cannot have one, the path as it is shown to people.
type Met = (DirEntry, Result<SourcePath, String>);

/// Walks through a folder of the site in `root`, and into no folder that has no path or that lies too deep.
fn meet(root: &Path, walk: WalkDir) -> impl Iterator<Item = walkdir::Result<Met>> {
    let mut walk = walk.into_iter();
    std::iter::from_fn(move || {
        let entry = match walk.next()? {
            Ok(entry) => entry,
            Err(error) => return Some(Err(error)),
        };
        let path = source_path(root, entry.path());
        if entry.file_type().is_dir() && path.as_ref().map_or(true, is_too_deep) {
            walk.skip_current_dir();
        }
        Some(Ok((entry, path)))
    })
}

fn entry_of(probe: &mut FileProbe<'_>, (entry, path): &Met) -> Result<Option<Entry>, Error> {
    let path = match path {
        Ok(path) => path.clone(),
        Err(shown) => return Ok(SourcePath::new(shown).map(|shown| left_out(shown, WhyLeftOut::Misnamed))),
    };
    if entry.file_type().is_dir() {
        let folder = if is_too_deep(&path) { left_out(path, WhyLeftOut::TooDeep) } else { Entry::Folder(path) };
        return Ok(Some(folder));
    }
    // Only a look at what the link leads to, so that it is told as what it seems to be.
    if entry.path_is_symlink() && fs::metadata(entry.path()).is_ok_and(|target| target.is_dir()) {
        return Ok(Some(left_out(path, WhyLeftOut::LinkedFolder)));
    }
    // Only where an event of the preview names a file in such a folder.
    if is_below_too_deep(&path) {
        return Ok(None);
    }
    let is_special = !entry.file_type().is_file();
    let Stamp { size, modified } = match is_special {
        true => Stamp::default(),
        false => probe.state(path.as_str()).map_or_else(|| state(entry), Ok)?,
    };
    Ok(Some(Entry::File(FileEntry { path, size, modified, is_special })))
}

fn left_out(shown: SourcePath, why: WhyLeftOut) -> Entry {
    Entry::LeftOut(LeftOut { shown, why })
}

/// Whether a folder lies deeper below `reports/` than any that is read.
fn is_too_deep(folder: &SourcePath) -> bool {
    let path = folder.as_str().as_bytes();
    path.len() > LONGEST_PATH || path.iter().filter(|byte| **byte == b'/').count() > DEEPEST
}

fn is_below_too_deep(file: &SourcePath) -> bool {
    let path = file.as_str();
    path.len() > LONGEST_PATH && path.rfind('/').is_some_and(|folder| folder > LONGEST_PATH)
        || path.bytes().filter(|byte| *byte == b'/').count() > DEEPEST + 1
}

/// Levels of folders whose branches are listed by several threads: columns are commonly three or four deep.
const BRANCHING: usize = 3;

type Looked = Vec<Result<Option<Entry>, Error>>;

/// What is below `folder`, in pieces. The upper `levels` are walked through one by one, the branches below them side by side.
fn list(root: &Path, folder: &Path, levels: usize) -> walkdir::Result<Vec<Looked>> {
    let walk = |folder: &Path| WalkDir::new(folder).min_depth(1).follow_links(false);
    let upper: Vec<Met> = meet(root, walk(folder).max_depth(levels)).collect::<walkdir::Result<_>>()?;
    let is_branch = |(entry, path): &&Met| entry.depth() == levels && entry.file_type().is_dir() && path.is_ok();
    let branches: Vec<&Path> = upper.iter().filter(is_branch).map(|(entry, _)| entry.path()).collect();
    let below = branches.into_par_iter().map(|branch| meet(root, walk(branch)).collect::<walkdir::Result<Vec<Met>>>());
    let mut met = below.collect::<walkdir::Result<Vec<_>>>()?;
    met.push(upper);
    // Asking for size and time takes longer than the walk.
    let look_at = |met: &Vec<Met>| met.par_iter().map_init(|| FileProbe::new(root), entry_of).collect();
    Ok(met.par_iter().map(look_at).collect())
}

/// Refuses a file or folder at the top of a site that is a link out of the site: who makes a link may not know that all behind it would be
/// published, and a site that came from elsewhere may bring one.
///
/// # Errors
///
/// [`Error::Usage`], naming the link.
pub fn refuse_way_out(root: &Path, name: &str) -> Result<(), Error> {
    /// Folders of the site that hold none of its sources.
    const NO_SOURCES: [&str; 2] = [".git", ".gongkai"];
    let path = root.join(name);
    if !fs::symlink_metadata(&path).is_ok_and(|found| found.file_type().is_symlink()) {
        return Ok(());
    }
    let stays = || {
        let target = fs::canonicalize(&path).ok()?;
        let inside = target.strip_prefix(fs::canonicalize(root).ok()?).ok()?;
        let first = inside.iter().next()?.to_str()?;
        (!NO_SOURCES.contains(&first)).then_some(())
    };
    stays().ok_or_else(|| {
        Error::Usage(format!("`{name}` 是一个链接，通到网站文件夹以外（或不存在的地方），没有读它\n  处理：把文件或文件夹本身放在这里，代替链接"))
    })
}

impl Disk {
    /// Lists the site's reports.
    pub fn open(root: &Path) -> Result<Disk, Error> {
        let listed = clock::now();
        refuse_way_out(root, REPORTS)?;
        let reports = root.join(REPORTS);
        if !reports.is_dir() {
            return Err(Error::Usage(format!(
                "{} 里没有 reports 文件夹\n  处理：新建 reports 文件夹，文章按栏目放在里面；新建站点用 `gongkai init 文件夹名`",
                root.display()
            )));
        }
        let mut disk = Disk::unread(root, listed);
        let listed = list(root, &reports, BRANCHING).map_err(|error| unreadable(error, &reports))?;
        disk.files.reserve(listed.iter().map(Vec::len).sum());
        for entries in listed {
            for entry in entries {
                disk.add(entry?);
            }
        }
        disk.sort();
        Ok(disk)
    }

    fn unread(root: &Path, listed: u64) -> Disk {
        Disk { root: root.to_path_buf(), files: Vec::new(), folders: Vec::new(), left_out: Vec::new(), listed }
    }

    /// The folder that `site.toml` is in, as the system knows it.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The same folder without a listing, for reading alone.
    pub fn unlisted(&self) -> Disk {
        Disk::unread(&self.root, self.listed)
    }

    /// Brings the listing up to date below each of `paths`, which may be files or folders, come or gone.
    pub fn refresh(&mut self, paths: &BTreeSet<SourcePath>) -> Result<(), Error> {
        self.listed = clock::now();
        let has_above = |path: &str| path.match_indices('/').any(|(at, _)| paths.contains(&path[..at]));
        let is_below = |path: &SourcePath| paths.contains(path) || has_above(path.as_str());
        self.files.retain(|file| !is_below(&file.path));
        self.folders.retain(|folder| !is_below(folder));
        self.left_out.retain(|left| !is_below(&left.shown));
        let root = self.root.clone();
        let mut probe = FileProbe::new(&root);
        for path in paths {
            if has_above(path.as_str()) {
                continue;
            }
            let walk = WalkDir::new(root.join(path.as_str())).follow_links(false).follow_root_links(false);
            for met in meet(&root, walk) {
                match met {
                    Ok(met) => self.add(entry_of(&mut probe, &met)?),
                    // Gone, or gone while it was looked at.
                    Err(error) if error.io_error().is_some_and(|error| error.kind() == std::io::ErrorKind::NotFound) => {}
                    Err(error) => return Err(unreadable(error, &self.root)),
                }
            }
        }
        self.sort();
        Ok(())
    }

    fn sort(&mut self) {
        self.files.par_sort_by(|a, b| a.path.cmp(&b.path));
        self.folders.sort();
        self.left_out.sort();
        self.left_out.dedup();
    }

    fn add(&mut self, entry: Option<Entry>) {
        match entry {
            Some(Entry::File(file)) => self.files.push(file),
            Some(Entry::Folder(folder)) => self.folders.push(folder),
            Some(Entry::LeftOut(left)) => self.left_out.push(left),
            None => {}
        }
    }

    /// `site.toml` and, where there is one, `words.toml`.
    pub fn settings(&self) -> Result<Settings, Error> {
        let gone = || Error::io("读取", self.root.join(config::FILE), std::io::ErrorKind::NotFound.into());
        let site = self.setting(config::FILE)?.ok_or_else(gone)?;
        let words = self.setting(config::words::FILE)?.unwrap_or_default();
        Ok(Settings { site, words, permalinks: self.setting(permalinks::FILE)? })
    }

    /// A file at the top of the site, where there is one. It may be a link within the site.
    fn setting(&self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        refuse_way_out(&self.root, name)?;
        let path = self.root.join(name);
        let read = match fs::canonicalize(&path) {
            Ok(itself) => plain::read(&itself),
            Err(error) => Err(error),
        };
        match read {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            read => read.map(Some).map_err(|error| Error::io("读取", path, error)),
        }
    }

    /// The files of `templates/`, `assets/` and `themes/`.
    pub fn theme_files(&self) -> Result<ThemeFiles, Error> {
        let mut files = BTreeMap::new();
        for folder in ["templates", "assets", "themes"] {
            refuse_way_out(&self.root, folder)?;
            let path = self.root.join(folder);
            if path.is_dir() {
                files.extend(files_below(&path)?.into_iter().map(|(path, bytes)| (format!("{folder}/{path}"), bytes)));
            }
        }
        Ok(files)
    }
}

/// The files below a folder by their paths below it, hidden ones left out.
pub fn files_below(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, Error> {
    let mut files = BTreeMap::new();
    for entry in WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(|entry| !is_hidden(entry)) {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(folder).to_path_buf();
            Error::io("读取", path, error.into_io_error().unwrap_or_else(|| std::io::Error::other("无法读取")))
        })?;
        if entry.file_type().is_file() {
            let bytes = plain::read(entry.path()).map_err(|error| Error::io("读取", entry.path(), error))?;
            let path = source_path(folder, entry.path()).map_err(|shown| {
                Error::Usage(format!("文件名 {shown} 含有反斜杠、控制字符或不是 UTF-8，无法发布\n  处理：给它改名"))
            })?;
            files.insert(path.to_string(), bytes);
        }
    }
    Ok(files)
}

fn unreadable(error: walkdir::Error, folder: &Path) -> Error {
    let path = error.path().unwrap_or(folder).to_path_buf();
    Error::io("读取", path, error.into_io_error().unwrap_or_else(|| std::io::Error::other("文件夹绕成了一圈")))
}

fn is_hidden(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    name.starts_with('.') || name.ends_with('~')
}

/// What the system says of a file, or why it says nothing.
fn state(entry: &DirEntry) -> Result<Stamp, Error> {
    let metadata = entry.metadata().map_err(|error| {
        let reason = error.into_io_error().unwrap_or_else(|| std::io::Error::other("无法读取"));
        Error::io("读取", entry.path(), reason)
    })?;
    Ok(Stamp::of(&metadata))
}

/// The rest of a path that begins with `root` as it is written. Comparing them part by part takes several times as long.
fn below<'p>(root: &Path, path: &'p Path) -> Option<&'p str> {
    let rest = path.as_os_str().as_encoded_bytes().strip_prefix(root.as_os_str().as_encoded_bytes())?;
    simdutf8::basic::from_utf8(rest).ok()?.strip_prefix(std::path::MAIN_SEPARATOR)
}

/// Bytes of control characters, and those that longer ones of them and numbers that are no characters begin with.
fn may_be_control(byte: u8) -> bool {
    byte.is_ascii_control() || byte == 0xc2 || byte == 0xef
}

/// The path below the site; where it cannot be one, the path as it is shown to people.
fn source_path(root: &Path, path: &Path) -> Result<SourcePath, String> {
    let relative = || path.strip_prefix(root).unwrap_or(path);
    let text = below(root, path).or_else(|| relative().to_str()).map(|text| match std::path::MAIN_SEPARATOR {
        '/' => Cow::Borrowed(text),
        separator => Cow::Owned(text.replace(separator, "/")),
    });
    // A name may hold a backslash on some systems; it would become a folder elsewhere. A line feed would break SHA256SUMS.
    let has_control =
        |text: &str| text.bytes().any(may_be_control) && text.contains(|c: char| c.is_control() || is_unprintable(c));
    let text = text.filter(|text| !text.contains('\\') && !has_control(text));
    text.and_then(|text| SourcePath::new(&text)).ok_or_else(|| {
        let shown = relative().display().to_string().replace(std::path::MAIN_SEPARATOR, "/");
        visible(&shown).replace('\\', "‹U+005C›")
    })
}

impl Sources for Disk {
    fn files(&self) -> &[FileEntry] {
        &self.files
    }

    fn folders(&self) -> &[SourcePath] {
        &self.folders
    }

    fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    fn listed(&self) -> u64 {
        self.listed
    }

    fn read(&self, path: &SourcePath) -> Result<Vec<u8>, Error> {
        let path = self.root.join(path.as_str());
        plain::read(&path).map_err(|error| Error::io("读取", path, error))
    }

    fn open(&self, path: &SourcePath) -> Result<Box<dyn Read + '_>, Error> {
        let path = self.root.join(path.as_str());
        let file = fs::File::open(&path).map_err(|error| Error::io("读取", path, error))?;
        Ok(Box::new(file))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_below_the_site_is_told_without_the_sites_folder() {
        let told = |root: &str, path: &str| source_path(Path::new(root), Path::new(path)).expect("a path").to_string();
        assert_eq!(told("/a/site", "/a/site/reports/甲.md"), "reports/甲.md");
        assert_eq!(told("/a/site/", "/a/site/reports/甲.md"), "reports/甲.md");
        assert_eq!(told("/", "/reports/甲.md"), "reports/甲.md");
        assert_eq!(below(Path::new("/a/site"), Path::new("/a/site2/甲.md")), None);
        for name in ["甲\u{85}.md", "甲\n.md", "甲\\乙.md"] {
            assert!(source_path(Path::new("/a"), &Path::new("/a").join(name)).is_err(), "{name:?}");
        }
        assert!(source_path(Path::new("/a"), Path::new("/a/£.md")).is_ok());
    }
}
