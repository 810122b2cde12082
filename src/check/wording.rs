//! Lists of wordings: the rows of `tables/*.toml`, so that a wording is added without Rust, and those of a site. How they are looked for is
//! in `text/occurrences`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

/// A wording and what should stand in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Wording {
    /// What should not be written.
    pub wrong: String,
    /// Empty where there is no single right one.
    pub right: String,
    /// Longer texts in which `wrong` is right.
    pub except: Vec<String>,
    /// Where `wrong` may stand across two right words.
    pub seam: Option<Seam>,
    /// Whether it may be a name, so that nobody mends it unasked.
    pub is_only_told: bool,
    /// Where it comes from, as the finding names it: a standard, a style sheet of the state, or `words.toml`.
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
    /// Whether a place is the end of one word and the beginning of the next.
    pub(super) fn is_at(&self, text: &str, place: &Range<usize>) -> bool {
        let before = text[..place.start].chars().next_back();
        let after = text[place.end..].chars().next();
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
    /// The table in `text`, read when somebody asks for its first row.
    pub(super) const fn new(text: &'static str) -> Wordings {
        Wordings::with_seams(text, "")
    }

    /// With the right words that may hold the wrong ones of two characters between them.
    pub(super) const fn with_seams(text: &'static str, seams: &'static str) -> Wordings {
        Wordings { text, seams, rows: OnceLock::new() }
    }

    /// All rows, in the order of the file.
    pub(super) fn rows(&self) -> &[Wording] {
        // A unit test reads every table, so none of them is ever malformed here.
        self.rows.get_or_init(|| parse(self.text, self.seams).unwrap_or_default())
    }

    /// The wrong words of all rows, in the same order, for [`TextCheck::patterns`](super::text::TextCheck::patterns).
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
