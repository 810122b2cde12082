//! A link to a site that is no government site: readers should know, and somebody should look after it.

use crate::check::hosts;
use crate::check::rule::{Check, Rule, Scope};
use crate::config::shapes::{host_of, is_web_url};
use crate::diagnostics::{Finding, Level};

pub(crate) static RULE: Rule = Rule {
    name: "non-government-link",
    summary: "链接通向非政府网站",
    basis: "国办发〔2017〕47号 外部链接（打开非政府网站应有提示，原文待核）",
    level: Level::Info,
    is_structural: false,
    explanation: include_str!("non_government_link.md"),
    check: Check::Site(check),
};

fn check(scope: &Scope<'_>) -> Vec<Finding> {
    let config = scope.config;
    let own = [Some(config.gov.domain.as_str()), config.base_url.as_deref().and_then(host_of)];
    let is_foreign = |host: &str| !(host == "gov.cn" || host.ends_with(".gov.cn") || own.contains(&Some(host)));
    let message = |host: &str, count: &str| format!("链接通向非政府网站 `{host}`{count}");
    let findings = hosts::findings(scope, RULE.name, is_web_url, is_foreign, message);
    findings.into_iter().map(|finding| finding.help("核对是否必要，并定期核验；商业网站的链接删去")).collect()
}
