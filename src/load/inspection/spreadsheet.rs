//! Spreadsheets (.xlsx): cells of all sheets, hidden ones too, comments, and the copies that pivot tables keep of their data.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::budget::{Budget, KEPT};
use super::grid::{Collector, Row};
use super::package::Package;
use super::xml::{Attributes, Step, walk};
use crate::model::privacy::covered;

/// Columns of the widest sheet there is.
pub(super) const MOST_COLUMNS: usize = 16_384;
/// Bytes of a sheet's name that are shown.
const LONGEST_NAME: usize = 120;

struct Sheet {
    name: String,
    is_hidden: bool,
    part: String,
}

pub(super) fn read(package: &mut Package<'_>, collector: &mut Collector<'_>) {
    let budget = package.budget;
    budget.enter("单元格里的文字");
    let shared = texts(&package.part("xl/sharedStrings.xml"), &["si"], budget);
    for sheet in sheets(package) {
        collector.text("工作表的名称", String::new, &sheet.name);
        budget.enter(&format!("工作表“{}”", shown_name(&sheet.name)));
        let read = cells(&package.part(&sheet.part), &shared, budget);
        tell(&sheet.name, sheet.is_hidden, &read.rows, &read.hidden_columns, collector);
        let part = part_of(&sheet.name, sheet.is_hidden);
        collector.text(&part, || "页眉页脚".to_string(), &read.margins);
        read.formulas.iter().for_each(|formula| collector.text(&part, || "公式".to_string(), formula));
    }
    for name in texts(&package.part("xl/workbook.xml"), &["definedName"], budget) {
        collector.text("定义的名称", String::new, &name);
    }
    for name in package.names() {
        if name.starts_with("xl/comments") || name.starts_with("xl/threadedComments/") {
            let texts = texts(&package.part(&name), &["comment", "threadedComment"], budget);
            collector.hidden("批注", texts.len());
            for (at, text) in texts.iter().enumerate() {
                collector.text("批注", || format!("第 {} 条", at + 1), text);
            }
        } else if name.starts_with("xl/pivotCache/") && name.ends_with(".xml") {
            budget.enter("数据透视表的缓存");
            walk(&package.part(&name), budget, |step| {
                if let Step::Open(_, attributes) = step
                    && let Some(value) = attributes.get("v")
                {
                    collector.text("数据透视表的缓存", String::new, &value);
                }
            });
        }
    }
}

fn shown_name(name: &str) -> Cow<'_, str> {
    covered(&name[..name.floor_char_boundary(LONGEST_NAME)])
}

fn part_of(name: &str, is_hidden: bool) -> String {
    format!("工作表“{}”{}", shown_name(name), if is_hidden { "（隐藏）" } else { "" })
}

