//! A month or day with a zero before it.

use std::ops::Range;

use crate::check::rule::{Check, Rule};
use crate::check::text::{Text, TextCheck, no_patterns};
use crate::diagnostics::Level;
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "zero-in-date",
    summary: "日期里的月、日前面补了零，如 `05月06日`",
    basis: "GB/T 9704-2012《党政机关公文格式》7.3.5.4：月、日不编虚位（即 1 不编为 01）",
    level: Level::Info,
    is_structural: false,
    explanation: include_str!("zero_in_date.md"),
    check: Check::Text(TextCheck { patterns: no_patterns, check }),
};

/// Places that are named; the others are counted.
const SHOWN: usize = 5;

fn check(text: &Text<'_>) -> Vec<Remark> {
    let found = text.scan.digits.iter().filter(|run| has_zero(text, run)).cloned();
    let groups = text.told_together(RULE.name, found, |run| text.span(run.clone()));
    groups.iter().filter_map(|found| remark(text, found)).collect()
}

/// Two digits, the first of which is a zero, between 年 and 月 or between 月 and 日, or at the start of `05月06日`.
fn has_zero(text: &Text<'_>, run: &Range<usize>) -> bool {
    let all = text.text();
    if !matches!(&all.as_bytes()[run.clone()], [b'0', b'1'..=b'9']) {
        return false;
    }
    let (before, after) = (text.before(run.start), text.after(run.end));
    let is_day = before == Some('月') && after == Some('日');
    let is_month = after == Some('月')
        && (before == Some('年') || all[run.end + '月'.len_utf8()..].starts_with(|c: char| c.is_ascii_digit()));
    (is_day || is_month) && text.is_prose(run.start)
}

fn remark(text: &Text<'_>, found: &[Range<usize>]) -> Option<Remark> {
    let (first, others) = found.split_first()?;
    let all = text.text();
    let unit = text.after(first.end)?;
    let written = all.get(first.clone())?;
    let count = if others.is_empty() { String::new() } else { format!("，共 {} 处", found.len()) };
    let message = format!("日期里的“{written}{unit}”前面补了零{count}");
    let remark =
        Remark::new(text.span(first.clone()), message).label(format!("应为“{}{unit}”", written.trim_start_matches('0')));
    let remark = remark.help("月、日前面不加 0，如 `2024年5月6日`；表格里为了对齐的可以保留");
    let named = others.iter().take(SHOWN - 1);
    Some(named.fold(remark, |remark, run| remark.related(text.span(run.clone()), "这里也是")))
}
