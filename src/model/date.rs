//! Civil dates (公布日期, 成文日期). A date is a day in the office's calendar, never an instant: no time zone of the machine can
//! move it. Only where a format demands an instant (feeds, sitemaps) the site's configured offset is added. "Now" is the time that
//! the office's clock shows ([`DateTime`]), so that a report with a time of day appears at that time.

use std::fmt;

use jiff::civil::Time;
pub use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// The day from which days and seconds are counted.
pub const EPOCH: Date = Date::constant(1970, 1, 1);

/// Days from [`EPOCH`] to `day`; negative before it.
pub fn days_since_epoch(day: Date) -> i64 {
    EPOCH.until(day).map_or(0, |span| i64::from(span.get_days()))
}

/// 发布日期: a day, and the time of day if somebody gave it. It has no order of its own, because a day and its 00:00 are two dates and
/// appear at one moment: lists are ordered by [`PublishDate::moment`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishDate {
    /// The day, in the office's calendar.
    #[serde(with = "numbers")]
    pub day: Date,
    /// The time of day, to the second, by the office's clock; `None` where only a day was given.
    pub time: Option<Time>,
}

/// A day as three numbers, for the cache and for fingerprints: as text it takes ten times as long to write.
mod numbers {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    use super::Date;

    /// Writes year, month and day.
    pub(super) fn serialize<S: Serializer>(day: &Date, serializer: S) -> Result<S::Ok, S::Error> {
        (day.year(), day.month(), day.day()).serialize(serializer)
    }

    /// Reads year, month and day; a day that does not exist is an error.
    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        let (year, month, day) = <(i16, i8, i8)>::deserialize(deserializer)?;
        Date::new(year, month, day).map_err(D::Error::custom)
    }
}

impl PublishDate {
    /// A day without a time of day.
    pub fn day(day: Date) -> PublishDate {
        PublishDate { day, time: None }
    }

    /// `2024-11-11 10:30`, the form of `PubDate`; `00:00` when no time was given.
    pub fn with_minutes(self) -> String {
        let time = self.time.unwrap_or(Time::midnight());
        format!("{} {:02}:{:02}", self.day, time.hour(), time.minute())
    }

    /// `2024年11月11日`, followed by ` 10:30` when a time was given.
    pub fn chinese(self) -> String {
        match self.time {
            Some(time) => format!("{} {:02}:{:02}", chinese(self.day), time.hour(), time.minute()),
            None => chinese(self.day),
        }
    }

    /// RFC 3339 with the site's offset, e.g. `2024-11-11T10:30:00+08:00`.
    pub fn rfc3339(self, offset: Offset) -> String {
        let time = self.time.unwrap_or(Time::midnight());
        format!("{}T{:02}:{:02}:{:02}{offset}", self.day, time.hour(), time.minute(), time.second())
    }

    /// When it appears on the office's clock: at the time of day that was given, else as the day begins.
    pub fn moment(self) -> DateTime {
        self.day.to_datetime(self.time.unwrap_or(Time::midnight()))
    }

    /// `2026-12-01`, followed by `T09:00:00` when a time was given: as it is written in front matter.
    pub fn written(self) -> String {
        match self.time {
            Some(time) => format!("{}T{:02}:{:02}:{:02}", self.day, time.hour(), time.minute(), time.second()),
            None => self.day.to_string(),
        }
    }
}

