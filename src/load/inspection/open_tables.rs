//! Text and tables of OpenDocument as they go by (ODF 1.3 part 3). Writers store a run of equal cells or rows once with their number
//! (`number-columns-repeated`), and a cell that another one covers as a `covered-table-cell`: each takes the columns that it stands for,
//! else a number is judged by the head of another column.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::budget::KEPT;
use super::grid::{Collector, Row};
use super::spreadsheet::{HiddenColumns, MOST_COLUMNS, plain_number, tell};
use super::xml::{Attributes, Step};

/// Copies of a repeated cell that are kept: more than columns of a list have heads.
const MOST_COPIES: usize = 64;

#[derive(Default)]
pub(super) struct Text {
    line: String,
    tables: usize,
    /// Tables that are open; only the outermost counts.
    depth: usize,
    table: Table,
    in_workbook: bool,
    in_note: bool,
    note: String,
    notes: usize,
    changes: usize,
    hidden_texts: usize,
    /// The style that is open, and styles of tables that are not displayed.
    style: String,
    hidden_styles: BTreeSet<String>,
}

#[derive(Default)]
struct Table {
    name: String,
    is_hidden: bool,
    columns: usize,
    hidden_columns: HiddenColumns,
    rows: Vec<Row<'static>>,
    /// The row that is open; its number is that of the first of its kind.
    row: Row<'static>,
    /// Rows that the row stands for.
    row_copies: usize,
    /// The column of the next cell.
    column: usize,
    cell: Option<Cell>,
    covered: usize,
}

struct Cell {
    text: String,
    copies: usize,
    is_covered: bool,
    /// What is stored beside what is shown.
    value: String,
}

impl Text {
    pub(super) fn step(&mut self, step: Step<'_, '_>, collector: &mut Collector<'_>) {
        match step {
            Step::Open("style", attributes) => self.style = attributes.get("name").unwrap_or_default(),
            Step::Open("table-properties", attributes)
                if attributes.get("display").is_some_and(|shown| shown == "false") =>
            {
                self.hidden_styles.insert(self.style.clone());
            }
            Step::Open("spreadsheet", _) => self.in_workbook = true,
            Step::Open("annotation", _) => (self.in_note, self.notes) = (true, self.notes + 1),
            Step::Close("annotation") => {
                self.in_note = false;
                collector.text("批注", String::new, &std::mem::take(&mut self.note));
            }
            Step::Open("changed-region", _) => self.changes += 1,
            Step::Open("hidden-text" | "hidden-paragraph", _) => self.hidden_texts += 1,
            Step::Open("section", attributes) if attributes.get("display").is_some_and(|shown| shown == "none") => {
                self.hidden_texts += 1;
            }
            Step::Open("table", attributes) => self.open_table(attributes),
            Step::Close("table") => self.close_table(collector),
            Step::Open("s" | "tab" | "line-break", _) => self.push(" "),
            Step::Text(text) => self.push(text),
            Step::Close("p" | "h") => self.end_of_paragraph(collector),
            step if self.depth == 1 => self.table.step(step, collector),
            _ => {}
        }
    }

    /// What was counted on the way.
    pub(super) fn end(self, collector: &mut Collector<'_>) {
        collector.hidden("批注", self.notes);
        collector.hidden("修订记录", self.changes);
        collector.hidden("隐藏的文字", self.hidden_texts);
    }

    fn push(&mut self, text: &str) {
        let cell = self.table.cell.as_mut().filter(|_| self.depth > 0);
        match cell {
            _ if self.in_note => self.note.push_str(text),
            Some(cell) => cell.text.push_str(text),
            None => self.line.push_str(text),
        }
    }

    fn end_of_paragraph(&mut self, collector: &mut Collector<'_>) {
        let cell = self.table.cell.as_mut().filter(|_| self.depth > 0);
        match cell {
            _ if self.in_note => self.note.push('\n'),
            // Two numbers in two paragraphs of a cell are not one.
            Some(cell) => cell.text.push('\n'),
            None => collector.text("正文", String::new, &std::mem::take(&mut self.line)),
        }
    }

    fn open_table(&mut self, attributes: &Attributes<'_>) {
        self.depth += 1;
        if self.depth == 1 {
            self.tables += 1;
            let style = attributes.get("style-name").unwrap_or_default();
            let name = attributes.get("name").unwrap_or_default();
            self.table = Table { name, is_hidden: self.hidden_styles.contains(&style), ..Table::default() };
        }
    }

