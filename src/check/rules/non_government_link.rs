//! A link to a site that is no government site: readers should know, and somebody should look after it.

use crate::check::rule::{Check, Rule, Scope};
use crate::config::shapes::{host_of, is_web_url};
use crate::diagnostics::{Finding, Level};
use crate::model::body::ReferenceKind;
use crate::model::report::LoadedReport;

pub(crate) static RULE: Rule = Rule {
    name: "non-government-link",
    summary: "链接通向非政府网站",
    basis: "国办发〔2017〕47号 外部链接（打开非政府网站应有提示，原文待核）",
    level: Level::Info,
    is_structural: false,
    explanation: include_str!("non_government_link.md"),
    check: Check::Report(check),
};

fn check(report: &LoadedReport, scope: &Scope<'_>) -> Vec<Finding> {
    let own = [Some(scope.config.gov.domain.as_str()), scope.config.base_url.as_deref().and_then(host_of)];
    let is_foreign = |host: &str| {
        let host = host.to_ascii_lowercase();
        !(host == "gov.cn" || host.ends_with(".gov.cn") || own.contains(&Some(host.as_str())))
    };
    let links = report.body.references.iter().filter(|found| found.kind == ReferenceKind::Link && is_web_url(&found.target));
    links
        .filter_map(|link| Some((link, host_of(&link.target).filter(|host| is_foreign(host))?)))
        .map(|(link, host)| {
            let span = link.span.shifted(report.body_offset);
            let finding = Finding::new(&report.path, Some(span), format!("链接通向非政府网站 `{host}`"));
            finding.help("核对是否必要，并定期核验；商业网站的链接删去")
        })
        .collect()
}
