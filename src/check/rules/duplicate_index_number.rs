//! Two reports with one 索引号: it names neither of them.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::model::report::LoadedReport;
use crate::model::span::Span;

pub(crate) static RULE: Rule = Rule {
    name: "duplicate-index-number",
    summary: "两篇文章的索引号相同",
    basis: "国务院令第711号第十二条 目录的索引（条文待核）",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("duplicate_index_number.md"),
    check: Check::Site(check),
};

fn check(scope: &Scope<'_>) -> Vec<Finding> {
    let mut first: HashMap<&str, (&LoadedReport, Span)> = HashMap::new();
    let mut findings = Vec::new();
    for report in &scope.loaded.reports {
        let Some(index) = &report.draft.index else { continue };
        match first.entry(index.value.as_str()) {
            Entry::Vacant(free) => {
                free.insert((report, index.span));
            }
            Entry::Occupied(taken) => {
                let (other, span) = *taken.get();
                let message = format!("索引号 `{}` 与另一篇相同", index.value);
                let finding = Finding::new(&report.path, Some(index.span), message);
                let finding = finding.effect("凭索引号会找到两篇").help("查编号登记，改正写错的一篇");
                findings.push(finding.related(&other.path, Some(span), "这一篇的索引号相同"));
            }
        }
    }
    findings
}
