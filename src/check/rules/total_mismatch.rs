//! Sums that do not add up, where it is certain what is added.

use std::borrow::Cow;
use std::ops::Range;

use super::part_exceeds_total::{is_end, leading, shown, totals};
use crate::check::rule::{Check, Rule};
use crate::check::text::{Terms, Text, TextCheck};
use crate::diagnostics::Level;
use crate::model::prose::{BlockKind, Row, Table};
use crate::model::quantity::{Quantity, quantities};
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "total-mismatch",
    summary: "数字加起来与写出的合计不符",
    basis: "《中华人民共和国政府信息公开条例》第六条：及时、准确地公开政府信息",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("total_mismatch.md"),
    check: Check::Text(TextCheck { patterns, look }),
};

fn patterns(_: &Terms) -> Vec<Cow<'static, str>> {
    ["分别为", "分别是"].into_iter().map(Cow::Borrowed).collect()
}

fn look(text: &Text<'_>) -> Vec<Remark> {
    let mut remarks = formulas(text);
    remarks.extend(text.hits.iter().filter_map(|hit| listed(text, &hit.range)));
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

/// `共50件，分别为甲20件、乙30件`: right behind the total, the list is all of it.
fn listed(text: &Text<'_>, hit: &Range<usize>) -> Option<Remark> {
    let block = text.prose.block_at(hit.start).filter(|block| block.kind.is_prose() && block.kind != BlockKind::Cell)?;
    let before = &text.text()[block.range.start..hit.start];
    let total = totals(before).pop()?;
    if !before.trim_end_matches(['，', ',', ' ']).ends_with(total.unit) {
        return None;
    }
    let from = hit.end + leading(&text.text()[hit.end..block.range.end]);
    let list = items(&text.text()[from..block.range.end], total.unit)?;
    let sum = Quantity {
        value: list.iter().map(|item| item.value).sum(),
        rounding: list.iter().map(|item| item.rounding).sum(),
        ..total.clone()
    };
    let range = from..from + list.last()?.range.end;
    ((sum.value - total.value).abs() > sum.rounding + total.rounding + 0.001).then(|| {
        Remark::new(text.span(range), format!("总数是 {}，分列的各项加起来是 {}", shown(&total), shown(&sum)))
            .help("核对总数和各项")
    })
}

/// The quantities of a list of at least two items, each a name and a number of `unit`s; `None` where it is not only that.
fn items(text: &str, unit: &str) -> Option<Vec<Quantity>> {
    let ends = |at: usize, c: char| is_end(text, at, c) || matches!(c, '、' | '和' | '及' | '）' | ')');
    let mut found: Vec<Quantity> = Vec::new();
    let (mut start, mut opened) = (0, '、');
    for (at, c) in text.char_indices().filter(|(at, c)| ends(*at, *c)).chain([(text.len(), '。')]) {
        let item = &text[start..at];
        let counted = quantities(item);
        match counted.as_slice() {
            [one] if one.unit == unit && one.is_exact && one.range.end == item.len() => {
                found.push(Quantity { range: start + one.range.start..start + one.range.end, ..one.clone() });
            }
            // The sentence goes on about something else.
            _ if found.len() > 1 && opened == '，' && counted.iter().all(|one| one.unit != unit) => return Some(found),
            _ => return None,
        }
        if !matches!(c, '、' | '和' | '及' | '，' | ',') {
            break;
        }
        (start, opened) = (at + c.len_utf8(), if c == ',' { '，' } else { c });
    }
    (found.len() > 1).then_some(found)
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
