//! How links are written, as `links` and `index_names` say: every link arrives whichever way it is written, and what machines
//! read names the same addresses.

use std::collections::BTreeSet;

use gongkai::model::path::percent_decode;

use crate::support::full;
use crate::support::preview::Preview;
use crate::support::site::{SETTINGS, Site};

/// The path of the site's address.
const BELOW: &str = "/gk/";

fn built(lines: &str) -> Site {
    let site = full::site();
    site.setting(lines);
    site.build(&[]).succeeds();
    site
}

fn is_external(link: &str) -> bool {
    ["https://", "tel:", "mailto:"].iter().any(|scheme| link.starts_with(scheme))
}

/// Every link within the site: the page that has it, and the link.
fn links(site: &Site) -> Vec<(String, String)> {
    let mut links = Vec::new();
    for path in site.output_paths().into_iter().filter(|path| path.ends_with(".html")) {
        let page = site.page(&path);
        let own = page.links().into_iter().map(|(_, link)| link).filter(|link| !is_external(link) && !link.starts_with('#'));
        links.extend(own.map(|link| (path.clone(), link.to_string())));
    }
    assert!(links.len() > 500, "{} links", links.len());
    links
}

/// The path that a browser asks a server for which has the site below [`BELOW`].
fn asked(from: &str, link: &str) -> String {
    let path = link.split(['?', '#']).next().unwrap_or_default();
    if path.starts_with('/') {
        return percent_decode(path);
    }
    let from = format!("{BELOW}{from}");
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            ".." => assert!(parts.pop().is_some()),
            "." => {}
            part => parts.push(part),
        }
    }
    percent_decode(&parts.join("/"))
}

#[track_caller]
fn all_arrive(site: &Site) {
    let files: BTreeSet<String> = site.output_paths().into_iter().collect();
    for (page, link) in links(site) {
        let path = asked(&page, &link);
        let below = path.strip_prefix(BELOW).unwrap_or_else(|| panic!("{page}: `{link}` leaves the site"));
        let file = if below.is_empty() || below.ends_with('/') { format!("{below}index.html") } else { below.to_string() };
        assert!(files.contains(&file), "{page}: `{link}` leads to {file}, which is not there");
    }
}

#[test]
fn what_is_not_chosen_is_as_if_chosen_by_name() {
    let (plain, named) = (built(""), built("links = \"relative\"\nindex_names = true"));
    assert!(plain.files("output") == named.files("output"));
}

#[test]
fn absolute_links_begin_with_the_path_of_the_address() {
    let site = built("links = \"absolute\"");
    for (page, link) in links(&site) {
        assert!(link.starts_with(BELOW), "{page}: {link}");
    }
    all_arrive(&site);
    let page = site.page("xxgk/zcwj/bf.html");
    assert!(page.attributes(".prose a", "href").contains(&"/gk/xxgk/gzjh/fa.html".to_string()));
    assert!(page.attributes(".prose a", "href").contains(&"#s2".to_string()));
    assert_eq!(site.page("search.html").attributes("#results", "data-root"), [BELOW]);
}

#[test]
fn links_to_folders_do_not_name_the_index() {
    let site = built("index_names = false");
    let links = links(&site);
    let named: Vec<_> = links.iter().filter(|(_, link)| link.contains("index.html")).collect();
    assert!(named.is_empty(), "{named:?}");
    all_arrive(&site);
    let home = |page: &str| site.page(page).attributes("a.brand", "href");
    assert_eq!((home("search.html"), home("xxgk/index.html")), (vec!["./".to_string()], vec!["../".to_string()]));
    assert_eq!(site.page("404.html").attributes("a.brand", "href"), [BELOW]);
    // Where the reader is stays marked.
    assert_eq!(
        site.page("xxgk/zcwj/index.html").attributes("nav[aria-label=主导航] a[aria-current]", "href"),
        ["../../xxgk/zcwj/"]
    );
}

#[test]
fn both_together_give_the_addresses_that_machines_read() {
    let site = built("links = \"absolute\"\nindex_names = false");
    all_arrive(&site);
    let told = site.output("sitemap.xml") + &site.output("feed.xml") + &site.output("api/categories.json");
    assert!(!told.contains("index.html"), "{told}");
    let canonical = |path: &str| site.page(path).one("link[rel=canonical]").attribute("href").to_string();
    let crumbs = site.page("xxgk/zcwj/bf.html").attributes("nav[aria-label=当前位置] a", "href");
    assert_eq!(crumbs, [BELOW, "/gk/xxgk/", "/gk/xxgk/zcwj/"]);
    for (path, link) in [("index.html", BELOW), ("xxgk/zcwj/index.html", "/gk/xxgk/zcwj/")] {
        assert_eq!(canonical(path), format!("https://www.example.gov.cn{link}"));
        assert!(site.output("sitemap.xml").contains(&format!("<loc>https://www.example.gov.cn{link}</loc>")));
    }
}

#[test]
fn another_choice_makes_the_pages_anew() {
    let site = built("");
    let before = site.files("output");
    site.write("site.toml", format!("index_names = false\n{}", full::settings()));
    site.build(&[]).succeeds();
    site.build(&["--output", "fresh", "--no-cache"]).succeeds();
    assert!(site.files("output") == site.files("fresh") && site.files("output") != before);
    site.write("site.toml", full::settings());
    site.build(&[]).succeeds();
    assert!(site.files("output") == before);
}

#[test]
fn absolute_links_without_an_address_are_refused() {
    let site = Site::minimal();
    site.write("site.toml", format!("links = \"absolute\"\n{}", SETTINGS.replace("base_url", "# base_url")));
    site.build(&[])
        .exits(1)
        .says("invalid-value")
        .says("`links` 不能写 `absolute`")
        .says("没有可用的 `base_url` 时只能写 `relative`");
    assert!(!site.has_output("index.html"));
}

#[test]
fn a_preview_opens_every_address_that_its_pages_have() {
    let site = full::site();
    site.setting("links = \"absolute\"\nindex_names = false");
    let preview = Preview::start(&site, &[]);
    for path in ["/", "/gk/", "/gk/xxgk/", "/gk/xxgk/zcwj/", "/xxgk/", "/gk/xxgk/zcwj/bf.html", "/gk/search.html"] {
        let page = preview.page(path);
        assert!(page.contains("href=\"/gk/xxgk/zcwj/\"") && page.contains("<h1"), "{path}");
    }
    assert!(preview.get("/gk/xxgk").head.contains("Location: "));
    assert!(preview.page("/gk/search/map.js").contains("gkSearch"));
}
