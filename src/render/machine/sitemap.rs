//! sitemap.xml (sitemaps.org 0.9) and robots.txt. Above 50,000 addresses the sitemap becomes an index of several.

use super::xml::element;
use crate::plan::{SITEMAP_URLS, page_of, urls};
use crate::render::inputs::machine::{Robots, Sitemap};

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// The sitemap, its index, or one part.
pub fn xml(inputs: &Sitemap<'_>) -> Vec<u8> {
    let base = inputs.site.base_url.as_deref().unwrap_or_default();
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    if inputs.part.is_none() && inputs.parts() > 1 {
        xml.push_str(&format!("<sitemapindex xmlns=\"{NAMESPACE}\">\n"));
        for number in 1..=inputs.parts() {
            xml.push_str("<sitemap>");
            element(&mut xml, "loc", &urls::fixed(&format!("sitemap_{number}.xml")).absolute(base));
            xml.push_str("</sitemap>\n");
        }
        xml.push_str("</sitemapindex>\n");
        return xml.into_bytes();
    }
    let mut addresses = inputs.addresses.clone();
    addresses.sort_unstable_by_key(|(url, _)| *url);
    xml.push_str(&format!("<urlset xmlns=\"{NAMESPACE}\">\n"));
    for (url, last_change) in page_of(&addresses, inputs.part.unwrap_or(1), SITEMAP_URLS) {
        xml.push_str("<url>");
        element(&mut xml, "loc", &url.absolute(base));
        if let Some(date) = last_change {
            let changed = match date.time {
                Some(_) => date.rfc3339(inputs.site.timezone),
                None => date.day.to_string(),
            };
            element(&mut xml, "lastmod", &changed);
        }
        xml.push_str("</url>\n");
    }
    xml.push_str("</urlset>\n");
    xml.into_bytes()
}

/// robots.txt.
pub fn robots(inputs: &Robots<'_>) -> Vec<u8> {
    let mut text = String::from("User-agent: *\nAllow: /\n");
    if let Some(base) = inputs.base_url {
        text.push_str(&format!("\nSitemap: {}\n", urls::fixed("sitemap.xml").absolute(base)));
    }
    text.into_bytes()
}
