//! Two reports of one title and date: one of them is a copy that was made before a correction, or for a second column.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::model::date::Date;
use crate::model::report::LoadedReport;

pub(crate) static RULE: Rule = Rule {
    name: "duplicate-report",
    summary: "两篇文章的标题和发布日期都相同",
    basis: "本程序约定：一篇文章只发布一次，旧稿不会悄悄公开",
    level: Level::Error,
    is_structural: false,
    explanation: include_str!("duplicate_report.md"),
    check: Check::Site(check),
};

fn check(scope: &Scope<'_>) -> Vec<Finding> {
    let mut first: FxHashMap<(&str, Date), &LoadedReport> = FxHashMap::default();
    first.reserve(scope.loaded.reports.len());
    let mut findings = Vec::new();
    for report in scope.loaded.reports.iter().filter(|report| !scope.waits(report)) {
        let Some((title, date)) = report.draft.title.as_ref().zip(report.draft.date.as_ref()) else { continue };
        match first.entry((title.value.as_str(), date.value.day)) {
            Entry::Vacant(free) => {
                free.insert(report);
            }
            Entry::Occupied(taken) => findings.push(finding(taken.get(), report)),
        }
    }
    findings
}

fn finding(first: &LoadedReport, second: &LoadedReport) -> Finding {
    let title = second.draft.title.as_ref();
    let message = format!("与 `{}` 的标题、发布日期都相同", first.path);
    let finding =
        Finding::new(&second.path, title.map(|title| title.span), message).effect("同一篇会公开两次，其中一篇可能是旧稿");
    let help = "删去多余的一篇；同一篇要列在两个栏目，只留一篇，写 `categories`；确实是两篇的，标题写得能分清，或写 `[[allow]]` 说明理由";
    finding.help(help).related(&first.path, first.draft.title.as_ref().map(|title| title.span), "这一篇的标题、日期相同")
}
