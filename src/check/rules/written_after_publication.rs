//! A document that was published before it was made: one of the two dates is wrong.

use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::model::report::LoadedReport;

pub(crate) static RULE: Rule = Rule {
    name: "written-after-publication",
    summary: "成文日期晚于发布日期",
    basis: "国办秘函〔2019〕19号 单项否决“伪造发稿日期”（口径待核）",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("written_after_publication.md"),
    check: Check::Report(check),
};

fn check(report: &LoadedReport, _: &Scope<'_>) -> Vec<Finding> {
    let draft = &report.draft;
    let (Some(written), Some(date)) = (&draft.written, &draft.date) else { return Vec::new() };
    if written.value <= date.value.day {
        return Vec::new();
    }
    let message = format!("成文日期 {} 晚于发布日期 {}", written.value, date.value.day);
    let finding = Finding::new(&report.path, Some(written.span), message).effect("页面上两个日期互相矛盾");
    vec![finding.related(&report.path, Some(date.span), "发布日期").help("与原件核对，改正写错的一个")]
}
