//! What holds for every page of a site with all features: links arrive, ids and titles are unique, the skeleton is there.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::full;
use crate::support::html::Html;
use crate::support::site::Site;

const KINDS: [&str; 9] = ["home", "category", "list", "catalog", "report", "search", "sitemap", "404", "page"];

struct Built {
    site: Site,
    pages: BTreeMap<String, Html>,
}

fn built() -> Built {
    let site = full::site();
    site.build(&["--drafts"]).succeeds();
    let is_page = |path: &String| path.ends_with(".html");
    let pages = site.output_paths().into_iter().filter(is_page).map(|path| (path.clone(), site.page(&path))).collect();
    let built = Built { site, pages };
    assert!(built.pages.len() > 40, "{} pages", built.pages.len());
    built
}

impl Built {
    /// Pages that somebody reads: all but redirects.
    fn read_pages(&self) -> impl Iterator<Item = (&String, &Html)> {
        self.pages.iter().filter(|(_, page)| !page.has("meta[http-equiv=refresh]"))
    }
}

#[track_caller]
fn none(faults: Vec<String>) {
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The file below `output/` that a link of the page at `from` leads to, and its fragment.
fn resolve(from: &str, link: &str) -> (String, String) {
    let (path, fragment) = link.split_once('#').unwrap_or((link, ""));
    let path = path.split('?').next().unwrap_or_default();
    if path.is_empty() {
        return (from.to_string(), fragment.to_string());
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            ".." => assert!(parts.pop().is_some(), "{link} in {from} leads out of the site"),
            "." => {}
            other => parts.push(other),
        }
    }
    (gongkai::model::path::percent_decode(&parts.join("/")), gongkai::model::path::percent_decode(fragment))
}

fn is_external(link: &str) -> bool {
    ["https://", "tel:", "mailto:"].iter().any(|scheme| link.starts_with(scheme))
}

#[test]
fn every_page_is_well_formed() {
    let built = built();
    let faults = |(path, page): (&String, &Html)| page.faults.iter().map(|fault| format!("{path}: {fault}")).collect();
    none(built.pages.iter().flat_map::<Vec<String>, _>(faults).collect());
}

#[test]
fn every_relative_link_arrives_at_a_file_and_every_fragment_at_an_id() {
    let built = built();
    let files: BTreeSet<String> = built.site.output_paths().into_iter().collect();
    let (mut faults, mut followed) = (Vec::new(), 0);
    for (path, page) in &built.pages {
        for (element, link) in page.links() {
            if is_external(link) {
                let is_quiet = element.name == "a" || element.attribute("rel") == "canonical";
                if !is_quiet {
                    faults.push(format!("{path}: <{}> loads {link}", element.name));
                }
                continue;
            }
            // The 404 page is shown at any address: its links start at the root of the site.
            let link = if path == "404.html" { link.strip_prefix("/gk/").unwrap_or(link) } else { link };
            if link.starts_with('/') || link.is_empty() {
                faults.push(format!("{path}: `{link}` is not relative"));
                continue;
            }
            let (target, fragment) = resolve(path, link);
            let has_id = |page: &Html| fragment.is_empty() || page.ids().contains(fragment.as_str());
            followed += 1;
            if !files.contains(&target) {
                faults.push(format!("{path}: `{link}` leads to {target}, which is not there"));
            } else if built.pages.get(&target).is_some_and(|page| !has_id(page)) {
                faults.push(format!("{path}: `{link}` names an id that is not there"));
            }
        }
    }
    none(faults);
    assert!(followed > 500, "{followed} links followed");
}

#[test]
fn links_of_the_404_page_start_at_the_root_of_the_site() {
    let built = built();
    for (_, link) in built.pages["404.html"].links().into_iter().filter(|(_, link)| !is_external(link)) {
        assert!(link.starts_with("/gk/") || link.starts_with('#'), "{link}");
    }
}

#[test]
fn no_id_is_used_twice_on_a_page() {
    let built = built();
    let mut faults = Vec::new();
    for (path, page) in &built.pages {
        let mut seen = BTreeSet::new();
        let ids = page.elements.iter().filter_map(|element| element.attributes.get("id"));
        faults.extend(ids.filter(|id| id.is_empty() || !seen.insert(*id)).map(|id| format!("{path}: id `{id}`")));
    }
    none(faults);
}

#[test]
fn what_labels_refer_to_is_on_the_page() {
    let built = built();
    let mut faults = Vec::new();
    for (path, page) in &built.pages {
        for attribute in ["aria-labelledby", "aria-describedby", "for"] {
            let named = page.elements.iter().filter_map(|element| element.attributes.get(attribute));
            let missing = named.flat_map(|ids| ids.split(' ')).filter(|id| !page.ids().contains(id));
            faults.extend(missing.map(|id| format!("{path}: {attribute} names `{id}`, which is not there")));
        }
    }
    none(faults);
}

