//! A Chinese year with another sign for its zero.

use std::borrow::Cow;
use std::ops::Range;

use crate::check::rule::{Check, Rule};
use crate::check::text::{Terms, Text, TextCheck};
use crate::diagnostics::Level;
use crate::model::numeral;
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "wrong-zero",
    summary: "年份里的“〇”写成了数字 0、字母 O、圆圈或“零”",
    basis: "GB/T 15835-2011《出版物上数字用法》：汉字数字的零，编号和年份中用“〇”",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("wrong_zero.md"),
    check: Check::Text(TextCheck { patterns, check }),
};

/// What the rule looks for.
const PATTERNS: &[&str] = &["二0", "二O", "二o", "二Ｏ", "二０", "二○", "二◯", "二零", "二〇", "一九"];

fn patterns(_: &Terms) -> Vec<Cow<'static, str>> {
    PATTERNS.iter().map(|pattern| Cow::Borrowed(*pattern)).collect()
}

/// Places that are named; the others are counted.
const SHOWN: usize = 5;

fn check(text: &Text<'_>) -> Vec<Remark> {
    let groups = text.told_together(RULE.name, years(text), |year| text.span(year.clone()));
    groups.iter().filter_map(|years| remark(text, years)).collect()
}

fn remark(text: &Text<'_>, years: &[Range<usize>]) -> Option<Remark> {
    let (first, others) = years.split_first()?;
    let right = |year: &Range<usize>| text.text()[year.clone()].replace(is_zero, "〇");
    let count = if others.is_empty() { String::new() } else { format!("，共 {} 处", years.len()) };
    let message = format!("年份“{}年”里的零不是“〇”{count}", &text.text()[first.clone()]);
    let remark = Remark::new(text.span(first.clone()), message).label(format!("应为“{}”", right(first)));
    let remark = remark.help("汉字年份的零用“〇”，或改用阿拉伯数字");
    let named = others.iter().take(SHOWN - 1);
    let remark = named.fold(remark, |remark, year| remark.related(text.span(year.clone()), "这里也是"));
    let certain = years.iter().filter(|year| text.prose.is_verbatim(year));
    Some(certain.fold(remark, |remark, year| remark.fix(text.span(year.clone()), right(year))))
}

fn is_zero(c: char) -> bool {
    "0OoＯ０○◯零".contains(c)
}

/// Years with another sign for their zero, without 年.
fn years(text: &Text<'_>) -> Vec<Range<usize>> {
    let is_digit = |c: char| numeral::digit(c).is_some() || numeral::is_zero(c);
    let mut years: Vec<Range<usize>> = Vec::new();
    for hit in text.hits {
        let year: String = text.text()[hit.range.start..].chars().take(5).collect();
        let is_year = year.ends_with('年')
            && year.chars().count() == 5
            && year.chars().take(4).all(|c| is_zero(c) || is_digit(c))
            && year.contains(is_zero)
            && text.before(hit.range.start).is_none_or(|c| !is_digit(c));
        let is_free = years.last().is_none_or(|last| hit.range.start >= last.end);
        if is_free && is_year && text.is_prose(hit.range.start) {
            years.push(hit.range.start..hit.range.start + year.len() - '年'.len_utf8());
        }
    }
    years
}
