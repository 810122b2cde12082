//! A link to an address that is not encrypted.

use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::model::body::ReferenceKind;
use crate::model::report::LoadedReport;

pub(crate) static RULE: Rule = Rule {
    name: "insecure-link",
    summary: "链接用的是 `http:`，没有加密",
    basis: "国办发〔2017〕47号 HTTPS 建设（原文待核）",
    level: Level::Info,
    is_structural: false,
    explanation: include_str!("insecure_link.md"),
    check: Check::Report(check),
};

fn check(report: &LoadedReport, _: &Scope<'_>) -> Vec<Finding> {
    let links = report.body.references.iter().filter(|found| found.kind == ReferenceKind::Link);
    links
        .filter(|link| link.target.trim_start().get(..7).is_some_and(|start| start.eq_ignore_ascii_case("http://")))
        .map(|link| {
            let span = link.span.shifted(report.body_offset);
            let finding = Finding::new(&report.path, Some(span), format!("链接 `{}` 没有加密", link.target));
            finding.help("换成 `https://` 试一试，能打开就改")
        })
        .collect()
}
