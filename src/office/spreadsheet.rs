//! Spreadsheets (.xlsx): sheets with their rows and cells, hidden ones too, comments, and the copies that pivot tables keep of their data.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use super::package::Package;
use super::relationships::{self, Target};
use super::table::{Cell, Row, plain_number};
use super::xml::{Attributes, Step, texts, walk};
use crate::budget::{Budget, KEPT};

const WORKBOOK: &str = "xl/workbook.xml";

/// A sheet of a workbook.
#[derive(Debug, PartialEq, Eq)]
pub struct Sheet {
    /// As its tab shows it.
    pub name: String,
    /// Whether it has no tab.
    pub is_hidden: bool,
    /// The name of the part with its cells.
    pub part: String,
}

/// The sheets of a workbook, in the order of their tabs.
pub fn sheets(package: &mut Package<'_>) -> Vec<Sheet> {
    let mut parts: BTreeMap<String, String> = BTreeMap::new();
    relationships::read(package, &relationships::part_of(WORKBOOK), |relationship| {
        if let Target::Part(part) = relationship.target {
            parts.insert(relationship.id, part);
        }
    });
    let mut sheets = Vec::new();
    let budget = package.budget;
    walk(&package.part(WORKBOOK), budget, |step| {
        if let Step::Open("sheet", attributes) = step
            && budget.spend(KEPT)
            && let Some(part) = attributes.get("id").and_then(|id| parts.get(&id).cloned())
        {
            let is_hidden = attributes.get("state").is_some_and(|state| state != "visible");
            sheets.push(Sheet { name: attributes.get("name").unwrap_or_default(), is_hidden, part });
        }
    });
    sheets
}

/// The texts that cells refer to by their number.
pub fn shared_texts(package: &mut Package<'_>) -> Vec<String> {
    texts(&package.part("xl/sharedStrings.xml"), &["si"], package.budget)
}

/// What the names of a workbook stand for: ranges, formulas, constants.
pub fn defined_names(package: &mut Package<'_>) -> Vec<String> {
    texts(&package.part(WORKBOOK), &["definedName"], package.budget)
}

/// What a part beside the sheets holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What people wrote beside cells: see [`comments`].
    Comments,
    /// The copy that a pivot table keeps of its data: see [`pivot_values`].
    PivotCache,
}

/// The parts beside the sheets that hold text, in the order of their names.
pub fn parts(package: &Package<'_>) -> Vec<(String, Part)> {
    let part = |name: &str| {
        let is_comments = name.starts_with("xl/comments") || name.starts_with("xl/threadedComments/");
        let is_cache = name.starts_with("xl/pivotCache/") && name.ends_with(".xml");
        let part = if is_comments { Some(Part::Comments) } else { is_cache.then_some(Part::PivotCache) };
        Some((name.to_string(), part?))
    };
    package.names().filter_map(part).collect()
}

/// The text of each comment in a part of comments, of old and of new programs.
pub fn comments(xml: &str, budget: &Budget) -> Vec<String> {
    texts(xml, &["comment", "threadedComment"], budget)
}

/// Reads the values that a pivot table keeps.
pub fn pivot_values(xml: &str, budget: &Budget, mut take: impl FnMut(&str)) {
    walk(xml, budget, |step| {
        if let Step::Open(_, attributes) = step
            && let Some(value) = attributes.get("v")
        {
            take(&value);
        }
    });
}

/// What comes next in a sheet.
#[derive(Debug)]
pub enum Event<'s, 'e> {
    /// Columns that are not shown, counted from 0.
    HiddenColumns(Range<usize>),
    /// A row that holds something.
    Row(Row<'s>),
    /// The formula of a cell of the row that comes next.
    Formula(&'e str),
    /// A piece of what is printed at the top or the foot of pages.
    HeaderFooter(&'e str),
}

/// Reads a sheet. Cells borrow from the `shared` texts of the workbook; each that is given takes [`KEPT`] steps of the budget.
pub fn read<'s>(xml: &str, shared: &'s [String], budget: &Budget, mut take: impl FnMut(Event<'s, '_>)) {
    let mut reader = Reader { shared, ..Reader::default() };
    walk(xml, budget, |step| reader.step(&step, budget, &mut take));
    take_row(reader.finished_row(), &mut take);
}

fn take_row<'s>(row: Option<Row<'s>>, take: &mut impl FnMut(Event<'s, '_>)) {
    if let Some(row) = row {
        take(Event::Row(row));
    }
}

#[derive(Default)]
struct Reader<'s> {
    shared: &'s [String],
    /// The row that is open; it is given when it turns out to hold something.
    row: Row<'s>,
    /// Of the cell that is open: its type, its column from 0 and its value as it is stored.
    kind: String,
    column: usize,
    value: String,
    formula: String,
    in_value: bool,
    in_formula: bool,
    in_header_footer: bool,
}

