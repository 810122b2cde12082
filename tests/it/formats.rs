//! The same findings as text, JSON, GitHub commands and SARIF.

use serde_json::Value;

use crate::support::expect::diff;
use crate::support::site::{Run, Site, TODAY};

/// An error with a fix, a warning in a second file, and one about a file as a whole.
fn faulty() -> Site {
    // In a repository of its own, so that paths for GitHub are those of the site.
    let site = Site::minimal();
    std::fs::create_dir(site.root.join(".git")).expect("a repository");
    site.report("示例栏目/写错", "titel = \"玉\"\ndate = 2024-01-08", "正文。");
    site.report("示例栏目/断链", "title = \"断链\"\ndate = 2024-01-08", "第一段。\n\n见[分工表](分工表.csv)。");
    site.write("reports/示例栏目/旧表.csv", "任务\n");
    site
}

fn check(site: &Site, format: &str) -> Run {
    let run = site.run(&["check", "--as-of", TODAY, "--format", format]);
    run.exits(1);
    run
}

/// `rule file line` of every finding.
fn from_json(json: &Value) -> Vec<String> {
    let findings = json["findings"].as_array().expect("findings");
    let place =
        |f: &Value| format!("{} {} {}", f["rule"].as_str().unwrap_or("?"), f["file"].as_str().unwrap_or("?"), f["line"]);
    findings.iter().map(place).collect()
}

#[test]
fn every_format_tells_of_the_same_findings() {
    let site = faulty();
    let expected = from_json(&check(&site, "json").json());
    assert!(expected.len() >= 3, "{expected:?}");
    let (mut in_words, mut sorted) = (from_text(&check(&site, "text").stdout), expected.clone());
    // In words the gravest stand last.
    in_words.sort();
    sorted.sort();
    assert_eq!(in_words, sorted);
    assert_eq!(from_github(&check(&site, "github").stdout), expected);
    assert_eq!(from_sarif(&check(&site, "sarif").json()), expected);
}

fn from_text(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let heads = lines.windows(2).filter(|pair| pair[1].trim_start().starts_with("╭─ "));
    heads
        .map(|pair| {
            let rule = pair[0].split(['[', ']']).nth(1).expect("a rule");
            let place = pair[1].trim_start().trim_start_matches("╭─ ");
            let (file, line) = match place.rsplitn(3, ':').collect::<Vec<_>>().as_slice() {
                [_, line, file] => (file.to_string(), line.to_string()),
                _ => (place.to_string(), "1".to_string()),
            };
            format!("{rule} {file} {line}")
        })
        .collect()
}

fn from_github(text: &str) -> Vec<String> {
    text.lines()
        .map(|line| {
            let (command, _) = line.trim_start_matches("::").split_once("::").expect("a command");
            let (_, properties) = command.split_once(' ').expect("properties");
            let property = |name: &str| {
                let found = properties.split(',').find_map(|property| property.strip_prefix(&format!("{name}=")));
                found.unwrap_or("1").to_string()
            };
            format!("{} {} {}", property("title"), property("file"), property("line"))
        })
        .collect()
}

fn from_sarif(sarif: &Value) -> Vec<String> {
    assert_eq!(sarif["version"], "2.1.0");
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    results
        .iter()
        .map(|result| {
            let place = &result["locations"][0]["physicalLocation"];
            let file = place["artifactLocation"]["uri"].as_str().expect("a file");
            let line = place["region"]["startLine"].as_u64().unwrap_or(1);
            format!("{} {} {line}", result["ruleId"].as_str().expect("a rule"), gongkai::model::path::percent_decode(file))
        })
        .collect()
}

#[test]
fn json_has_the_agreed_shape() {
    let site = faulty();
    let json = check(&site, "json").json();
    assert_eq!(json["version"], 1);
    let finding = json["findings"]
        .as_array()
        .and_then(|findings| findings.iter().find(|finding| finding["rule"] == "unknown-key"))
        .unwrap_or_else(|| panic!("{json:#}"));
    assert_eq!(finding["file"], "reports/示例栏目/写错.md");
    assert_eq!(finding["level"], "error");
    let place = ["line", "column", "end_line", "end_column"].map(|key| finding[key].as_u64().unwrap_or_default());
    assert_eq!(place, [2, 1, 2, 6]);
    assert_eq!(finding["fix"]["replacement"], "title");
    for key in ["message", "help", "basis"] {
        assert!(finding[key].as_str().is_some_and(|text| !text.is_empty()), "{key} in {finding:#}");
    }
    let summary = json["summary"].as_object().expect("a summary");
    let keys = ["reports", "published", "held", "withdrawn", "rejected", "skipped", "errors", "warnings", "infos"];
    assert!(keys.iter().all(|key| summary[*key].is_u64()) && summary.len() == keys.len(), "{summary:?}");
    assert!(json["held"].is_array());
    assert!(json.get("changes").is_none(), "check changes nothing");
}

#[test]
fn a_held_report_has_its_reason_and_day_in_json() {
    let site = Site::minimal();
    site.report("示例栏目/明年", "title = \"明年\"\ndate = 2025-03-01", "正文。");
    let json = site.build(&["--format", "json"]).succeeds().json();
    let held = serde_json::json!([{ "file": "reports/示例栏目/明年.md", "reason": "scheduled", "until": "2025-03-01" }]);
    assert_eq!(json["held"], held);
    let changes = json["changes"].as_object().expect("changes of a build");
    assert!(["written", "unchanged", "deleted"].iter().all(|key| changes[*key].is_u64()), "{changes:?}");
}

#[test]
fn findings_are_sorted_by_file_line_column_and_rule() {
    let json = check(&faulty(), "json").json();
    let places: Vec<(String, u64, u64, String)> = json["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .map(|f| {
            let text = |key: &str| f[key].as_str().expect("a text").to_string();
            let number = |key: &str| f[key].as_u64().expect("a number");
            (text("file"), number("line"), number("column"), text("rule"))
        })
        .collect();
    assert!(places.is_sorted(), "{places:#?}");
}

#[test]
fn data_goes_to_stdout_and_talk_to_stderr() {
    let site = faulty();
    let run = check(&site, "text");
    assert!(run.stdout.contains("错误[") && run.stderr.starts_with("共 "), "{run}");
    for format in ["json", "github", "sarif"] {
        assert_eq!(check(&site, format).stderr, "", "{format}");
    }
}

#[test]
fn the_text_for_people_shows_fault_place_cure_and_basis() {
    let site = Site::bare();
    site.report("示例栏目/文章", "titel = \"玉塘街道总结\"\ndate = 2024-01-08", "正文。");
    let run = site.build(&[]);
    let expected = "\
错误[unknown-key] 不认识的字段 `titel`
  ╭─ reports/示例栏目/文章.md:2:1
2 │ titel = \"玉塘街道总结\"
  │ ━━━━━ 是不是想写 `title`？
  = 影响：这一篇没有标题，整站本次不发布，上次的页面保持不变
  = 处理：改为 `title`；可用字段见 `gongkai explain unknown-key`
";
    let shown: String = run.stderr.lines().take(6).map(|line| format!("{line}\n")).collect();
    assert!(shown == expected, "{}", diff(expected, &shown));
    assert_eq!(run.stderr.lines().last(), Some("1 处错误，0 处警告，共 1 篇"));
}
