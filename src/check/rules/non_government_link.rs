//! A link to a site that is no government site: readers should know, and somebody should look after it.

use crate::check::hosts::{self, Links};
use crate::check::rule::{Check, Rule, Scope};
use crate::config::shapes::host_of;
use crate::diagnostics::{Finding, Level};
use crate::model::address::ascii_host;

pub(crate) static RULE: Rule = Rule {
    name: "non-government-link",
    summary: "链接通向非政府网站",
    basis: "国办发〔2017〕47号 外部链接（打开非政府网站应有提示，原文待核）",
    level: Level::Info,
    is_structural: false,
    explanation: include_str!("non_government_link.md"),
    check: Check::Site(check),
};

/// Endings of hosts that only party and government bodies and public institutions are given: `gov.cn`, `.政务` and `.公益` (CONAC).
const OFFICIAL: [&str; 3] = ["gov.cn", "xn--zfr164b", "xn--55qw42g"];

fn check(scope: &Scope<'_>) -> Vec<Finding> {
    let config = scope.config;
    let own = [Some(config.gov.domain.as_str()), config.base_url.as_deref().and_then(host_of)];
    let own: Vec<_> = own.into_iter().flatten().map(ascii_host).collect();
    let is_foreign = |host: &str| {
        let host = ascii_host(host);
        let host = host.trim_end_matches('.');
        let is_official =
            |ending: &str| host.strip_suffix(ending).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        !OFFICIAL.into_iter().any(is_official) && !own.iter().any(|own| own == host)
    };
    let message = |host: &str, count: &str| format!("链接通向非政府网站 `{host}`{count}");
    let findings = hosts::findings(scope, RULE.name, Links::All, is_foreign, message);
    findings.into_iter().map(|finding| finding.help("核对是否必要，并定期核验；商业网站的链接删去")).collect()
}
