//! A report that readers have, though the text as it is now was not signed as the site wants it.

use crate::check::reviews::{Verdict, command};
use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::model::report::LoadedReport;
use crate::model::review::{Lack, Step};

pub(crate) static RULE: Rule = Rule {
    name: "missing-review",
    summary: "已公开的文章，这一稿没有审签记录",
    basis: "本程序约定：`[review]` 要求的三审三校",
    level: Level::Info,
    is_structural: false,
    explanation: include_str!("missing_review.md"),
    check: Check::Report(check),
};

fn check(report: &LoadedReport, scope: &Scope<'_>) -> Vec<Finding> {
    let Some(judged) = scope.reviews.and_then(|reviews| reviews.get(&report.path)) else { return Vec::new() };
    let (message, next) = match judged.verdict {
        Verdict::Open(Lack::Changed) => ("审签以后改过，现在这一稿没有审签".to_string(), judged.steps.first().copied()),
        Verdict::Open(Lack::Step(step)) => (format!("公开了，但没有审完：缺{}", step.name()), Some(step)),
        _ => return Vec::new(),
    };
    let help = format!("补上审签：{}", command(report, next.unwrap_or(Step::First)));
    let span = report.draft.review.span.or(report.draft.title.as_ref().map(|title| title.span));
    let effect =
        if judged.is_demanded { "不影响发布；终审过一次以后，再改就要审签" } else { "不影响发布" };
    vec![Finding::new(&report.path, span, message).effect(effect).help(help)]
}
