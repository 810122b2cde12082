//! Allowances of one place (`model::allowance`): which findings they take out, and which of them are wrong or of no use.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::registry;
use super::rule::Check;
use crate::diagnostics::{Diagnostic, Finding};
use crate::model::allowance::{Allowed, LineAllowance};
use crate::model::path::SourcePath;
use crate::model::report::LoadedReport;
use crate::model::span::Span;

/// Takes out what comments allow. Returns the comments that took something out, by file and place.
pub(super) fn drop_on_lines(
    diagnostics: &mut Vec<Diagnostic>,
    reports: &[Arc<LoadedReport>],
) -> BTreeSet<(SourcePath, Span)> {
    let with_some = reports.iter().filter(|report| !report.line_allows.is_empty());
    let allows: BTreeMap<&SourcePath, _> = with_some.map(|report| (&report.path, by_rule(report))).collect();
    let mut used = BTreeSet::new();
    if allows.is_empty() {
        return used;
    }
    diagnostics.retain(|diagnostic| {
        let Some(own) = allows.get(&diagnostic.finding.file) else { return true };
        let Some(allow) = own.get(diagnostic.rule).and_then(|own| covering(own, diagnostic)) else { return true };
        used.insert((diagnostic.finding.file.clone(), allow.span));
        false
    });
    used
}

/// The comments of one report that are good for something, by the rule that they speak of.
fn by_rule(report: &LoadedReport) -> BTreeMap<&str, Allowed<'_>> {
    let mut by_rule: BTreeMap<&str, Vec<&LineAllowance>> = BTreeMap::new();
    for allow in report.line_allows.iter().filter(|allow| fault(allow).is_none()) {
        by_rule.entry(&allow.rule).or_default().push(allow);
    }
    by_rule.into_iter().map(|(rule, own)| (rule, Allowed::new(own))).collect()
}

/// The comment on whose line the finding stands with all its places. What is told of several places is told of those by themselves
/// that stand on such a line (`Text::told_together`, `hosts`).
fn covering<'a>(own: &Allowed<'a>, diagnostic: &Diagnostic) -> Option<&'a LineAllowance> {
    let allow = own.at(diagnostic.finding.span?)?;
    diagnostic.finding.fixes.iter().all(|edit| allow.covers(edit.span)).then_some(allow)
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
