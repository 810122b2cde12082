//! Collects what is found, part by part: texts and tables go in, private data comes out masked and counted. A cell is judged with
//! the head of its column and its left neighbour, because a number says little of itself.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::budget::{Budget, KEPT, PASSED};
use crate::model::inspection::{Active, Hidden, Inspection, PersonList, PrivateData, Unread};
use crate::model::privacy::table::personal_by;
use crate::model::privacy::{Setting, masked, sightings};
use crate::office::table::{Cell, Row};

/// Rows in which heads of columns are looked for.
const HEAD_ROWS: usize = 6;
/// A head has no more characters than this.
const LONGEST_HEAD: usize = 16;
/// Bytes of the heads of one column, one below the other.
const LONGEST_HEADS: usize = 256;
/// Columns in which a list of persons is looked for, and bytes of a cell of it.
const LIST_COLUMNS: usize = 64;
const LIST_CELL: usize = 512;
/// Text is looked at in pieces of so many bytes, each with some of what stands beside it: words tell of numbers near them, and what is
/// slow with long lines stays quick.
const PIECE: usize = 64 << 10;
const BESIDE: usize = 512;
/// Findings of one kind that are kept.
const MOST_TOLD: usize = 200;

/// Collects the facts about one file.
#[derive(Debug)]
pub(super) struct Collector<'b> {
    found: Inspection,
    /// What looking at text takes from.
    pub(super) budget: &'b Budget,
    /// Whether more was found than is kept.
    is_full: bool,
}

