//! A date in the text that the calendar does not have.

use std::ops::Range;

use crate::check::rule::{Check, Rule};
use crate::check::text::{Text, TextCheck, no_patterns};
use crate::diagnostics::Level;
use crate::model::date::Date;
use crate::model::remark::Remark;

/// A year that has every day there can be.
const LEAP_YEAR: i16 = 2024;

pub(crate) static RULE: Rule = Rule {
    name: "nonexistent-date",
    summary: "正文里的日期不存在，如 2 月 30 日",
    basis: "本程序约定：日期与事实相符；内容不准确按国办秘函〔2019〕19号扣分（分值待核）",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("nonexistent_date.md"),
    check: Check::Text(TextCheck { patterns: no_patterns, check }),
};

fn check(text: &Text<'_>) -> Vec<Remark> {
    let digits = &text.scan.digits;
    let mut remarks = Vec::new();
    for (index, month) in digits.iter().enumerate() {
        let Some(day) = digits.get(index + 1) else { break };
        // Between month and day stands 月 or a hyphen. Most numbers stand farther apart, which settles them.
        if day.start - month.end > '月'.len_utf8() {
            continue;
        }
        let year = index.checked_sub(1).and_then(|before| digits.get(before));
        let Some((start, year)) = start_and_year(text, year, month, day) else { continue };
        let (Some(month), Some(day_number)) = (number(text, month), number(text, day)) else { continue };
        if exists(year, month, day_number) {
            continue;
        }
        let suffix = if text.after(day.end) == Some('日') { '日'.len_utf8() } else { 0 };
        let range = start..day.end + suffix;
        if text.is_prose(start)
            && let Some(written) = text.text().get(range.clone())
        {
            let remark = Remark::new(text.span(range), format!("没有 `{written}` 这一天"));
            remarks.push(remark.help("与原件核对，改正写错的日期"));
        }
    }
    remarks
}

/// Where the date with this month and day begins, and its year if it has one; `None` when the runs of digits make no date.
fn start_and_year(
    text: &Text<'_>,
    year: Option<&Range<usize>>,
    month: &Range<usize>,
    day: &Range<usize>,
) -> Option<(usize, Option<i16>)> {
    let between = |a: &Range<usize>, b: &Range<usize>| text.text().get(a.end..b.start);
    let year_of =
        |run: &Range<usize>| text.text().get(run.clone()).filter(|year| year.len() == 4).and_then(|year| year.parse().ok());
    let is_short = month.len() <= 2 && day.len() <= 2;
    match between(month, day)? {
        "月" if is_short && text.after(day.end) == Some('日') => {
            match year.filter(|year| between(year, month) == Some("年")) {
                Some(year) => Some((year.start, Some(year_of(year)?))),
                // Without a year the month must stand alone: in 3.2月 it is part of an amount, and what 共30月31日票 means is not
                // known.
                None => {
                    let before = text.before(month.start);
                    let stands_alone = !before.is_some_and(|c| matches!(c, '.' | '．' | '共' | '第' | '-' | '—' | '/'));
                    stands_alone.then_some((month.start, None))
                }
            }
        }
        "-" if month.len() == 2 && day.len() == 2 => {
            let year = year.filter(|year| between(year, month) == Some("-"))?;
            let ends = !text.after(day.end).is_some_and(|c| c.is_ascii_alphanumeric() || c == '-');
            let begins = !text.before(year.start).is_some_and(|c| c.is_ascii_alphanumeric() || c == '-');
            let value = year_of(year).filter(|year| (1949..2100).contains(year))?;
            // Without a month that exists it is a code, not a date.
            let is_month = number(text, month).is_some_and(|month| (1..=12).contains(&month));
            let is_day = number(text, day).is_some_and(|day| (1..=31).contains(&day));
            (ends && begins && is_month && is_day).then_some((year.start, Some(value)))
        }
        _ => None,
    }
}

fn number(text: &Text<'_>, run: &Range<usize>) -> Option<i8> {
    text.text().get(run.clone())?.parse().ok()
}

/// Whether the day exists; without a year, whether it exists in any.
fn exists(year: Option<i16>, month: i8, day: i8) -> bool {
    Date::new(year.unwrap_or(LEAP_YEAR), month, day).is_ok()
}
