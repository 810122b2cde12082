//! Faults as editors make them, each in a report of its own, and texts of many kinds in which nothing is wrong. Both were written without
//! looking at what the rules look for, so they show how much is found and how little is said for nothing. The lists are text files:
//! whoever meets a fault that was missed, or a finding for nothing, adds a line.

use std::collections::BTreeMap;

use crate::support::site::Site;

const MATTER: &str = "date = 2024-01-08";

fn lines(list: &'static str) -> Vec<&'static str> {
    list.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

/// The text with its new lines and its characters that cannot be seen.
fn unpacked(text: &str) -> String {
    let mut parts = text.split("\\u");
    let mut unpacked = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let (code, rest) = part.split_at(4);
        let code = u32::from_str_radix(code, 16).expect("four hexadecimal digits");
        unpacked.push(char::from_u32(code).expect("a character"));
        unpacked += rest;
    }
    unpacked.replace("\\n", "\n")
}

fn site<'t>(texts: impl Iterator<Item = &'t str>) -> Site {
    let site = Site::bare();
    for (number, text) in texts.enumerate() {
        site.report(&format!("示例栏目/第{number}篇"), &format!("title = \"示例{number}\"\n{MATTER}"), &unpacked(text));
    }
    site
}

#[test]
fn nearly_every_fault_is_found_by_the_rule_for_it() {
    let faults: Vec<(&str, &str)> = lines(include_str!("planted_texts.txt"))
        .into_iter()
        .map(|line| line.split_once('\t').expect("a rule, a tab, a text"))
        .collect();
    assert!(faults.len() >= 300, "{}", faults.len());
    let json = site(faults.iter().map(|(_, text)| *text)).check().json();
    let mut told: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for finding in json["findings"].as_array().expect("findings") {
        let text = |key: &str| finding[key].as_str().expect("text");
        told.entry(text("file")).or_default().push(text("rule"));
    }
    let is_missed = |(number, (rules, _)): &(usize, &(&str, &str))| {
        let told = told.get(format!("reports/示例栏目/第{number}篇.md").as_str());
        !rules.split('|').any(|rule| told.is_some_and(|told| told.contains(&rule)))
    };
    let missed: Vec<_> = faults.iter().enumerate().filter(is_missed).map(|(_, fault)| fault).collect();
    assert!(missed.len() * 50 <= faults.len(), "{} of {} are missed: {missed:#?}", missed.len(), faults.len());
}

#[test]
fn nothing_is_said_of_texts_in_order() {
    let texts = lines(include_str!("planted_clean.txt"));
    assert!(texts.len() >= 40, "{}", texts.len());
    let json = site(texts.into_iter()).check().succeeds().json();
    assert_eq!(json["findings"].as_array().map(Vec::len), Some(0), "{json:#}");
}
