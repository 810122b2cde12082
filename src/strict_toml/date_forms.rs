//! How dates may be written in front matter and settings: as TOML has them, `2024-11-11`, `2024-11-11T10:30:00`. Whatever else looks like one is
//! a fault that names the form that was meant.

use toml::de::DeValue;
use toml::value::Datetime;

use crate::model::date::{PublishDate, parse_day};

/// What was written in the place of a date.
pub(super) enum NoDate {
    /// A date in another form, or one that does not exist: as written, and as it should be where that is known.
    Malformed {
        /// As written.
        written: String,
        /// The form that was evidently meant.
        suggestion: Option<String>,
    },
    /// A value of another type.
    OtherType,
}

/// A day, or a day with the time.
pub(super) fn read(value: &DeValue<'_>) -> Result<PublishDate, NoDate> {
    match value {
        DeValue::Datetime(datetime) => civil(datetime).ok_or_else(|| {
            let civil = Datetime { offset: None, ..*datetime };
            NoDate::Malformed { written: datetime.to_string(), suggestion: datetime.date.map(|_| civil.to_string()) }
        }),
        DeValue::String(text) => Err(NoDate::Malformed { written: text.to_string(), suggestion: suggestion(text) }),
        _ => Err(NoDate::OtherType),
    }
}

/// A date or date-time without an offset; anything else is not a civil date.
fn civil(datetime: &Datetime) -> Option<PublishDate> {
    if datetime.offset.is_some() {
        return None;
    }
    let day = parse_day(&datetime.date?.to_string())?;
    let time = match datetime.time {
        Some(time) => {
            let (hour, minute) = (i8::try_from(time.hour).ok()?, i8::try_from(time.minute).ok()?);
            let second = i8::try_from(time.second.unwrap_or(0)).ok()?;
            Some(jiff::civil::Time::new(hour, minute, second.min(59), 0).ok()?)
        }
        None => None,
    };
    Some(PublishDate { day, time })
}

/// The ISO form of a date written some other usual way, if that day exists: `2024年 3月 1日`, `2024/3/1`, `2024.03.01`.
pub(super) fn suggestion(written: &str) -> Option<String> {
    let numbers: Vec<u32> = written
        .chars()
        .map(|c| match c {
            '０'..='９' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            other => other,
        })
        .collect::<String>()
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .take(3)
        .filter_map(|part| part.parse().ok())
        .collect();
    let [year, month, day] = numbers[..] else { return None };
    let iso = format!("{year:04}-{month:02}-{day:02}");
    (year >= 1900 && parse_day(&iso).is_some()).then_some(iso)
}
