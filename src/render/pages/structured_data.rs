//! JSON-LD for search engines: the breadcrumb and the report itself. Written only where addresses are known.

use serde::Serialize;

use crate::model::date::PublishDate;
use crate::model::metadata::Metadata;
use crate::render::inputs::site::SiteFacts;
use crate::render::view::LinkView;

const CONTEXT: &str = "https://schema.org";
const LANGUAGE: &str = "zh-CN";

/// Several things that one page says, under one vocabulary.
#[derive(Serialize)]
struct Graph<T> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    things: T,
}

#[derive(Serialize)]
#[serde(tag = "@type")]
enum Thing<'p> {
    WebSite {
        name: &'p str,
        url: String,
        #[serde(rename = "inLanguage")]
        language: &'static str,
    },
    BreadcrumbList {
        #[serde(rename = "itemListElement")]
        steps: Vec<Step<'p>>,
    },
    Report {
        headline: &'p str,
        #[serde(rename = "datePublished")]
        published: String,
        /// Of the newest entry of 更新记录; nothing where there is none.
        #[serde(rename = "dateModified", skip_serializing_if = "Option::is_none")]
        modified: Option<String>,
        #[serde(rename = "inLanguage")]
        language: &'static str,
        publisher: Publisher<'p>,
    },
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
struct Publisher<'p> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'p str,
}

/// What a page with these `crumbs` says: `WebSite` on the home page, else `BreadcrumbList`. Empty where the site's address is not
/// known.
pub fn of_page(site: &SiteFacts, crumbs: &[LinkView]) -> String {
    let Some(base) = site.base_url.as_deref() else { return String::new() };
    let thing = match crumbs {
        [] => Thing::WebSite { name: &site.view.name, url: format!("{base}/"), language: LANGUAGE },
        crumbs => breadcrumb(base, crumbs, false),
    };
    script_safe(&Graph { context: CONTEXT, things: [thing] })
}

/// What the page of a report says, to whose category `crumbs` lead. Empty where the site's address is not known.
pub fn of_report(site: &SiteFacts, crumbs: &[LinkView], metadata: &Metadata) -> String {
    let Some(base) = site.base_url.as_deref() else { return String::new() };
    script_safe(&Graph { context: CONTEXT, things: (breadcrumb(base, crumbs, true), report(site, metadata)) })
}

/// A report's own step is the word 正文, without an address.
fn breadcrumb<'p>(base: &str, crumbs: &'p [LinkView], is_report: bool) -> Thing<'p> {
    let address = |path: &str| [base, "/", path.strip_suffix("index.html").unwrap_or(path)].concat();
    let step = |position, name, item| Step { kind: "ListItem", position, name, item };
    let mut steps: Vec<Step<'_>> = crumbs
        .iter()
        .enumerate()
        .map(|(at, crumb)| step(at + 1, crumb.text.as_str(), (!crumb.path.is_empty()).then(|| address(&crumb.path))))
        .collect();
    if is_report {
        steps.push(step(steps.len() + 1, "正文", None));
    }
    Thing::BreadcrumbList { steps }
}

fn report<'p>(site: &'p SiteFacts, metadata: &'p Metadata) -> Thing<'p> {
    let name = if metadata.issuer.is_empty() { &site.organisation } else { &metadata.issuer };
    let time = |date: PublishDate| match date.time {
        Some(_) => date.rfc3339(site.timezone),
        None => date.day.to_string(),
    };
    Thing::Report {
        headline: &metadata.title,
        published: time(metadata.date),
        modified: metadata.updates.first().map(|_| time(metadata.last_change())),
        language: LANGUAGE,
        publisher: Publisher { kind: "GovernmentOrganization", name },
    }
}

/// JSON that cannot end the script element it stands in. Only values that cannot fail to serialise come here.
fn script_safe(value: &impl Serialize) -> String {
    let json = serde_json::to_string(value).unwrap_or_default();
    if !json.contains(['<', '\u{2028}', '\u{2029}']) {
        return json;
    }
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}
