//! An interpretation that appears earlier or more than three working days later than its policy.

use crate::check::calendar::after_working_days;
use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::load::resolve::resolve_report;
use crate::model::report::LoadedReport;

pub(crate) static RULE: Rule = Rule {
    name: "late-interpretation",
    summary: "解读没有与政策文件同步发布",
    basis: "国办发〔2017〕47号 同步解读；三个工作日依地方规定（郑州市，2016年），国家层面待核",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("late_interpretation.md"),
    check: Check::Report(check),
};

/// Working days after the policy.
const TERM: u32 = 3;

fn check(report: &LoadedReport, scope: &Scope<'_>) -> Vec<Finding> {
    let Some(date) = &report.draft.date else { return Vec::new() };
    let day = date.value.day;
    let mut findings = Vec::new();
    for written in &report.draft.interprets {
        let policy = resolve_report(scope.loaded, report, &written.value).and_then(|path| scope.loaded.report(&path));
        let Some((policy, published)) = policy.and_then(|policy| Some((policy, policy.draft.date.as_ref()?))) else {
            continue;
        };
        let policy_day = published.value.day;
        let deadline = after_working_days(policy_day, TERM);
        let message = match () {
            () if day < policy_day => format!("解读的日期 {day} 早于政策文件的 {policy_day}"),
            () if day > deadline.day => {
                format!("政策文件 {policy_day} 发布，解读到 {day} 才发布，超过 {TERM} 个工作日{}", deadline.remark())
            }
            () => continue,
        };
        let finding = Finding::new(&report.path, Some(date.span), message).effect("检查时算作没有同步解读");
        let finding = finding.related(&policy.path, Some(published.span), "政策文件的发布日期");
        findings.push(finding.help("核对两篇的日期；今后与政策文件同时发布"));
    }
    findings
}
