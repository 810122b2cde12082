//! Lists of wordings, and how they are looked for. Rules that do nothing but look for the rows of a table share what stands here;
//! the tables are `tables/*.toml`, so that a wording is added without Rust.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::text::{Hit, Text};
use crate::model::remark::Remark;

/// A wording and what should stand in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Wording {
    pub wrong: String,
    /// Empty where there is no single right one.
    pub right: String,
    /// Longer texts in which `wrong` is right.
    pub except: Vec<String>,
    pub source: String,
}

/// The shape of a file in `tables/`.
#[derive(Deserialize)]
struct Table {
    group: Vec<Group>,
}

#[derive(Deserialize)]
struct Group {
    source: String,
    /// Wrong, right, exceptions.
    words: Vec<Vec<String>>,
}

/// A table of the program, read when it is first asked for.
pub(super) struct Wordings {
    text: &'static str,
    rows: OnceLock<Vec<Wording>>,
}

impl Wordings {
    pub(super) const fn new(text: &'static str) -> Wordings {
        Wordings { text, rows: OnceLock::new() }
    }

    pub(super) fn rows(&self) -> &[Wording] {
        // A unit test reads every table, so none of them is ever malformed here.
        self.rows.get_or_init(|| parse(self.text).unwrap_or_default())
    }

    pub(super) fn patterns(&self) -> Vec<Cow<'static, str>> {
        self.rows().iter().map(|row| Cow::Owned(row.wrong.clone())).collect()
    }
}

fn parse(text: &str) -> Result<Vec<Wording>, String> {
    let table: Table = toml::from_str(text).map_err(|error| error.to_string())?;
    let mut rows = Vec::new();
    for Group { source, words } in table.group {
        for word in words {
            let mut word = word.into_iter();
            let (Some(wrong), Some(right)) = (word.next(), word.next()) else {
                return Err(format!("a row of {source} lacks a word"));
            };
            rows.push(Wording { wrong, right, except: word.collect(), source: source.clone() });
        }
    }
    Ok(rows)
}

/// The places where a wording stands that is no part of an exception, of a longer row, or of what the site excepts.
pub(super) fn places<'t>(text: &'t Text<'_>, rows: &'t [Wording]) -> impl Iterator<Item = (&'t Wording, &'t Hit)> {
    whole(text.hits).into_iter().filter_map(|hit| {
        let row = rows.get(hit.pattern)?;
        let is_excepted = row.except.iter().chain(&text.terms.exceptions).any(|longer| stands_in(text.text(), hit, longer));
        (!is_excepted && text.has_words(hit.range.start)).then_some((row, hit))
    })
}

/// The hits that are no part of a longer one, in the order in which they begin.
fn whole(hits: &[Hit]) -> Vec<&Hit> {
    let mut whole: Vec<&Hit> = hits.iter().collect();
    whole.sort_by_key(|hit| (hit.range.start, Reverse(hit.range.end)));
    // Whatever holds another begins before it, or begins with it and ends later.
    let mut end = 0;
    let mut last = 0..0;
    whole.retain(|hit| {
        let is_part = hit.range.end <= end && hit.range != last;
        if !is_part {
            (end, last) = (hit.range.end, hit.range.clone());
        }
        !is_part
    });
    whole
}

/// Whether the hit is a part of `longer`, which stands around it.
pub(super) fn stands_in(text: &str, hit: &Hit, longer: &str) -> bool {
    let wording = &text[hit.range.clone()];
    longer.match_indices(wording).any(|(at, _)| {
        let start = hit.range.start.checked_sub(at);
        start.and_then(|start| text.get(start..start + longer.len())).is_some_and(|found| found == longer)
    })
}

/// Places that a remark names; the others are counted.
const SHOWN: usize = 5;

/// One remark a wording, however often it stands in the report; further places are named.
pub(super) fn remarks(
    text: &Text<'_>,
    rule: &str,
    rows: &[Wording],
    is_certain: bool,
    word: impl Fn(&Wording) -> (String, String),
) -> Vec<Remark> {
    let mut found: Vec<(&Wording, Vec<&Hit>)> = Vec::new();
    let mut numbers: FxHashMap<&str, usize> = FxHashMap::default();
    for (row, hit) in places(text, rows) {
        let number = *numbers.entry(&row.wrong).or_insert(found.len());
        match found.get_mut(number) {
            Some((_, hits)) => hits.push(hit),
            None => found.push((row, vec![hit])),
        }
    }
    let mut remarks = Vec::new();
    for (row, hits) in found {
        let groups = text.told_together(rule, hits, |hit| text.span(hit.range.clone()));
        remarks.extend(groups.iter().filter_map(|hits| remark(text, row, hits, is_certain, word(row))));
    }
    remarks
}

fn remark(
    text: &Text<'_>,
    row: &Wording,
    hits: &[&Hit],
    is_certain: bool,
    (message, help): (String, String),
) -> Option<Remark> {
    let span = |hit: &Hit| text.span(hit.range.clone());
    let (first, others) = hits.split_first()?;
    let message = if others.is_empty() { message } else { format!("{message}，共 {} 处", hits.len()) };
    let mut remark = Remark::new(span(first), message).help(help);
    if !row.right.is_empty() {
        remark = remark.label(format!("应为“{}”", row.right));
    }
    remark = others.iter().take(SHOWN - 1).fold(remark, |remark, hit| remark.related(span(hit), "这里也是"));
    let mends = |hit: &&&Hit| {
        is_certain && !row.right.is_empty() && text.is_prose(hit.range.start) && text.prose.is_verbatim(&hit.range)
    };
    Some(hits.iter().filter(mends).fold(remark, |remark, hit| remark.fix(span(hit), row.right.clone())))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_table_can_be_read_and_says_nothing_twice() {
        let mut seen = BTreeSet::new();
        for text in [
            include_str!("tables/forbidden_wording.toml"),
            include_str!("tables/wrong_words.toml"),
            include_str!("tables/discouraged_wording.toml"),
        ] {
            let rows = parse(text).expect("a table");
            assert!(!rows.is_empty());
            for row in rows {
                assert!(seen.insert(row.wrong.clone()), "{} stands twice", row.wrong);
                assert!(!row.right.is_empty() && row.wrong != row.right && !row.source.is_empty(), "{}", row.wrong);
                assert!(!row.right.contains(&row.wrong), "{}: a fix would never end", row.wrong);
                for longer in &row.except {
                    assert!(longer.contains(&row.wrong), "{longer} does not hold {}", row.wrong);
                }
            }
        }
    }
}
