//! Sums that do not add up, where it is certain what is added.

use crate::check::rule::{Check, Rule};
use crate::check::text::{Text, TextCheck, no_patterns};
use crate::diagnostics::Level;
use crate::model::prose::{Row, Table};
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "total-mismatch",
    summary: "数字加起来与写出的合计不符",
    basis: "《中华人民共和国政府信息公开条例》第六条：及时、准确地公开政府信息",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("total_mismatch.md"),
    check: Check::Text(TextCheck { patterns: no_patterns, look }),
};

fn look(text: &Text<'_>) -> Vec<Remark> {
    let mut remarks = formulas(text);
    remarks.extend(text.prose.tables.iter().flat_map(|table| column_sums(text, table)));
    remarks
}

/// `5310+720=6030`.
fn formulas(text: &Text<'_>) -> Vec<Remark> {
    let all = text.text();
    let mut remarks = Vec::new();
    for mark in text.scan.marks.iter().filter(|mark| matches!(mark.c, '=' | '＝')) {
        let is_term = |c: char| c.is_ascii_digit() || matches!(c, '+' | '＋' | '.' | ',');
        let left = all[..mark.at].rsplit(|c| !is_term(c)).next().unwrap_or_default();
        let right: String = all[mark.range().end..].chars().take_while(|c| is_term(*c)).collect();
        let terms: Option<Vec<f64>> = left.split(['+', '＋']).map(|term| number(term).map(|(value, _)| value)).collect();
        let (Some(terms), Some((total, digits))) = (terms, number(&right)) else { continue };
        let sum: f64 = terms.iter().sum();
        if terms.len() > 1 && differ(sum, total, digits, 0) {
            let range = mark.at - left.len()..mark.range().end + right.len();
            let message = format!("“{}”不相等", &all[range.clone()]);
            remarks.push(
                Remark::new(text.span(range), message).label(format!("左边是 {}", show(sum, digits))).help("核对各项数字"),
            );
        }
    }
    remarks
}

/// Columns of figures under a header, with 合计 in the last row and nothing else that sums up.
fn column_sums(text: &Text<'_>, table: &Table) -> Vec<Remark> {
    let cell = |row: &Row, column: usize| {
        let block = row.cells.get(column).and_then(|index| text.prose.blocks.get(*index))?;
        Some((block, text.prose.text_of(block).trim()))
    };
    let (Some(header), Some(last)) = (table.rows.first(), table.rows.last()) else { return Vec::new() };
    let items = table.rows.get(1..table.rows.len() - 1).unwrap_or_default();
    let name = |row: &Row| cell(row, 0).map_or("", |(_, name)| name);
    let is_plain = |row: &Row| {
        row.cells.len() == header.cells.len()
            && !["计", "其中", "总数", "全区", "全市", "全街道"].iter().any(|word| name(row).contains(word))
    };
    let has_total = matches!(name(last).replace([' ', '\u{3000}'], "").as_str(), "合计" | "总计");
    if !header.is_header
        || !has_total
        || items.len() < 2
        || last.cells.len() != header.cells.len()
        || !items.iter().all(is_plain)
    {
        return Vec::new();
    }
    let mut remarks = Vec::new();
    for column in 1..header.cells.len() {
        let title = cell(header, column).map_or("", |(_, title)| title);
        let is_sum = !["率", "比", "占", "均", "序", "名", "%", "％", "增", "幅", "度", "单价", "年份", "含", "其中"]
            .iter()
            .any(|word| title.contains(word));
        let figures: Option<Vec<f64>> = items
            .iter()
            .map(|row| cell(row, column).and_then(|(_, figure)| number(figure)).map(|(value, _)| value))
            .collect();
        let Some(((block, written), figures)) = cell(last, column).zip(figures).filter(|_| is_sum) else { continue };
        let Some((total, digits)) = number(written) else { continue };
        let sum: f64 = figures.iter().sum();
        if differ(sum, total, digits, figures.len()) {
            let message = format!("“{title}”一列合计写作 {written}，各行加起来是 {}", show(sum, digits));
            remarks.push(Remark::new(text.span(block.range.clone()), message).help("核对各行与合计"));
        }
    }
    remarks
}

/// A plain figure with the number of its decimals.
fn number(text: &str) -> Option<(f64, usize)> {
    let plain = text.trim().replace(',', "");
    let digits = plain.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let is_plain = !plain.is_empty() && plain.len() < 16 && plain.chars().all(|c| c.is_ascii_digit() || c == '.');
    is_plain.then(|| plain.parse().ok()).flatten().map(|value| (value, digits))
}

/// Whether two sums differ by more than rounding explains: half a unit of the last decimal for each term.
fn differ(sum: f64, total: f64, digits: usize, terms: usize) -> bool {
    let unit = 0.1_f64.powi(i32::try_from(digits).unwrap_or(0));
    let slack = if digits == 0 { 0.01 } else { unit * (terms as f64 + 1.0) * 0.51 };
    (sum - total).abs() > slack
}

fn show(value: f64, digits: usize) -> String {
    format!("{value:.digits$}")
}
