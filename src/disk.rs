//! The only reader of a site's files. Every error names its path; every listing is sorted, so nothing depends on the order in
//! which the system gives out names.

#![expect(clippy::disallowed_methods, reason = "the one reader of a site's files")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::clock;
use crate::config::{self, Settings};
use crate::diagnostics::visible::visible;
use crate::error::Error;
use crate::load::sources::{FileEntry, Sources};
use crate::model::path::SourcePath;
use crate::publish::state::changed;
use crate::render::theme::ThemeFiles;

/// A site's folder on disk.
#[derive(Debug, Clone)]
pub struct Disk {
    root: PathBuf,
    files: Vec<FileEntry>,
    folders: Vec<SourcePath>,
    misnamed: Vec<SourcePath>,
    listed: u64,
}

/// The folder of `site.toml`: `given`, or `start` and the folders above it, as git does.
pub fn find_site(given: Option<&Path>, start: &Path) -> Result<PathBuf, Error> {
    let candidates: Vec<&Path> = match given {
        Some(folder) => vec![folder],
        None => start.ancestors().collect(),
    };
    let found = candidates.iter().find(|folder| folder.join(config::FILE).is_file());
    found.map(|folder| folder.to_path_buf()).ok_or_else(|| Error::NoSite { start: given.unwrap_or(start).to_path_buf() })
}

impl Disk {
    /// Lists the site's reports.
    pub fn open(root: &Path) -> Result<Disk, Error> {
        let mut disk = Disk::unread(root, clock::now());
        let reports = root.join("reports");
        if !reports.is_dir() {
            return Err(Error::Usage(format!(
                "{} 里没有 reports 文件夹\n  处理：新建 reports 文件夹，文章按栏目放在里面；新建站点用 `gongkai init 文件夹名`",
                root.display()
            )));
        }
        let mut walk = WalkDir::new(&reports).min_depth(1).follow_links(false).into_iter();
        while let Some(entry) = walk.next() {
            disk.add(&entry.map_err(|error| unreadable(error, &reports))?, &mut walk)?;
        }
        disk.sort();
        Ok(disk)
    }

    fn unread(root: &Path, listed: u64) -> Disk {
        Disk { root: root.to_path_buf(), files: Vec::new(), folders: Vec::new(), misnamed: Vec::new(), listed }
    }

    fn sort(&mut self) {
        self.files.sort_by(|a, b| a.path.cmp(&b.path));
        self.folders.sort();
        self.misnamed.sort();
        self.misnamed.dedup();
    }

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
        self.misnamed.retain(|shown| !is_below(shown));
        for path in paths {
            if has_above(path.as_str()) {
                continue;
            }
            let walk = WalkDir::new(self.root.join(path.as_str())).follow_links(false).follow_root_links(false);
            let mut walk = walk.into_iter();
            while let Some(entry) = walk.next() {
                match entry {
                    Ok(entry) => self.add(&entry, &mut walk)?,
                    // Gone, or gone while it was looked at.
                    Err(error) if error.io_error().is_some_and(|error| error.kind() == std::io::ErrorKind::NotFound) => {}
                    Err(error) => return Err(unreadable(error, &self.root)),
                }
            }
        }
        self.sort();
        Ok(())
    }

    fn add(&mut self, entry: &walkdir::DirEntry, walk: &mut walkdir::IntoIter) -> Result<(), Error> {
        let path = match source_path(&self.root, entry.path()) {
            Ok(path) => path,
            Err(shown) => {
                if entry.file_type().is_dir() {
                    walk.skip_current_dir();
                }
                self.misnamed.extend(SourcePath::new(&shown));
                return Ok(());
            }
        };
        if entry.file_type().is_dir() {
            self.folders.push(path);
            return Ok(());
        }
        let is_special = !entry.file_type().is_file();
        let (size, modified) = if is_special { (0, 0) } else { state(entry)? };
        self.files.push(FileEntry { path, size, modified, is_special });
        Ok(())
    }

    /// `site.toml` and, where there is one, `words.toml`.
    pub fn settings(&self) -> Result<Settings, Error> {
        let path = self.root.join(config::FILE);
        let site = fs::read(&path).map_err(|error| Error::io("读取", path, error))?;
        let path = self.root.join(config::words::FILE);
        let words = match fs::read(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
            read => read.map_err(|error| Error::io("读取", path, error))?,
        };
        Ok(Settings { site, words })
    }

    /// The files of `templates/`, `assets/` and `themes/`.
    pub fn theme_files(&self) -> Result<ThemeFiles, Error> {
        let mut files = BTreeMap::new();
        for folder in ["templates", "assets", "themes"] {
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
            let bytes = fs::read(entry.path()).map_err(|error| Error::io("读取", entry.path(), error))?;
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

fn is_hidden(entry: &walkdir::DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    name.starts_with('.') || name.ends_with('~')
}

/// Size, and time of the last change.
fn state(entry: &walkdir::DirEntry) -> Result<(u64, u64), Error> {
    let metadata = entry.metadata().map_err(|error| {
        let reason = error.into_io_error().unwrap_or_else(|| std::io::Error::other("无法读取"));
        Error::io("读取", entry.path(), reason)
    })?;
    Ok((metadata.len(), changed(&metadata)))
}

/// The path below the site; where it cannot be one, the path as it is shown to people.
fn source_path(root: &Path, path: &Path) -> Result<SourcePath, String> {
    let relative = path.strip_prefix(root).unwrap_or(path);
    let text = relative.to_str().map(|text| text.replace(std::path::MAIN_SEPARATOR, "/"));
    // A name may hold a backslash on some systems; it would become a folder elsewhere. A line feed would break SHA256SUMS.
    let text = text.filter(|text| !text.contains('\\') && !text.contains(char::is_control));
    text.and_then(|text| SourcePath::new(&text)).ok_or_else(|| {
        let shown = relative.display().to_string().replace(std::path::MAIN_SEPARATOR, "/");
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

    fn misnamed(&self) -> &[SourcePath] {
        &self.misnamed
    }

    fn listed(&self) -> u64 {
        self.listed
    }

    fn read(&self, path: &SourcePath) -> Result<Vec<u8>, Error> {
        let path = self.root.join(path.as_str());
        fs::read(&path).map_err(|error| Error::io("读取", path, error))
    }
}
