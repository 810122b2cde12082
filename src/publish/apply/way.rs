//! What stands in the way of a change, found before the first change is made: links that lead out of the output folder, somebody else's
//! files and folders, other disks, and folders that may not be written.

#![expect(clippy::disallowed_methods, reason = "looks at what the writer of the output folder is about to change")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use walkdir::WalkDir;

use crate::error::Error;
use crate::publish::sha256sums::Manifest;

/// What a change of the output folder is checked against.
pub(super) struct Way<'w> {
    /// The output folder.
    pub(super) root: &'w Path,
    /// Where new pages are: what is renamed from there must be on the same disk.
    pub(super) staging: &'w Path,
    /// The list of files that the last build left.
    pub(super) before: &'w Manifest,
    /// The list of files that this build will leave.
    pub(super) after: &'w Manifest,
}

impl Way<'_> {
    /// Whether all of `written` can be put in place and all of `deleted` can go; both are paths below the root, with `/`.
    ///
    /// # Errors
    ///
    /// For the first thing that is in the way.
    pub(super) fn is_clear<'p>(
        &self,
        written: impl Iterator<Item = &'p str>,
        deleted: impl Iterator<Item = &'p str>,
    ) -> Result<(), Error> {
        let mut folders: BTreeSet<&str> = BTreeSet::from([""]);
        let mut add = |path: &'p str| {
            folders.insert(path.rsplit_once('/').map_or("", |(folder, _)| folder));
        };
        for path in written {
            add(path);
            self.is_free(path)?;
        }
        deleted.for_each(add);
        let mut seen = BTreeSet::new();
        folders.into_iter().try_for_each(|folder| self.is_folder(folder, &mut seen))
    }

    fn in_the_way(&self, path: &str, what: &'static str) -> Error {
        Error::InTheWay { path: self.root.join(path), what }
    }

    /// Whether a file is ours and goes with this change.
    fn goes(&self, path: &str) -> bool {
        self.before.has(path) && !self.after.has(path)
    }

    /// Whether a page can take the place of what is at `path`. Files were looked at when the page was made.
    fn is_free(&self, path: &str) -> Result<(), Error> {
        let place = self.root.join(path);
        if !fs::symlink_metadata(&place).is_ok_and(|found| found.is_dir()) {
            return Ok(());
        }
        let is_ours = |entry: &walkdir::DirEntry| {
            let below = entry.path().strip_prefix(self.root).ok().and_then(Path::to_str).map(|path| path.replace('\\', "/"));
            below.is_some_and(|path| match entry.file_type().is_dir() {
                true => self.before.has_folder(&path) && !self.after.has_folder(&path),
                false => self.goes(&path),
            })
        };
        let all_ours = WalkDir::new(&place).into_iter().all(|entry| entry.is_ok_and(|entry| is_ours(&entry)));
        if all_ours {
            Ok(())
        } else {
            Err(self.in_the_way(path, "是一个文件夹，里面有不是本程序生成的内容"))
        }
    }

    /// Whether pages can be written into a folder, or files deleted from it. What is not there yet will be made.
    fn is_folder<'p>(&self, folder: &'p str, seen: &mut BTreeSet<&'p str>) -> Result<(), Error> {
        let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
        for part in std::iter::once("").chain(ends.map(|end| &folder[..end])) {
            if !seen.insert(part) {
                continue;
            }
            let path = self.root.join(part);
            // A link below the output folder could lead anywhere and is refused. The output folder itself may be one,
            // because whoever named it meant where it leads.
            let found = if part.is_empty() { fs::metadata(&path) } else { fs::symlink_metadata(&path) };
            let Ok(found) = found else { break };
            match () {
                () if found.file_type().is_symlink() => return Err(self.in_the_way(part, "是一个链接")),
                () if !found.is_dir() && self.goes(part) => break,
                () if !found.is_dir() => return Err(self.in_the_way(part, "不是文件夹，也不是本程序生成的")),
                () if !self.is_on_same_disk(&found) => return Err(self.in_the_way(part, "在另一个磁盘上")),
                () if !can_be_written(&path) => return Err(self.in_the_way(part, "没有写的权限")),
                () => {}
            }
        }
        Ok(())
    }

    #[cfg(unix)]
    fn is_on_same_disk(&self, found: &fs::Metadata) -> bool {
        use std::os::unix::fs::MetadataExt;
        fs::metadata(self.staging).map_or(true, |staging| staging.dev() == found.dev())
    }

    #[cfg(not(unix))]
    fn is_on_same_disk(&self, _: &fs::Metadata) -> bool {
        true
    }
}

#[cfg(unix)]
fn can_be_written(folder: &Path) -> bool {
    use rustix::fs::{Access, access};
    access(folder, Access::WRITE_OK | Access::EXEC_OK).is_ok()
}

#[cfg(not(unix))]
fn can_be_written(_: &Path) -> bool {
    true
}
