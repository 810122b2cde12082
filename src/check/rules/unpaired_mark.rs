//! Quotation marks and brackets that do not come in pairs.

use crate::check::rule::{Check, Rule};
use crate::check::text::punctuation::{is_opening, unpaired};
use crate::check::text::scan::Mark;
use crate::check::text::{Text, TextCheck, no_patterns};
use crate::diagnostics::Level;
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "unpaired-mark",
    summary: "引号、括号、书名号不成对",
    basis: "GB/T 15834-2011《标点符号用法》：引号、括号、书名号成对使用",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("unpaired_mark.md"),
    check: Check::Text(TextCheck { patterns: no_patterns, check }),
};

fn check(text: &Text<'_>) -> Vec<Remark> {
    let message = |mark: Mark| match is_opening(mark.c) {
        true => format!("`{}` 没有与它成对的另一半", mark.c),
        false => format!("`{}` 前面没有与它成对的另一半", mark.c),
    };
    let remark = |mark: Mark| {
        Remark::new(text.span(mark.range()), message(mark)).help("补上缺的一半，或删去多的一半；引号方向用反了就改过来")
    };
    unpaired(text).into_iter().map(remark).collect()
}
