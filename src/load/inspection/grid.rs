//! Collects what is found, part by part: texts and tables go in, private data comes out masked and counted. A cell is judged with
//! the head of its column and its left neighbour, because a number says little of itself.

use std::collections::BTreeMap;

use crate::model::inspection::{Hidden, Inspection, PersonList, PrivateData};
use crate::model::privacy::table::personal;
use crate::model::privacy::{Setting, masked, sightings};

/// Rows in which heads of columns are looked for.
const HEAD_ROWS: usize = 6;
/// A head has no more characters than this.
const LONGEST_HEAD: usize = 16;

/// A row of a table; cells by their columns, from 0.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// As people count.
    pub(super) number: usize,
    pub(super) is_hidden: bool,
    pub(super) cells: Vec<(usize, String)>,
}

#[derive(Debug, Default)]
pub(super) struct Collector(Inspection);

impl Collector {
    pub(super) fn into_inspection(self, facts: Inspection) -> Inspection {
        Inspection { disguise: facts.disguise, has_position: facts.has_position || self.0.has_position, ..self.0 }
    }

    /// What was found in a file within the file. `name` is shown.
    pub(super) fn absorb(&mut self, name: &str, inner: Inspection) {
        let Inspection { private, lists, hidden, people, has_position, disguise, unread } = inner;
        let within = |part: String| format!("`{name}` 的{part}");
        self.0.private.extend(private.into_iter().map(|found| PrivateData { part: within(found.part), ..found }));
        self.0.lists.extend(lists.into_iter().map(|list| PersonList { part: within(list.part), ..list }));
        self.0.hidden.extend(hidden.into_iter().map(|found| Hidden { what: within(found.what), ..found }));
        self.0.people.extend(people.into_iter().map(|(what, who)| (within(what), who)));
        self.0.has_position |= has_position;
        let told = disguise.map(|what| format!("`{name}` 的内容是{what}")).or(unread.map(|why| format!("`{name}`：{why}")));
        self.0.unread = self.0.unread.take().or(told);
    }

    /// Something that is hidden, so many times.
    pub(super) fn hidden(&mut self, what: impl Into<String>, count: usize) {
        if count > 0 {
            self.0.hidden.push(Hidden { what: what.into(), count: u32::try_from(count).unwrap_or(u32::MAX) });
        }
    }

    pub(super) fn person(&mut self, what: &str, name: &str) {
        self.0.people.push((what.to_string(), name.to_string()));
    }

    /// Running text in `part`.
    pub(super) fn text(&mut self, part: &str, place: impl Fn() -> String, text: &str) {
        self.look(part, place, text, Setting::Prose);
    }

    fn look(&mut self, part: &str, place: impl Fn() -> String, text: &str, setting: Setting<'_>) {
        for found in sightings(text, setting) {
            let same = self.0.private.iter_mut().find(|known| known.kind == found.kind && known.part == part);
            match same {
                Some(known) => known.count = known.count.saturating_add(1),
                None => {
                    let masked = masked(&text[found.start..found.end], found.kind);
                    self.0.private.push(PrivateData {
                        kind: found.kind,
                        part: part.to_string(),
                        place: place(),
                        masked,
                        count: 1,
                    });
                }
            }
        }
    }

    /// A table in `part`.
    pub(super) fn grid(&mut self, part: &str, rows: &[Row], is_hidden_column: &dyn Fn(usize) -> bool) {
        let mut heads: BTreeMap<usize, String> = BTreeMap::new();
        for (column, text) in rows.iter().take(HEAD_ROWS).flat_map(|row| &row.cells) {
            if text.chars().count() <= LONGEST_HEAD && !text.chars().any(|c| c.is_ascii_digit()) {
                let head = heads.entry(*column).or_default();
                head.push_str(text);
                head.push(' ');
            }
        }
        for row in rows {
            let mut left = "";
            for (column, text) in &row.cells {
                if text.chars().filter(|c| c.is_alphanumeric()).nth(2).is_some() {
                    let head = heads.get(column).map_or("", String::as_str);
                    let context = format!("{head} {left}");
                    let hidden = if row.is_hidden || is_hidden_column(*column) { "（隐藏）" } else { "" };
                    let place = || format!("第 {} 行第 {} 列{hidden}", row.number, column + 1);
                    self.look(part, place, text, Setting::Cell(&context));
                }
                left = if text.chars().count() <= LONGEST_HEAD { text } else { "" };
            }
        }
        self.list(part, rows);
    }

    fn list(&mut self, part: &str, rows: &[Row]) {
        let width = rows.iter().flat_map(|row| &row.cells).map(|(column, _)| column + 1).max().unwrap_or(0).min(64);
        let dense: Vec<Vec<&str>> = rows
            .iter()
            .map(|row| {
                let mut cells = vec![""; width];
                for (column, text) in &row.cells {
                    if let Some(cell) = cells.get_mut(*column) {
                        *cell = text;
                    }
                }
                cells
            })
            .collect();
        if let Some(found) = personal(&dense) {
            let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
            self.0.lists.push(PersonList {
                part: part.to_string(),
                name: found.name,
                sensitive: found.sensitive,
                rows: number(found.rows),
                first: number(rows.get(found.first).map_or(0, |row| row.number)),
            });
        }
    }
}