    fn close_table(&mut self, collector: &mut Collector<'_>) {
        self.depth = self.depth.saturating_sub(1);
        if self.depth > 0 {
            return;
        }
        let mut table = std::mem::take(&mut self.table);
        table.close_row();
        let number = self.tables;
        let name = if table.name.is_empty() { number.to_string() } else { table.name };
        if self.in_workbook {
            collector.text("工作表的名称", String::new, &name);
            collector.hidden(format!("第 {number} 个工作表里被合并单元格盖住的内容"), table.covered);
            tell(&name, table.is_hidden, &table.rows, &table.hidden_columns, collector);
        } else {
            collector.grid(&format!("第 {number} 个表格"), &table.rows, &|_| false);
        }
    }
}

/// How many columns or rows an element stands for.
fn repeated(attributes: &Attributes<'_>, name: &str) -> usize {
    attributes.get(name).and_then(|number| number.parse().ok()).unwrap_or(1).max(1)
}

fn is_collapsed(attributes: &Attributes<'_>) -> bool {
    attributes.get("visibility").is_some_and(|value| matches!(value.as_str(), "collapse" | "filter"))
}

impl Table {
    fn step(&mut self, step: Step<'_, '_>, collector: &mut Collector<'_>) {
        match step {
            Step::Open("table-column", attributes) => {
                let end = self.columns.saturating_add(repeated(attributes, "number-columns-repeated"));
                if is_collapsed(attributes) {
                    self.hidden_columns.hide(self.columns, end);
                }
                self.columns = end;
            }
            Step::Open("table-row", attributes) => {
                let number = self.row.number.saturating_add(self.row_copies.max(1));
                self.close_row();
                self.row = Row { number, is_hidden: is_collapsed(attributes), cells: Vec::new() };
                self.row_copies = repeated(attributes, "number-rows-repeated");
                self.column = 0;
            }
            Step::Open(kind @ ("table-cell" | "covered-table-cell"), attributes) => {
                let value = attributes.get("value").map(|value| plain_number(&value));
                let value = value.or_else(|| attributes.get("string-value")).unwrap_or_default();
                if let Some(formula) = attributes.get("formula") {
                    collector.text("公式", String::new, &formula.replace('"', " "));
                }
                let copies = repeated(attributes, "number-columns-repeated");
                self.cell = Some(Cell { text: String::new(), copies, is_covered: kind.starts_with('c'), value });
            }
            Step::Close("table-cell" | "covered-table-cell") => self.close_cell(collector),
            _ => {}
        }
    }

    fn close_cell(&mut self, collector: &mut Collector<'_>) {
        let Some(Cell { text, copies, is_covered, value }) = self.cell.take() else { return };
        let mut text = text.trim_end().to_string();
        if !value.is_empty() && !text.contains(&value) {
            // Shown as 1.54E+10, or not at all.
            text = if text.chars().any(char::is_alphabetic) && !text.contains("E+") {
                format!("{text} {value}")
            } else {
                value
            };
        }
        if !text.is_empty() {
            self.covered += usize::from(is_covered);
            for column in
                (self.column..self.column.saturating_add(copies)).take(MOST_COPIES).take_while(|at| *at < MOST_COLUMNS)
            {
                if !collector.budget.spend(KEPT + text.len() as u64) {
                    break;
                }
                self.row.cells.push((column, Cow::Owned(text.clone())));
            }
        }
        self.column = self.column.saturating_add(copies);
    }

