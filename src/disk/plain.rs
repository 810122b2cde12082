//! Opens plain files alone. What stands in the place of a file of ours may be a link, which leads to somebody else's file, or a pipe,
//! which has no end: both are told apart before a byte is read or written. Apart, because sources, the output folder and what is kept
//! from build to build all need it.

#![expect(
    clippy::disallowed_methods,
    reason = "opens files for `disk`, for the writer of the output folder and for commands"
)]

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

/// Files that nobody but their owner reads: they hold drafts.
#[cfg(unix)]
const PRIVATE_FILE: u32 = 0o600;
#[cfg(unix)]
const PRIVATE_FOLDER: u32 = 0o700;

/// The file for reading.
///
/// # Errors
///
/// As the system says, and where the path is a link, a folder, a pipe or a device.
pub fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    checked(path, &options)
}

/// All bytes of the file; errors as for [`open`].
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut file = open(path)?;
    let size = usize::try_from(file.metadata()?.len()).unwrap_or(0);
    // One byte more than the file has: the read that meets the end of the file needs room too, and without it the whole
    // would be copied.
    let mut bytes = Vec::with_capacity(size.saturating_add(1));
    Read::by_ref(&mut file).take(u64::MAX).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The file for reading and writing, as it is or new and private; errors as for [`open`].
pub fn open_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    private(&mut options);
    let file = checked(path, &options)?;
    make_private(&file)?;
    Ok(file)
}

/// Makes a folder and those above it; whoever else uses the machine may not look into it.
///
/// # Errors
///
/// As the system says.
pub fn make_private_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, PRIVATE_FOLDER);
    builder.create(path)
}

/// Takes the rights of others to a folder away that an older version of the program made.
#[cfg(unix)]
pub fn close_folder(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let is_open = |found: &fs::Metadata| found.is_dir() && found.permissions().mode() & 0o777 != PRIVATE_FOLDER;
    if fs::symlink_metadata(path).is_ok_and(|found| is_open(&found)) {
        // Somebody else's folder stays as they made it.
        let _ = fs::set_permissions(path, fs::Permissions::from_mode(PRIVATE_FOLDER));
    }
}

#[cfg(not(unix))]
pub fn close_folder(_: &Path) {}

/// Opens the file and looks at what was opened. A pipe is opened without waiting for whoever writes into it.
#[cfg(unix)]
fn checked(path: &Path, options: &OpenOptions) -> io::Result<File> {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt;
    let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits();
    let opened = options.clone().custom_flags(flags.cast_signed()).open(path);
    let file = opened.map_err(|error| match rustix::io::Errno::from_io_error(&error) {
        Some(rustix::io::Errno::LOOP | rustix::io::Errno::NXIO) => not_plain(),
        _ => error,
    })?;
    is_plain(&file.metadata()?)?;
    Ok(file)
}

#[cfg(not(unix))]
fn checked(path: &Path, options: &OpenOptions) -> io::Result<File> {
    match fs::symlink_metadata(path) {
        Ok(found) => is_plain(&found)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    options.open(path)
}

fn is_plain(found: &fs::Metadata) -> io::Result<()> {
    match () {
        () if found.is_file() => Ok(()),
        () if found.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        () => Err(not_plain()),
    }
}

fn not_plain() -> io::Error {
    io::Error::other("它是链接、管道或设备，不是普通文件")
}

/// Options for a new file that nobody but its owner reads.
#[cfg(unix)]
pub(super) fn private(options: &mut OpenOptions) {
    std::os::unix::fs::OpenOptionsExt::mode(options, PRIVATE_FILE);
}

#[cfg(not(unix))]
pub(super) fn private(_: &mut OpenOptions) {}

/// Of a file that an older version of the program made.
#[cfg(unix)]
fn make_private(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    if file.metadata()?.permissions().mode() & 0o777 != PRIVATE_FILE {
        file.set_permissions(fs::Permissions::from_mode(PRIVATE_FILE))?;
    }
    Ok(())
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "other systems may refuse")]
fn make_private(_: &File) -> io::Result<()> {
    Ok(())
}
