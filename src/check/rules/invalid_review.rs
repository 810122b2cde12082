//! Signatures that cannot be as they are written: one person for two steps, a step before the one that it follows.

use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::model::report::LoadedReport;
use crate::model::review::{Round, SignatureFault, Step};
use crate::model::span::Span;

pub(crate) static RULE: Rule = Rule {
    name: "invalid-review",
    summary: "审签记录不合规矩：两步是同一个人、日期倒着、没有审签码",
    basis: "本程序约定：三审由三个人依次审签，每一次审签对应一稿",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("invalid_review.md"),
    check: Check::Report(check),
};

fn check(report: &LoadedReport, scope: &Scope<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for round in &report.draft.review.rounds {
        for (step, _) in &round.signatures {
            let Some(fault) = round.fault(*step, scope.today) else { continue };
            let (message, help) = told(*step, fault);
            let finding = Finding::new(&report.path, beside(report, round), message);
            findings.push(finding.effect("这一步不算审过").help(help));
        }
        findings.extend(without_code(report, round));
    }
    findings.extend(after_publication(report, scope));
    findings
}

/// The line of the code, or the header: an excerpt of the signature itself would tell the name wherever findings are shown.
fn beside(report: &LoadedReport, round: &Round) -> Option<Span> {
    round.code.as_ref().map(|code| code.span).or(report.draft.review.span)
}

fn told(step: Step, fault: SignatureFault) -> (String, String) {
    let name = step.name();
    match fault {
        SignatureFault::NoName => (format!("{name}没有写姓名"), "写作 `{ by = \"姓名\", on = 2026-11-20 }`".into()),
        SignatureFault::NoDay => (format!("{name}没有写日期"), "写作 `{ by = \"姓名\", on = 2026-11-20 }`".into()),
        SignatureFault::SamePerson(other) => {
            (format!("{name}和{}是同一个人", other.name()), "各步由不同的人审签；写错了名字的，改正".into())
        }
        SignatureFault::BeforeStep(other) => {
            (format!("{name}的日期早于{}", other.name()), "核对两个日期；先后审反了的，重新审签".into())
        }
        SignatureFault::InFuture => (format!("{name}的日期还没有到"), "写实际审签的那一天".into()),
    }
}

/// Signatures under a code that is none are under no text that anybody knows.
fn without_code(report: &LoadedReport, round: &Round) -> Option<Finding> {
    let first = round.signatures.first().and(report.draft.review.span);
    let (span, message) = match &round.code {
        Some(written) if round.code().is_none() => (Some(written.span), format!("审签码 `{}` 写法不对", written.value)),
        None if first.is_some() => (first, "没有写审签码 `code`，不知道审的是哪一稿".to_string()),
        _ => return None,
    };
    let help = "审签用 `gongkai review` 记下，审签码由它写；手写的照审签单上的抄，如 `code = \"7F3A-91C2-0D4E\"`";
    Some(Finding::new(&report.path, span, message).effect("这一次审签不算").help(help))
}

/// A date of publication before the last step says that the text was public before it was signed. Of a report that is public it is too
/// late to say so.
fn after_publication<'r>(report: &'r LoadedReport, scope: &Scope<'_>) -> Option<Finding> {
    let published = report.draft.date.as_ref()?;
    let signed = |round: &'r Round| Some((round, round.signature(Step::Last)?));
    let (round, signature) = report.draft.review.rounds.iter().rev().find_map(signed)?;
    let day = signature.value.on.filter(|day| *day > published.value.day)?;
    if scope.reviews.and_then(|reviews| reviews.get(&report.path)).is_some_and(|judged| judged.is_public) {
        return None;
    }
    let message = format!("终审的日期 {day} 晚于发布日期 {}", published.value.day);
    let finding = Finding::new(&report.path, beside(report, round), message);
    let finding = finding.related(&report.path, Some(published.span), "发布日期");
    let help = "发布日期改为终审那一天或以后；发布日期也在审签的内容里，改了要重新审签，所以送审以前就定好";
    Some(finding.effect("公众看来，没有终审就公开了").help(help))
}
