//! Rules look, the gate decides. [`findings`] runs every rule over what was loaded and [`plan_findings`] over what was planned;
//! [`gate::pass`] lets through the reports that nothing speaks against. No rule sees another, prints, or repairs.

mod allow;
pub mod gate;
pub mod registry;
pub mod rule;
pub mod rules;
pub mod text;
pub mod wording;

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;

use crate::config::words::Words;
use crate::config::{Config, RuleLevel};
use crate::diagnostics::{Diagnostic, Finding, Level, sort};
use crate::model::fault::Fault;
use crate::model::page::PlanFaults;
use crate::model::path::SourcePath;
use crate::model::report::LoadedReport;
use registry::RULES;
use rule::{Check, Rule, Scope};

/// Findings of one rule in one file that are told one by one.
const MOST_OF_A_KIND: usize = 100;

/// The level that a rule has on this site; `None` when it is switched off. A structural rule keeps its own.
pub fn level(rule: &Rule, config: &Config) -> Option<Level> {
    match config.levels.get(rule.name).map(|level| level.value) {
        Some(RuleLevel::On(level)) if !rule.is_structural => Some(level),
        Some(RuleLevel::Off) if !rule.is_structural => None,
        _ => Some(rule.level),
    }
}

/// Everything that rules say about the loaded site, in the order of files and places.
pub fn findings(scope: &Scope<'_>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let site_file = Config::file();
    report_faults(&site_file, &scope.config.faults, scope.config, &mut diagnostics);
    report_faults(&Words::file(), &scope.config.words.faults, scope.config, &mut diagnostics);
    for (file, fault) in &scope.loaded.category_faults {
        report_faults(file, std::slice::from_ref(fault), scope.config, &mut diagnostics);
    }
    let of_reports: Vec<Vec<Diagnostic>> =
        scope.loaded.reports.par_iter().map(|report| report_findings(report, scope)).collect();
    diagnostics.extend(of_reports.into_iter().flatten());
    for rule in RULES {
        if let Check::Site(check) = rule.check {
            diagnose(rule, scope.config, check(scope), &mut diagnostics);
        }
    }
    drop_allowed(&mut diagnostics, &scope.loaded.reports);
    let used = allow::drop_on_lines(&mut diagnostics, &scope.loaded.reports);
    for rule in RULES.iter().filter(|rule| matches!(rule.check, Check::Allowances)) {
        diagnose(rule, scope.config, allow::misused(&scope.loaded.reports, &used), &mut diagnostics);
    }
    in_measure(diagnostics)
}

/// What rules say about the plan.
pub fn plan_findings(faults: &PlanFaults, reports: &[LoadedReport], config: &Config) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for rule in RULES {
        if let Check::Plan(check) = rule.check {
            diagnose(rule, config, check(faults), &mut diagnostics);
        }
    }
    drop_allowed(&mut diagnostics, reports);
    allow::drop_on_lines(&mut diagnostics, reports);
    in_measure(diagnostics)
}

/// Sorted, and of one rule in one file no more than [`MOST_OF_A_KIND`]: a file that is wrong throughout is told in a hundred
/// findings as well as in a million, and the last of them says how many more there are.
fn in_measure(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut seen: HashMap<(SourcePath, &'static str), usize> = HashMap::new();
    for diagnostic in &diagnostics {
        *seen.entry((diagnostic.finding.file.clone(), diagnostic.rule)).or_default() += 1;
    }
    seen.retain(|_, count| *count > MOST_OF_A_KIND);
    if !seen.is_empty() {
        let mut kept: HashMap<(SourcePath, &'static str), usize> = HashMap::new();
        diagnostics.retain_mut(|diagnostic| {
            let key = (diagnostic.finding.file.clone(), diagnostic.rule);
            let Some(all) = seen.get(&key) else { return true };
            let number = kept.entry(key).or_default();
            *number += 1;
            if *number == MOST_OF_A_KIND {
                let more = all - MOST_OF_A_KIND;
                diagnostic.finding.message.push_str(&format!("（这个文件里同类问题还有 {more} 处）"));
            }
            *number <= MOST_OF_A_KIND
        });
    }
    sort(&mut diagnostics);
    diagnostics
}

fn report_findings(report: &LoadedReport, scope: &Scope<'_>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    report_faults(&report.path, &report.faults, scope.config, &mut diagnostics);
    for remark in &report.remarks {
        if let Some(rule) = registry::find(&remark.rule) {
            diagnose(rule, scope.config, [Finding::of_remark(&report.path, remark)], &mut diagnostics);
        }
    }
    for rule in RULES {
        if let Check::Report(check) = rule.check {
            diagnose(rule, scope.config, check(report, scope), &mut diagnostics);
        }
    }
    diagnostics
}

fn report_faults(file: &SourcePath, faults: &[Fault], config: &Config, diagnostics: &mut Vec<Diagnostic>) {
    for fault in faults {
        for rule in RULES {
            if let Check::Fault(check) = rule.check {
                diagnose(rule, config, check(file, fault), diagnostics);
            }
        }
    }
}

fn diagnose(
    rule: &'static Rule,
    config: &Config,
    findings: impl IntoIterator<Item = Finding>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some(level) = level(rule, config) else { return };
    let diagnostic = |finding| Diagnostic { rule: rule.name, basis: rule.basis, level, finding };
    diagnostics.extend(findings.into_iter().map(diagnostic));
}

/// Takes out what a report allows itself by `[[allow]]` with a reason. Structural rules cannot be allowed.
fn drop_allowed(diagnostics: &mut Vec<Diagnostic>, reports: &[LoadedReport]) {
    let allowed: BTreeSet<(&SourcePath, &str)> = reports
        .iter()
        .flat_map(|report| report.draft.allow.iter().map(move |allow| (&report.path, &allow.value)))
        .filter(|(_, allow)| !allow.reason.is_empty())
        .filter(|(_, allow)| registry::find(&allow.rule).is_some_and(|rule| !rule.is_structural))
        .map(|(path, allow)| (path, allow.rule.as_str()))
        .collect();
    if !allowed.is_empty() {
        diagnostics.retain(|diagnostic| !allowed.contains(&(&diagnostic.finding.file, diagnostic.rule)));
    }
}
