//! A report without a title. Silent where another fault already says why there is none.

use super::{NOT_PUBLISHED, is_explained};
use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::model::report::LoadedReport;

pub(crate) static RULE: Rule = Rule {
    name: "missing-title",
    summary: "文章没有标题",
    basis: "本程序约定：文章必须有 `title`；国办发〔2017〕47号附件 网页标签 ArticleTitle",
    level: Level::Error,
    is_structural: true,
    explanation: include_str!("missing_title.md"),
    check: Check::Report(check),
};

fn check(report: &LoadedReport, _: &Scope<'_>) -> Vec<Finding> {
    if report.draft.title.is_some() || is_explained(&report.faults, "title") {
        return Vec::new();
    }
    let finding = Finding::new(&report.path, super::first_line(report), "没有写标题 `title`")
        .effect(NOT_PUBLISHED)
        .help("在这一行下面加一行 `title = \"标题\"`");
    vec![finding]
}
