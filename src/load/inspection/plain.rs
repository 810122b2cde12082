//! Files of plain text, and tables that are written as such (.csv, .tsv).

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030};

use super::grid::Collector;
use crate::budget::{Budget, KEPT};
use crate::office::table::{Cell, Row};

/// The text of a file, which mostly stands there as it is.
pub(super) fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    let encoding = match (Encoding::for_bom(bytes), std::str::from_utf8(bytes)) {
        (Some((encoding, _)), _) => encoding,
        (None, Ok(_)) => encoding_rs::UTF_8,
        _ => GB18030,
    };
    encoding.decode(bytes).0
}

/// Looks into a text, or into the table that it is by its extension.
pub(super) fn read(extension: &str, text: &str, collector: &mut Collector<'_>) {
    if !matches!(extension, "csv" | "tsv") {
        collector.budget.enter("正文");
        for (number, line) in text.lines().enumerate() {
            collector.text("正文", || format!("第 {} 行", number + 1), line);
            if collector.budget.is_spent() {
                break;
            }
        }
        return;
    }
    collector.budget.enter("表格");
    let first = text.lines().next().unwrap_or_default();
    let separator = [',', '\t', ';'].into_iter().max_by_key(|mark| first.matches(*mark).count()).unwrap_or(',');
    collector.grid("表格", &records(text, separator, collector.budget), &|_| false);
}

/// Records of a CSV file (RFC 4180), empty ones aside. A quote that never ends takes the rest of the file.
fn records(text: &str, separator: char, budget: &Budget) -> Vec<Row<'static>> {
    let mut records = Vec::new();
    let (mut cells, mut cell, mut column, mut number) = (Vec::new(), String::new(), 0, 1);
    let mut is_quoted = false;
    let mut characters = text.chars().peekable();
    let mut has_room = true;
    while has_room {
        let next = characters.next();
        match next {
            Some('"') if is_quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            Some('"') if is_quoted || cell.is_empty() => is_quoted = !is_quoted,
            Some(c) if is_quoted => cell.push(c),
            None | Some('\n') => {
                has_room = keep(&mut cells, column, &mut cell, budget) && next.is_some();
                if !cells.is_empty() {
                    records.push(Row { number, is_hidden: false, cells: std::mem::take(&mut cells) });
                }
                (column, number) = (0, number + 1);
            }
            Some('\r') => {}
            Some(c) if c == separator => {
                has_room = keep(&mut cells, column, &mut cell, budget);
                column += 1;
            }
            Some(c) => cell.push(c),
        }
    }
    records
}

/// Keeps a cell that holds something; `false` where nothing more may be kept.
fn keep(cells: &mut Vec<Cell<'static>>, column: usize, cell: &mut String, budget: &Budget) -> bool {
    if cell.is_empty() {
        return budget.spend(1);
    }
    let has_room = budget.spend(KEPT + cell.len() as u64);
    if has_room {
        cells.push(Cell { column, text: Cow::Owned(std::mem::take(cell)) });
    }
    has_room
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_cells_may_hold_anything() {
        let read = |text: &str| -> Vec<(usize, Vec<(usize, String)>)> {
            let records = records(text, ',', &Budget::of(0, 10_000));
            let cells = |row: Row<'_>| row.cells.into_iter().map(|cell| (cell.column, cell.text.into_owned())).collect();
            records.into_iter().map(|row| (row.number, cells(row))).collect()
        };
        let cell = |column: usize, text: &str| (column, text.to_string());
        let expected = [(1, vec![cell(0, "a"), cell(1, "b,\"c\"\nd")]), (2, vec![cell(0, "e"), cell(2, "f")])];
        assert_eq!(read("a,\"b,\"\"c\"\"\nd\"\r\ne,,f"), expected);
        assert_eq!(read("\n\n\"a"), [(3, vec![cell(0, "a")])]);
    }

    #[test]
    fn a_text_of_empty_lines_takes_no_memory_for_them() {
        let budget = Budget::of(0, 10_000);
        assert!(records(&"\n".repeat(5_000), ',', &budget).is_empty() && budget.take_cut().is_none());
        assert!(records(&"\n".repeat(50_000), ',', &budget).is_empty() && budget.take_cut().is_some());
    }
}
