//! A summary or plan of a year that appears when half of the next year, or of the year planned, is over.

use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::model::report::LoadedReport;
use crate::model::title_year::{Yearly, years};

pub(crate) static RULE: Rule = Rule {
    name: "late-annual-report",
    summary: "年度总结、计划公开得太晚",
    basis: "国务院令第711号第二十六条 20个工作日（成文日期未写，按年份推断）",
    level: Level::Info,
    is_structural: false,
    explanation: include_str!("late_annual_report.md"),
    check: Check::Report(check),
};

/// The last month in which a yearly document is no surprise.
const LAST_MONTH: i8 = 6;

fn check(report: &LoadedReport, _: &Scope<'_>) -> Vec<Finding> {
    let draft = &report.draft;
    let (Some(title), Some(date), None) = (&draft.title, &draft.date, &draft.written) else { return Vec::new() };
    if date.value.day.month() <= LAST_MONTH {
        return Vec::new();
    }
    let in_title = years(&title.value);
    let due = |kind: Yearly, year: i16| if kind == Yearly::Summary { year + 1 } else { year };
    // The title may name a summary and a plan. The plan, which mostly stands last, is asked first: a plan is of no use when its
    // year is over.
    let Some((kind, year)) = in_title.iter().rev().find(|(kind, year)| due(*kind, *year) == date.value.day.year()) else {
        return Vec::new();
    };
    let message = format!("{year}年{}到 {} 才发布", kind.chinese(), date.value.day);
    let finding = Finding::new(&report.path, Some(date.span), message).effect("可能超过了形成之日起20个工作日的期限");
    vec![finding.help("补上 `written` 成文日期，由程序按工作日核算；确实迟了的，在 `[[allow]]` 里写明原因")]
}
