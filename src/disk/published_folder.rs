//! A folder of published files as it stands: which files are in it, and what is in them. For comparing alone; nothing is changed. Apart from
//! the reader of sources, because here every file counts, hidden ones too, and none has to have a good name.

#![expect(clippy::disallowed_methods, reason = "a part of the one reader of files")]

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::plain;
use crate::error::Error;

/// Bytes that are read of a file at a time: attachments may have hundreds of megabytes.
const CHUNK: usize = 128 << 10;

/// A folder whose files were listed when it was opened.
pub struct PublishedFolder {
    root: PathBuf,
    /// In the order of their paths.
    files: Vec<ListedFile>,
}

/// A file as it was listed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ListedFile {
    /// Below the folder, with `/`.
    pub path: String,
    /// What stands there.
    pub kind: FileKind,
}

/// What stands at a path that is no folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileKind {
    /// A file with bytes of its own.
    Plain,
    /// A link, wherever it leads. It is never followed: what is behind it is not in the folder.
    Link,
    /// A pipe, a device, or a file whose name is no Unicode text and is shown with marks of replacement.
    Strange,
}

impl PublishedFolder {
    /// Lists the folder, which may itself be reached through a link: whoever named it meant where that leads.
    ///
    /// # Errors
    ///
    /// When it is no folder, and when a folder in it cannot be listed.
    pub fn open(root: &Path) -> Result<PublishedFolder, Error> {
        let found = fs::metadata(root).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Error::Usage(format!(
                "文件夹 {} 不存在，里面没有网站\n  处理：先运行 gongkai build；网站在别处的，写它所在的文件夹",
                root.display()
            )),
            _ => Error::io("读取", root, error),
        })?;
        if !found.is_dir() {
            return Err(Error::Usage(format!("{} 不是文件夹\n  处理：写网站所在的文件夹，如 output", root.display())));
        }
        // The system may not say of what a link leads to that it is a folder unless the path ends so.
        let root = fs::canonicalize(root).map_err(|error| Error::io("读取", root, error))?;
        let mut files = Vec::new();
        for entry in WalkDir::new(&root).min_depth(1).follow_links(false) {
            let entry = entry.map_err(|error| unreadable(error, &root))?;
            if !entry.file_type().is_dir() {
                files.extend(listed(&root, &entry));
            }
        }
        files.sort_unstable();
        Ok(PublishedFolder { root, files })
    }

    /// The folder with its links resolved.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// All files, in the order of their paths.
    pub fn files(&self) -> &[ListedFile] {
        &self.files
    }

    /// Whether a file with bytes of its own stands at the path.
    pub fn has(&self, path: &str) -> bool {
        let place = self.files.binary_search_by(|file| (*file.path).cmp(path));
        place.is_ok_and(|place| self.files[place].kind == FileKind::Plain)
    }

    /// A listed file for reading; not found where none was listed, so that nothing is reached through a link to a folder.
    ///
    /// # Errors
    ///
    /// As the system says.
    pub fn open_file(&self, path: &str) -> io::Result<File> {
        match self.has(path) {
            true => plain::open(&self.root.join(path)),
            false => Err(io::ErrorKind::NotFound.into()),
        }
    }

    /// All bytes of a listed file; errors as for [`PublishedFolder::open_file`].
    pub fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        match self.has(path) {
            true => plain::read(&self.root.join(path)),
            false => Err(io::ErrorKind::NotFound.into()),
        }
    }

    /// All bytes of a listed file of at most `most` bytes, `None` for a larger one, of which nothing is read; errors as for
    /// [`PublishedFolder::open_file`].
    pub fn read_small(&self, path: &str, most: usize) -> io::Result<Option<Vec<u8>>> {
        let file = self.open_file(path)?;
        let Some(size) = usize::try_from(file.metadata()?.len()).ok().filter(|size| *size <= most) else {
            return Ok(None);
        };
        let mut bytes = Vec::with_capacity(size.saturating_add(1));
        // It may grow while it is read.
        file.take(most as u64 + 1).read_to_end(&mut bytes)?;
        Ok(Some(bytes).filter(|bytes| bytes.len() <= most))
    }

    /// Gives the bytes of a listed file to `take`, one piece after another, until it has enough; errors as for
    /// [`PublishedFolder::open_file`].
    pub fn read_in_pieces(&self, path: &str, mut take: impl FnMut(&[u8]) -> bool) -> io::Result<()> {
        let mut file = self.open_file(path)?;
        // No more room than the file and the read that meets its end need: most files are pages.
        let size = usize::try_from(file.metadata()?.len()).unwrap_or(CHUNK);
        let mut piece = vec![0; size.saturating_add(1).min(CHUNK)];
        loop {
            match file.read(&mut piece) {
                Ok(0) => return Ok(()),
                Ok(count) if take(&piece[..count]) => {}
                Ok(_) => return Ok(()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Whether the file holds exactly these bytes; errors as for [`PublishedFolder::open_file`].
    pub fn holds(&self, path: &str, bytes: &[u8]) -> io::Result<bool> {
        let mut rest = Some(bytes);
        self.read_in_pieces(path, |piece| {
            rest = rest.and_then(|rest| rest.strip_prefix(piece));
            rest.is_some()
        })?;
        Ok(rest.is_some_and(<[u8]>::is_empty))
    }
}

fn listed(root: &Path, entry: &DirEntry) -> Option<ListedFile> {
    let below = entry.path().strip_prefix(root).ok()?;
    let kind = match entry.file_type() {
        kind if kind.is_symlink() => FileKind::Link,
        kind if kind.is_file() && below.to_str().is_some() => FileKind::Plain,
        _ => FileKind::Strange,
    };
    let path = below.to_string_lossy();
    let path = if MAIN_SEPARATOR == '/' { path.into_owned() } else { path.replace(MAIN_SEPARATOR, "/") };
    Some(ListedFile { path, kind })
}

fn unreadable(error: walkdir::Error, root: &Path) -> Error {
    let path = error.path().unwrap_or(root).to_path_buf();
    Error::io("读取", path, error.into_io_error().unwrap_or_else(|| io::Error::other("链接绕成了圈")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_file_is_read_whole_and_a_larger_one_not_at_all() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tmp/published-folder-small");
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join("a.html"), "12345").expect("written");
        let opened = PublishedFolder::open(&folder).expect("a folder");
        assert_eq!(opened.read_small("a.html", 5).expect("read"), Some(b"12345".to_vec()));
        assert_eq!(opened.read_small("a.html", 4).expect("read"), None);
        assert!(opened.read_small("b.html", 5).is_err());
        let _ = fs::remove_dir_all(folder);
    }
}
