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
    check: Check::Text(TextCheck { patterns: no_patterns, check }),
};

fn check(text: &Text<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let mut last = 0;
    for run in &text.scan.digits {
        if run.start < last || !matches!(run.len(), 4 | 12) {
            continue;
        }
        let goes_on = text.after(run.end).is_some_and(|c| c == '年' || BLANK.contains(&c));
        if !goes_on || !text.is_prose(run.start) {
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
    let all = &text.text()[start..];
    let mut rest = all;
    for unit in ["年", "月", "日"] {
        let digits = rest.trim_start_matches(BLANK);
        let after = digits.trim_start_matches(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c));
        match after.trim_start_matches(BLANK).strip_prefix(unit) {
            Some(next) if after.len() < digits.len() => rest = next,
            _ => break,
        }
    }
    let written = &all[..all.len() - rest.len()];
    let is_spaced = written.contains('月') && written.contains(BLANK);
    is_spaced.then(|| (start..start + written.len(), written.replace(BLANK, "")))
}

const BLANK: [char; 3] = [' ', '\u{a0}', '\u{3000}'];