impl<'s> Reader<'s> {
    fn step(&mut self, step: &Step<'_, '_>, budget: &Budget, take: &mut impl FnMut(Event<'s, '_>)) {
        match *step {
            Step::Open("col", attributes) => {
                if let Some(columns) = hidden_columns(attributes) {
                    take(Event::HiddenColumns(columns));
                }
            }
            Step::Open("row", attributes) => {
                take_row(self.finished_row(), take);
                self.row = self.next_row(attributes);
            }
            Step::Close("row") => take_row(self.finished_row(), take),
            Step::Open("c", attributes) => self.open_cell(attributes),
            Step::Close("c") => self.close_cell(budget),
            Step::Open("v" | "t", _) => self.in_value = true,
            Step::Close("v" | "t") => self.in_value = false,
            Step::Open("f", _) => self.in_formula = true,
            Step::Close("f") => {
                self.in_formula = false;
                if !self.formula.is_empty() {
                    take(Event::Formula(&self.formula));
                    self.formula.clear();
                }
            }
            Step::Open("headerFooter", _) => self.in_header_footer = true,
            Step::Close("headerFooter") => self.in_header_footer = false,
            Step::Text(text) if self.in_formula => self.formula.push_str(text),
            Step::Text(text) if self.in_value => self.value.push_str(text),
            Step::Text(text) if self.in_header_footer => take(Event::HeaderFooter(text)),
            Step::Open(..) | Step::Close(_) | Step::Text(_) => {}
        }
    }

    fn next_row(&self, attributes: &Attributes<'_>) -> Row<'s> {
        let number = attributes.get("r").and_then(|number| number.parse().ok());
        let number = number.unwrap_or(self.row.number.saturating_add(1));
        let is_flat = attributes.get("ht").is_some_and(|height| is_zero(&height));
        Row { number, is_hidden: is_flat || attributes.is_on("hidden"), cells: Vec::new() }
    }

    /// The row that is open, if it holds something. Its number stays, because the next one may have none of its own.
    fn finished_row(&mut self) -> Option<Row<'s>> {
        if self.row.cells.is_empty() {
            return None;
        }
        let Row { number, is_hidden, .. } = self.row;
        let mut row = std::mem::replace(&mut self.row, Row { number, is_hidden, cells: Vec::new() });
        if !row.cells.is_sorted_by_key(|cell| cell.column) {
            row.cells.sort_by_key(|cell| cell.column);
        }
        Some(row)
    }

    fn open_cell(&mut self, attributes: &Attributes<'_>) {
        self.kind = attributes.get("t").unwrap_or_default();
        let following = self.row.cells.last().map_or(0, |cell| cell.column + 1);
        self.column = attributes.get("r").and_then(|place| column_of(&place)).unwrap_or(following);
        self.value.clear();
    }

    fn close_cell(&mut self, budget: &Budget) {
        let value = &self.value;
        let text: Cow<'s, str> = match self.kind.as_str() {
            "s" => value.parse::<usize>().ok().and_then(|at| self.shared.get(at)).map_or("", String::as_str).into(),
            "n" | "" => plain_number(value).into(),
            _ => value.clone().into(),
        };
        if !text.is_empty() && budget.spend(KEPT) {
            self.row.cells.push(Cell { column: self.column, text });
        }
    }
}

/// The columns that a `col` hides, counted from 0: by saying so, or by having no width.
fn hidden_columns(attributes: &Attributes<'_>) -> Option<Range<usize>> {
    let is_narrow = || attributes.get("width").is_some_and(|width| is_zero(&width));
    if !attributes.is_on("hidden") && !is_narrow() {
        return None;
    }
    let number = |name| attributes.get(name).and_then(|value| value.parse::<usize>().ok()).unwrap_or(0);
    Some(number("min").checked_sub(1)?..number("max"))
}

