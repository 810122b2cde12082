//! One build at a time: of a site, and into an output folder, whatever site it comes from. The system gives the locks back when the
//! program ends, however it ends, so a killed build leaves none behind.

#![expect(clippy::disallowed_methods, reason = "it locks what it is about to change")]

use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Write};
use std::path::Path;

use crate::disk::plain;
use crate::error::Error;

/// The file that stands for a site, among what is kept from build to build.
pub const SITE: &str = "lock";
/// The file that holds an output folder where the system cannot lock a folder.
const GUARD: &str = ".gongkai-lock";
/// The file that a build at work has in its output folder; `None` on systems where it has none, so that there such a file is somebody's.
pub const IN_OUTPUT: Option<&str> = if cfg!(windows) { Some(GUARD) } else { None };

/// A lock, held as long as this is.
#[derive(Debug)]
pub struct Held {
    _file: File,
}

/// Takes the lock that is the file at `path`; `wait` waits for a build that holds it.
///
/// # Errors
///
/// When another build holds it and `wait` is not wanted, naming its process; when there is no plain file; and as the system says.
pub fn take(path: &Path, wait: bool) -> Result<Held, Error> {
    let mut file = plain::open_private(path).map_err(|error| Error::io("写入", path, error))?;
    let locked = if wait { file.lock().map_err(TryLockError::Error) } else { file.try_lock() };
    match locked {
        Ok(()) => {
            // Only for the message of the other; the lock holds without it.
            let _ = file.set_len(0).and_then(|()| write!(file, "{}", std::process::id()));
            Ok(Held { _file: file })
        }
        Err(TryLockError::WouldBlock) => {
            let mut owner = String::new();
            let _ = file.read_to_string(&mut owner);
            let owner = owner.trim();
            let known = owner.parse::<u32>().map(|process| format!("（进程 {process}）")).unwrap_or_default();
            Err(Error::Usage(format!(
                "另一个 gongkai build{known} 正在生成这个网站\n  处理：等它结束后再运行，或加 --wait 自动等；它若已停住，先结束它"
            )))
        }
        // Some network file systems have no locks; a build that cannot be guarded is better than none.
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => Ok(Held { _file: file }),
        Err(TryLockError::Error(error)) => Err(Error::io("锁定", path, error)),
    }
}

/// Takes the lock of an output folder, which is made where there is none. It leaves no file in it, because the folder is carried to a
/// server as it is.
///
/// # Errors
///
/// When another build writes into it, and when the folder cannot be made.
pub fn take_output(folder: &Path, wait: bool) -> Result<Held, Error> {
    fs::create_dir_all(folder).map_err(|error| Error::io("新建文件夹", folder, error))?;
    let (file, is_taken) = guard(folder, wait).map_err(|error| Error::io("锁定", folder, error))?;
    match is_taken {
        false => Ok(Held { _file: file }),
        true => Err(Error::Usage(format!(
            "另一个 gongkai build 正在生成到 {}\n  处理：等它结束后再运行；两个网站不能生成到同一个文件夹",
            folder.display()
        ))),
    }
}

/// Whether somebody else holds the folder. The folder itself is locked; where a file system has no locks for folders, the build goes on
/// without.
#[cfg(unix)]
fn guard(folder: &Path, wait: bool) -> io::Result<(File, bool)> {
    let file = File::open(folder)?;
    let locked = if wait { file.lock().map_err(TryLockError::Error) } else { file.try_lock() };
    let is_taken = matches!(locked, Err(TryLockError::WouldBlock));
    Ok((file, is_taken))
}

/// Windows has no locks for folders: a file that nobody else may open, and that goes when it is closed.
#[cfg(windows)]
fn guard(folder: &Path, _wait: bool) -> io::Result<(File, bool)> {
    use std::os::windows::fs::OpenOptionsExt;
    /// `FILE_FLAG_DELETE_ON_CLOSE` of winbase.h.
    const DELETE_ON_CLOSE: u32 = 0x0400_0000;
    /// `ERROR_SHARING_VIOLATION` of winerror.h.
    const SHARING_VIOLATION: i32 = 32;
    let path = folder.join(GUARD);
    let mut options = fs::OpenOptions::new();
    match options.write(true).create(true).truncate(false).share_mode(0).custom_flags(DELETE_ON_CLOSE).open(path) {
        Err(error) if error.raw_os_error() == Some(SHARING_VIOLATION) => Ok((File::open("NUL")?, true)),
        opened => Ok((opened?, false)),
    }
}
