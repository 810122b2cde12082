//! What machines read: feeds, sitemaps, robots.txt, JSON, JSON-LD.

use serde_json::Value;

use crate::support::full;
use crate::support::site::Site;
use crate::support::xml::{self, XmlElement};

const BASE: &str = "https://www.example.gov.cn/gk/";

fn built() -> Site {
    let site = full::site();
    site.build(&[]).succeeds();
    site
}

fn xml(site: &Site, path: &str) -> Vec<XmlElement> {
    xml::read(&site.output(path)).unwrap_or_else(|fault| panic!("{path}: {fault}"))
}

/// Texts of all elements of that name.
fn texts<'x>(elements: &'x [XmlElement], name: &str) -> Vec<&'x str> {
    elements.iter().filter(|element| element.name == name).map(|element| element.text.as_str()).collect()
}

/// The published file at an absolute address.
fn file_at(address: &str) -> String {
    let path = address.strip_prefix(BASE).unwrap_or_else(|| panic!("{address} is not below {BASE}"));
    let path = gongkai::model::path::percent_decode(path);
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path }
}

#[test]
fn all_xml_is_well_formed() {
    let site = built();
    let files: Vec<String> = site.output_paths().into_iter().filter(|path| path.ends_with(".xml")).collect();
    assert!(files.len() >= 6, "{files:?}");
    for path in files {
        xml(&site, &path);
    }
}

#[test]
fn all_json_can_be_read_and_nothing_in_it_is_null_but_a_next_page() {
    fn has_null(value: &Value) -> bool {
        match value {
            Value::Null => true,
            Value::Array(items) => items.iter().any(has_null),
            Value::Object(fields) => fields.iter().any(|(key, value)| key != "next" && has_null(value)),
            _ => false,
        }
    }
    let site = built();
    for path in site.output_paths().into_iter().filter(|path| path.ends_with(".json")) {
        let value: Value = serde_json::from_str(&site.output(&path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert!(!has_null(&value), "{path}: {value:#}");
    }
    for path in site.output_paths().into_iter().filter(|path| path.ends_with(".html")) {
        for block in site.page(&path).all("script[type=application/ld+json]") {
            let value: Value = serde_json::from_str(&block.text).unwrap_or_else(|error| panic!("{path}: {error}"));
            let things = value["@graph"].as_array().unwrap_or_else(|| panic!("{path}: {value:#}"));
            assert!(!things.is_empty() && things.iter().all(|thing| thing["@type"].is_string()), "{path}: {value:#}");
            assert!(!has_null(&value), "{path}: {value:#}");
        }
    }
}

#[test]
fn the_sitemap_lists_every_report_once_and_only_pages_that_are_there() {
    let site = built();
    let elements = xml(&site, "sitemap.xml");
    let listed: Vec<String> = texts(&elements, "loc").into_iter().map(file_at).collect();
    for path in &listed {
        assert!(site.has_output(path), "{path}");
        assert_eq!(site.page(path).one("link[rel=canonical]").attribute("href").strip_prefix(BASE).map(|_| ()), Some(()));
    }
    assert!(site.has_output("sllm/index_2.html") && !listed.contains(&"sllm/index_2.html".to_string()), "first pages only");
    let is_report = |path: &&String| path.ends_with(".html") && site.page(path).meta("page-type") == Some("report");
    for report in site.output_paths().iter().filter(is_report) {
        assert_eq!(listed.iter().filter(|path| *path == report).count(), 1, "{report}");
    }
    for time in texts(&elements, "lastmod") {
        assert!(time.len() == 10 || time.ends_with("+08:00"), "{time}");
    }
}

#[test]
fn robots_may_read_all_and_find_the_sitemap() {
    assert_eq!(built().output("robots.txt"), format!("User-agent: *\nAllow: /\n\nSitemap: {BASE}sitemap.xml\n"));
}

#[test]
fn the_feed_has_what_atom_demands_and_the_newest_first() {
    let site = built();
    let feed = xml(&site, "feed.xml");
    assert_eq!(feed[0].name, "feed");
    let entries = feed.iter().filter(|element| element.name == "entry").count();
    assert_eq!(entries, 8);
    for name in ["id", "title", "updated"] {
        assert_eq!(texts(&feed, name).len(), entries + 1, "{name} of the feed and of each entry");
    }
    let published = texts(&feed, "published");
    assert!(published.is_sorted_by(|a, b| a >= b), "{published:?}");
    assert_eq!(texts(&feed, "updated")[0], published[0]);
    assert!(published.contains(&"2024-01-15T10:30:00+08:00"), "{published:?}");
    for id in &texts(&feed, "id")[1..] {
        assert!(site.has_output(&file_at(id)), "{id}");
    }
    assert_eq!(texts(&xml(&site, "xxgk/zcwj/feed.xml"), "published").len(), 4);
}

#[test]
fn the_json_catalogue_has_the_agreed_keys_and_right_counts() {
    let keys = [
        "id",
        "title",
        "document_number",
        "identifier",
        "publisher",
        "keywords",
        "date",
        "created_at",
        "display_publish_time",
        "url",
        "abstract",
        "is_expired",
        "is_abolished",
        "attachment",
        "classify_main_name",
    ];
    let site = built();
    let page: Value = serde_json::from_str(&site.output("api/xxgk/zcwj/index.json")).expect("JSON");
    let articles = page["articles"].as_array().unwrap_or_else(|| panic!("articles in {page:#}"));
    assert_eq!(articles.len(), 4);
    for article in articles {
        for key in keys {
            assert!(article.get(key).is_some(), "{key} in {article:#}");
        }
        assert!(site.has_output(&file_at(article["url"].as_str().expect("an address"))), "{article:#}");
    }
    let categories: Value = serde_json::from_str(&site.output("api/categories.json")).expect("JSON");
    count(&site, &categories["categories"]);
}

/// `post_count` of a category is the number of reports in its JSON.
fn count(site: &Site, categories: &Value) {
    for category in categories.as_array().expect("categories") {
        let path = file_at(category["articles"].as_str().expect("an address"));
        let page: Value = serde_json::from_str(&site.output(&path)).expect("JSON");
        let listed = page["articles"].as_array().expect("articles").len();
        assert_eq!(category["post_count"], listed, "{category:#}");
        assert!(site.has_output(&file_at(category["url"].as_str().expect("an address"))));
        count(site, &category["children"]);
    }
}
