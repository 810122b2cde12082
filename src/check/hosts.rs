//! Links to other sites, gathered by host: whoever has to look after them looks at a host once, not at ten thousand links.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::rule::Scope;
use crate::diagnostics::Finding;
use crate::model::address::{Address, Unusable};
use crate::model::allowance::Allowed;
use crate::model::body::{Reference, ReferenceKind};
use crate::model::report::LoadedReport;

/// Further places that a finding names.
const NAMED: usize = 4;

/// Which links count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// Every link to the web, with `http` and `https`.
    All,
    /// Those with `http`.
    Insecure,
}

/// One finding for each host that is meant, at the first of the `links` that lead there. `message` is given the host and, for more
/// than one link, their number. A report that allows itself `rule` gets a finding of its own, so that its allowance speaks for
/// itself alone.
pub fn findings(
    scope: &Scope<'_>,
    rule: &str,
    links: Links,
    is_meant: impl Fn(&str) -> bool,
    message: impl Fn(&str, &str) -> String,
) -> Vec<Finding> {
    let mut hosts: BTreeMap<String, Vec<(&LoadedReport, &Reference)>> = BTreeMap::new();
    let mut findings = Vec::new();
    for report in &scope.loaded.reports {
        let is_allowed = report.draft.allow.iter().any(|allow| allow.value.rule == rule);
        let on_lines = Allowed::of_rule(&report.line_allows, rule);
        for link in report.body.references.iter().filter(|found| found.kind == ReferenceKind::Link) {
            // Nearly all links are of this kind, and taking them apart would bring nothing.
            if links == Links::Insecure && link.target.starts_with("https://") {
                continue;
            }
            let meant;
            let web = match Address::parse(&link.target) {
                Address::Web(web) => web,
                // What is a slip of the pen still leads to a host.
                Address::Unusable(Unusable::Slashes { meant: mended } | Unusable::Misspelt { meant: mended }) => {
                    meant = mended;
                    let Address::Web(web) = Address::parse(&meant) else { continue };
                    web
                }
                _ => continue,
            };
            if links == Links::Insecure && web.is_secure {
                continue;
            }
            let host = web.host;
            let is_upper = host.bytes().any(|byte| byte.is_ascii_uppercase());
            let host = if is_upper { Cow::Owned(host.to_ascii_lowercase()) } else { Cow::Borrowed(host) };
            if !is_meant(&host) {
                continue;
            }
            let place = link.span.shifted(report.body_offset);
            match is_allowed || on_lines.at(place).is_some() {
                true => findings.push(finding(&[(report, link)], &host, &message)),
                false => hosts.entry(host.into_owned()).or_default().push((report, link)),
            }
        }
    }
    findings.extend(hosts.iter().map(|(host, places)| finding(places, host, &message)));
    findings
}

fn finding(places: &[(&LoadedReport, &Reference)], host: &str, message: impl Fn(&str, &str) -> String) -> Finding {
    let (report, link) = places[0];
    let count = if places.len() > 1 { format!("，共 {} 处", places.len()) } else { String::new() };
    let finding = Finding::new(&report.path, Some(link.span.shifted(report.body_offset)), message(host, &count));
    places.iter().skip(1).take(NAMED).fold(finding, |finding, (report, link)| {
        finding.related(&report.path, Some(link.span.shifted(report.body_offset)), "这里也有")
    })
}
