//! A link without words: nobody sees it, and that is what intruders want.

use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::model::body::{HIDING, Reference, ReferenceKind};
use crate::model::fault::{Fault, FaultKind};
use crate::model::report::LoadedReport;
use crate::model::span::Span;

pub(crate) static RULE: Rule = Rule {
    name: "hidden-link",
    summary: "链接没有文字或被藏起来，读者看不见（暗链）",
    basis: "国办发〔2017〕47号 外部链接须在页面显示、禁止暗链（原文待核）；WCAG 2.2 2.4.4",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("hidden_link.md"),
    check: Check::Report(check),
};

/// Bytes behind a style in which the link that it hides begins.
const REACH: usize = 200;

fn check(report: &LoadedReport, _: &Scope<'_>) -> Vec<Finding> {
    let references = &report.body.references;
    let holds_picture = |link: &Reference| {
        let inside = |other: &Reference| other.span.start >= link.span.start && other.span.end <= link.span.end;
        references.iter().any(|other| other.kind == ReferenceKind::Image && inside(other))
    };
    let mut hidden = behind_styles(report);
    let is_empty = |link: &&Reference| !link.text.chars().any(char::is_alphanumeric);
    let links = references.iter().filter(|found| found.kind == ReferenceKind::Link);
    let empty = links.filter(is_empty).filter(|link| !holds_picture(link));
    hidden.extend(empty.map(|link| {
        let span = link.span.shifted(report.body_offset);
        Finding::new(&report.path, Some(span), format!("通向 `{}` 的链接没有文字", link.target))
            .effect("读者看不见，检查时算作暗链")
            .help("不认识的，删去并查明来历；有用的，在方括号里写上文字")
    }));
    hidden
}

/// Links that a style kept out of sight: the nearest behind each such style.
fn behind_styles(report: &LoadedReport) -> Vec<Finding> {
    let is_hiding = |fault: &&Fault| matches!(&fault.kind, FaultKind::RemovedHtml { what } if what == HIDING);
    let styles = report.faults.iter().filter(is_hiding).filter_map(|fault| fault.span);
    let links = || report.body.references.iter().filter(|found| found.kind == ReferenceKind::Link);
    let behind = |style: Span| {
        let span = |link: &Reference| link.span.shifted(report.body_offset);
        let is_near = |link: &&Reference| span(link).end > style.start && span(link).start < style.end + REACH;
        links().find(is_near).map(|link| (style, link))
    };
    styles
        .filter_map(behind)
        .map(|(style, link)| {
            Finding::new(&report.path, Some(style), format!("通向 `{}` 的链接被藏了起来", link.target))
                .effect("检查时算作暗链；程序已去掉样式，链接会显示在网页上")
                .help("不认识的，连同链接一起删去并查明来历；有用的，删去样式")
        })
        .collect()
}
