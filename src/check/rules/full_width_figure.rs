//! Full-width digits and decimal points.

use std::ops::Range;

use crate::check::rule::{Check, Rule};
use crate::check::text::{Text, TextCheck, no_patterns};
use crate::diagnostics::Level;
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "full-width-figure",
    summary: "数字用了全角字符，如 `２０２４`、`3．5`",
    basis: "GB/T 15835-2011《出版物上数字用法》：阿拉伯数字用半角，小数点用半角的点",
    level: Level::Info,
    is_structural: false,
    explanation: include_str!("full_width_figure.md"),
    check: Check::Text(TextCheck { patterns: no_patterns, check }),
};

/// Places that are named; the others are counted.
const SHOWN: usize = 5;

fn check(text: &Text<'_>) -> Vec<Remark> {
    let is_full = |run: &Range<usize>| !text.text().as_bytes()[run.clone()].is_ascii();
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let runs = text.scan.digits.iter().filter(|run| is_full(run) && !is_label(text, run)).cloned();
    let points = text.scan.marks.iter().filter(|mark| mark.c == '．').filter_map(|mark| {
        let range = mark.range();
        (is_digit(text.before(mark.at)) && is_digit(text.after(range.end))).then_some(range)
    });
    let mut found: Vec<Range<usize>> = runs.chain(points).filter(|place| text.is_prose(place.start)).collect();
    found.sort_by_key(|place| place.start);
    let groups = text.told_together(RULE.name, found, |place| text.span(place.clone()));
    groups.iter().filter_map(|found| remark(text, found)).collect()
}

/// `１．` and `（２）` at the start of a block are numerals, which have rules of their own.
fn is_label(text: &Text<'_>, run: &Range<usize>) -> bool {
    let before = text.text()[..run.start].chars().rev().find(|c| !matches!(c, '（' | '('));
    before.is_none_or(|c| c == '\n') && text.after(run.end).is_some_and(|c| matches!(c, '．' | '.' | '、' | '）' | ')'))
}

fn remark(text: &Text<'_>, found: &[Range<usize>]) -> Option<Remark> {
    let (first, others) = found.split_first()?;
    let written = text.text().get(first.clone())?;
    let message = match found.len() {
        1 => format!("数字里用了全角的 `{written}`"),
        count => format!("有 {count} 处数字用了全角字符，第一处是 `{written}`"),
    };
    let right = written.chars().map(half_width).collect::<String>();
    let remark = Remark::new(text.span(first.clone()), message).label(format!("应为 `{right}`"));
    let remark = remark.help("改为半角，全角的数字检索不到，也不能复制去计算；程序不会自动改数字");
    let named = others.iter().take(SHOWN - 1);
    Some(named.fold(remark, |remark, place| remark.related(text.span(place.clone()), "这里也是")))
}

fn half_width(c: char) -> char {
    match c {
        '．' => '.',
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        other => other,
    }
}