    fn close_row(&mut self) {
        let (number, is_hidden) = (self.row.number, self.row.is_hidden);
        let row = std::mem::replace(&mut self.row, Row { number, is_hidden, cells: Vec::new() });
        if !row.cells.is_empty() {
            self.rows.push(row);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::inspection::budget::Budget;
    use crate::load::inspection::xml::walk;
    use crate::model::inspection::Inspection;

    fn seen(styles: &str, table: &str, steps: u64) -> Inspection {
        let xml = format!("<a>{styles}<spreadsheet><table name=\"名单\" style-name=\"t\">{table}</table></spreadsheet></a>");
        let budget = Budget::of(0, steps);
        let mut collector = Collector::new(&budget);
        let mut text = Text::default();
        walk(&xml, &budget, |step| text.step(step, &mut collector));
        text.end(&mut collector);
        if let Some(at) = budget.take_cut() {
            collector.unread(None, &at);
        }
        collector.into_inspection()
    }

    fn row(cells: &[&str]) -> String {
        let cell = |text: &&str| match text.starts_with('<') {
            true => (*text).to_string(),
            false => format!("<table-cell><p>{text}</p></table-cell>"),
        };
        format!("<table-row>{}</table-row>", cells.iter().map(cell).collect::<String>())
    }

    const HEADS: [&str; 4] = ["序号", "备注", "科室", "手机号码"];
    const MOBILE: &str = "15400001234";

    #[test]
    fn a_number_is_judged_by_the_head_of_its_own_column() {
        let empty = "<table-cell number-columns-repeated=\"2\"/>";
        let covered = "<covered-table-cell number-columns-repeated=\"2\"/>";
        let spanning = "<table-cell number-columns-spanned=\"2\"><p>甲</p></table-cell>";
        for cells in
            [vec!["1", empty, MOBILE], vec!["1", covered, MOBILE], vec!["1", spanning, "<covered-table-cell/>", MOBILE]]
        {
            let found = seen("", &format!("{}{}", row(&HEADS), row(&cells)), u64::MAX);
            assert_eq!(found.private.iter().map(|found| found.place.as_str()).collect::<Vec<_>>(), ["第 2 行第 4 列"]);
        }
        let other = ["1", "", MOBILE, ""];
        assert_eq!(seen("", &format!("{}{}", row(&HEADS), row(&other)), u64::MAX).private, []);
    }

    #[test]
    fn repeated_rows_count_and_repeated_cells_stand_in_each_of_their_columns() {
        let empty =
            "<table-row number-rows-repeated=\"1000000\"><table-cell number-columns-repeated=\"16384\"/></table-row>";
        let found = seen("", &format!("{}{empty}{}", row(&HEADS), row(&["", "", "", MOBILE])), 100_000);
        assert_eq!(found.private[0].place, "第 1000002 行第 4 列");
        let four = format!("<table-cell number-columns-repeated=\"4\"><p>{MOBILE}</p></table-cell>");
        assert_eq!(seen("", &format!("{}{}", row(&HEADS), row(&[&four])), 100_000).private.len(), 1);
    }

    #[test]
    fn what_is_hidden_is_told() {
        let told = |styles: &str, table: &str| -> Vec<(String, u32)> {
            seen(styles, table, u64::MAX).hidden.into_iter().map(|found| (found.what, found.count)).collect()
        };
        let columns = "<table-column/><table-column visibility=\"collapse\" number-columns-repeated=\"16383\"/>";
        assert_eq!(told("", &format!("{columns}{}", row(&HEADS))), [("工作表“名单”里隐藏的列".to_string(), 3)]);
        let hidden_row = row(&HEADS).replace("<table-row>", "<table-row visibility=\"filter\">");
        assert_eq!(told("", &hidden_row), [("工作表“名单”里隐藏的行".to_string(), 1)]);
        let style = "<style name=\"t\"><table-properties display=\"false\"/></style>";
        assert_eq!(told(style, &row(&HEADS)), [("隐藏的工作表“名单”".to_string(), 1)]);
        let covered = row(&["甲", "<covered-table-cell><p>乙</p></covered-table-cell>"]);
        assert_eq!(told("", &covered), [("第 1 个工作表里被合并单元格盖住的内容".to_string(), 1)]);
        let note = row(&["<table-cell><annotation><p>丙</p></annotation><p>甲</p></table-cell>"]);
        assert_eq!(told("", &note), [("批注".to_string(), 1)]);
    }

    #[test]
    fn the_value_counts_that_is_stored_beside_what_is_shown() {
        let shown = format!("<table-cell value-type=\"float\" value=\"{MOBILE}\"><p>1.54E+10</p></table-cell>");
        assert_eq!(seen("", &format!("{}{}", row(&HEADS), row(&["", "", "", &shown])), u64::MAX).private.len(), 1);
    }

    #[test]
    fn the_end_of_the_budget_is_told() {
        let rows = row(&HEADS).repeat(1_000);
        assert_eq!(seen("", &rows, 1_000_000).unread, []);
        assert_eq!(seen("", &rows, 10_000).unread.len(), 1);
    }
}
