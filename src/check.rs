//! Rules look, the gate decides. [`findings`] runs every rule over what was loaded and [`plan_findings`] over what was planned;
//! [`gate::pass`] lets through the reports that nothing speaks against. No rule sees another, prints, or repairs.

mod allow;
pub mod calendar;
pub mod columns;
pub mod gate;
pub mod hosts;
pub mod masking;
pub mod private;
mod private_files;
pub mod published;
pub mod registry;
pub mod review;
pub mod reviews;
pub mod rule;
pub mod rules;
pub mod text;
pub mod wording;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::words::Words;
use crate::config::{Config, RuleLevel};
use crate::diagnostics::{Diagnostic, Finding, Level, sort};
use crate::model::fault::{Fault, FaultKind};
use crate::model::metadata::Allowance;
use crate::model::page::PlanFaults;
use crate::model::path::SourcePath;
use crate::model::report::{Attachment, LoadedReport};
use registry::RULES;
use reviews::Reviews;
use rule::{Check, Rule, Scope};
use rules::{placeholder_site_field, sample_content};

/// Allowances that took something out: the report, and the rule that it allows itself.
pub type UsedAllowances = BTreeSet<(SourcePath, String)>;

/// Findings of one rule in one file that are told one by one.
const MOST_OF_A_KIND: usize = 100;

/// What is a hint while a site is tried out, and an error on one with an address of its own.
const ERRORS_WHEN_PLACED: [&Rule; 2] = [&placeholder_site_field::RULE, &sample_content::RULE];

/// The level that a rule has on this site; `None` when it is switched off. A structural rule keeps its own.
pub fn level(rule: &Rule, config: &Config) -> Option<Level> {
    let is_grave = config.is_placed() && ERRORS_WHEN_PLACED.iter().any(|grave| grave.name == rule.name);
    let own = if is_grave { Level::Error } else { rule.level };
    match config.levels.get(rule.name).map(|level| level.value) {
        Some(RuleLevel::On(level)) if !rule.is_structural => Some(level),
        Some(RuleLevel::Off) if !rule.is_structural => None,
        _ => Some(own),
    }
}

/// Everything that rules say about the loaded site, in the order of files and places. Allowances that were needed join `used`.
pub fn findings(scope: &Scope<'_>, used: &mut UsedAllowances) -> Vec<Diagnostic> {
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
    for (rule, finding) in published::in_settings(scope.config) {
        diagnose(rule, scope.config, [finding], &mut diagnostics);
    }
    category_findings(scope, &mut diagnostics);
    attachment_findings(scope, &mut diagnostics);
    let of_site: Vec<Vec<Diagnostic>> = RULES.par_iter().map(|rule| site_findings(rule, scope)).collect();
    diagnostics.extend(of_site.into_iter().flatten());
    // All rules but those about allowances have spoken. What whole reports allow is dropped first, then what single lines allow; only
    // then can be told which comments on lines were of no use.
    drop_allowed(&mut diagnostics, &scope.loaded.reports, used);
    let on_lines = allow::drop_on_lines(&mut diagnostics, &scope.loaded.reports);
    for rule in RULES.iter().filter(|rule| matches!(rule.check, Check::LineAllowances)) {
        diagnose(rule, scope.config, allow::misused(&scope.loaded.reports, &on_lines), &mut diagnostics);
    }
    in_measure(diagnostics)
}

/// What rules that look at one report alone say of this one.
pub fn findings_of(report: &LoadedReport, scope: &Scope<'_>) -> Vec<Diagnostic> {
    in_measure(report_findings(report, scope))
}

/// What rules say about the plan. Allowances that were needed join `used`.
pub fn plan_findings(
    faults: &PlanFaults,
    reports: &[Arc<LoadedReport>],
    config: &Config,
    used: &mut UsedAllowances,
) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for rule in RULES {
        if let Check::Plan(check) = rule.check {
            diagnose(rule, config, check(faults), &mut diagnostics);
        }
    }
    drop_allowed(&mut diagnostics, reports, used);
    allow::drop_on_lines(&mut diagnostics, reports);
    in_measure(diagnostics)
}

