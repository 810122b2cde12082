//! JSON-LD for search engines: the breadcrumb and the report itself. Written only where addresses are known.

use serde::Serialize;

use super::view::LinkView;
use crate::config::Config;
use crate::model::report::CheckedReport;

const CONTEXT: &str = "https://schema.org";
const LANGUAGE: &str = "zh-CN";

#[derive(Serialize)]
struct Site<'p> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'p str,
    url: String,
    #[serde(rename = "inLanguage")]
    language: &'static str,
}

#[derive(Serialize)]
struct BreadcrumbList<'p> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "itemListElement")]
    steps: Vec<Step<'p>>,
}

#[derive(Serialize)]
struct Step<'p> {
    #[serde(rename = "@type")]
    kind: &'static str,
    position: usize,
    name: &'p str,
    /// The last step, the page itself, has no address.
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<String>,
}

#[derive(Serialize)]
struct Report<'p> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    headline: &'p str,
    #[serde(rename = "datePublished")]
    published: String,
    #[serde(rename = "inLanguage")]
    language: &'static str,
    url: &'p str,
    publisher: Publisher<'p>,
}

#[derive(Serialize)]
struct Publisher<'p> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'p str,
}

/// `BreadcrumbList`, or `WebSite` on the home page; a report's own step is the word 正文, without an address.
pub(super) fn breadcrumb(config: &Config, crumbs: &[LinkView], is_report: bool) -> Vec<String> {
    let Some(base) = config.base_url.as_deref() else { return Vec::new() };
    if crumbs.is_empty() {
        let url = format!("{base}/");
        return vec![script_safe(&Site { context: CONTEXT, kind: "WebSite", name: &config.title, url, language: LANGUAGE })];
    }
    let address = |path: &str| format!("{base}/{}", path.strip_suffix("index.html").unwrap_or(path));
    let step = |position, name, item| Step { kind: "ListItem", position, name, item };
    let mut steps: Vec<Step<'_>> = crumbs
        .iter()
        .enumerate()
        .map(|(at, crumb)| step(at + 1, crumb.text.as_str(), (!crumb.path.is_empty()).then(|| address(&crumb.path))))
        .collect();
    if is_report {
        steps.push(step(steps.len() + 1, "正文", None));
    }
    vec![script_safe(&BreadcrumbList { context: CONTEXT, kind: "BreadcrumbList", steps })]
}

/// `Report`.
pub(super) fn report(config: &Config, report: &CheckedReport, canonical: &str) -> Option<String> {
    if canonical.is_empty() {
        return None;
    }
    let metadata = &report.metadata;
    let name = if metadata.issuer.is_empty() { &config.org.name } else { &metadata.issuer };
    Some(script_safe(&Report {
        context: CONTEXT,
        kind: "Report",
        headline: &metadata.title,
        published: match metadata.date.time {
            Some(_) => metadata.date.rfc3339(config.timezone),
            None => metadata.date.day.to_string(),
        },
        language: LANGUAGE,
        url: canonical,
        publisher: Publisher { kind: "GovernmentOrganization", name },
    }))
}

/// JSON that cannot end the script element it stands in. Only values that cannot fail to serialise come here.
pub(super) fn script_safe(value: &impl Serialize) -> String {
    let json = serde_json::to_string(value).unwrap_or_default();
    if !json.contains(['<', '\u{2028}', '\u{2029}']) {
        return json;
    }
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}
