//! How addresses are made, in one place. Other sites link to them, so what is here changes only with redirects for what was.

use crate::model::path::UrlPath;
use crate::model::report::Attachment;

/// A page at the root.
pub fn fixed(name: &str) -> UrlPath {
    UrlPath::from_parts("", name)
}

/// Of the category in `folder` (`xxgk/wgkzl`), as all below: `index.html`, `index_2.html` ….
pub fn listing(folder: &str, page: usize) -> UrlPath {
    numbered(folder, "index", page, "html")
}

/// `2024.html`, `2024_2.html` ….
pub fn year(folder: &str, year: i16, page: usize) -> UrlPath {
    numbered(folder, &year.to_string(), page, "html")
}

/// `mulu.html`, `mulu_2.html` ….
pub fn catalog(folder: &str, page: usize) -> UrlPath {
    numbered(folder, "mulu", page, "html")
}

/// `feed.xml` in the category's folder.
pub fn feed(folder: &str) -> UrlPath {
    UrlPath::from_parts(folder, "feed.xml")
}

/// `api/<category>/index.json`, `index_2.json` ….
pub fn category_json(folder: &str, page: usize) -> UrlPath {
    numbered(&format!("api/{folder}"), "index", page, "json")
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

/// `<slug>.html`; who gets which slug is decided in `plan::report_addresses`.
pub(super) fn report(folder: &str, slug: &str) -> UrlPath {
    UrlPath::from_parts(folder, &format!("{slug}.html"))
}

/// Below a folder named like the report that lives at `report`.
pub fn attachment(report: &UrlPath, attachment: &Attachment) -> UrlPath {
    UrlPath::from_parts(report.without_html(), &attachment.name)
}

fn numbered(folder: &str, stem: &str, page: usize, extension: &str) -> UrlPath {
    let name = if page <= 1 { format!("{stem}.{extension}") } else { format!("{stem}_{page}.{extension}") };
    UrlPath::from_parts(folder, &name)
}
