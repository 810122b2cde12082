//! Whatever people may write that no designer drew: it is published, and every link of it leads somewhere. How it looks is a
//! matter for the browser audit, which opens the same sites.

use gongkai::trial::extremes::{self, Files};

use crate::support::site::{SETTINGS, Site};

fn written(files: &Files) -> Site {
    let site = Site::empty();
    for (path, bytes) in files {
        site.write(path, bytes);
    }
    site
}

#[test]
fn a_site_of_extremes_is_published_whole() {
    let site = written(&extremes::site());
    site.build(&[]).succeeds();
    let report = site.page("jd/title-300.html");
    assert_eq!(report.one("h1").words().chars().count(), 300);
    assert_eq!(site.page("jd/attachments.html").attributes(".files a", "href").len(), 1000);
    assert!(!site.output("jd/title-html.html").contains("<script>alert"));
    for path in site.output_paths().iter().filter(|path| path.starts_with("jd/") && path.ends_with(".html")) {
        assert!(!site.page(path).words("h1").concat().is_empty(), "{path}");
    }
    let years = site.page("sbp/index.html").words("nav[aria-label=按年份筛选]").concat();
    assert!(years.contains("2018") && !years.contains("2017") && years.contains("2016"), "{years}");
}

#[test]
fn nothing_that_may_be_left_out_is_missed() {
    written(&extremes::bare()).build(&[]).succeeds();
}

#[test]
fn categories_nest_as_deep_as_folders_do() {
    /// Nearly as many as a site may have; beyond that folders are left out and told.
    const DEPTH: usize = 60;
    let site = Site::bare();
    let folders: Vec<String> = (1..=DEPTH).map(|level| format!("级{level}")).collect();
    site.report(&format!("{}/文章", folders.join("/")), "title = \"最深\"\ndate = 2024-01-08", "正文。");
    site.build(&[]).succeeds();
    let map = site.output("sitemap.html");
    let (in_the_navigation, in_the_map) = (1, DEPTH);
    assert_eq!(
        map.matches("级").count(),
        in_the_navigation + in_the_map,
        "each level is named once, the top one in the navigation too"
    );
    assert_eq!(map.matches("<ul>").count(), map.matches("</ul>").count());
    let deepest =
        site.output_paths().into_iter().find(|path| path.matches('/').count() == DEPTH && path.ends_with("index.html"));
    let deepest = site.page(&deepest.expect("a page of the deepest category"));
    assert_eq!(deepest.attributes("nav.tree a[aria-current]", "aria-current"), ["page"]);
}

#[test]
fn the_map_of_the_site_nests_as_the_folders_do() {
    let site = Site::empty();
    site.write("site.toml", SETTINGS.replace("[gov]", "[gov]\n"));
    site.write("assets/mark.png", crate::support::site::PNG);
    for name in ["甲/乙/丙/文章", "甲/丁/文章", "戊/文章"] {
        site.report(name, &format!("title = \"{name}\"\ndate = 2024-01-08"), "正文。");
    }
    site.build(&[]).succeeds();
    let map = site.output("sitemap.html");
    let list: String =
        map.split("<nav class=\"map").nth(1).expect("the map").split("</nav>").next().expect("its end").to_string();
    let mut depth = 0;
    let mut found = Vec::new();
    for tag in list.split('<').skip(1) {
        match tag.split(['>', ' ']).next() {
            Some("ul") => depth += 1,
            Some("/ul") => depth -= 1,
            Some("a") => found.push((depth, tag.rsplit('>').next().unwrap_or_default().chars().next().unwrap_or(' '))),
            _ => {}
        }
    }
    let expected = [(1, '首'), (1, '甲'), (2, '丁'), (2, '乙'), (3, '丙'), (1, '戊'), (1, '检'), (1, '网')];
    let sorted = |mut places: Vec<(i32, char)>| {
        places.sort_unstable();
        places
    };
    assert_eq!(sorted(found.clone()), sorted(expected.to_vec()), "{list}");
    assert_eq!(depth, 0);
    let at = |letter: char| found.iter().position(|(_, found)| *found == letter);
    assert!(at('甲') < at('乙') && at('乙') < at('丙') && at('丙') == at('乙').map(|at| at + 1), "{found:?}");
}
