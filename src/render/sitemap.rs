//! sitemap.xml (sitemaps.org 0.9) and robots.txt. Above 50,000 addresses the sitemap becomes an index of several.

use super::Renderer;
use super::feed::element;
use crate::model::date::PublishDate;
use crate::model::page::PageKind;
use crate::model::path::UrlPath;
use crate::plan::{SITEMAP_URLS, is_in_sitemap, page_of, pages, urls};

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// The sitemap, its index (`part` absent and more than one part), or one part.
pub(super) fn xml(renderer: &Renderer<'_>, part: Option<usize>) -> Vec<u8> {
    let base = renderer.config.base_url.as_deref().unwrap_or_default();
    let listed: Vec<(&UrlPath, &PageKind)> = renderer
        .plan
        .iter()
        .map(|(url, page)| (url, &page.kind))
        .filter(|(_, kind)| is_in_sitemap(kind, renderer.index))
        .collect();
    let total = pages(listed.len(), SITEMAP_URLS);
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    if part.is_none() && renderer.plan.get(&urls::fixed("sitemap_1.xml")).is_some() {
        xml.push_str(&format!("<sitemapindex xmlns=\"{NAMESPACE}\">\n"));
        for number in 1..=total {
            xml.push_str("<sitemap>");
            element(&mut xml, "loc", &urls::fixed(&format!("sitemap_{number}.xml")).absolute(base));
            xml.push_str("</sitemap>\n");
        }
        xml.push_str("</sitemapindex>\n");
        return xml.into_bytes();
    }
    xml.push_str(&format!("<urlset xmlns=\"{NAMESPACE}\">\n"));
    for (url, kind) in page_of(&listed, part.unwrap_or(1), SITEMAP_URLS) {
        xml.push_str("<url>");
        element(&mut xml, "loc", &url.absolute(base));
        if let Some(date) = last_change(renderer, kind) {
            let changed = match date.time {
                Some(_) => date.rfc3339(renderer.config.timezone),
                None => date.day.to_string(),
            };
            element(&mut xml, "lastmod", &changed);
        }
        xml.push_str("</url>\n");
    }
    xml.push_str("</urlset>\n");
    xml.into_bytes()
}

fn last_change(renderer: &Renderer<'_>, kind: &PageKind) -> Option<PublishDate> {
    let date = |id: &usize| renderer.index.reports[*id].metadata.date;
    match kind {
        PageKind::Report(id) => Some(date(id)),
        PageKind::Home => renderer.index.reports.first().map(|report| report.metadata.date),
        PageKind::Listing { category, .. } | PageKind::Catalog { category, .. } => {
            renderer.index.categories[*category].newest
        }
        _ => None,
    }
}

pub(super) fn robots(renderer: &Renderer<'_>) -> Vec<u8> {
    let mut text = String::from("User-agent: *\nAllow: /\n");
    if let Some(base) = renderer.config.base_url.as_deref() {
        text.push_str(&format!("\nSitemap: {}\n", urls::fixed("sitemap.xml").absolute(base)));
    }
    text.into_bytes()
}
