//! The one writer of single files, beside their reader. A file is written beside its place, through to the disk, and renamed into its place: a
//! reader meets the old file or the new one, never half of either, and not after a power cut either. Whatever bears the name goes itself, and
//! nothing that it leads to.
//!
//! The output folder has a writer of its own (`publish::apply`), because thousands of files change together there: all bytes first, then
//! all names.

#![expect(clippy::disallowed_methods, reason = "the one writer of single files")]

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::plain;
use crate::error::Error;

/// Ends the name of a private file that is not in its place yet, so that the next run knows by the name whose leftover it is.
pub const ENDING: &str = ".tmp";

/// A file that is written and not yet in its place; it goes where it is not put there.
#[derive(Debug)]
pub struct Staged {
    staged: PathBuf,
    path: PathBuf,
    /// Whether it is to be in its place after a power cut, too.
    sync: bool,
    is_in_place: bool,
}

impl Staged {
    /// An empty file for `path`, to be written, which nobody but its owner reads. Its folder must be there.
    ///
    /// # Errors
    ///
    /// As the system says.
    pub fn create_private(path: &Path, sync: bool) -> Result<(Staged, File), Error> {
        let mut staged = path.as_os_str().to_owned();
        staged.push(ENDING);
        let staged = PathBuf::from(staged);
        let mut options = OpenOptions::new();
        plain::private(&mut options);
        // What is in the way is in the way of this name.
        Staged::begin(&staged, path, sync, &mut options).map_err(|error| Error::io("写入", &staged, error))
    }

    /// The file for `path` in several parts, which nobody but its owner reads, written through to the disk where `sync` says so. Its folder
    /// must be there.
    ///
    /// # Errors
    ///
    /// As the system says.
    pub fn write_private(path: &Path, parts: &[&[u8]], sync: bool) -> Result<Staged, Error> {
        let (staged, mut file) = Staged::create_private(path, sync)?;
        let mut write = || {
            parts.iter().try_for_each(|part| file.write_all(part))?;
            if sync { file.sync_all() } else { Ok(()) }
        };
        write().map_err(|error| Error::io("写入", &staged.staged, error))?;
        Ok(staged)
    }

    fn begin(staged: &Path, path: &Path, sync: bool, options: &mut OpenOptions) -> io::Result<(Staged, File)> {
        // What a run that was cut off left, or a link that somebody put there: a link is removed, never written through.
        match fs::remove_file(staged) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let file = options.write(true).create_new(true).open(staged)?;
        let staged = Staged { staged: staged.to_path_buf(), path: path.to_path_buf(), sync, is_in_place: false };
        Ok((staged, file))
    }

    /// Gives the file its name.
    ///
    /// # Errors
    ///
    /// As the system says; where only the folder could not be written through, the file is in its place all the same.
    pub fn put_in_place(mut self) -> Result<(), Error> {
        let failed = |error| Error::io("写入", &self.path, error);
        fs::rename(&self.staged, &self.path).map_err(failed)?;
        self.is_in_place = true;
        match self.path.parent().filter(|_| self.sync) {
            Some(folder) => sync_folder(folder).map_err(failed),
            None => Ok(()),
        }
    }
}

impl Drop for Staged {
    /// A disk that was full while it was written has room again.
    fn drop(&mut self) {
        if !self.is_in_place {
            let _ = fs::remove_file(&self.staged);
        }
    }
}

/// Puts `bytes` in the place of a file, with the rights that it had; a file that was not there gets those that new files get.
///
/// # Errors
///
/// As the system says.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    // Hidden files are no sources: whatever is left of one is neither published nor previewed.
    let beside = path.with_file_name(format!(".{name}.gongkai-tmp"));
    let write = || {
        // The rename is not written through: a power cut then leaves the whole old file, and some network file systems cannot flush a folder.
        let (staged, mut file) = Staged::begin(&beside, path, false, &mut OpenOptions::new())?;
        file.write_all(bytes)?;
        if let Ok(found) = fs::symlink_metadata(path)
            && found.is_file()
        {
            file.set_permissions(found.permissions())?;
        }
        // A power cut after the rename must not leave an empty file.
        file.sync_all()?;
        Ok(staged)
    };
    write().map_err(|error| Error::io("写入", path, error))?.put_in_place()
}

