//! JSON-LD for search engines: the breadcrumb and the report itself. Written only where addresses are known.

use serde_json::json;

use super::view::LinkView;
use crate::config::Config;
use crate::model::report::CheckedReport;

/// `BreadcrumbList`; a report's own step is the word 正文, without an address.
pub(super) fn breadcrumb(config: &Config, crumbs: &[LinkView], is_report: bool) -> Vec<String> {
    let Some(base) = config.base_url.as_deref() else { return Vec::new() };
    if crumbs.is_empty() {
        let site = json!({ "@context": "https://schema.org", "@type": "WebSite", "name": config.title,
            "url": format!("{base}/"), "inLanguage": "zh-CN" });
        return vec![script_safe(&site)];
    }
    let address = |path: &str| format!("{base}/{}", path.strip_suffix("index.html").unwrap_or(path));
    let mut steps: Vec<serde_json::Value> = crumbs
        .iter()
        .enumerate()
        .map(|(at, crumb)| match crumb.path.is_empty() {
            true => json!({ "@type": "ListItem", "position": at + 1, "name": crumb.text }),
            false => json!({ "@type": "ListItem", "position": at + 1, "name": crumb.text, "item": address(&crumb.path) }),
        })
        .collect();
    if is_report {
        steps.push(json!({ "@type": "ListItem", "position": steps.len() + 1, "name": "正文" }));
    }
    vec![script_safe(&json!({ "@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": steps }))]
}

/// `Report`.
pub(super) fn report(config: &Config, report: &CheckedReport, canonical: &str) -> Option<String> {
    if canonical.is_empty() {
        return None;
    }
    let metadata = &report.metadata;
    let publisher = if metadata.issuer.is_empty() { &config.org.name } else { &metadata.issuer };
    Some(script_safe(&json!({
        "@context": "https://schema.org",
        "@type": "Report",
        "headline": metadata.title,
        "datePublished": match metadata.date.time {
            Some(_) => metadata.date.rfc3339(config.timezone),
            None => metadata.date.day.to_string(),
        },
        "inLanguage": "zh-CN",
        "url": canonical,
        "publisher": { "@type": "GovernmentOrganization", "name": publisher },
    })))
}

/// JSON that cannot end the script element it stands in.
pub(super) fn script_safe(value: &serde_json::Value) -> String {
    value.to_string().replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}
