//! A link to an address that is not encrypted.

use crate::check::hosts::{self, Links};
use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};

pub(crate) static RULE: Rule = Rule {
    name: "insecure-link",
    summary: "链接用的是 `http:`，没有加密",
    basis: "国办发〔2017〕47号 HTTPS 建设（原文待核）",
    level: Level::Info,
    is_structural: false,
    explanation: include_str!("insecure_link.md"),
    check: Check::Site(check),
};

fn check(scope: &Scope<'_>) -> Vec<Finding> {
    let message = |host: &str, count: &str| format!("通向 `{host}` 的链接没有加密{count}");
    let findings = hosts::findings(scope, RULE.name, Links::Insecure, |_| true, message);
    findings.into_iter().map(|finding| finding.help("换成 `https://` 试一试，能打开就改")).collect()
}
