//! Wordings that are severe errors: a name of the state or of a policy gone wrong.

use std::borrow::Cow;

use crate::check::rule::{Check, Rule};
use crate::check::text::occurrences::remarks;
use crate::check::text::{Terms, Text, TextCheck};
use crate::check::wording::Wordings;
use crate::diagnostics::Level;
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "forbidden-wording",
    summary: "严重表述错误：已被通报或报道过的、把国名和政治术语写错的写法",
    basis: "《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）：严重表述错误为单项否决",
    level: Level::Error,
    is_structural: false,
    explanation: include_str!("forbidden_wording.md"),
    check: Check::Text(TextCheck { patterns, check }),
};

static TABLE: Wordings = Wordings::new(include_str!("../tables/forbidden_wording.toml"));

fn patterns(_: &Terms) -> Vec<Cow<'static, str>> {
    TABLE.patterns()
}

fn check(text: &Text<'_>) -> Vec<Remark> {
    remarks(text, RULE.name, TABLE.rows(), true, |row| {
        (format!("“{}”是严重表述错误", row.wrong), format!("改为“{}”（{}）", row.right, row.source))
    })
}
