//! A quotation mark or a title mark inside a pair of the same kind.

use crate::check::rule::{Check, Rule};
use crate::check::text::punctuation::by_block;
use crate::check::text::scan::Mark;
use crate::check::text::{Text, TextCheck, no_patterns};
use crate::diagnostics::Level;
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "nested-mark",
    summary: "同一种引号、书名号套在一起，如 `“落实“两个责任””`",
    basis: "GB/T 15834-2011《标点符号用法》：引号里面再用引号，外用双引号、内用单引号；书名号里面再用书名号，外用双书名号、内用单书名号",
    level: Level::Info,
    is_structural: false,
    explanation: include_str!("nested_mark.md"),
    check: Check::Text(TextCheck { patterns: no_patterns, check }),
};

/// Pairs, with those that stand inside.
const KINDS: [(char, char, &str); 3] = [('“', '”', "‘’"), ('《', '》', "〈〉"), ('【', '】', "〔〕")];

/// Marks of a pair within a pair.
const FEWEST: usize = 4;

fn check(text: &Text<'_>) -> Vec<Remark> {
    let found = by_block(text)
        .filter(|(_, marks)| marks.len() >= FEWEST)
        .flat_map(|(_, marks)| KINDS.iter().filter_map(|kind| nested(marks, kind)));
    let found: Vec<(Mark, &str)> = found.collect();
    let groups = text.told_together(RULE.name, found, |(mark, _)| text.span(mark.range()));
    groups.iter().filter_map(|found| remark(text, found)).collect()
}

/// The first mark of a kind that opens inside a pair of its own. Where some mark has no other half nobody knows what is inside.
fn nested(marks: &[Mark], (open, close, inner): &(char, char, &'static str)) -> Option<(Mark, &'static str)> {
    let mut depth = 0_usize;
    let mut first = None;
    for mark in marks {
        if mark.c == *open {
            first = first.or((depth > 0).then_some(*mark));
            depth += 1;
        } else if mark.c == *close {
            depth = depth.checked_sub(1)?;
        }
    }
    first.filter(|_| depth == 0).map(|mark| (mark, *inner))
}

fn remark(text: &Text<'_>, found: &[(Mark, &str)]) -> Option<Remark> {
    let (mark, inner) = found.first()?;
    let count = if found.len() > 1 { format!("，共 {} 段有", found.len()) } else { String::new() };
    let remark = Remark::new(text.span(mark.range()), format!("`{0}` 里面又用了 `{0}`{count}", mark.c));
    Some(remark.label(format!("里面的用 `{inner}`")).help("里层改用另一种，如 `“落实‘两个责任’”`、`《关于〈办法〉的通知》`"))
}
