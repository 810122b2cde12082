//! What tells that a file is still the one that was seen: its size, and when it last changed. Taken of sources and of published
//! files in the same way.

use std::fs::Metadata;
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

/// Size in bytes and time of the last change of a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// In bytes.
    pub size: u64,
    /// In nanoseconds since 1970.
    pub modified: u64,
}

impl Stamp {
    /// The state of a file by what the system tells of it.
    pub fn of(metadata: &Metadata) -> Stamp {
        Stamp { size: metadata.len(), modified: changed(metadata) }
    }

    /// As [`Stamp::of`], of what a system call tells: seconds since 1970 and nanoseconds of the file's date and of the change of its
    /// entry.
    #[cfg(all(target_os = "linux", target_arch = "x86_64"))]
    pub fn with_times(size: u64, [date, entry]: [(i64, u64); 2]) -> Stamp {
        Stamp { size, modified: nanoseconds(date).max(nanoseconds(entry)) }
    }
}

/// When a file last changed, in nanoseconds since 1970; 0 where the system does not say. A file's date can be set back,
/// and is when files are copied or unpacked; the time of the change of its entry cannot, so the later of the two counts.
fn changed(metadata: &Metadata) -> u64 {
    let since_epoch = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let modified = since_epoch.and_then(|passed| u64::try_from(passed.as_nanos()).ok()).unwrap_or(0);
    modified.max(entry_changed(metadata))
}

#[cfg(unix)]
fn entry_changed(metadata: &Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt;
    nanoseconds((metadata.ctime(), u64::try_from(metadata.ctime_nsec()).unwrap_or(0)))
}

/// Since 1970; 0 for what was before.
#[cfg(unix)]
fn nanoseconds((seconds, nanoseconds): (i64, u64)) -> u64 {
    u64::try_from(seconds).map_or(0, |seconds| seconds.saturating_mul(1_000_000_000).saturating_add(nanoseconds))
}

#[cfg(not(unix))]
fn entry_changed(_: &Metadata) -> u64 {
    0
}
