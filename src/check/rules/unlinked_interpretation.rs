//! An interpretation that does not lead to what it interprets.

use std::sync::Arc;

use super::{as_link, first_line, is_explained, is_unreadable};
use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::model::body::ReferenceKind;
use crate::model::report::LoadedReport;

/// Reports that are looked through for the one that is meant.
const MOST_COMPARED: usize = 2000;

pub(crate) static RULE: Rule = Rule {
    name: "unlinked-interpretation",
    summary: "政策解读没有关联被解读的文件",
    basis: "国办秘函〔2019〕19号 解读关联；黔南州2025年1月通报（分值待核）",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("unlinked_interpretation.md"),
    check: Check::Report(check),
};

fn check(report: &LoadedReport, scope: &Scope<'_>) -> Vec<Finding> {
    let draft = &report.draft;
    let has_link = || report.body.references.iter().any(|found| found.kind == ReferenceKind::Link);
    let is_linked = !draft.interprets.is_empty() || !draft.related.is_empty() || has_link();
    if is_linked
        || is_unreadable(report)
        || is_explained(&report.faults, "interprets")
        || !scope.is_of_kind(report, &["政策解读"])
    {
        return Vec::new();
    }
    let finding = Finding::new(&report.path, first_line(report), "政策解读没有关联被解读的文件");
    let help = match meant(report, scope) {
        Some(path) => format!("写上 `interprets = [\"{}\"]`", as_link(&report.path, path)),
        None => "写上 `interprets = [\"../政策文件/文件.md\"]`；解读上级文件的，在正文里链接原文".to_string(),
    };
    vec![finding.effect("读者从这里找不到文件，从文件也找不到解读").help(help)]
}

/// The report whose title is the document that this title names in 《》. On a large site nobody waits for the suggestion.
fn meant<'a>(report: &LoadedReport, scope: &Scope<'a>) -> Option<&'a str> {
    let title = &report.draft.title.as_ref()?.value;
    let name = title.split_once('《')?.1.rsplit_once('》')?.0;
    let quoted = format!("《{name}》");
    let titled = |other: &&Arc<LoadedReport>| {
        let title = other.draft.title.as_ref().map_or("", |title| &title.value);
        other.path != report.path && (title == name || title.contains(&quoted))
    };
    let reports = &scope.loaded.reports;
    reports.iter().take(MOST_COMPARED).find(titled).map(|found| found.path.as_str())
}