/// `2024年11月11日`, without leading zeros as official documents write it.
pub fn chinese(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// Parses `YYYY-MM-DD` and nothing else; `None` also for days that do not exist.
pub fn parse_day(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 10
        && bytes.iter().enumerate().all(|(i, b)| if i == 4 || i == 7 { *b == b'-' } else { b.is_ascii_digit() });
    if !shaped {
        return None;
    }
    Date::new(text[..4].parse().ok()?, text[5..7].parse().ok()?, text[8..].parse().ok()?).ok()
}

/// Parses `YYYY-MM-DD`, which is the moment at which that day begins, or `YYYY-MM-DDTHH:MM` with or without `:SS`, the date and the
/// time also apart by a blank; `None` for anything else and for what no calendar or clock shows.
pub fn parse_moment(text: &str) -> Option<DateTime> {
    let Some((day, time)) = text.split_once(['T', ' ']) else {
        return parse_day(text).map(|day| day.to_datetime(Time::midnight()));
    };
    let parts: Option<Vec<i8>> = time
        .split(':')
        .map(|part| (part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok())?)
        .collect();
    let (hour, minute, second) = match parts?.as_slice() {
        [hour, minute] => (*hour, *minute, 0),
        [hour, minute, second] => (*hour, *minute, *second),
        _ => return None,
    };
    Some(parse_day(day)?.to_datetime(Time::new(hour, minute, second, 0).ok()?))
}

/// A fixed offset from UTC in minutes, e.g. `+08:00`. The site's setting, never the machine's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Offset(i32);

impl Offset {
    /// China Standard Time.
    pub const CHINA: Offset = Offset(8 * 60);

    /// Takes `+08:00`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Offset> {
        let (sign, rest) = match text.as_bytes().first()? {
            b'+' => (1, &text[1..]),
            b'-' => (-1, &text[1..]),
            _ => return None,
        };
        let (hours, minutes) = rest.split_once(':')?;
        let digits = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(hours) || !digits(minutes) {
            return None;
        }
        let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
        (hours <= 14 && minutes < 60).then_some(Offset(sign * (hours * 60 + minutes)))
    }

    /// Minutes east of UTC; negative west of it.
    pub fn minutes(self) -> i32 {
        self.0
    }
}

impl fmt::Display for Offset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { '-' } else { '+' };
        write!(f, "{sign}{:02}:{:02}", self.0.abs() / 60, self.0.abs() % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};

    #[test]
    fn only_complete_existing_days_parse() {
        assert_eq!(parse_day("2024-02-29"), Some(date(2024, 2, 29)));
        for bad in ["2023-02-29", "2024-2-9", "2024/02/09", "20240209", "2024-02-09 ", "二〇二四"] {
            assert_eq!(parse_day(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_date_is_shown_in_every_form_it_is_needed_in() {
        let day = PublishDate::day(date(2024, 11, 1));
        let timed = PublishDate { day: date(2024, 11, 1), time: Some(time(9, 5, 0, 0)) };
        assert_eq!(day.with_minutes(), "2024-11-01 00:00");
        assert_eq!(day.chinese(), "2024年11月1日");
        assert_eq!(timed.chinese(), "2024年11月1日 09:05");
        assert_eq!(timed.rfc3339(Offset::CHINA), "2024-11-01T09:05:00+08:00");
        assert!(timed.moment() > day.moment());
    }

    #[test]
    fn a_day_begins_at_midnight_and_a_time_is_taken_as_it_is() {
        let at = |hour, minute, second| Some(date(2024, 2, 29).at(hour, minute, second, 0));
        assert_eq!(parse_moment("2024-02-29"), at(0, 0, 0));
        assert_eq!(parse_moment("2024-02-29T09:30"), at(9, 30, 0));
        assert_eq!(parse_moment("2024-02-29 23:59:59"), at(23, 59, 59));
        for bad in [
            "",
            "T",
            "2024-02-30T09:00",
            "2024-02-29T",
            "2024-02-29T9:00",
            "2024-02-29T24:00",
            "2024-02-29T09",
            "29T09:00:00:00",
        ] {
            assert_eq!(parse_moment(bad), None, "{bad}");
        }
    }

    #[test]
    fn offsets_are_strict() {
        assert_eq!(Offset::parse("+08:00"), Some(Offset::CHINA));
        assert_eq!(Offset::parse("-03:30").map(|o| o.to_string()).as_deref(), Some("-03:30"));
        for bad in ["8", "+8:00", "+15:00", "Asia/Shanghai", "+08:60", "+0é:00"] {
            assert_eq!(Offset::parse(bad), None, "{bad}");
        }
    }
}
