//! Rules over text on texts that nobody here wrote: proofread work reports, on which nearly every finding is a false alarm, and the page
//! that the program was made for, whose faults are known one by one. Neither is part of the repository.

use std::fs;

use serde_json::Value;

use crate::corpus::shared;
use crate::support::site::Site;

/// Warnings per 10,000 characters that are still bearable.
const MOST_WARNINGS: f64 = 0.3;

fn findings(site: &Site) -> Vec<Value> {
    site.check().json()["findings"].as_array().cloned().unwrap_or_default()
}

fn of<'f>(findings: &'f [Value], rule: &str) -> Vec<&'f Value> {
    findings.iter().filter(|finding| finding["rule"] == rule).collect()
}

#[test]
#[ignore = "needs the texts beside the repository: cargo test --test it -- --ignored"]
fn proofread_reports_since_2001_are_almost_silent() {
    let folder = shared("corpus");
    let site = Site::bare();
    let mut characters = 0;
    for year in ["2001", "2005", "2009", "2013", "2017", "2021", "2024"] {
        let text = fs::read_to_string(folder.join(format!("{year}.txt"))).expect("a text");
        characters += text.chars().count();
        let (title, body) = text.split_once('\n').expect("a title");
        let body = body.lines().map(str::trim).collect::<Vec<_>>().join("\n\n");
        site.report(&format!("政府工作报告/{year}"), &format!("title = \"{}\"\ndate = {year}-03-05", title.trim()), &body);
    }
    let findings = findings(&site);
    let at = |level: &str| findings.iter().filter(|finding| finding["level"] == level).count();
    assert_eq!(at("error"), 0, "{findings:#?}");
    let share = at("warning") as f64 * 10_000.0 / characters as f64;
    assert!(share <= MOST_WARNINGS, "{share:.2} warnings per 10,000 characters: {findings:#?}");
}

/// The text of the page, without what stands around it.
fn seed() -> Vec<String> {
    let folder = shared("seed");
    let mut files = fs::read_dir(folder).expect("the seed").map(|entry| entry.expect("a file").path());
    let text = files.find(|path| path.extension().is_some_and(|extension| extension == "txt")).expect("the text");
    let text = fs::read_to_string(text).expect("UTF-8");
    let body = text.lines().skip(10).take_while(|line| !line.starts_with("相关政策法规"));
    body.map(|line| line.trim().to_string()).filter(|line| !line.is_empty()).collect()
}

#[test]
#[ignore = "needs the texts beside the repository: cargo test --test it -- --ignored"]
fn the_known_faults_of_a_real_page_are_found_and_what_was_checked_is_not() {
    let mut blocks = seed();
    blocks.push("日期:2024年 11月 11日".to_string());
    let site = Site::bare();
    site.report("结果公开/总结", "title = \"工作总结\"\ndate = 2024-11-11", &blocks.join("\n\n"));
    let findings = findings(&site);
    assert_eq!(of(&findings, "wrong-unit").len(), 2, "{findings:#?}");
    let names = of(&findings, "name-variant");
    assert_eq!(names.len(), 1, "{findings:#?}");
    assert!(names[0]["message"].as_str().expect("words").contains("我帮企业找市场"));
    assert_eq!(of(&findings, "space-in-date").len(), 1);
    assert_eq!(of(&findings, "half-width-punctuation").len(), 1);
    let known = ["wrong-unit", "name-variant", "space-in-date", "half-width-punctuation"];
    let others: Vec<&Value> = findings
        .iter()
        .filter(|finding| finding["level"] != "info" && finding["file"].as_str().is_some_and(|file| file.ends_with(".md")))
        .filter(|finding| !known.contains(&finding["rule"].as_str().unwrap_or_default()))
        .collect();
    assert!(others.is_empty(), "{others:#?}");
}
