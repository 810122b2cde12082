//! What a worksheet of any format holds, and what of it is hidden.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use super::grid::Collector;
use crate::model::privacy::covered;
use crate::office::table::{MOST_COLUMNS, Row};

/// Bytes of a sheet's name that are shown.
const LONGEST_NAME: usize = 120;

/// The name of a sheet as people may see it.
pub(super) fn shown_name(name: &str) -> Cow<'_, str> {
    covered(&name[..name.floor_char_boundary(LONGEST_NAME)])
}

/// What findings in a sheet are said to be in: 工作表“名单”.
pub(super) fn part_of(name: &str, is_hidden: bool) -> String {
    format!("工作表“{}”{}", shown_name(name), if is_hidden { "（隐藏）" } else { "" })
}

/// Tells what is in a sheet, and what of it is hidden.
pub(super) fn tell(name: &str, is_hidden: bool, rows: &[Row<'_>], hidden: &HiddenColumns, collector: &mut Collector<'_>) {
    let part = part_of(name, is_hidden);
    let has_content = |row: &&Row<'_>| row.cells.iter().any(|cell| !cell.text.is_empty());
    if is_hidden && rows.iter().any(|row| has_content(&row)) {
        collector.hidden(format!("隐藏的工作表“{}”", shown_name(name)), 1);
    }
    collector.hidden(format!("{part}里隐藏的行"), rows.iter().filter(|row| row.is_hidden).filter(has_content).count());
    let is_hidden_column = hidden.by_column();
    let is_hidden = |column: usize| is_hidden_column.get(column).copied().unwrap_or(false);
    let mut used = BTreeSet::new();
    for cell in rows.iter().flat_map(|row| &row.cells) {
        if is_hidden(cell.column) && !cell.text.is_empty() {
            used.insert(cell.column);
        }
    }
    collector.hidden(format!("{part}里隐藏的列"), used.len());
    collector.grid(&part, rows, &is_hidden);
}

/// Columns that are hidden, as ranges: sheets hide all columns up to their very end to look small, and may say so any number of times.
#[derive(Debug, Default)]
pub(super) struct HiddenColumns {
    /// By column, how many more ranges begin there than ended before it; empty where there is none.
    changes: Vec<i32>,
}

impl HiddenColumns {
    /// Hides columns, counted from 0.
    pub(super) fn hide(&mut self, columns: Range<usize>) {
        let (first, end) = (columns.start, columns.end.min(MOST_COLUMNS));
        if first < end {
            self.changes.resize(MOST_COLUMNS + 1, 0);
            self.changes[first] += 1;
            self.changes[end] -= 1;
        }
    }

    fn by_column(&self) -> Vec<bool> {
        let open = self.changes.iter().scan(0, |open, change| {
            *open += change;
            Some(*open > 0)
        });
        open.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_hidden_to_the_end_and_any_number_of_times_are_ranges() {
        let mut columns = HiddenColumns::default();
        assert!(columns.by_column().is_empty());
        for _ in 0..1_000 {
            columns.hide(2..20_000);
        }
        columns.hide(0..1);
        let hidden = columns.by_column();
        assert_eq!((hidden[0], hidden[1], hidden[2], hidden[MOST_COLUMNS - 1]), (true, false, true, true));
    }
}
