//! A link without words: nobody sees it, and that is what intruders want.

use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::model::body::{Reference, ReferenceKind};
use crate::model::report::LoadedReport;

pub(crate) static RULE: Rule = Rule {
    name: "hidden-link",
    summary: "链接没有文字，读者看不见（暗链）",
    basis: "国办发〔2017〕47号 外部链接须在页面显示、禁止暗链（原文待核）；WCAG 2.2 2.4.4",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("hidden_link.md"),
    check: Check::Report(check),
};

fn check(report: &LoadedReport, _: &Scope<'_>) -> Vec<Finding> {
    let references = &report.body.references;
    let holds_picture = |link: &Reference| {
        let inside = |other: &Reference| other.span.start >= link.span.start && other.span.end <= link.span.end;
        references.iter().any(|other| other.kind == ReferenceKind::Image && inside(other))
    };
    let is_empty = |link: &&Reference| !link.text.chars().any(char::is_alphanumeric);
    let links = references.iter().filter(|found| found.kind == ReferenceKind::Link);
    links
        .filter(is_empty)
        .filter(|link| !holds_picture(link))
        .map(|link| {
            let span = link.span.shifted(report.body_offset);
            Finding::new(&report.path, Some(span), format!("通向 `{}` 的链接没有文字", link.target))
                .effect("读者看不见，检查时算作暗链")
                .help("不认识的，删去并查明来历；有用的，在方括号里写上文字")
        })
        .collect()
}
