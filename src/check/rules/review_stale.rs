//! A public report that was changed since its review, and whose change nobody has signed.

use crate::check::reviews::{Verdict, command};
use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::model::report::LoadedReport;
use crate::model::review::Step;

pub(crate) static RULE: Rule = Rule {
    name: "review-stale",
    summary: "已公开的文章终审以后改过，改动没有审签",
    basis: "本程序约定：`[review]` 要求的三审三校；先审后发",
    level: Level::Error,
    is_structural: true,
    explanation: include_str!("review_stale.md"),
    check: Check::Report(check),
};

fn check(report: &LoadedReport, scope: &Scope<'_>) -> Vec<Finding> {
    let Some(judged) = scope.reviews.and_then(|reviews| reviews.get(&report.path)) else { return Vec::new() };
    if judged.verdict != Verdict::Stale {
        return Vec::new();
    }
    let record = &report.draft.review;
    // The last step of any demand, because a correction may do with fewer.
    let signed = Step::ALL.iter().rev().find_map(|last| record.signed_elsewhere(*last, judged.code));
    let signed = signed.map(|code| code.to_string()).unwrap_or_default();
    let steps: Vec<&str> = judged.steps.iter().map(|step| step.name()).collect();
    let lacking = record.round(judged.code).and_then(|round| round.lacking(&judged.steps, scope.today));
    let next = lacking.or(judged.steps.first().copied()).unwrap_or(Step::First);
    let message = format!("终审以后改过：审的是 {signed}，现在是 {}", judged.code);
    let help = format!(
        "改动经{}（{}）审签，用 {} 记下；不该改的，改回原样",
        if steps.len() == 1 { "一步" } else { "各步" },
        steps.join("、"),
        command(report, next)
    );
    let finding = Finding::new(&report.path, record.span, message);
    vec![finding.effect("没有审过的文字不能公开；为一处改动撤下已公开的文章也不行，所以整站本次不发布").help(help)]
}
