//! Allowances of one place (`model::allowance`): which findings they take out, and which of them are wrong or of no use.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::registry;
use super::rule::Check;
use crate::diagnostics::{Diagnostic, Finding};
use crate::model::allowance::LineAllowance;
use crate::model::path::SourcePath;
use crate::model::report::LoadedReport;
use crate::model::span::Span;

/// Takes out what comments allow. Returns the comments that took something out, by file and place.
pub(super) fn drop_on_lines(
    diagnostics: &mut Vec<Diagnostic>,
    reports: &[Arc<LoadedReport>],
) -> BTreeSet<(SourcePath, Span)> {
    let with_some = reports.iter().filter(|report| !report.line_allows.is_empty());
    let allows: BTreeMap<&SourcePath, &[LineAllowance]> =
        with_some.map(|report| (&report.path, report.line_allows.as_slice())).collect();
    let mut used = BTreeSet::new();
    if allows.is_empty() {
        return used;
    }
    diagnostics.retain(|diagnostic| {
        let own = allows.get(&diagnostic.finding.file).copied().unwrap_or_default();
        let Some(allow) = own.iter().find(|allow| fault(allow).is_none() && covers(allow, diagnostic)) else { return true };
        used.insert((diagnostic.finding.file.clone(), allow.span));
        false
    });
    used
}

/// Whether all places of the finding are on the line: one finding may speak of many places of a report.
fn covers(allow: &LineAllowance, diagnostic: &Diagnostic) -> bool {
    let finding = &diagnostic.finding;
    let is_inside = |span: Span| allow.line.start <= span.start && span.start < allow.line.end;
    allow.rule == diagnostic.rule
        && finding.span.is_some_and(is_inside)
        && finding.fixes.iter().all(|edit| is_inside(edit.span))
}

/// What is wrong with a comment by itself.
fn fault(allow: &LineAllowance) -> Option<String> {
    match registry::find(&allow.rule) {
        _ if allow.rule.is_empty() => Some("看不懂这条对程序说的注释".to_string()),
        None => Some(format!("没有名为 `{}` 的规则", allow.rule)),
        Some(rule) if rule.is_structural => Some(format!("规则 `{}` 不能豁免", allow.rule)),
        Some(_) if allow.reason.is_empty() => Some("豁免没有写理由，不起作用".to_string()),
        Some(_) => None,
    }
}

/// Findings about the comments of all reports. Rules that look at the plan speak later, so nothing is said of what waits for them.
pub(super) fn misused(reports: &[Arc<LoadedReport>], used: &BTreeSet<(SourcePath, Span)>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for report in reports {
        for allow in &report.line_allows {
            let speaks_later = registry::find(&allow.rule).is_some_and(|rule| matches!(rule.check, Check::Plan(_)));
            let is_used = speaks_later || used.contains(&(report.path.clone(), allow.span));
            let unused = || (!is_used).then(|| format!("这一行没有 `{}` 的问题，豁免用不上", allow.rule));
            if let Some(message) = fault(allow).or_else(unused) {
                let help = "写作 `<!-- gongkai: allow 规则名 理由 -->`，放在那一行的末尾或单独放在前一行；用不上就删去";
                findings.push(Finding::new(&report.path, Some(allow.span), message).help(help));
            }
        }
    }
    findings
}
