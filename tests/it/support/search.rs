//! Reads the published search data as the search page does, so that stories can ask what a visitor would find.

use std::collections::BTreeSet;

use serde_json::Value;

use super::site::Site;

/// A report as the search page shows it.
pub struct Found {
    pub title: String,
    /// Below the root, percent-encoded.
    pub path: String,
    pub day: String,
    pub text: String,
}

/// What a script of search data delivers: its name and the data.
#[track_caller]
pub fn data(script: &str) -> (String, Value) {
    let call = script.strip_prefix("(self.gkSearch=self.gkSearch||[]).push(").and_then(|rest| rest.strip_suffix(");\n"));
    let mut item: Value = serde_json::from_str(call.expect("one call")).expect("JSON");
    (item[0].as_str().expect("a name").to_string(), item[1].take())
}

fn file(site: &Site, name: &str) -> Value {
    let (named, data) = data(&site.output(&format!("search/{name}.js")));
    assert_eq!(named, name);
    data
}

/// All reports in the order of their numbers.
pub fn reports(site: &Site) -> Vec<Found> {
    let mut groups: Vec<usize> = site
        .output_paths()
        .iter()
        .filter_map(|path| path.strip_prefix("search/t")?.strip_suffix(".js")?.parse().ok())
        .collect();
    groups.sort_unstable();
    let mut found = Vec::new();
    for group in groups {
        for report in file(site, &format!("t{group}")).as_array().expect("reports") {
            let part = |at: usize| report[at].as_str().expect("text").to_string();
            found.push(Found { title: part(0), path: part(1), day: part(2), text: part(5) });
        }
    }
    found
}

/// The published index of a site of one segment.
pub struct Index {
    digits: Vec<char>,
    shards: Vec<String>,
    reports: usize,
}

impl Index {
    pub fn of(site: &Site) -> Index {
        let map = file(site, "map");
        assert_eq!(map["versions"].as_array().map(Vec::len), Some(1), "one segment");
        let shards = 0..map["shards"].as_u64().expect("a number");
        let text = |value: &Value| value.as_str().expect("text").to_string();
        Index {
            digits: text(&map["digits"]).chars().collect(),
            shards: shards.map(|shard| text(&file(site, &shard.to_string())[0])).collect(),
            reports: reports(site).len(),
        }
    }

    /// Numbers of the reports that have a term.
    pub fn reports(&self, term: &str) -> BTreeSet<usize> {
        let hash = term.chars().fold(0x811c_9dc5_u32, |hash, c| (hash ^ u32::from(c)).wrapping_mul(0x0100_0193));
        let shard = &self.shards[(hash ^ hash >> 15) as usize % self.shards.len()];
        let list = shard.split(' ').find_map(|entry| entry.strip_prefix(term).filter(|rest| rest.starts_with([',', ':'])));
        let list = list.unwrap_or(",");
        let end = list[1..].find([',', ':']).map_or(list.len(), |at| at + 1);
        let digit = |c| self.digits.iter().position(|digit| *digit == c).expect("a digit");
        let values: Vec<usize> = list[1..end].chars().map(digit).collect();
        if list.starts_with(':') {
            let marked = |at: &usize| values[at / 6] >> (at % 6) & 1 == 1;
            return (0..self.reports).filter(marked).collect();
        }
        assert!(values.iter().all(|value| *value < 64), "a small site has small distances");
        let mut next = 0;
        let number = |gap: &usize| {
            next += gap + 1;
            next - 1
        };
        values.iter().map(number).collect()
    }
}
