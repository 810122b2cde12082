//! A report right below `reports/`, in no category: no list would show it.

use super::NOT_PUBLISHED;
use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::model::path::REPORTS;
use crate::model::report::LoadedReport;

pub(crate) static RULE: Rule = Rule {
    name: "uncategorized-report",
    summary: "文章不在任何栏目的文件夹里",
    basis: "本程序约定：文章放在栏目文件夹里",
    level: Level::Error,
    is_structural: true,
    explanation: include_str!("uncategorized_report.md"),
    check: Check::Report(check),
};

fn check(report: &LoadedReport, scope: &Scope<'_>) -> Vec<Finding> {
    if report.folder.as_str() != REPORTS {
        return Vec::new();
    }
    let own = if report.is_bundle { report.own_name() } else { report.path.file_name() };
    let category = scope.loaded.categories.first().map_or("栏目名称", |category| category.written_path());
    let what = if report.is_bundle { "文件夹" } else { "文件" };
    let finding = Finding::new(&report.path, None, format!("`{own}` 直接放在 `reports` 里，不属于任何栏目"));
    vec![finding.effect(NOT_PUBLISHED).help(format!("把{what}移到栏目里，如 `reports/{category}/{own}`"))]
}