fn is_zero(number: &str) -> bool {
    number.trim().parse::<f64>().is_ok_and(|number| number == 0.0)
}

/// `AB12` → 27.
fn column_of(place: &str) -> Option<usize> {
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic).take(3);
    let number = letters.fold(0_usize, |number, letter| number * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1);
    number.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::super::package::packed;
    use super::*;

    /// Rows as `number: column text, column text`, and whether the budget ended.
    fn rows(sheet: &str, shared: &[String], steps: u64) -> (Vec<String>, bool) {
        let budget = Budget::of(0, steps);
        let mut rows = Vec::new();
        read(sheet, shared, &budget, |event| {
            if let Event::Row(row) = event {
                let cells: Vec<String> = row.cells.iter().map(|cell| format!("{} {}", cell.column, cell.text)).collect();
                rows.push(format!("{}: {}", row.number, cells.join(", ")));
            }
        });
        (rows, budget.take_cut().is_some())
    }

    #[test]
    fn rows_without_cells_are_not_given_and_still_counted() {
        let sheet = format!("{}<row><c><v>1</v></c></row>", "<row/>".repeat(500));
        assert_eq!(rows(&sheet, &[], u64::MAX).0, ["501: 0 1"]);
    }

    #[test]
    fn cells_stand_where_they_say_whatever_their_order() {
        let sheet = "<row r=\"7\"><c r=\"AB7\"><v>1</v></c><c r=\"B7\" t=\"str\"><v>甲</v></c><c><v>2</v></c></row>";
        assert_eq!(rows(sheet, &[], u64::MAX).0, ["7: 1 甲, 2 2, 27 1"]);
    }

    #[test]
    fn cells_borrow_their_shared_text_and_the_budget_ends_them() {
        let shared = ["长".repeat(1_000)];
        let sheet = format!("<row>{}</row>", "<c t=\"s\"><v>0</v></c>".repeat(1_000));
        let cells = |steps: u64| {
            let (rows, is_cut) = rows(&sheet, &shared, steps);
            (rows[0].matches(", ").count() + 1, is_cut)
        };
        assert_eq!(cells(1_000_000), (1_000, false));
        let (kept, is_cut) = cells(10_000);
        assert!(is_cut && kept < 1_000, "{kept}");
    }

    #[test]
    fn what_is_hidden_or_stands_beside_the_cells_is_given() {
        let sheet = "<col min=\"2\" max=\"3\" hidden=\"1\"/><col min=\"5\" max=\"5\" width=\"0\"/><col min=\"6\" max=\"6\" width=\"9\"/>\
                     <row ht=\"0\"><c><f>A1&amp;\"甲\"</f><v>1</v></c></row><headerFooter><oddHeader>乙</oddHeader></headerFooter>";
        let mut seen = Vec::new();
        read(sheet, &[], &Budget::of(0, u64::MAX), |event| {
            seen.push(match event {
                Event::HiddenColumns(columns) => format!("{columns:?}"),
                Event::Row(row) => format!("row {} {}", row.is_hidden, row.text(0)),
                Event::Formula(formula) => formula.to_string(),
                Event::HeaderFooter(text) => text.to_string(),
            });
        });
        assert_eq!(seen, ["1..3", "4..5", "A1&\"甲\"", "row true 1", "乙"]);
    }

    #[test]
    fn sheets_come_in_the_order_of_their_tabs() {
        let book =
            "<workbook><sheet name=\"甲\" r:id=\"r2\"/><sheet name=\"乙\" state=\"veryHidden\" r:id=\"r1\"/></workbook>";
        let rels = "<R><Relationship Id=\"r1\" Target=\"a.xml\"/><Relationship Id=\"r2\" Target=\"/xl/b.xml\"/></R>";
        let bytes = packed(&[(WORKBOOK, book), ("xl/_rels/workbook.xml.rels", rels)]);
        let budget = Budget::of_file(bytes.len());
        let sheet = |name: &str, is_hidden, part: &str| Sheet { name: name.into(), is_hidden, part: part.into() };
        let found = sheets(&mut Package::open(&bytes, &budget).expect("a package"));
        assert_eq!(found, [sheet("甲", false, "xl/b.xml"), sheet("乙", true, "xl/a.xml")]);
    }
}
