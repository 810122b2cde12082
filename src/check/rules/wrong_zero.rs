//! A Chinese year with another sign for its zero.

use std::borrow::Cow;

use crate::check::rule::{Check, Rule};
use crate::check::text::{Terms, Text, TextCheck};
use crate::diagnostics::Level;
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "wrong-zero",
    summary: "年份里的“〇”写成了数字 0、字母 O、圆圈或“零”",
    basis: "GB/T 15835-2011《出版物上数字用法》：汉字数字的零，编号和年份中用“〇”",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("wrong_zero.md"),
    check: Check::Text(TextCheck { patterns, look }),
};

/// What the rule looks for.
const PATTERNS: &[&str] = &["二0", "二O", "二o", "二Ｏ", "二０", "二○", "二◯", "二零", "二〇", "一九"];

fn patterns(_: &Terms) -> Vec<Cow<'static, str>> {
    PATTERNS.iter().map(|pattern| Cow::Borrowed(*pattern)).collect()
}

fn look(text: &Text<'_>) -> Vec<Remark> {
    let mut last = 0;
    let mut remarks = Vec::new();
    for hit in text.hits {
        let year: String = text.text()[hit.range.start..].chars().take(5).collect();
        let is_zero = |c: char| "0OoＯ０○◯零".contains(c);
        let is_year = year.ends_with('年')
            && year.chars().count() == 5
            && year.chars().take(4).all(|c| is_zero(c) || "一二三四五六七八九〇零".contains(c))
            && year.contains(is_zero)
            && text.before(hit.range.start).is_none_or(|c| !"一二三四五六七八九〇零".contains(c));
        if hit.range.start < last || !is_year || !text.is_prose(hit.range.start) {
            continue;
        }
        let range = hit.range.start..hit.range.start + year.len() - '年'.len_utf8();
        last = range.end;
        let (written, right) = (&text.text()[range.clone()], text.text()[range.clone()].replace(is_zero, "〇"));
        let span = text.span(range.clone());
        let remark = Remark::new(span, format!("年份“{written}年”里的零不是“〇”")).label(format!("应为“{right}”"));
        let remark = remark.help("汉字年份的零用“〇”，或改用阿拉伯数字");
        remarks.push(if text.prose.is_verbatim(&range) { remark.fix(span, right) } else { remark });
    }
    remarks
}