#[test]
fn every_page_has_one_heading_and_skips_no_level() {
    let built = built();
    let mut faults = Vec::new();
    for (path, page) in &built.pages {
        let levels: Vec<usize> = page.elements.iter().filter_map(|element| heading_level(&element.name)).collect();
        if levels.iter().filter(|level| **level == 1).count() != 1 {
            faults.push(format!("{path}: levels {levels:?}"));
        }
        let in_main: Vec<usize> = page.all("main *").iter().filter_map(|element| heading_level(&element.name)).collect();
        if in_main.first() != Some(&1) || in_main.windows(2).any(|pair| pair[1] > pair[0] + 1) {
            faults.push(format!("{path}: levels in main {in_main:?}"));
        }
    }
    none(faults);
}

fn heading_level(name: &str) -> Option<usize> {
    name.strip_prefix('h')?.parse().ok()
}

#[test]
fn every_title_is_unique() {
    let built = built();
    let mut owners: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for (path, page) in built.read_pages() {
        owners.entry(page.one("head title").words()).or_default().push(path);
    }
    assert!(!owners.contains_key(""));
    none(
        owners
            .into_iter()
            .filter(|(_, paths)| paths.len() > 1)
            .map(|(title, paths)| format!("{title}: {paths:?}"))
            .collect(),
    );
}

#[test]
fn every_page_has_the_skeleton() {
    let built = built();
    let mut kinds = BTreeSet::new();
    for (path, page) in built.read_pages() {
        assert_eq!(page.one("html").attribute("lang"), "zh-CN", "{path}");
        assert_eq!(page.attributes("meta[charset]", "charset"), ["utf-8"], "{path}");
        assert_eq!(page.one("a.skip").attribute("href"), "#main", "{path}");
        assert_eq!(page.one("main").attribute("id"), "main", "{path}");
        assert!(page.has("nav[aria-label=主导航]") && page.has("footer dl"), "{path}");
        let labels = page.attributes("nav", "aria-label");
        assert_eq!(labels.iter().collect::<BTreeSet<_>>().len(), labels.len(), "{path}: {labels:?}");
        let kind = page.meta("page-type").unwrap_or_default().to_string();
        assert!(KINDS.contains(&kind.as_str()), "{path}: {kind}");
        let has_way = page.has("nav[aria-label=当前位置] span[aria-current=page]");
        assert!(has_way || kind == "home" || kind == "404", "{path}: no breadcrumb");
        kinds.insert(kind);
    }
    assert_eq!(kinds.into_iter().collect::<BTreeSet<_>>(), KINDS.map(String::from).into(), "all kinds of pages were seen");
}

#[test]
fn every_page_can_be_reached_from_the_home_page() {
    let built = built();
    let mut reached = BTreeSet::from(["index.html".to_string()]);
    let mut waiting: Vec<String> = reached.iter().cloned().collect();
    while let Some(path) = waiting.pop() {
        let Some(page) = built.pages.get(&path) else { continue };
        for (element, link) in page.links().into_iter().filter(|(element, link)| element.name == "a" && !is_external(link)) {
            let (target, _) = resolve(&path, link);
            if !element.attributes.is_empty() && reached.insert(target.clone()) {
                waiting.push(target);
            }
        }
    }
    let lost: Vec<&String> = built
        .read_pages()
        .map(|(path, _)| path)
        .filter(|path| *path != "404.html" && *path != "search.html" && !reached.contains(*path))
        .collect();
    assert!(lost.is_empty(), "{lost:#?}");
}

#[test]
fn nothing_is_loaded_from_third_parties_and_nothing_runs_inline() {
    let built = built();
    for (path, page) in &built.pages {
        for script in page.all("script").into_iter().filter(|script| script.attribute("type") != "application/ld+json") {
            assert!(script.text.trim().is_empty() && !script.attribute("src").is_empty(), "{path}: a script in the page");
        }
        for element in &page.elements {
            let handlers: Vec<&String> = element.attributes.keys().filter(|name| name.starts_with("on")).collect();
            assert!(handlers.is_empty() && !element.attributes.contains_key("style"), "{path}: {element:?}");
        }
        let policy = page.one("meta[http-equiv=Content-Security-Policy]").attribute("content");
        assert!(policy.starts_with("default-src 'self'") || policy.starts_with("default-src 'none'"), "{path}: {policy}");
    }
}

#[test]
fn pictures_say_what_they_show_and_how_large_they_are() {
    let built = built();
    let mut seen = 0;
    for (path, page) in &built.pages {
        for picture in page.all("img") {
            seen += 1;
            assert!(!picture.attribute("alt").is_empty(), "{path}: {picture:?}");
            assert!(
                picture.attributes.contains_key("width") && picture.attributes.contains_key("height"),
                "{path}: {picture:?}"
            );
        }
    }
    assert!(seen > 1);
}
