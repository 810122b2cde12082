//! Atom feeds (RFC 4287) of the site and of each category: the newest twenty. The feed's own time is that of the entry
//! that was updated last, so the same reports always give the same bytes.

use super::xml::element;
use crate::model::escape;
use crate::model::path::UrlPath;
use crate::plan::urls;
use crate::render::inputs::machine::Feed;
use crate::render::inputs::reports::ReportFacts;
use crate::render::inputs::site::SiteFacts;

const HEAD: &str =
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"zh-CN\">\n";
/// Stands where a feed must have a time and has no entry to take it from.
const NO_TIME: &str = "1970-01-01T00:00:00+00:00";

/// The feed.
pub fn atom(inputs: &Feed<'_>) -> Vec<u8> {
    let site = inputs.site;
    let base = site.base_url.as_deref().unwrap_or_default();
    let (title, page, own) = match inputs.category {
        Some(category) => (
            format!("{} - {}", category.name, site.view.short_name),
            urls::listing(&category.folder, 1),
            urls::feed(&category.folder),
        ),
        None => (site.view.name.clone(), urls::fixed("index.html"), urls::fixed("feed.xml")),
    };
    let changes = inputs.reports.iter().map(|report| report.metadata.last_change());
    let updated = changes.max_by_key(|date| date.moment()).map(|date| date.rfc3339(site.timezone));
    let mut xml = String::from(HEAD);
    element(&mut xml, "title", &title);
    element(&mut xml, "id", &page.absolute(base));
    link(&mut xml, "self", &own.absolute(base));
    link(&mut xml, "alternate", &page.absolute(base));
    element(&mut xml, "updated", updated.as_deref().unwrap_or(NO_TIME));
    xml.push_str("<author>");
    element(&mut xml, "name", if site.organisation.is_empty() { &site.view.name } else { &site.organisation });
    xml.push_str("</author>\n");
    for report in inputs.reports.iter() {
        entry(site, &report, base, &mut xml);
    }
    xml.push_str("</feed>\n");
    xml.into_bytes()
}

/// The feed of a category that shows nothing any more: no entry, so that programs forget those that they have, and no title of what was in it.
pub fn withdrawn(site: &SiteFacts, url: &UrlPath) -> Vec<u8> {
    let base = site.base_url.as_deref().unwrap_or_default();
    let mut xml = String::from(HEAD);
    element(&mut xml, "title", &format!("栏目暂无内容 - {}", site.view.short_name));
    element(&mut xml, "id", &url.absolute(base));
    link(&mut xml, "self", &url.absolute(base));
    element(&mut xml, "updated", NO_TIME);
    xml.push_str("</feed>\n");
    xml.into_bytes()
}

fn entry(site: &SiteFacts, report: &ReportFacts<'_>, base: &str, xml: &mut String) {
    let address = report.url.absolute(base);
    xml.push_str("<entry>\n");
    element(xml, "title", &report.metadata.title);
    element(xml, "id", &address);
    link(xml, "alternate", &address);
    element(xml, "published", &report.metadata.date.rfc3339(site.timezone));
    element(xml, "updated", &report.metadata.last_change().rfc3339(site.timezone));
    if !report.metadata.source.is_empty() {
        xml.push_str("<author>");
        element(xml, "name", &report.metadata.source);
        xml.push_str("</author>\n");
    }
    xml.push_str("<category term=\"");
    escape::anywhere(report.home, xml);
    xml.push_str("\"/>\n");
    element(xml, "summary", &report.metadata.description);
    xml.push_str("</entry>\n");
}

fn link(xml: &mut String, relation: &str, address: &str) {
    xml.push_str("<link rel=\"");
    xml.push_str(relation);
    xml.push_str("\" href=\"");
    escape::anywhere(address, xml);
    xml.push_str("\"/>\n");
}
