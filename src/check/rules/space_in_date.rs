//! White space inside a date.

use std::ops::Range;

use crate::check::rule::{Check, Rule};
use crate::check::text::{Text, TextCheck, no_patterns};
use crate::diagnostics::Level;
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "space-in-date",
    summary: "日期里有空格",
    basis: "GB/T 9704-2012《党政机关公文格式》7.3.5.4：成文日期中的数字用阿拉伯数字将年、月、日标全；各部分之间没有空格",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("space_in_date.md"),
    check: Check::Text(TextCheck { patterns: no_patterns, look }),
};

fn look(text: &Text<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let mut last = 0;
    for run in &text.scan.digits {
        if run.start < last || !matches!(run.len(), 4 | 12) || !text.is_prose(run.start) {
            continue;
        }
        let Some((range, date)) = date(text, run.start) else { continue };
        last = range.end;
        let span = text.span(range.clone());
        let remark =
            Remark::new(span, format!("日期“{}”里有空格", text.text()[range.clone()].trim())).label(format!("应为“{date}”"));
        let remark = remark.help("删去空格；可以用 `gongkai fix` 改");
        remarks.push(if text.prose.is_verbatim(&range) { remark.fix(span, date) } else { remark });
    }
    remarks
}

/// The date that begins at `start` with a year, and how it is written without white space, if it is written with some.
fn date(text: &Text<'_>, start: usize) -> Option<(Range<usize>, String)> {
    let rest = &text.text()[start..];
    let mut date = String::new();
    let mut end = 0;
    let mut at = 0;
    for unit in ["年", "月", "日"] {
        let mut part = String::new();
        let after_digits = take(rest, at, &mut part, |c| c.is_ascii_digit() || ('０'..='９').contains(&c));
        let is_number = part.chars().any(char::is_numeric);
        let Some(after) = after_digits.filter(|_| is_number).and_then(|at| {
            let at = at + (rest[at..].len() - rest[at..].trim_start_matches(BLANK).len());
            rest[at..].starts_with(unit).then(|| at + unit.len())
        }) else {
            break;
        };
        date += &part;
        date += unit;
        (at, end) = (after, after);
    }
    let written = &rest[..end];
    (date.contains('月') && written.contains(BLANK)).then(|| (start..start + end, date))
}

const BLANK: [char; 3] = [' ', '\u{a0}', '\u{3000}'];

/// Skips blanks at `at`, then takes what `is_part` accepts. The place behind it.
fn take(text: &str, at: usize, part: &mut String, is_part: impl Fn(char) -> bool) -> Option<usize> {
    let rest = text.get(at..)?;
    let visible = rest.trim_start_matches(BLANK);
    let taken: String = visible.chars().take_while(|c| is_part(*c)).collect();
    part.push_str(&taken);
    Some(at + rest.len() - visible.len() + taken.len())
}