impl<'b> Collector<'b> {
    /// Nothing is found yet.
    pub(super) fn new(budget: &'b Budget) -> Collector<'b> {
        Collector { found: Inspection::default(), budget, is_full: false }
    }

    /// What was found.
    pub(super) fn into_inspection(mut self) -> Inspection {
        if self.is_full {
            self.unread(None, "发现的太多，只列出了前面的");
        }
        self.found
    }

    fn add<T>(&mut self, list: impl Fn(&mut Inspection) -> &mut Vec<T>, item: T) {
        let list = list(&mut self.found);
        match list.len() < MOST_TOLD {
            true => list.push(item),
            false => self.is_full = true,
        }
    }

    /// What was found in a file within the file. `name` is shown.
    pub(super) fn absorb(&mut self, name: &str, inner: Inspection) {
        let Inspection { private, lists, hidden, people, has_position, disguise, active, unread } = inner;
        let within = |part: String| format!("`{name}` 的{part}");
        for found in private {
            self.add(|all| &mut all.private, PrivateData { part: within(found.part), ..found });
        }
        for list in lists {
            self.add(|all| &mut all.lists, PersonList { part: within(list.part), ..list });
        }
        for found in hidden {
            self.add(|all| &mut all.hidden, Hidden { what: within(found.what), ..found });
        }
        for (what, who) in people {
            self.add(|all| &mut all.people, (within(what), who));
        }
        for found in active {
            self.active(Active { what: format!("里的 `{name}` {}", found.what), is_direct: false });
        }
        self.found.has_position |= has_position;
        if let Some(what) = disguise {
            self.unread(Some(name.to_string()), &format!("内容是{what}，与扩展名不符"));
        }
        for Unread { within, why } in unread {
            let inner = within.map_or_else(|| name.to_string(), |inner| format!("{name}/{inner}"));
            self.unread(Some(inner), &why);
        }
    }

    /// Something that runs.
    pub(super) fn active(&mut self, found: Active) {
        if !self.found.active.contains(&found) {
            self.add(|all| &mut all.active, found);
        }
    }

    /// Something that was not looked at.
    pub(super) fn unread(&mut self, within: Option<String>, why: &str) {
        let unread = Unread { within, why: why.to_string() };
        if !self.found.unread.contains(&unread) {
            self.add(|all| &mut all.unread, unread);
        }
    }

    /// What the file is by its name and its first bytes.
    pub(super) fn known(&mut self, disguise: Option<String>, has_position: bool) {
        self.found.disguise = disguise;
        self.found.has_position |= has_position;
    }

    /// Something that is hidden, so many times.
    pub(super) fn hidden(&mut self, what: impl Into<String>, count: usize) {
        if count > 0 {
            let count = u32::try_from(count).unwrap_or(u32::MAX);
            self.add(|all| &mut all.hidden, Hidden { what: what.into(), count });
        }
    }

    /// Somebody whom the properties name, and as what (作者).
    pub(super) fn person(&mut self, what: &str, name: &str) {
        let person = (what.to_string(), name.to_string());
        if !self.found.people.contains(&person) {
            self.add(|all| &mut all.people, person);
        }
    }

    /// Running text in `part`; `place` says where in it, and is asked only where something is found.
    pub(super) fn text(&mut self, part: &str, place: impl Fn() -> String, text: &str) {
        self.judge(part, place, text, Setting::Prose);
    }

    /// Comments beside a document: that there are some, and what they say.
    pub(super) fn comments(&mut self, comments: &[String]) {
        self.hidden("批注", comments.len());
        for (at, text) in comments.iter().enumerate() {
            self.text("批注", || format!("第 {} 条", at + 1), text);
        }
    }

    fn judge(&mut self, part: &str, place: impl Fn() -> String, text: &str, setting: Setting<'_>) {
        for (piece, own) in pieces(text) {
            if !self.budget.spend(PASSED + piece.len() as u64) {
                return;
            }
            for found in sightings(piece, setting).into_iter().filter(|found| own.contains(&found.start)) {
                let mut same = self.found.private.iter_mut().rev();
                match same.find(|known| known.kind == found.kind && known.part == part) {
                    Some(known) => known.count = known.count.saturating_add(1),
                    None => {
                        let masked = masked(&piece[found.start..found.end], found.kind);
                        let (part, place) = (part.to_string(), place());
                        self.add(|all| &mut all.private, PrivateData { kind: found.kind, part, place, masked, count: 1 });
                    }
                }
            }
        }
    }

    /// A table in `part`, looked at cell by cell and as a list of persons.
    pub(super) fn grid(&mut self, part: &str, rows: &[Row<'_>], is_hidden_column: &dyn Fn(usize) -> bool) {
        self.budget.enter(part);
        let heads = heads(rows);
        for row in rows {
            let mut left = "";
            for Cell { column, text } in &row.cells {
                if !self.budget.spend(PASSED + text.len() as u64) {
                    return;
                }
                if text.chars().filter(|c| c.is_alphanumeric()).nth(2).is_some() {
                    let head = heads.get(column).map_or("", String::as_str);
                    let context = format!("{head} {left}");
                    let hidden = if row.is_hidden || is_hidden_column(*column) { "（隐藏）" } else { "" };
                    let place = || format!("第 {} 行第 {} 列{hidden}", row.number, column + 1);
                    self.judge(part, place, text, Setting::Cell(&context));
                }
                left = if is_short(text) { text } else { "" };
            }
        }
        self.list(part, rows);
    }

    fn list(&mut self, part: &str, rows: &[Row<'_>]) {
        if !self.budget.spend(KEPT * rows.len() as u64) {
            return;
        }
        let width = rows.iter().filter_map(|row| row.cells.last()).map(|cell| cell.column + 1).max().unwrap_or(0);
        let cell = |row: usize, column: usize| {
            let text = rows.get(row).map_or("", |row| row.text(column));
            &text[..text.floor_char_boundary(LIST_CELL)]
        };
        if let Some(found) = personal_by(rows.len(), width.min(LIST_COLUMNS), &cell) {
            let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
            let first = number(rows.get(found.first).map_or(0, |row| row.number));
            let (part, rows) = (part.to_string(), number(found.rows));
            let list = PersonList { part, name: found.name, sensitive: found.sensitive, rows, first };
            self.add(|all| &mut all.lists, list);
        }
    }
}

fn is_short(text: &str) -> bool {
    text.chars().nth(LONGEST_HEAD).is_none()
}

/// What may be the heads of the columns.
fn heads(rows: &[Row<'_>]) -> BTreeMap<usize, String> {
    let mut heads: BTreeMap<usize, String> = BTreeMap::new();
    for Cell { column, text } in rows.iter().take(HEAD_ROWS).flat_map(|row| &row.cells) {
        if is_short(text) && !text.chars().any(|c| c.is_ascii_digit()) {
            let head = heads.entry(*column).or_default();
            if head.len() + text.len() < LONGEST_HEADS {
                head.push_str(text);
                head.push(' ');
            }
        }
    }
    heads
}

/// The pieces of a text, and which bytes of a piece are its own.
fn pieces(text: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    (0..text.len()).step_by(PIECE).map(move |start| {
        let (own_start, own_end) = (text.floor_char_boundary(start), text.floor_char_boundary(start + PIECE));
        let piece_start = text.floor_char_boundary(own_start.saturating_sub(BESIDE));
        let piece = &text[piece_start..text.floor_char_boundary(own_end + BESIDE)];
        (piece, own_start - piece_start..own_end - piece_start)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const IDENTITY: &str = "119999198501010006";

    fn counted(text: &str, steps: u64) -> (u32, bool) {
        let budget = Budget::of(0, steps);
        let mut collector = Collector::new(&budget);
        collector.text("正文", String::new, text);
        let counted = collector.into_inspection().private.iter().map(|found| found.count).sum();
        (counted, budget.take_cut().is_some())
    }

    #[test]
    fn a_long_line_is_looked_at_in_pieces_and_every_number_counted_once() {
        let numbers = 20_000;
        let text = format!("证件{IDENTITY}，").repeat(numbers);
        assert!(text.len() > 3 * PIECE);
        assert_eq!(counted(&text, u64::MAX), (u32::try_from(numbers).expect("few"), false));
    }

    #[test]
    fn what_is_beyond_the_budget_is_left_out_and_noted() {
        let text = format!("证件{IDENTITY}，").repeat(20_000);
        let (numbers, is_cut) = counted(&text, 2 * PIECE as u64);
        assert!(is_cut && numbers > 0 && numbers < 5_000, "{numbers}");
    }

    #[test]
    fn looking_takes_steps_in_proportion_to_the_text() {
        let steps = |length: usize| {
            let budget = Budget::of(0, u64::MAX);
            Collector::new(&budget).text("正文", String::new, &"1".repeat(length));
            u64::MAX - budget.steps()
        };
        let (once, twice) = (steps(1 << 20), steps(2 << 20));
        assert!(twice <= 2 * once + PIECE as u64, "{once} {twice}");
    }

    #[test]
    fn no_more_findings_are_kept_than_people_read() {
        let budget = Budget::of(0, u64::MAX);
        let mut collector = Collector::new(&budget);
        for number in 0..=MOST_TOLD {
            collector.hidden(format!("第 {number} 处"), 1);
        }
        let found = collector.into_inspection();
        assert_eq!((found.hidden.len(), found.unread.len()), (MOST_TOLD, 1));
    }
}
