//! Text and tables of OpenDocument (.odt, .ods, .odp) as they go by (ODF 1.3 part 3). Writers store a run of equal cells or rows once with
//! their number (`number-columns-repeated`), and a cell that another one covers as a `covered-table-cell`: each takes the columns that it
//! stands for, else a number is taken for one of another column.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use super::table::{Cell, MOST_COLUMNS, Row, plain_number};
use super::xml::{Attributes, Step, walk};
use crate::budget::{Budget, KEPT};

/// The parts that hold text: the document itself, and the margins of its pages.
pub const PARTS: [&str; 2] = ["content.xml", "styles.xml"];

/// Copies of a repeated cell that are given: more than columns of a list have heads.
const MOST_COPIES: usize = 64;

/// What comes next in a part. Of tables within tables only the outermost is one; what the others hold is text of its cells.
#[derive(Debug)]
pub enum Event<'e> {
    /// A paragraph or a heading outside of tables.
    Paragraph(&'e str),
    /// What somebody wrote beside the text.
    Comment(&'e str),
    /// A tracked change.
    TrackedChange,
    /// A text or a section that is set to be hidden.
    HiddenText,
    /// A table or a sheet begins.
    TableStart(Table),
    /// Columns of the table that are not shown, counted from 0.
    HiddenColumns(Range<usize>),
    /// The formula of a cell.
    Formula(&'e str),
    /// A cell that holds something although another one covers it.
    CoveredCell,
    /// A row of the table that holds something; paragraphs in a cell end with a line feed, so that two numbers are not one.
    Row(Row<'static>),
    /// The table ends.
    TableEnd,
}

/// A table, or a sheet of a workbook.
#[derive(Debug, Default)]
pub struct Table {
    /// Its name; empty where it has none.
    pub name: String,
    /// Whether it is not shown.
    pub is_hidden: bool,
    /// Whether it is a sheet of a workbook.
    pub is_sheet: bool,
}

/// Reads a part. Each cell that is given takes steps of the budget by its length.
pub fn read(xml: &str, budget: &Budget, mut take: impl FnMut(Event<'_>)) {
    let mut reader = Reader::default();
    walk(xml, budget, |step| reader.step(&step, budget, &mut take));
    // A comment that the damage or the budget has cut off is one all the same.
    reader.end_of_comment(&mut take);
}

#[derive(Default)]
struct Reader {
    paragraph: String,
    comment: String,
    in_comment: bool,
    in_workbook: bool,
    /// Tables that are open.
    depth: usize,
    cells: Cells,
    /// The style that is open, and styles of tables that are not displayed.
    style: String,
    hidden_styles: BTreeSet<String>,
}

impl Reader {
    fn step(&mut self, step: &Step<'_, '_>, budget: &Budget, take: &mut impl FnMut(Event<'_>)) {
        match *step {
            Step::Open("style", attributes) => self.style = attributes.get("name").unwrap_or_default(),
            Step::Open("table-properties", attributes)
                if attributes.get("display").is_some_and(|shown| shown == "false") =>
            {
                self.hidden_styles.insert(self.style.clone());
            }
            Step::Open("spreadsheet", _) => self.in_workbook = true,
            Step::Open("annotation", _) => {
                self.end_of_comment(take);
                self.in_comment = true;
            }
            Step::Close("annotation") => self.end_of_comment(take),
            Step::Open("changed-region", _) => take(Event::TrackedChange),
            Step::Open("hidden-text" | "hidden-paragraph", _) => take(Event::HiddenText),
            Step::Open("section", attributes) if attributes.get("display").is_some_and(|shown| shown == "none") => {
                take(Event::HiddenText);
            }
            Step::Open("table", attributes) => self.open_table(attributes, take),
            Step::Close("table") => self.close_table(take),
            Step::Open("s" | "tab" | "line-break", _) => self.text().push(' '),
            Step::Text(text) => self.text().push_str(text),
            Step::Close("p" | "h") => self.end_of_paragraph(take),
            _ if self.depth == 1 => self.cells.step(step, budget, take),
            _ => {}
        }
    }

    /// Where text goes that comes now.
    fn text(&mut self) -> &mut String {
        match self.cells.open.as_mut().filter(|_| self.depth > 0) {
            _ if self.in_comment => &mut self.comment,
            Some(cell) => &mut cell.text,
            None => &mut self.paragraph,
        }
    }

    fn end_of_comment(&mut self, take: &mut impl FnMut(Event<'_>)) {
        if self.in_comment {
            self.in_comment = false;
            take(Event::Comment(&self.comment));
            self.comment.clear();
        }
    }

    fn end_of_paragraph(&mut self, take: &mut impl FnMut(Event<'_>)) {
        let is_in_cell = self.depth > 0 && self.cells.open.is_some();
        if self.in_comment || is_in_cell {
            self.text().push('\n');
        } else {
            take(Event::Paragraph(&self.paragraph));
            self.paragraph.clear();
        }
    }

    fn open_table(&mut self, attributes: &Attributes<'_>, take: &mut impl FnMut(Event<'_>)) {
        self.depth += 1;
        if self.depth == 1 {
            let style = attributes.get("style-name").unwrap_or_default();
            let name = attributes.get("name").unwrap_or_default();
            self.cells = Cells::default();
            let is_hidden = self.hidden_styles.contains(&style);
            take(Event::TableStart(Table { name, is_hidden, is_sheet: self.in_workbook }));
        }
    }

    fn close_table(&mut self, take: &mut impl FnMut(Event<'_>)) {
        self.depth = self.depth.saturating_sub(1);
        if self.depth == 0 {
            self.cells.close_row(take);
            self.cells = Cells::default();
            take(Event::TableEnd);
        }
    }
}

/// The outermost table that is open.
#[derive(Default)]
struct Cells {
    columns: usize,
    /// The row that is open; its number is that of the first of its kind.
    row: Row<'static>,
    /// Rows that the row stands for.
    row_copies: usize,
    /// The column of the next cell.
    column: usize,
    open: Option<OpenCell>,
}

struct OpenCell {
    text: String,
    copies: usize,
    is_covered: bool,
    /// What is stored beside what is shown.
    value: String,
}

/// How many columns or rows an element stands for.
fn repeated(attributes: &Attributes<'_>, name: &str) -> usize {
    attributes.get(name).and_then(|number| number.parse().ok()).unwrap_or(1).max(1)
}

fn is_collapsed(attributes: &Attributes<'_>) -> bool {
    attributes.get("visibility").is_some_and(|value| matches!(value.as_str(), "collapse" | "filter"))
}

impl Cells {
    fn step(&mut self, step: &Step<'_, '_>, budget: &Budget, take: &mut impl FnMut(Event<'_>)) {
        match *step {
            Step::Open("table-column", attributes) => {
                let end = self.columns.saturating_add(repeated(attributes, "number-columns-repeated"));
                if is_collapsed(attributes) {
                    take(Event::HiddenColumns(self.columns..end));
                }
                self.columns = end;
            }
            Step::Open("table-row", attributes) => {
                let number = self.row.number.saturating_add(self.row_copies.max(1));
                self.close_row(take);
                self.row = Row { number, is_hidden: is_collapsed(attributes), cells: Vec::new() };
                self.row_copies = repeated(attributes, "number-rows-repeated");
                self.column = 0;
            }
            Step::Open(kind @ ("table-cell" | "covered-table-cell"), attributes) => {
                let value = attributes.get("value").map(|value| plain_number(&value));
                let value = value.or_else(|| attributes.get("string-value")).unwrap_or_default();
                if let Some(formula) = attributes.get("formula") {
                    take(Event::Formula(&formula));
                }
                let copies = repeated(attributes, "number-columns-repeated");
                let is_covered = kind == "covered-table-cell";
                self.open = Some(OpenCell { text: String::new(), copies, is_covered, value });
            }
            Step::Close("table-cell" | "covered-table-cell") => self.close_cell(budget, take),
            _ => {}
        }
    }

    fn close_cell(&mut self, budget: &Budget, take: &mut impl FnMut(Event<'_>)) {
        let Some(OpenCell { text, copies, is_covered, value }) = self.open.take() else { return };
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
            if is_covered {
                take(Event::CoveredCell);
            }
            let columns = self.column..self.column.saturating_add(copies);
            for column in columns.take(MOST_COPIES).take_while(|column| *column < MOST_COLUMNS) {
                if !budget.spend(KEPT + text.len() as u64) {
                    break;
                }
                self.row.cells.push(Cell { column, text: Cow::Owned(text.clone()) });
            }
        }
        self.column = self.column.saturating_add(copies);
    }

    fn close_row(&mut self, take: &mut impl FnMut(Event<'_>)) {
        let (number, is_hidden) = (self.row.number, self.row.is_hidden);
        let row = std::mem::replace(&mut self.row, Row { number, is_hidden, cells: Vec::new() });
        if !row.cells.is_empty() {
            take(Event::Row(row));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(xml: &str) -> Vec<String> {
        let mut seen = Vec::new();
        read(xml, &Budget::of(0, u64::MAX), |event| {
            seen.push(match event {
                Event::Row(row) => {
                    let cell = |cell: &Cell<'_>| format!("{} {}", cell.column, cell.text);
                    format!("{}: {}", row.number, row.cells.iter().map(cell).collect::<Vec<_>>().join(", "))
                }
                Event::Paragraph(text) | Event::Comment(text) | Event::Formula(text) => text.to_string(),
                other => format!("{other:?}"),
            });
        });
        seen
    }

    #[test]
    fn paragraphs_comments_and_tables_come_in_the_order_of_the_file() {
        let comment = "<annotation><p>乙</p></annotation>";
        let table = "<table name=\"丙\"><table-row><table-cell><p>丁</p><p>戊</p></table-cell></table-row></table>";
        let start = "TableStart(Table { name: \"丙\", is_hidden: false, is_sheet: false })";
        let expected = ["乙\n", "甲 己", start, "1: 0 丁\n戊", "TableEnd"];
        assert_eq!(seen(&format!("<p>甲{comment}<s/>己</p>{table}")), expected);
    }

    #[test]
    fn repeated_cells_and_rows_take_the_places_that_they_stand_for() {
        let empty = "<table-row number-rows-repeated=\"5\"><table-cell number-columns-repeated=\"16384\"/></table-row>";
        let row = "<table-row><table-cell number-columns-repeated=\"2\"/><covered-table-cell/>\
                   <table-cell number-columns-repeated=\"2\"><p>甲</p></table-cell></table-row>";
        assert_eq!(seen(&format!("<table>{empty}{row}</table>"))[1], "6: 3 甲, 4 甲");
    }

    #[test]
    fn a_comment_that_is_cut_off_is_one() {
        assert_eq!(seen("<p>甲<annotation>乙<"), ["乙"]);
    }

    #[test]
    fn a_table_within_a_cell_is_text_of_the_cell() {
        let inner = "<table><table-row><table-cell><p>乙</p></table-cell></table-row></table>";
        let outer = format!("<table><table-row><table-cell><p>甲</p>{inner}</table-cell></table-row></table>");
        assert_eq!(seen(&outer)[1..], ["1: 0 甲\n乙", "TableEnd"]);
    }
}
