//! A document published later than twenty working days after it was made.

use crate::check::calendar::after_working_days;
use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::model::date::Date;
use crate::model::report::LoadedReport;

pub(crate) static RULE: Rule = Rule {
    name: "late-publication",
    summary: "成文以后超过20个工作日才发布",
    basis: "国务院令第711号第二十六条 20个工作日",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("late_publication.md"),
    check: Check::Report(check),
};

/// Working days from the day a document is made.
const TERM: u32 = 20;

fn check(report: &LoadedReport, _: &Scope<'_>) -> Vec<Finding> {
    let draft = &report.draft;
    let (Some(written), Some(date)) = (&draft.written, &draft.date) else { return Vec::new() };
    // Twenty working days never fit into less than four weeks.
    if date.value.day <= written.value || days_between(written.value, date.value.day) < 26 {
        return Vec::new();
    }
    let deadline = after_working_days(written.value, TERM);
    if date.value.day <= deadline.day {
        return Vec::new();
    }
    let late = days_between(deadline.day, date.value.day);
    let message = format!("成文以后 {TERM} 个工作日到 {} 为止，发布晚了 {late} 天{}", deadline.day, deadline.remark());
    let finding = Finding::new(&report.path, Some(date.span), message).effect("超过了主动公开的法定期限");
    let finding = finding.related(&report.path, Some(written.span), "成文日期");
    vec![finding.help("核对两个日期；确实迟了的，在 `[[allow]]` 里写明原因")]
}

fn days_between(from: Date, to: Date) -> i32 {
    to.since(from).map_or(0, |span| span.get_days())
}
