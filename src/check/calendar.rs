//! 工作日: the working days that legal terms are counted in. Days off and made-up working days come from `tables/holidays.toml`, one
//! section a year, copied from the notices of the State Council; a year that is not there counts Monday to Friday, and says so.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use jiff::civil::Weekday;

use crate::model::date::{Date, parse_day};
use crate::strict_toml::{self, Reader};

static HOLIDAYS: LazyLock<Holidays> = LazyLock::new(|| Holidays::parse(include_str!("tables/holidays.toml")));

/// What the notices say, by year.
#[derive(Debug, Default)]
struct Holidays {
    off: BTreeSet<Date>,
    work: BTreeSet<Date>,
    years: BTreeSet<i16>,
}

/// The last day of a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// The day itself, on which the term is still kept.
    pub day: Date,
    /// Years without a notice that the term touches: in them every Monday to Friday counts.
    pub unknown_years: Vec<i16>,
}

impl Deadline {
    /// What to say beside the day where years are unknown; empty otherwise.
    pub fn remark(&self) -> String {
        if self.unknown_years.is_empty() {
            return String::new();
        }
        let years: Vec<String> = self.unknown_years.iter().map(|year| format!("{year}年")).collect();
        format!("（没有{}的放假安排，只按周一至周五计算）", years.join("、"))
    }
}

/// The day by which `days` working days have passed after `start`, which itself does not count (政府信息公开条例 counts from 之日起;
/// 民法典第二百零一条 begins with the day after).
pub fn after_working_days(start: Date, days: u32) -> Deadline {
    let mut day = start;
    let mut left = days;
    let mut unknown = BTreeSet::new();
    while left > 0 {
        let Ok(next) = day.tomorrow() else { break };
        day = next;
        if !HOLIDAYS.years.contains(&day.year()) {
            unknown.insert(day.year());
        }
        left -= u32::from(is_working_day(day));
    }
    Deadline { day, unknown_years: unknown.into_iter().collect() }
}

fn is_working_day(day: Date) -> bool {
    let is_weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    if is_weekend { HOLIDAYS.work.contains(&day) } else { !HOLIDAYS.off.contains(&day) }
}

impl Holidays {
    fn parse(text: &str) -> Holidays {
        let mut faults = Vec::new();
        let years = strict_toml::read(text, 0, &mut faults, |reader| reader.tables("year", year));
        debug_assert!(faults.is_empty(), "{faults:?}");
        let mut holidays = Holidays::default();
        for (year, (off, work)) in years.into_iter().map(|year| year.value).collect::<BTreeMap<_, _>>() {
            holidays.years.insert(year);
            holidays.off.extend(off.iter().flat_map(|part| days(year, part)));
            holidays.work.extend(work.iter().flat_map(|part| days(year, part)));
        }
        holidays
    }
}

fn year(reader: &Reader<'_>) -> (i16, (Vec<String>, Vec<String>)) {
    let list = |key| reader.strings(key).into_iter().map(|part| part.value).collect();
    let year = reader.integer("year").and_then(|year| i16::try_from(year.value).ok()).unwrap_or_default();
    reader.string("notice");
    (year, (list("off"), list("work")))
}

/// `01-01` or `02-10~02-17` of a year.
fn days(year: i16, part: &str) -> Vec<Date> {
    let (first, last) = part.split_once('~').unwrap_or((part, part));
    let day = |text: &str| parse_day(&format!("{year:04}-{text}"));
    let (Some(first), Some(last)) = (day(first), day(last)) else { return Vec::new() };
    first.series(jiff::Span::new().days(1)).take_while(|day| *day <= last).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn every_row_of_the_table_is_a_day_and_turns_the_week_around() {
        let rows = include_str!("tables/holidays.toml").lines().filter(|line| line.starts_with("work"));
        let written: usize = rows.map(|line| line.matches('-').count()).sum();
        assert_eq!(HOLIDAYS.work.len(), written);
        assert!(HOLIDAYS.work.iter().all(|day| matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)));
        assert!(HOLIDAYS.work.is_disjoint(&HOLIDAYS.off));
        for year in &HOLIDAYS.years {
            assert!(HOLIDAYS.off.contains(&date(*year, 1, 1)) && HOLIDAYS.off.contains(&date(*year, 10, 1)), "{year}");
        }
    }

    #[test]
    fn holidays_do_not_count_and_made_up_weekends_do() {
        // 2024: off 10 to 17 February, working Sundays 4 and 18 February.
        assert_eq!(after_working_days(date(2024, 2, 2), 1).day, date(2024, 2, 4));
        assert_eq!(after_working_days(date(2024, 2, 9), 1).day, date(2024, 2, 18));
        assert_eq!(after_working_days(date(2024, 1, 20), 20).day, date(2024, 2, 21));
        assert_eq!(after_working_days(date(2024, 3, 4), 20).day, date(2024, 4, 1));
    }

    #[test]
    fn a_year_without_a_notice_counts_weekdays_and_says_so() {
        let deadline = after_working_days(date(2015, 9, 30), 3);
        assert_eq!(deadline.day, date(2015, 10, 5));
        assert!(deadline.remark().contains("2015年"));
        assert_eq!(after_working_days(date(2024, 3, 4), 3).remark(), "");
    }
}