/// What a sheet of any format holds, and what of it is hidden.
pub(super) fn tell(name: &str, is_hidden: bool, rows: &[Row<'_>], hidden: &HiddenColumns, collector: &mut Collector<'_>) {
    let part = part_of(name, is_hidden);
    let has_content = |row: &&Row<'_>| row.cells.iter().any(|(_, text)| !text.is_empty());
    if is_hidden && rows.iter().any(|row| has_content(&row)) {
        collector.hidden(format!("隐藏的工作表“{}”", shown_name(name)), 1);
    }
    collector.hidden(format!("{part}里隐藏的行"), rows.iter().filter(|row| row.is_hidden).filter(has_content).count());
    let is_hidden_column = hidden.by_column();
    let is_hidden = |column: usize| is_hidden_column.get(column).copied().unwrap_or(false);
    let mut used = BTreeSet::new();
    for (column, text) in rows.iter().flat_map(|row| &row.cells) {
        if is_hidden(*column) && !text.is_empty() {
            used.insert(*column);
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
    /// Hides columns from `first` to before `end`, counted from 0.
    pub(super) fn hide(&mut self, first: usize, end: usize) {
        let end = end.min(MOST_COLUMNS);
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

/// The text of every element of these names.
pub(super) fn texts(xml: &str, names: &[&str], budget: &Budget) -> Vec<String> {
    let mut texts = Vec::new();
    walk(xml, budget, |step| match step {
        Step::Open(name, _) if names.contains(&name) && budget.spend(KEPT) => texts.push(String::new()),
        Step::Text(text) => {
            if let Some(last) = texts.last_mut() {
                last.push_str(text);
            }
        }
        _ => {}
    });
    texts
}

fn sheets(package: &mut Package<'_>) -> Vec<Sheet> {
    let mut targets: BTreeMap<String, String> = BTreeMap::new();
    let budget = package.budget;
    walk(&package.part("xl/_rels/workbook.xml.rels"), budget, |step| {
        if let Step::Open("Relationship", attributes) = step
            && let (Some(id), Some(target)) = (attributes.get("Id"), attributes.get("Target"))
        {
            let part = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_string);
            targets.insert(id, part);
        }
    });
    let mut sheets = Vec::new();
    walk(&package.part("xl/workbook.xml"), budget, |step| {
        if let Step::Open("sheet", attributes) = step
            && budget.spend(KEPT)
            && let Some(part) = attributes.get("id").and_then(|id| targets.get(&id).cloned())
        {
            let is_hidden = attributes.get("state").is_some_and(|state| state != "visible");
            sheets.push(Sheet { name: attributes.get("name").unwrap_or_default(), is_hidden, part });
        }
    });
    sheets
}

#[derive(Default)]
struct Cells<'s> {
    rows: Vec<Row<'s>>,
    hidden_columns: HiddenColumns,
    margins: String,
    formulas: Vec<String>,
    /// The row that is open; it is kept when it turns out to hold something.
    row: Row<'s>,
}

impl<'s> Cells<'s> {
    fn open_row(&mut self, attributes: &Attributes<'_>) {
        let number = attributes.get("r").and_then(|number| number.parse().ok());
        let number = number.unwrap_or(self.row.number.saturating_add(1));
        self.close_row();
        let is_flat = attributes.get("ht").is_some_and(|height| is_zero(&height));
        self.row = Row { number, is_hidden: is_flat || attributes.is_on("hidden"), cells: Vec::new() };
    }

    fn close_row(&mut self) {
        if self.row.cells.is_empty() {
            return;
        }
        let Row { number, is_hidden, .. } = self.row;
        let mut row = std::mem::replace(&mut self.row, Row { number, is_hidden, cells: Vec::new() });
        if !row.cells.is_sorted_by_key(|(column, _)| *column) {
            row.cells.sort_by_key(|(column, _)| *column);
        }
        self.rows.push(row);
    }

    fn hide_columns(&mut self, attributes: &Attributes<'_>) {
        let is_narrow = || attributes.get("width").is_some_and(|width| is_zero(&width));
        if attributes.is_on("hidden") || is_narrow() {
            let number = |name| attributes.get(name).and_then(|value| value.parse::<usize>().ok()).unwrap_or(0);
            if let Some(first) = number("min").checked_sub(1) {
                self.hidden_columns.hide(first, number("max"));
            }
        }
    }
}

fn is_zero(number: &str) -> bool {
    number.trim().parse::<f64>().is_ok_and(|number| number == 0.0)
}

fn cells<'s>(xml: &str, shared: &'s [String], budget: &Budget) -> Cells<'s> {
    let mut read = Cells::default();
    let (mut kind, mut column, mut text) = (String::new(), 0, String::new());
    let (mut is_value, mut is_margin, mut is_formula) = (false, false, false);
    walk(xml, budget, |step| match step {
        Step::Open("col", attributes) => read.hide_columns(attributes),
        Step::Open("row", attributes) => read.open_row(attributes),
        Step::Open("c", attributes) => {
            kind = attributes.get("t").unwrap_or_default();
            let following = read.row.cells.last().map_or(0, |(column, _)| column + 1);
            column = attributes.get("r").and_then(|place| column_of(&place)).unwrap_or(following);
            text.clear();
        }
        Step::Open("f", _) => is_formula = true,
        Step::Close("f") => is_formula = false,
        Step::Text(formula) if is_formula && budget.spend(KEPT + formula.len() as u64) => {
            read.formulas.push(formula.replace('"', " "));
        }
        Step::Open("v" | "t", _) => is_value = true,
        Step::Close("v" | "t") => is_value = false,
        Step::Open("headerFooter", _) => is_margin = true,
        Step::Close("headerFooter") => is_margin = false,
        Step::Text(part) if is_value => text.push_str(part),
        Step::Text(part) if is_margin => read.margins.push_str(part),
        Step::Close("c") => {
            let value: Cow<'s, str> = match kind.as_str() {
                "s" => text.parse::<usize>().ok().and_then(|at| shared.get(at)).map_or("", String::as_str).into(),
                "n" | "" => plain_number(&text).into(),
                _ => text.clone().into(),
            };
            if !value.is_empty() && budget.spend(KEPT) {
                read.row.cells.push((column, value));
            }
        }
        _ => {}
    });
    read.close_row();
    read
}

