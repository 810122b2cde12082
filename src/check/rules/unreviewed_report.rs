//! A report that waits for the signatures that its column demands.

use crate::check::reviews::{Verdict, command};
use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::model::report::LoadedReport;
use crate::model::review::{Lack, Step};

pub(crate) static RULE: Rule = Rule {
    name: "unreviewed-report",
    summary: "栏目要求审签，这一稿还没有审完",
    basis: "本程序约定：`[review]` 要求的三审三校；先审后发",
    level: Level::Info,
    // What the site demands is changed where it is demanded, and not by whom it is demanded of.
    is_structural: true,
    explanation: include_str!("unreviewed_report.md"),
    check: Check::Report(check),
};

fn check(report: &LoadedReport, scope: &Scope<'_>) -> Vec<Finding> {
    let Some(judged) = scope.reviews.and_then(|reviews| reviews.get(&report.path)) else { return Vec::new() };
    let Verdict::Held(lack) = judged.verdict else { return Vec::new() };
    let (message, next) = match lack {
        Lack::Step(step) => (format!("还没有审完：待{}", step.name()), step),
        Lack::Changed => {
            let message = format!("审签以后改过，现在这一稿（审签码 {}）没有审签", judged.code);
            (message, judged.steps.first().copied().unwrap_or(Step::First))
        }
    };
    let due = report.draft.date.as_ref().map(|date| date.value).filter(|date| date.moment() > scope.now);
    let effect = match due {
        Some(date) => format!("定在 {} 发布，到那时还没审完就不会发布", date.written().replace('T', " ")),
        None => "审完以前不发布".to_string(),
    };
    let record = &report.draft.review;
    let is_noted = |step: &Step| record.others.iter().any(|(key, _)| key == step.name());
    let noted = match Step::ALL.iter().any(is_noted) {
        true => "；只写了名字的不算，因为不知道审的是哪一稿",
        false => "",
    };
    let help = format!("{}以后运行 {}{noted}", next.name(), command(report, next));
    let span = record.span.or(report.draft.title.as_ref().map(|title| title.span));
    vec![Finding::new(&report.path, span, message).effect(effect).help(help)]
}
