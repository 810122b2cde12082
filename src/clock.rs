//! The only reader of the clock. Everything else gets today's date as a value (`--as-of`), so the same sources give the same
//! site on any day that nothing is due.

#![expect(clippy::disallowed_methods, reason = "the one reader of the clock")]

use std::time::{SystemTime, UNIX_EPOCH};

use jiff::ToSpan;
use jiff::civil::Date;

use crate::model::date::Offset;

/// Today in the site's time zone, whatever the machine's is.
pub fn today(offset: Offset) -> Date {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).map(|passed| passed.as_secs()).unwrap_or(0);
    let local = i64::try_from(since_epoch).unwrap_or(0) + i64::from(offset.minutes()) * 60;
    let days = local.div_euclid(86_400);
    Date::constant(1970, 1, 1).checked_add(days.days()).unwrap_or(Date::MAX)
}

/// This moment, in nanoseconds since 1970: to be compared with times of files.
pub fn now() -> u64 {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).map(|passed| passed.as_nanos()).unwrap_or(0);
    u64::try_from(since_epoch).unwrap_or(u64::MAX)
}