/// `1.5400001234E10` as people see it: whole numbers of up to twenty digits, shifted as text so that no digit is lost.
pub(super) fn plain_number(text: &str) -> String {
    const MOST_DIGITS: usize = 20;
    let shifted = || {
        let (mantissa, exponent) = text.split_once(['e', 'E'])?;
        let exponent: usize = exponent.trim_start_matches('+').parse().ok()?;
        let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = whole.len().checked_add(exponent)?;
        let is_whole = decimals.len() <= exponent && digits <= MOST_DIGITS;
        let is_plain = mantissa.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        (is_whole && is_plain).then(|| format!("{whole}{decimals:0<exponent$}"))
    };
    shifted().unwrap_or_else(|| text.to_string())
}

/// `AB12` → 27.
fn column_of(place: &str) -> Option<usize> {
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic).take(3);
    let number = letters.fold(0_usize, |number, letter| number * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1);
    number.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(sheet: &str, shared: &[String], steps: u64) -> (usize, usize, Vec<bool>, bool) {
        let budget = Budget::of(0, steps);
        let read = cells(sheet, shared, &budget);
        let cells = read.rows.iter().map(|row| row.cells.len()).sum();
        (read.rows.len(), cells, read.hidden_columns.by_column(), budget.take_cut().is_some())
    }

    #[test]
    fn a_number_of_any_exponent_is_read() {
        assert_eq!(plain_number("1.5400001234E10"), "15400001234");
        for kept in ["1E18446744073709551615", "1E99", "1.5E-3", "E5x"] {
            assert_eq!(plain_number(kept), kept);
        }
    }

    #[test]
    fn rows_without_cells_are_not_kept_and_still_counted() {
        let sheet = format!("{}<row><c><v>1</v></c></row>", "<row/>".repeat(500));
        let budget = Budget::of(0, u64::MAX);
        let read = cells(&sheet, &[], &budget);
        assert_eq!((read.rows.len(), read.rows[0].number), (1, 501));
    }

    #[test]
    fn columns_hidden_to_the_end_and_any_number_of_times_are_ranges() {
        let columns = "<col min=\"3\" max=\"16384\" hidden=\"1\"/>".repeat(1_000);
        let (_, _, hidden, is_cut) = seen(&format!("{columns}<col min=\"1\" max=\"1\" width=\"0\"/>"), &[], 100_000);
        assert_eq!((hidden[0], hidden[1], hidden[2], hidden[16_383], is_cut), (true, false, true, true, false));
    }

    #[test]
    fn cells_borrow_their_shared_string_and_the_budget_ends_them() {
        let shared = ["长".repeat(1_000)];
        let sheet = format!("<row>{}</row>", "<c t=\"s\"><v>0</v></c>".repeat(1_000));
        assert_eq!(seen(&sheet, &shared, 1_000_000).1, 1_000);
        let (_, kept, _, is_cut) = seen(&sheet, &shared, 10_000);
        assert!(is_cut && kept < 1_000, "{kept}");
    }
}