/// Writes a file that is not there yet, and the folders above it. A link of that name counts as there, wherever it leads. The file is
/// neither staged nor written through: there is nothing that it could spoil, and whoever lost it asks for it again.
///
/// # Errors
///
/// As the system says; then no part of the file is left.
pub fn create(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| Error::io("新建文件夹", folder, error))?;
    }
    let failed = |error| Error::io("写入", path, error);
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(failed)?;
    file.write_all(bytes).map_err(|error| {
        let _ = fs::remove_file(path);
        failed(error)
    })
}

/// Moves a file or a folder out of the way, into a folder that nobody but the owner can look into. Nothing may have the name `to`.
///
/// # Errors
///
/// As the system says; then it is where it was.
pub fn move_away(from: &Path, to: &Path) -> Result<(), Error> {
    if let Some(folder) = to.parent() {
        plain::make_private_folder(folder).map_err(|error| Error::io("新建文件夹", folder, error))?;
    }
    fs::rename(from, to).map_err(|error| Error::io("移动", from, error))
}

/// Undoes [`move_away`].
///
/// # Errors
///
/// As the system says; then it is where it was moved to.
pub fn move_back(from: &Path, to: &Path) -> Result<(), Error> {
    fs::rename(from, to).map_err(|error| Error::io("移动", from, error))
}

/// Makes what was done in a folder last: files that came, went or were renamed. Systems that know no such thing do it by themselves.
///
/// # Errors
///
/// As the system says.
#[cfg(unix)]
pub fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "other systems may refuse")]
pub fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tmp").join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        folder
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder").filter_map(Result::ok);
        let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let folder = folder("writer-replace");
        let file = folder.join("a.md");
        replace(&file, b"one").expect("written");
        fs::write(folder.join(".a.md.gongkai-tmp"), "a leftover that is longer").expect("written");
        replace(&file, b"two").expect("written");
        assert_eq!(fs::read(&file).expect("the file"), b"two");
        assert_eq!(names(&folder), ["a.md"]);
        let _ = fs::remove_dir_all(folder);
    }

    #[cfg(unix)]
    #[test]
    fn rights_are_kept_and_a_link_is_replaced_itself() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = folder("writer-rights");
        let (file, other) = (folder.join("a.md"), folder.join("b.md"));
        fs::write(&file, "one").expect("written");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).expect("rights");
        replace(&file, b"two").expect("written");
        assert_eq!(fs::metadata(&file).expect("the file").permissions().mode() & 0o777, 0o640);
        symlink(&file, &other).expect("a link");
        replace(&other, b"three").expect("written");
        assert_eq!(
            (fs::read(&file).expect("the file"), fs::read(&other).expect("the file")),
            (b"two".into(), b"three".into())
        );
        Staged::write_private(&other, &[b"four"], true).expect("written").put_in_place().expect("in place");
        assert_eq!(fs::metadata(&other).expect("the file").permissions().mode() & 0o777, 0o600);
        let _ = fs::remove_dir_all(folder);
    }

    #[test]
    fn what_is_there_is_not_created_again_and_what_was_not_put_in_place_goes() {
        let folder = folder("writer-create");
        let file = folder.join("x/a.md");
        create(&file, b"one").expect("written");
        assert!(create(&file, b"two").is_err());
        drop(Staged::write_private(&file, &[b"three"], false).expect("written"));
        assert_eq!(fs::read(&file).expect("the file"), b"one");
        assert_eq!(names(&folder.join("x")), ["a.md"]);
        let _ = fs::remove_dir_all(folder);
    }
}
