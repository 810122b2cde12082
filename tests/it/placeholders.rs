//! What `init` writes is told as long as it is online: as a hint while the site is tried out, as an error once it has its own address.

use crate::support::site::{SETTINGS, Site};

const OWN: &str = "https://www.qinghejd.gov.cn";

/// What `init` writes.
fn sample() -> Site {
    let site = Site::empty();
    site.run(&["init", "."]).succeeds();
    site
}

fn settings(site: &Site) -> String {
    std::fs::read_to_string(site.root.join("site.toml")).expect("settings")
}

/// Levels and messages of the findings of a rule.
fn told(site: &Site, rule: &str) -> Vec<(String, String)> {
    let json = site.check().json();
    let findings = json["findings"].as_array().expect("findings").clone();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_string();
    findings.iter().filter(|f| f["rule"] == rule).map(|f| (text(&f["level"]), text(&f["message"]))).collect()
}

#[test]
fn the_sample_builds_and_one_hint_names_all_that_nothing_marks() {
    let site = sample();
    site.build(&[]).succeeds();
    let told = told(&site, "placeholder-site-field");
    let unmarked: Vec<_> = told.iter().filter(|(_, message)| !message.contains("（示例）")).collect();
    assert!(unmarked.len() == 1 && unmarked[0].1.contains("base_url"), "{told:#?}");
    assert!(told.iter().all(|(level, _)| level == "info"), "{told:#?}");
    let content = self::told(&site, "sample-content");
    assert_eq!((content.len(), content.iter().all(|(level, _)| level == "info")), (3, true), "{content:#?}");
}

#[test]
fn with_an_address_of_its_own_everything_of_the_sample_is_an_error() {
    let site = sample();
    let marked = settings(&site).replace("（示例）", "").replace("https://www.example.gov.cn", OWN);
    site.write("site.toml", marked);
    let told = told(&site, "placeholder-site-field");
    for key in
        ["title", "org.name", "org.phone", "gov.site_id", "gov.icp", "gov.police", "gov.find_error_url", "footer.note"]
    {
        let is_told = |(level, message): &(String, String)| level == "error" && message.contains(&format!("`{key}`"));
        assert!(told.iter().any(is_told), "{key}: {told:#?}");
    }
    assert!(!told.iter().any(|(_, message)| message.contains("`base_url`")), "{told:#?}");
    let content = self::told(&site, "sample-content");
    assert_eq!((content.len(), content.iter().all(|(level, _)| level == "error")), (3, true), "{content:#?}");
    site.build(&[]).exits(1);
    let run = site.run(&["check", "--as-of", "2024-12-31"]);
    run.exits(1);
}

#[test]
fn an_address_given_on_the_command_line_is_the_sites_own() {
    let site = sample();
    site.build(&["--base-url", OWN]).exits(1).says("sample-content").never_says("`base_url` 还是");
}

#[test]
fn values_of_the_office_itself_are_none() {
    let site = Site::bare();
    let own = SETTINGS.replace("示例街道", "青禾街道").replace("https://www.example.gov.cn", OWN);
    let own = own
        .replace("check.placeholder-site-field = \"off\"\n", "")
        .replace("0000-00000000", "0755-12345678")
        .replace("0000000000", "4403990001");
    let own = own.replace("备00000000号", "备20240001号").replace("备00000000000000号", "备44039902000001号");
    site.write("site.toml", own.replace("https://www.example.org", "https://www.gov.cn"));
    site.report(
        "示例栏目/文章",
        "title = \"填写示例\"\ndate = 2024-01-08",
        "为做好2024年政务公开工作，作如下安排。示例见附件。",
    );
    assert_eq!((told(&site, "placeholder-site-field"), told(&site, "sample-content")), (vec![], vec![]));
}

#[test]
fn an_old_address_of_the_sample_is_told_where_it_stands() {
    let site = Site::bare();
    let own = SETTINGS.replace("https://www.example.gov.cn", OWN);
    site.write("site.toml", own);
    site.report("示例栏目/文章", "title = \"通知\"\ndate = 2024-01-08\naliases = [\"/old/post_123.html\"]", "正文。");
    let content = told(&site, "sample-content");
    assert!(content.len() == 1 && content[0].1.contains("/old/post_123.html"), "{content:#?}");
}
