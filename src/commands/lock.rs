//! One build at a time. The system gives the lock back when the program ends, however it ends, so a killed build leaves none behind.

#![expect(clippy::disallowed_methods, reason = "the lock is a file beside the site's settings")]

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::path::Path;

use crate::error::Error;

const LOCK: &str = ".gongkai/lock";

/// Takes the site's lock; it is held as long as the file is open. `wait` waits for a build that holds it.
///
/// # Errors
///
/// When another build holds it and `wait` is not wanted, naming its process.
pub(super) fn take(site: &Path, wait: bool) -> Result<File, Error> {
    let path = site.join(LOCK);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| Error::io("新建文件夹", folder, error))?;
    }
    let failed = |error| Error::io("写入", &path, error);
    let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).map_err(failed)?;
    let locked = if wait { file.lock().map_err(TryLockError::Error) } else { file.try_lock() };
    match locked {
        Ok(()) => {
            // Only for the message of the other; the lock holds without it.
            let _ = file.set_len(0).and_then(|()| write!(file, "{}", std::process::id()));
            Ok(file)
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
        Err(TryLockError::Error(error)) if error.kind() == std::io::ErrorKind::Unsupported => Ok(file),
        Err(TryLockError::Error(error)) => Err(Error::io("锁定", path, error)),
    }
}
