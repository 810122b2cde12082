//! A table whose columns have no names: read aloud, its cells are words without meaning.

use crate::check::rule::{Check, Rule};
use crate::check::text::{Text, TextCheck, no_patterns};
use crate::diagnostics::Level;
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "table-without-header",
    summary: "表格没有表头",
    basis: "WCAG 2.2 1.3.1；GB/T 37668-2019（条款待核）",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("table_without_header.md"),
    check: Check::Text(TextCheck { patterns: no_patterns, check }),
};

fn check(text: &Text<'_>) -> Vec<Remark> {
    let prose = text.prose;
    let is_filled = |cell: &usize| prose.blocks.get(*cell).is_some_and(|block| !prose.text_of(block).trim().is_empty());
    let headless = prose.tables.iter().filter(|table| {
        table.rows.len() > 1 && !table.rows.iter().any(|row| row.is_header && row.cells.iter().any(is_filled))
    });
    headless
        .filter_map(|table| {
            // An empty cell has no place of its own.
            let first = table.rows.iter().flat_map(|row| &row.cells).find(|cell| is_filled(cell))?;
            let span = text.span(prose.blocks.get(*first)?.range.clone());
            let remark = Remark::new(span, "表格没有表头").label("这张表");
            Some(remark.help("在第一行写上各列的名称；HTML 表格用 `<th>`；只用来排版的，改成普通段落"))
        })
        .collect()
}
