//! A report with a time of day in its date appears at that time of the office's clock, and not as the day begins.

use crate::support::site::{Run, Site};

const PAGE: &str = "sllm/jd.html";

fn site() -> Site {
    let site = Site::minimal();
    site.report("示例栏目/九点", "title = \"九点公布\"\ndate = 2024-05-06T09:00:00", "正文。");
    site
}

fn build_at(site: &Site, time: &str) -> Run {
    site.run(&["build", "--as-of", time, "--format", "json"])
}

#[test]
fn it_is_held_until_that_time_and_the_account_says_when() {
    let site = site();
    let run = build_at(&site, "2024-05-06T08:59:59");
    run.succeeds();
    assert!(!site.has_output(PAGE));
    let held = &run.json()["held"][0];
    assert_eq!((held["reason"].as_str(), held["until"].as_str()), (Some("scheduled"), Some("2024-05-06T09:00:00")));
    site.run(&["build", "--as-of", "2024-05-06 08:59"]).succeeds().says("将于 2024-05-06 09:00 发布");
}

#[test]
fn it_appears_at_that_time_though_no_file_has_changed() {
    let site = site();
    build_at(&site, "2024-05-06T08:00").succeeds();
    build_at(&site, "2024-05-06T08:30").succeeds();
    assert!(!site.has_output(PAGE));
    build_at(&site, "2024-05-06T09:00").succeeds();
    assert!(site.has_output(PAGE));
    assert!(site.output("feed.xml").contains("2024-05-06T09:00:00+08:00"));
}

#[test]
fn a_build_for_an_earlier_time_holds_it_again() {
    let site = site();
    build_at(&site, "2024-05-06T10:00").succeeds();
    assert!(site.has_output(PAGE));
    build_at(&site, "2024-05-06T08:00").succeeds();
    assert!(!site.has_output(PAGE));
    assert!(!site.output("feed.xml").contains("九点公布"));
}

#[test]
fn a_day_without_a_time_begins_at_midnight() {
    let site = site();
    site.report("示例栏目/当天", "title = \"当天公布\"\ndate = 2024-05-06", "正文。");
    build_at(&site, "2024-05-06").succeeds();
    assert!(site.has_output("sllm/dt.html"), "{:?}", site.output_paths());
    assert!(!site.has_output(PAGE));
}

#[test]
fn a_column_is_as_fresh_as_what_is_already_on_it() {
    let site = site();
    site.write("reports/示例栏目/_category.toml", "name = \"示例栏目\"\ncadence = \"7天\"\n");
    let newest = |time| {
        let run = site.run(&["check", "--report", "--format", "json", "--as-of", time]);
        run.json()["columns"][0]["newest"].as_str().expect("a day").to_string()
    };
    assert_eq!(newest("2024-05-06T08:00"), "2024-01-08");
    assert_eq!(newest("2024-05-06T09:00"), "2024-05-06");
}

#[test]
fn a_time_that_no_clock_shows_is_refused() {
    for time in ["2024-05-06T24:00", "2024-05-06T9:00", "2024-05-06T09"] {
        site().run(&["build", "--as-of", time]).exits(2).says("例如 `2024-11-11`、`2024-11-11T09:30`");
    }
}