/// Allowances that took nothing out, told when every rule has spoken. Of a report that could not be read as a whole nobody knows what
/// it would need; a rule that the site switched off needs none.
pub fn unused_allowances(reports: &[Arc<LoadedReport>], config: &Config, used: &UsedAllowances) -> Vec<Diagnostic> {
    let is_idle = |report: &LoadedReport, allow: &Allowance| {
        let rule = registry::find(&allow.rule).filter(|rule| !rule.is_structural && !allow.reason.is_empty());
        rule.is_some_and(|rule| level(rule, config).is_some()) && !used.contains(&(report.path.clone(), allow.rule.clone()))
    };
    let mut diagnostics = Vec::new();
    for rule in RULES {
        let Check::UnusedAllowance(check) = rule.check else { continue };
        for report in reports.iter().filter(|report| report.faults.is_empty()) {
            let idle = report.draft.allow.iter().filter(|allow| is_idle(report, &allow.value));
            diagnose(rule, config, idle.map(|allow| check(&report.path, allow)), &mut diagnostics);
        }
        let files = || reports.iter().flat_map(|report| &report.attachments);
        let is_idle = |file: &str| !files().any(|known| known.source.as_str() == file && !known.content.active.is_empty());
        let idle = config.allowed_files.iter().filter(|allowed| is_idle(&allowed.value.file));
        diagnose(rule, config, idle.map(rules::unused_allowance::of_file), &mut diagnostics);
    }
    diagnostics
}

/// Errors in drafts, and in reports that wait for signatures, become warnings: they are on no page, so their faults must not keep
/// finished reports from being published. They come back as errors when `draft` goes and the last step is signed. A file whose settings
/// could not be read for certain is no draft.
pub fn lower_drafts(diagnostics: &mut [Diagnostic], reports: &[Arc<LoadedReport>], reviews: &Reviews) {
    let mut lowered: BTreeMap<&SourcePath, &str> = BTreeMap::new();
    for report in reports.iter().filter(|report| waits(report, reviews)) {
        let effect = effect_of_waiting(report, reviews);
        lowered.insert(&report.path, effect);
        lowered.extend(report.attachments.iter().map(|file| (&file.source, effect)));
    }
    if lowered.is_empty() {
        return;
    }
    // What another report publishes counts all the same.
    for file in reports.iter().filter(|report| !waits(report, reviews)).flat_map(|report| &report.attachments) {
        lowered.remove(&file.source);
    }
    for diagnostic in diagnostics.iter_mut().filter(|diagnostic| diagnostic.level == Level::Error) {
        if let Some(effect) = lowered.get(&diagnostic.finding.file) {
            diagnostic.level = Level::Warning;
            diagnostic.finding.effect = (*effect).to_string();
        }
    }
}

fn effect_of_waiting(report: &LoadedReport, reviews: &Reviews) -> &'static str {
    match () {
        () if reviews.held(&report.path).is_some() => "没有审完的文章不影响发布；审完以后按错误处理",
        () if report.says_draft() => "草稿不影响发布；去掉 `draft` 以后按错误处理",
        () if report.is_set_aside => "暂不发布的文章不影响发布；改了文件名或文件夹名、要发布时按错误处理",
        () => "停用的栏目不影响发布；栏目恢复以后按错误处理",
    }
}

/// Whether a report is a draft, or waits for signatures, and its settings were read without a slip.
pub fn waits(report: &LoadedReport, reviews: &Reviews) -> bool {
    report.is_set_aside
        || report.is_off
        || ((report.says_draft() || reviews.held(&report.path).is_some()) && !report.faults.iter().any(is_slip))
}

