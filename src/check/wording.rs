//! Lists of wordings, and how they are looked for. Rules that do nothing but look for the rows of a table share what stands here;
//! the tables are `tables/*.toml`, so that a wording is added without Rust.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::text::punctuation::is_quoted;
use super::text::{Hit, Text, end_of};
use crate::config::words::FILE;
use crate::model::remark::Remark;

/// A wording and what should stand in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Wording {
    pub wrong: String,
    /// Empty where there is no single right one.
    pub right: String,
    /// Longer texts in which `wrong` is right.
    pub except: Vec<String>,
    /// Where `wrong` may stand across two right words.
    pub seam: Option<Seam>,
    /// Whether it may be a name, so that nobody mends it unasked.
    pub is_only_told: bool,
    pub source: String,
}

/// What makes right words of the two characters of a wrong one: 干|部暑|期 are 干部 and 暑期.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Seam {
    /// Characters that make a word with the first one behind them.
    before: String,
    /// Characters that make a word with the second one before them.
    after: String,
}

impl Seam {
    /// Whether the hit is the end of one word and the beginning of the next.
    fn is_at(&self, text: &str, hit: &Hit) -> bool {
        let before = text[..hit.range.start].chars().next_back();
        let after = text[hit.range.end..].chars().next();
        before.is_some_and(|c| self.before.contains(c)) && after.is_some_and(|c| self.after.contains(c))
    }
}

/// The shape of a file in `tables/`.
#[derive(Deserialize)]
struct Table {
    group: Vec<Group>,
}

#[derive(Deserialize)]
struct Group {
    source: String,
    #[serde(default)]
    only_told: bool,
    /// Wrong, right, exceptions.
    words: Vec<Vec<String>>,
}

/// Seams by wrong word, as `tables/seams.toml` has them: the characters before, the characters after.
type Seams = BTreeMap<String, [String; 2]>;

/// A table of the program, read when it is first asked for.
pub(super) struct Wordings {
    text: &'static str,
    seams: &'static str,
    rows: OnceLock<Vec<Wording>>,
}

impl Wordings {
    pub(super) const fn new(text: &'static str) -> Wordings {
        Wordings::with_seams(text, "")
    }

    /// With the right words that may hold the wrong ones of two characters between them.
    pub(super) const fn with_seams(text: &'static str, seams: &'static str) -> Wordings {
        Wordings { text, seams, rows: OnceLock::new() }
    }

    pub(super) fn rows(&self) -> &[Wording] {
        // A unit test reads every table, so none of them is ever malformed here.
        self.rows.get_or_init(|| parse(self.text, self.seams).unwrap_or_default())
    }

    pub(super) fn patterns(&self) -> Vec<Cow<'static, str>> {
        self.rows().iter().map(|row| Cow::Owned(row.wrong.clone())).collect()
    }
}

fn parse(text: &str, seams: &str) -> Result<Vec<Wording>, String> {
    let table: Table = toml::from_str(text).map_err(|error| error.to_string())?;
    let mut seams: Seams = toml::from_str(seams).map_err(|error| error.to_string())?;
    let mut rows = Vec::new();
    for Group { source, only_told, words } in table.group {
        for word in words {
            let mut word = word.into_iter();
            let (Some(wrong), Some(right)) = (word.next(), word.next()) else {
                return Err(format!("a row of {source} lacks a word"));
            };
            let seam = seams.remove(&wrong).map(|[before, after]| Seam { before, after });
            let (except, source) = (word.collect(), source.clone());
            rows.push(Wording { wrong, right, except, seam, is_only_told: only_told, source });
        }
    }
    match seams.keys().next() {
        Some(unknown) => Err(format!("{unknown} has a seam and no row")),
        None => Ok(rows),
    }
}

/// The places where a wording stands that is no part of an exception, no seam of two words, of a longer row, or of what the site excepts.
pub(super) fn places<'t>(text: &'t Text<'_>, rows: &'t [Wording]) -> impl Iterator<Item = (&'t Wording, &'t Hit)> {
    whole(text.hits).into_iter().filter_map(|hit| {
        let row = rows.get(hit.pattern)?;
        let is_excepted = row.except.iter().chain(&text.terms.exceptions).any(|longer| stands_in(text.text(), hit, longer));
        let is_across = row.seam.as_ref().is_some_and(|seam| seam.is_at(text.text(), hit));
        (!is_excepted && !is_across && text.has_words(hit.range.start)).then_some((row, hit))
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
        let may_mend = is_certain && !row.is_only_told && !row.right.is_empty();
        may_mend
            && text.is_prose(hit.range.start)
            && text.prose.is_verbatim(&hit.range)
            && !is_quoted(text, &hit.range)
            && (row.source == FILE || !(is_in_name(text.text(), hit) || is_in_title(text.text(), hit)))
    };
    Some(hits.iter().filter(mends).fold(remark, |remark, hit| remark.fix(span(hit), row.right.clone())))
}

/// Characters that a name of a firm has at most behind a wording in it.
const LONGEST_NAME: usize = 16;

/// Whether the hit may be part of the name of a firm, which is written as it is registered. The words of a site may be about such
/// names; those of the program are not.
fn is_in_name(text: &str, hit: &Hit) -> bool {
    const FIRMS: [&str; 9] = ["公司", "集团", "合作社", "事务所", "经营部", "工作室", "商行", "酒店", "幼儿园"];
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c) || matches!(c, '（' | '）');
    let behind = &text[hit.range.end..];
    let end = behind.char_indices().take(LONGEST_NAME).find(|(_, c)| !is_han(*c)).map(|(at, _)| at);
    let end = end.or_else(|| behind.char_indices().nth(LONGEST_NAME).map(|(at, _)| at)).unwrap_or(behind.len());
    FIRMS.iter().any(|firm| behind[..end].contains(firm))
}

/// Whether the hit stands within `《…》`: a title is written as it was given.
fn is_in_title(text: &str, hit: &Hit) -> bool {
    /// Bytes before the hit in which a title begins; hardly any is longer.
    const LONGEST: usize = 3 * 100;
    let before = end_of(&text[..hit.range.start], LONGEST);
    let last = before.rfind(['《', '》', '\n']).map(|at| &before[at..]);
    last.is_some_and(|last| last.starts_with('《'))
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
            let seams = if text.contains("部暑") { include_str!("tables/seams.toml") } else { "" };
            let rows = parse(text, seams).expect("a table");
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
