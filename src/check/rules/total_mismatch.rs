//! Sums that do not add up, where it is certain what is added.

use std::borrow::Cow;
use std::ops::Range;

use crate::check::rule::{Check, Rule};
use crate::check::text::amounts::{COMPARED, LONGEST_CLAUSE, List, OF_ITS_OWN, has, leading, list, shown, totals};
use crate::check::text::table_sums::{Mismatch, differ, figure_of, mismatches};
use crate::check::text::{Hit, Terms, Text, TextCheck, end_of, start_of};
use crate::diagnostics::Level;
use crate::model::measured_number::{Quantity, quantities};
use crate::model::prose::{BlockKind, Table};
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "total-mismatch",
    summary: "数字加起来与写出的合计不符",
    basis: "《中华人民共和国政府信息公开条例》第六条：及时、准确地公开政府信息",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("total_mismatch.md"),
    check: Check::Text(TextCheck { patterns, check }),
};

/// Words behind which the parts of a total stand, and words before a total that sums up what stood before it.
const BEHIND: [&str; 2] = ["分别为", "分别是"];
const BEFORE: [&str; 3] = ["共计", "合计", "总计"];

fn patterns(_: &Terms) -> Vec<Cow<'static, str>> {
    BEHIND.iter().chain(&BEFORE).map(|word| Cow::Borrowed(*word)).collect()
}

fn check(text: &Text<'_>) -> Vec<Remark> {
    let mut remarks = formulas(text);
    let of_hit = |hit: &Hit| if hit.pattern < BEHIND.len() { listed(text, &hit.range) } else { summed_up(text, &hit.range) };
    remarks.extend(text.hits.iter().filter_map(of_hit));
    remarks.extend(text.prose.tables.iter().flat_map(|table| in_table(text, table)));
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
        let terms: Option<Vec<f64>> = left.split(['+', '＋']).map(|term| figure_of(term).map(|(value, _)| value)).collect();
        let (Some(terms), Some((total, digits))) = (terms, figure_of(&right)) else { continue };
        let sum: f64 = terms.iter().sum();
        if terms.len() > 1 && differ(sum, total, digits, 0) {
            let range = mark.at - left.len()..mark.range().end + right.len();
            let message = format!("“{}”不相等", &all[range.clone()]);
            remarks
                .push(Remark::new(text.span(range), message).label(format!("左边是 {sum:.digits$}")).help("核对各项数字"));
        }
    }
    remarks
}

/// `共50件，分别为甲20件、乙30件`: right behind the total, the list is all of it.
fn listed(text: &Text<'_>, hit: &Range<usize>) -> Option<Remark> {
    let block = prose_around(text, hit)?;
    let before = &text.text()[block.start..hit.start];
    let total = totals(before).pop()?;
    if !before.trim_end_matches(['，', ',', ' ']).ends_with(total.unit) {
        return None;
    }
    let from = hit.end + leading(&text.text()[hit.end..block.end]);
    let list = list(&text.text()[from..block.end], total.unit)?;
    unequal(text, from, &list, &total)
}

/// `甲20件、乙30件，共计50件`: the sum behind its parts.
fn summed_up(text: &Text<'_>, hit: &Range<usize>) -> Option<Remark> {
    let block = prose_around(text, hit)?;
    let total = quantities(start_of(&text.text()[hit.end..block.end], LONGEST_CLAUSE)).into_iter().next()?;
    let before = text.text()[block.start..hit.start].trim_end_matches(['，', ',', ' ']);
    let near = end_of(before, LONGEST_SENTENCE);
    let skipped = before.len() - near.len();
    let start = near.char_indices().rev().find(|(_, c)| matches!(c, '。' | '；' | ';' | '！' | '？' | '：' | ':' | '\n'));
    let start = start.map_or(0, |(at, c)| at + c.len_utf8());
    let start = skipped + near.rfind("其中").map_or(start, |at| start.max(at + "其中".len()));
    let from = block.start + start + leading(&before[start..]);
    let parts = text.text().get(from..block.start + before.len())?;
    let list = list(parts, total.unit)?;
    let is_all = list.end() == parts.len() && total.is_exact && total.range.start == 0;
    let is_plain = !list.names.iter().any(|name| has(name, &COMPARED) || has(name, &OF_ITS_OWN));
    if is_all && is_plain { unequal(text, from, &list, &total) } else { None }
}

/// Bytes before a total in which its parts are looked for.
const LONGEST_SENTENCE: usize = 3 * 400;

/// The block of prose around a hit, of no table.
fn prose_around(text: &Text<'_>, hit: &Range<usize>) -> Option<Range<usize>> {
    let block = text.prose.block_at(hit.start)?;
    (block.kind.is_prose() && block.kind != BlockKind::Cell).then(|| block.range.clone())
}

fn unequal(text: &Text<'_>, from: usize, list: &List, total: &Quantity) -> Option<Remark> {
    let sum = list.sum();
    ((sum.value - total.value).abs() > sum.rounding + total.rounding + 0.001).then(|| {
        let message = format!("总数是 {}，分列的各项加起来是 {}", shown(total), shown(&sum));
        Remark::new(text.span(from + sum.range.start..from + sum.range.end), message).help("核对总数和各项")
    })
}

/// Tables with a head.
fn in_table(text: &Text<'_>, table: &Table) -> Vec<Remark> {
    let block = |at: &usize| text.prose.blocks.get(*at);
    let cell = |at: &usize| block(at).map_or("", |block| text.prose.text_of(block));
    let has_head = table.rows.first().is_some_and(|row| row.is_header);
    let has_total = || table.rows.iter().flat_map(|row| &row.cells).any(|at| cell(at).contains('计'));
    if !has_head || !has_total() {
        return Vec::new();
    }
    let rows: Vec<Vec<&str>> = table.rows.iter().map(|row| row.cells.iter().map(cell).collect()).collect();
    let remark = |found: Mismatch| {
        let at = table.rows.get(found.row).and_then(|row| row.cells.get(found.column)).and_then(block)?;
        let message = format!("合计写作 {}，{}加起来是 {}", found.written, found.parts, found.sum);
        Some(Remark::new(text.span(at.range.clone()), message).help("核对各项与合计"))
    };
    mismatches(&rows).into_iter().filter_map(remark).collect()
}