/// Whether settings could not be read for certain.
fn is_slip(fault: &Fault) -> bool {
    matches!(
        fault.kind,
        FaultKind::MalformedToml { .. }
            | FaultKind::MissingFence { .. }
            | FaultKind::NearMissFence { .. }
            | FaultKind::NotUtf8 { .. }
    )
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

fn site_findings(rule: &'static Rule, scope: &Scope<'_>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    match rule.check {
        Check::Site(check) => diagnose(rule, scope.config, check(scope), &mut diagnostics),
        Check::Rules(check) => diagnose(rule, scope.config, check(scope, RULES), &mut diagnostics),
        _ => {}
    }
    diagnostics
}

fn category_findings(scope: &Scope<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for (rule, finding) in scope.loaded.categories.iter().flat_map(published::in_category) {
        diagnose(rule, scope.config, [finding], diagnostics);
    }
}

/// What is in files: each is told once, however many reports show it.
fn attachment_findings(scope: &Scope<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let all = scope.loaded.reports.iter().flat_map(|report| &report.attachments);
    let files: BTreeMap<&SourcePath, &Attachment> = all.map(|file| (&file.source, file)).collect();
    for file in files.into_values() {
        for (rule, finding) in private_files::in_attachment(file) {
            diagnose(rule, scope.config, [finding], diagnostics);
        }
        if file.content.is_clean() {
            continue;
        }
        for rule in RULES {
            if let Check::Attachment(check) = rule.check {
                diagnose(rule, scope.config, check(file, scope.config), diagnostics);
            }
        }
    }
}

fn report_findings(report: &LoadedReport, scope: &Scope<'_>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    report_faults(&report.path, &report.faults, scope.config, &mut diagnostics);
    for remark in &report.remarks {
        if let Some(rule) = registry::find(&remark.rule) {
            diagnose(rule, scope.config, [Finding::of_remark(&report.path, remark)], &mut diagnostics);
        }
    }
    for (rule, finding) in private_files::in_name(&report.path, report.own_name()) {
        diagnose(rule, scope.config, [finding], &mut diagnostics);
    }
    for rule in RULES {
        if let Check::Report(check) = rule.check {
            let findings = check(report, scope);
            // Most rules have nothing to say of most reports, and then there is no level to look up.
            if !findings.is_empty() {
                diagnose(rule, scope.config, findings, &mut diagnostics);
            }
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
    let mut findings = findings.into_iter().peekable();
    let Some(level) = findings.peek().and_then(|_| level(rule, config)) else { return };
    let diagnostic = |finding| Diagnostic { rule: rule.name, basis: rule.basis, level, finding: masking::discreet(finding) };
    diagnostics.extend(findings.map(diagnostic));
}

/// Takes out what a report allows itself by `[[allow]]` with a reason, in its own file and in the files that it publishes. Structural
/// rules cannot be allowed.
fn drop_allowed(diagnostics: &mut Vec<Diagnostic>, reports: &[Arc<LoadedReport>], used: &mut UsedAllowances) {
    let mut allowed: BTreeMap<(&SourcePath, &str), Vec<&SourcePath>> = BTreeMap::new();
    for report in reports {
        for Allowance { rule, reason } in report.draft.allow.iter().map(|allow| &allow.value) {
            if reason.is_empty() || registry::find(rule).is_none_or(|rule| rule.is_structural) {
                continue;
            }
            for file in std::iter::once(&report.path).chain(report.attachments.iter().map(|file| &file.source)) {
                allowed.entry((file, rule)).or_default().push(&report.path);
            }
        }
    }
    if allowed.is_empty() {
        return;
    }
    diagnostics.retain(|diagnostic| match allowed.get(&(&diagnostic.finding.file, diagnostic.rule)) {
        Some(reports) => {
            used.extend(reports.iter().map(|report| ((*report).clone(), diagnostic.rule.to_string())));
            false
        }
        None => true,
    });
}
