//! How addresses are made, in one place. Other sites link to them, so what is here changes only with redirects for what was.

use crate::index::CategoryNode;
use crate::model::path::UrlPath;
use crate::model::report::{Attachment, CheckedReport};

/// A page at the root.
pub fn fixed(name: &str) -> UrlPath {
    UrlPath::from_parts("", name)
}

/// `index.html`, `index_2.html` ….
pub fn listing(node: &CategoryNode, page: usize) -> UrlPath {
    numbered(&node.url, "index", page, "html")
}

/// `2024.html`, `2024_2.html` ….
pub fn year(node: &CategoryNode, year: i16, page: usize) -> UrlPath {
    numbered(&node.url, &year.to_string(), page, "html")
}

/// `mulu.html`, `mulu_2.html` ….
pub fn catalog(node: &CategoryNode, page: usize) -> UrlPath {
    numbered(&node.url, "mulu", page, "html")
}

/// `feed.xml` in the category's folder.
pub fn feed(node: &CategoryNode) -> UrlPath {
    UrlPath::from_parts(&node.url, "feed.xml")
}

/// `api/<category>/index.json`, `index_2.json` ….
pub fn category_json(node: &CategoryNode, page: usize) -> UrlPath {
    numbered(&format!("api/{}", node.url), "index", page, "json")
}

/// What the search page needs to know before any query.
pub fn search_map() -> UrlPath {
    UrlPath::from_parts("search", "map.js")
}

/// Some of the terms and the reports that have them.
pub fn search_terms(shard: usize) -> UrlPath {
    UrlPath::from_parts("search", &format!("{shard}.js"))
}

/// Titles and texts of a few reports.
pub fn search_texts(group: usize) -> UrlPath {
    UrlPath::from_parts("search", &format!("t{group}.js"))
}

/// The slug in the folder of the report's own category: `xxgk/2024-11-11-gzzj.html`.
pub fn report(node: &CategoryNode, report: &CheckedReport) -> UrlPath {
    UrlPath::from_parts(&node.url, &format!("{}.html", report.slug))
}

/// Below a folder named like the report.
pub fn attachment(node: &CategoryNode, report: &CheckedReport, attachment: &Attachment) -> UrlPath {
    UrlPath::from_parts(&format!("{}/{}", node.url, report.slug), &attachment.name)
}

fn numbered(folder: &str, stem: &str, page: usize, extension: &str) -> UrlPath {
    let name = if page <= 1 { format!("{stem}.{extension}") } else { format!("{stem}_{page}.{extension}") };
    UrlPath::from_parts(folder, &name)
}
