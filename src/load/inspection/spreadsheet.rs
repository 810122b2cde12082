//! Spreadsheets (.xlsx): cells of all sheets, hidden ones too, comments, and the copies that pivot tables keep of their data.

use std::collections::{BTreeMap, BTreeSet};

use super::grid::{Collector, Row};
use super::package::Package;
use super::xml::{Step, walk};
use crate::model::privacy::covered;

/// Columns of the widest sheet there is.
const MOST_COLUMNS: usize = 16_384;

struct Sheet {
    name: String,
    is_hidden: bool,
    part: String,
}

pub(super) fn read(package: &mut Package<'_>, collector: &mut Collector) {
    let shared = shared_strings(&package.part("xl/sharedStrings.xml"));
    for sheet in sheets(package) {
        collector.text("工作表的名称", String::new, &sheet.name);
        let part = format!("工作表“{}”{}", covered(&sheet.name), if sheet.is_hidden { "（隐藏）" } else { "" });
        let read = cells(&package.part(&sheet.part), &shared);
        let has_content = |row: &Row| row.cells.iter().any(|(_, text)| !text.is_empty());
        if sheet.is_hidden && read.rows.iter().any(has_content) {
            collector.hidden(format!("隐藏的工作表“{}”", covered(&sheet.name)), 1);
        }
        let rows = read.rows.iter().filter(|row| row.is_hidden && has_content(row)).count();
        collector.hidden(format!("{part}里隐藏的行"), rows);
        let is_used =
            |column: &usize| read.rows.iter().flat_map(|row| &row.cells).any(|(at, text)| at == column && !text.is_empty());
        collector.hidden(format!("{part}里隐藏的列"), read.hidden_columns.iter().filter(|column| is_used(column)).count());
        collector.grid(&part, &read.rows, &|column| read.hidden_columns.contains(&column));
        collector.text(&part, || "页眉页脚".to_string(), &read.margins);
        read.formulas.iter().for_each(|formula| collector.text(&part, || "公式".to_string(), formula));
    }
    for name in texts(&package.part("xl/workbook.xml"), &["definedName"]) {
        collector.text("定义的名称", String::new, &name);
    }
    for name in package.names() {
        if name.starts_with("xl/comments") || name.starts_with("xl/threadedComments/") {
            let texts = texts(&package.part(&name), &["comment", "threadedComment"]);
            collector.hidden("批注", texts.len());
            for (at, text) in texts.iter().enumerate() {
                collector.text("批注", || format!("第 {} 条", at + 1), text);
            }
        } else if name.starts_with("xl/pivotCache/") && name.ends_with(".xml") {
            walk(&package.part(&name), |step| {
                if let Step::Open(_, attributes) = step
                    && let Some(value) = attributes.get("v")
                {
                    collector.text("数据透视表的缓存", String::new, &value);
                }
            });
        }
    }
}

/// The text of every element of these names.
pub(super) fn texts(xml: &str, names: &[&str]) -> Vec<String> {
    let mut texts = Vec::new();
    walk(xml, |step| match step {
        Step::Open(name, _) if names.contains(&name) => texts.push(String::new()),
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
    walk(&package.part("xl/_rels/workbook.xml.rels"), |step| {
        if let Step::Open("Relationship", attributes) = step
            && let (Some(id), Some(target)) = (attributes.get("Id"), attributes.get("Target"))
        {
            let part = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_string);
            targets.insert(id, part);
        }
    });
    let mut sheets = Vec::new();
    walk(&package.part("xl/workbook.xml"), |step| {
        if let Step::Open("sheet", attributes) = step
            && let Some(part) = attributes.get("id").and_then(|id| targets.get(&id).cloned())
        {
            let is_hidden = attributes.get("state").is_some_and(|state| state != "visible");
            sheets.push(Sheet { name: attributes.get("name").unwrap_or_default(), is_hidden, part });
        }
    });
    sheets
}

fn shared_strings(xml: &str) -> Vec<String> {
    texts(xml, &["si"])
}

#[derive(Default)]
struct Cells {
    rows: Vec<Row>,
    hidden_columns: BTreeSet<usize>,
    margins: String,
    formulas: Vec<String>,
}

fn cells(xml: &str, shared: &[String]) -> Cells {
    let mut read = Cells::default();
    let (mut kind, mut column, mut text) = (String::new(), 0, String::new());
    let (mut is_value, mut is_margin, mut is_formula) = (false, false, false);
    walk(xml, |step| match step {
        Step::Open("col", attributes) if attributes.is_on("hidden") => {
            let number = |name| attributes.get(name).and_then(|value| value.parse::<usize>().ok()).unwrap_or(0);
            // Columns to the very end of a sheet are hidden to make it look small.
            let last = number("max").min(MOST_COLUMNS);
            read.hidden_columns.extend((number("min")..=last).filter_map(|column| column.checked_sub(1)));
        }
        Step::Open("row", attributes) => {
            let following = read.rows.last().map_or(1, |row| row.number + 1);
            let number = attributes.get("r").and_then(|number| number.parse().ok()).unwrap_or(following);
            read.rows.push(Row { number, is_hidden: attributes.is_on("hidden"), cells: Vec::new() });
        }
        Step::Open("c", attributes) => {
            kind = attributes.get("t").unwrap_or_default();
            let following = read.rows.last().and_then(|row| row.cells.last()).map_or(0, |(column, _)| column + 1);
            column = attributes.get("r").and_then(|place| column_of(&place)).unwrap_or(following);
            text.clear();
        }
        Step::Open("f", _) => is_formula = true,
        Step::Close("f") => is_formula = false,
        Step::Text(formula) if is_formula => read.formulas.push(formula.replace('"', " ")),
        Step::Open("v" | "t", _) => is_value = true,
        Step::Close("v" | "t") => is_value = false,
        Step::Open("headerFooter", _) => is_margin = true,
        Step::Close("headerFooter") => is_margin = false,
        Step::Text(part) if is_value => text.push_str(part),
        Step::Text(part) if is_margin => read.margins.push_str(part),
        Step::Close("c") => {
            let value = match kind.as_str() {
                "s" => text.parse::<usize>().ok().and_then(|at| shared.get(at).cloned()).unwrap_or_default(),
                "n" | "" => plain_number(&text),
                _ => text.clone(),
            };
            if let Some(row) = read.rows.last_mut().filter(|_| !value.is_empty()) {
                row.cells.push((column, value));
            }
        }
        _ => {}
    });
    read
}

/// `1.5400001234E10` as people see it: whole numbers of up to twenty digits, shifted as text so that no digit is lost.
fn plain_number(text: &str) -> String {
    const MOST_DIGITS: usize = 20;
    let shifted = || {
        let (mantissa, exponent) = text.split_once(['e', 'E'])?;
        let exponent: usize = exponent.trim_start_matches('+').parse().ok()?;
        let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = whole.len() + exponent;
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
