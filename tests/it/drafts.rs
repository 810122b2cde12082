//! Drafts are on no page: their faults keep nothing from being published, and nothing of them leaves the house.

use crate::support::site::{Run, SETTINGS, Site};

/// A finished report and a draft whose number has an unknown key and whose picture has no alternative text.
fn site() -> Site {
    let site = Site::minimal();
    site.report("示例栏目/草稿", "titel = \"草稿\"\ndate = 2024-03-01\ndraft = true", "正文。");
    site
}

fn level_of(run: &Run, rule: &str) -> Vec<String> {
    let json = run.json();
    let findings = json["findings"].as_array().expect("findings").clone();
    let of_rule = findings.iter().filter(|finding| finding["rule"] == rule);
    of_rule.map(|finding| finding["level"].as_str().expect("a level").to_string()).collect()
}

#[test]
fn the_faults_of_a_draft_are_told_and_do_not_block() {
    let site = site();
    let run = site.build(&["--format", "json"]);
    run.succeeds();
    assert_eq!(level_of(&run, "unknown-key"), ["warning"]);
    let summary = &run.json()["summary"];
    assert_eq!(["published", "held", "rejected"].map(|key| summary[key].as_u64()), [Some(1), Some(1), Some(0)], "{summary}");
    assert!(site.has_output("sllm/wz.html"));
    assert!(!site.output_paths().iter().any(|path| path.contains("2024-03-01")));
}

#[test]
fn without_the_word_draft_they_are_errors_again() {
    let site = site();
    site.report("示例栏目/草稿", "titel = \"草稿\"\ndate = 2024-03-01\ndraft = false", "正文。");
    let run = site.check();
    run.exits(1);
    assert_eq!(level_of(&run, "unknown-key"), ["error"]);
}

#[test]
fn a_preview_of_drafts_needs_them_in_order() {
    let run = site().build(&["--drafts", "--format", "json"]);
    run.exits(1);
    assert_eq!(level_of(&run, "unknown-key"), ["error"]);
}

#[test]
fn settings_that_cannot_be_read_for_certain_make_no_draft() {
    let site = Site::minimal();
    site.report("示例栏目/草稿", "title = “草稿”\ndate = 2024-03-01\ndraft = true", "正文。");
    site.build(&[]).exits(1);
}

#[test]
fn a_scheduled_report_blocks_as_it_would_on_its_day() {
    let site = Site::minimal();
    site.report("示例栏目/明年", "titel = \"明年\"\ndate = 2025-03-01", "正文。");
    site.build(&[]).exits(1);
}

#[test]
fn feeds_do_not_speak_of_drafts_and_the_catalogue_marks_them() {
    let site = Site::minimal();
    site.report("示例栏目/草稿", "title = \"还是草稿\"\ndate = 2024-03-01\ndraft = true", "正文。");
    site.report("示例栏目/明年", "title = \"明年再说\"\ndate = 2025-03-01", "正文。");
    site.build(&["--drafts"]).succeeds();
    for feed in ["feed.xml", "sllm/feed.xml"] {
        let text = site.output(feed);
        assert!(text.contains("示例文章") && !text.contains("草稿") && !text.contains("明年"), "{feed}: {text}");
    }
    let json: serde_json::Value = serde_json::from_str(&site.output("api/sllm/index.json")).expect("JSON");
    let marks: Vec<_> =
        json["articles"].as_array().expect("articles").iter().map(|article| article["preview"].clone()).collect();
    assert_eq!(marks, [serde_json::json!("定时发布"), serde_json::json!("草稿"), serde_json::Value::Null]);
    site.build(&[]).succeeds();
    assert!(!site.output("api/sllm/index.json").contains("preview"));
}

#[test]
fn without_an_address_of_the_site_the_catalogue_links_from_where_it_is() {
    let site = Site::minimal();
    site.write("site.toml", SETTINGS.replace("base_url = \"https://www.example.gov.cn\"\n", ""));
    site.build(&[]).succeeds();
    let json: serde_json::Value = serde_json::from_str(&site.output("api/sllm/index.json")).expect("JSON");
    assert_eq!(json["articles"][0]["url"], "../../sllm/wz.html");
    let json: serde_json::Value = serde_json::from_str(&site.output("api/categories.json")).expect("JSON");
    assert_eq!(json["categories"][0]["articles"], "sllm/index.json");
}
