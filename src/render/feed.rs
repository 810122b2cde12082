//! Atom feeds (RFC 4287) of the site and of each category: the newest twenty. The feed's own time is that of its newest
//! entry, so the same reports always give the same bytes.

use super::Renderer;
use crate::model::escape;
use crate::model::page::{CategoryId, ReportId};
use crate::model::report::Status;
use crate::plan::urls;

const ENTRIES: usize = 20;

/// The reports of a feed.
pub(super) fn newest(renderer: &Renderer<'_>, category: Option<CategoryId>) -> Vec<ReportId> {
    let index = renderer.index;
    // What a preview shows is not published, and a reader's feed never forgets.
    let is_published = |id: &ReportId| index.reports[*id].status == Status::Published;
    match category {
        // Ids ascend from new to old, and lists have them in this order or the other way round.
        Some(id) if index.categories[id].reports.is_sorted() => {
            index.categories[id].reports.iter().copied().filter(is_published).take(ENTRIES).collect()
        }
        Some(id) => index.categories[id].reports.iter().rev().copied().filter(is_published).take(ENTRIES).collect(),
        None => (0..index.reports.len()).filter(is_published).take(ENTRIES).collect(),
    }
}

pub(super) fn atom(renderer: &Renderer<'_>, category: Option<CategoryId>, newest: &[ReportId]) -> Vec<u8> {
    let base = renderer.config.base_url.as_deref().unwrap_or_default();
    let index = renderer.index;
    let (title, page, own) = match category {
        Some(id) => {
            let node = &index.categories[id];
            (format!("{} - {}", node.name, renderer.config.short_title), urls::listing(node, 1), urls::feed(node))
        }
        None => (renderer.config.title.clone(), urls::fixed("index.html"), urls::fixed("feed.xml")),
    };
    let updated = newest.first().map(|id| index.reports[*id].metadata.date.rfc3339(renderer.config.timezone));
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"zh-CN\">\n",
    );
    element(&mut xml, "title", &title);
    element(&mut xml, "id", &page.absolute(base));
    link(&mut xml, "self", &own.absolute(base));
    link(&mut xml, "alternate", &page.absolute(base));
    element(&mut xml, "updated", &updated.unwrap_or_else(|| "1970-01-01T00:00:00+00:00".to_string()));
    xml.push_str("<author>");
    element(
        &mut xml,
        "name",
        if renderer.config.org.name.is_empty() { &renderer.config.title } else { &renderer.config.org.name },
    );
    xml.push_str("</author>\n");
    for id in newest {
        entry(renderer, *id, base, &mut xml);
    }
    xml.push_str("</feed>\n");
    xml.into_bytes()
}

fn entry(renderer: &Renderer<'_>, id: ReportId, base: &str, xml: &mut String) {
    let report = &renderer.index.reports[id];
    let Some(home) = renderer.index.home_of(id) else { return };
    let node = &renderer.index.categories[home];
    let Some(address) = renderer.plan.report_url(id).map(|url| url.absolute(base)) else { return };
    let time = report.metadata.date.rfc3339(renderer.config.timezone);
    xml.push_str("<entry>\n");
    element(xml, "title", &report.metadata.title);
    element(xml, "id", &address);
    link(xml, "alternate", &address);
    element(xml, "published", &time);
    element(xml, "updated", &time);
    if !report.metadata.source.is_empty() {
        xml.push_str("<author>");
        element(xml, "name", &report.metadata.source);
        xml.push_str("</author>\n");
    }
    xml.push_str("<category term=\"");
    escape::anywhere(&node.name, xml);
    xml.push_str("\"/>\n");
    element(xml, "summary", &report.metadata.description);
    xml.push_str("</entry>\n");
}

/// Characters that XML 1.0 forbids are left out.
pub(super) fn element(xml: &mut String, name: &str, text: &str) {
    let legal: String = text
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .collect();
    xml.push('<');
    xml.push_str(name);
    xml.push('>');
    escape::anywhere(&legal, xml);
    xml.push_str("</");
    xml.push_str(name);
    xml.push_str(">\n");
}

fn link(xml: &mut String, relation: &str, address: &str) {
    xml.push_str("<link rel=\"");
    xml.push_str(relation);
    xml.push_str("\" href=\"");
    escape::anywhere(address, xml);
    xml.push_str("\"/>\n");
}
