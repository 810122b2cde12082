//! The only reader of the clock. Everything else gets the office's time as a value (`--as-of`), so the same sources give the same
//! site on any day that nothing is due.

#![expect(clippy::disallowed_methods, reason = "the one reader of the clock")]

use std::time::{SystemTime, UNIX_EPOCH};

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

use crate::model::date::{EPOCH, Offset};

/// What a clock in the site's time zone shows, to the second, whatever the machine's time zone is.
pub fn local(offset: Offset) -> DateTime {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).map(|passed| passed.as_secs()).unwrap_or(0);
    let local = i64::try_from(since_epoch).unwrap_or(0) + i64::from(offset.minutes()) * 60;
    EPOCH.at(0, 0, 0, 0).checked_add(local.seconds()).unwrap_or(DateTime::MAX)
}

/// Today in the site's time zone.
pub fn today(offset: Offset) -> Date {
    local(offset).date()
}

/// This moment, in nanoseconds since 1970: to be compared with times of files.
pub fn now() -> u64 {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).map(|passed| passed.as_nanos()).unwrap_or(0);
    u64::try_from(since_epoch).unwrap_or(u64::MAX)
}
