//! A report without 发布日期. Silent where another fault already says why there is none.

use super::{NOT_PUBLISHED, is_explained};
use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::model::date::parse_day;
use crate::model::report::LoadedReport;

pub(crate) static RULE: Rule = Rule {
    name: "missing-date",
    summary: "文章没有发布日期",
    basis: "本程序约定：文章必须有 `date`；国办发〔2017〕47号附件 网页标签 PubDate",
    level: Level::Error,
    is_structural: true,
    explanation: include_str!("missing_date.md"),
    check: Check::Report(check),
};

fn check(report: &LoadedReport, _: &Scope<'_>) -> Vec<Finding> {
    if report.draft.date.is_some() || is_explained(&report.faults, "date") {
        return Vec::new();
    }
    // The name of the file often begins with the day, but whether it is 发布日期 only the editor knows.
    let help = match report.own_name().get(..10).filter(|day| parse_day(day).is_some()) {
        Some(day) => format!("在这一行下面加一行 `date = 年-月-日`，文件名里的日期写作 `date = {day}`"),
        None => "在这一行下面加一行 `date = 年-月-日`，如 `date = 2024-11-11`，不加引号".to_string(),
    };
    let finding = Finding::new(&report.path, super::first_line(report), "没有写发布日期 `date`");
    vec![finding.effect(NOT_PUBLISHED).help(help)]
}
