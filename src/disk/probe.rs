//! Looks at many files one after another, of sources and of the output folder alike. Apart, because a rebuild does little else: it looks
//! at thirty thousand files to find the one that changed.

use std::path::Path;

use super::stamp::Stamp;

/// Looks at files below a folder.
pub struct FileProbe<'r> {
    /// The folder that paths are below.
    pub root: &'r Path,
    /// Whether folders below the root may be links.
    #[cfg(all(target_os = "linux", target_arch = "x86_64"))]
    follows_links: bool,
    /// The folder of the file before, below the root, and the system's hold on it: most files stand in the same folder as the one
    /// before them, and from there the system finds a file in half the time.
    #[cfg(all(target_os = "linux", target_arch = "x86_64"))]
    folder: Option<(String, rustix::fd::OwnedFd)>,
}

impl<'r> FileProbe<'r> {
    /// Looks at files below `root`, through links where folders are some.
    pub fn new(root: &'r Path) -> FileProbe<'r> {
        FileProbe {
            root,
            #[cfg(all(target_os = "linux", target_arch = "x86_64"))]
            follows_links: true,
            #[cfg(all(target_os = "linux", target_arch = "x86_64"))]
            folder: None,
        }
    }

    /// One to whom nothing is a file that stands behind a link, where the system can tell.
    pub fn within(root: &'r Path) -> FileProbe<'r> {
        #[cfg(all(target_os = "linux", target_arch = "x86_64"))]
        return FileProbe { follows_links: false, ..FileProbe::new(root) };
        #[cfg(not(all(target_os = "linux", target_arch = "x86_64")))]
        FileProbe::new(root)
    }

    /// The state of the file at `path` below the root, with `/`; nothing where there is none, or no ordinary one.
    #[cfg(all(target_os = "linux", target_arch = "x86_64"))]
    pub fn state(&mut self, path: &str) -> Option<Stamp> {
        use rustix::fs::{AtFlags, FileType, statat};
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        if self.folder.as_ref().is_none_or(|(known, _)| known != folder) {
            self.folder = Some((folder.to_string(), self.open(folder)?));
        }
        let (_, opened) = self.folder.as_ref()?;
        let found = statat(opened, name, AtFlags::SYMLINK_NOFOLLOW).ok()?;
        let is_file = FileType::from_raw_mode(found.st_mode).is_file();
        let times = [(found.st_mtime, found.st_mtime_nsec), (found.st_ctime, found.st_ctime_nsec)];
        is_file.then(|| Stamp::with_times(u64::try_from(found.st_size).unwrap_or(0), times))
    }

    #[cfg(all(target_os = "linux", target_arch = "x86_64"))]
    fn open(&self, folder: &str) -> Option<rustix::fd::OwnedFd> {
        use rustix::fs::{Mode, OFlags, ResolveFlags, open, openat2};
        use rustix::io::Errno;
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        if self.follows_links || folder.is_empty() {
            return open(self.root.join(folder), flags, Mode::empty()).ok();
        }
        let root = open(self.root, flags, Mode::empty()).ok()?;
        match openat2(root, folder, flags, Mode::empty(), ResolveFlags::NO_SYMLINKS | ResolveFlags::BENEATH) {
            // Older systems do not know the call, and some containers forbid it. Then only the last folder of the path is
            // kept from being a link.
            Err(Errno::NOSYS | Errno::PERM | Errno::INVAL) => {
                open(self.root.join(folder), flags | OFlags::NOFOLLOW, Mode::empty()).ok()
            }
            opened => opened.ok(),
        }
    }

    #[cfg(not(all(target_os = "linux", target_arch = "x86_64")))]
    #[expect(clippy::disallowed_methods, reason = "looks at files for `disk` and for the writer of the output folder")]
    pub fn state(&mut self, path: &str) -> Option<Stamp> {
        let found = std::fs::symlink_metadata(self.root.join(path)).ok()?;
        found.is_file().then(|| Stamp::of(&found))
    }
}
