//! What has to be known of a whole Markdown table before its first cell is written: which cells head a row or a column, which columns
//! are figures. Apart from what writes tables, because the output carries it along.

use comrak::nodes::{Node, NodeTable, NodeValue, TableAlignment};

use super::text::is_indent;
use super::tree::collect_text;

/// What has to be known of a whole table before its first cell is written.
#[derive(Default)]
pub(super) struct TableShape {
    pub(super) columns: Vec<Column>,
    /// All header cells are empty: Markdown demands the row, the author did not want it.
    pub(super) headless: bool,
    /// The first column names the rows.
    pub(super) row_headers: bool,
    /// Where we are.
    pub(super) column: usize,
    pub(super) in_header: bool,
    pub(super) cell_end: &'static str,
}

#[derive(Clone, Copy)]
pub(super) struct Column {
    pub(super) alignment: TableAlignment,
    pub(super) figures: bool,
}

/// What a column of body cells holds.
#[derive(Clone, Copy, Default)]
struct Tally {
    empty: usize,
    figures: usize,
    words: usize,
}

impl TableShape {
    pub(super) fn of(node: Node<'_>, table: &NodeTable) -> TableShape {
        let mut tallies = vec![Tally::default(); table.num_columns.max(table.alignments.len())];
        let mut headless = true;
        let mut text = String::new();
        for row in node.children() {
            let header = matches!(row.data().value, NodeValue::TableRow(true));
            for (cell, tally) in row.children().zip(&mut tallies) {
                text.clear();
                collect_text(cell, &mut text);
                let visible = text.trim_matches(is_indent);
                let empty = visible.is_empty() && cell.first_child().is_none();
                if header {
                    headless &= empty;
                } else if empty {
                    tally.empty += 1;
                } else if is_figure(visible) {
                    tally.figures += 1;
                } else {
                    tally.words += 1;
                }
            }
        }
        let columns = tallies.iter().enumerate().map(|(index, tally)| Column {
            alignment: table.alignments.get(index).copied().unwrap_or(TableAlignment::None),
            figures: tally.words == 0 && tally.figures > 0,
        });
        let first = tallies.first().copied().unwrap_or_default();
        TableShape {
            columns: columns.collect(),
            headless,
            row_headers: tallies.len() > 1 && first.words > 0 && first.figures == 0 && first.empty == 0,
            ..TableShape::default()
        }
    }
}

/// Whether a cell is a figure: `1,242.60`, `20.6%`, `-3`, `（5）`; a dash stands for a missing one.
pub(super) fn is_figure(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_ascii_digit()
            || matches!(
                c,
                '０'..='９' | '.' | ',' | '，' | '．' | '%' | '％' | '‰' | '+' | '-' | '−' | '—' | '–' | '/' | ' '
            )
            || matches!(c, '(' | ')' | '（' | '）' | '±' | '*')
    })
}
