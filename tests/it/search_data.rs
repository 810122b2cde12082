//! Search data of a site that is large enough for several segments: over any edit it is that of a clean build, though most of it is read
//! back from what the last build published.

use std::fs;

use crate::support::site::{Run, Site};

/// Reports of more than one segment, each of which holds 320 on average.
const REPORTS: usize = 330;
/// Files of terms of such a site; an edit of a few words has terms in about half of them.
const TERM_FILES: usize = 64;

fn build(site: &Site, options: &[&str]) -> Run {
    site.run(&[&["build", "--format", "json", "--as-of", "2024-12-31"], options].concat())
}

fn report(site: &Site, number: usize, text: &str) {
    site.report(&format!("栏目/第{number}篇"), &format!("title = \"第{number}篇\"\ndate = 2024-01-01"), text);
}

/// The site, built.
fn built() -> Site {
    let site = Site::bare();
    // Texts differ in their numbers, so that terms are spread.
    (0..REPORTS).for_each(|number| report(&site, number, &format!("正文{number}，共{}字。", number * 37 % 101)));
    build(&site, &[]).succeeds();
    site
}

#[track_caller]
fn is_that_of_a_clean_build(site: &Site) {
    build(site, &["--no-cache", "--output", "clean"]).succeeds();
    let (over, clean) = (site.files("output"), site.files("clean"));
    assert_eq!(over.keys().collect::<Vec<_>>(), clean.keys().collect::<Vec<_>>());
    for (path, bytes) in &over {
        assert!(*bytes == clean[path], "{path} differs");
    }
}

#[test]
fn a_large_site_has_several_segments() {
    let site = built();
    let map = site.output("search/map.js");
    let versions = map.split("\"versions\":[").nth(1).and_then(|rest| rest.split(']').next()).expect("versions");
    assert!(versions.contains(','), "one segment: {versions}");
    let is_terms =
        |path: &&String| path.strip_prefix("search/").is_some_and(|name| name.starts_with(|c: char| c.is_ascii_digit()));
    assert_eq!(site.output_paths().iter().filter(is_terms).count(), TERM_FILES);
    is_that_of_a_clean_build(&site);
}

#[test]
fn an_edit_makes_only_the_files_of_terms_that_came_or_went() {
    let site = built();
    report(&site, 5, "鸿鹄。");
    let json = build(&site, &[]).json();
    let written = json["changes"]["written_files"].as_array().expect("a list").iter();
    let terms =
        written.filter_map(|path| path.as_str()?.strip_prefix("search/")?.strip_suffix(".js")?.parse::<usize>().ok());
    let terms = terms.count();
    assert!((1..=TERM_FILES / 2).contains(&terms), "{terms} of {TERM_FILES} files of terms");
    is_that_of_a_clean_build(&site);
}

#[test]
fn a_report_more_and_one_less_are_found_and_not_found() {
    let site = built();
    report(&site, 331, "燕雀。");
    site.remove("reports/栏目/第9篇.md");
    build(&site, &[]).succeeds();
    is_that_of_a_clean_build(&site);
}

#[test]
fn a_file_of_terms_that_was_altered_is_not_read_back() {
    let site = built();
    report(&site, 331, "燕雀。");
    build(&site, &[]).succeeds();
    let terms = (0..TERM_FILES).map(|shard| format!("search/{shard}.js"));
    let file = terms.into_iter().find(|path| site.output(path).contains('燕')).expect("a file with the term");
    fs::write(site.root.join("output").join(&file), site.output(&file).replace('燕', "雁")).expect("a file to alter");
    report(&site, 6, "鸿鹄之志。");
    build(&site, &[]).succeeds();
    is_that_of_a_clean_build(&site);
}
