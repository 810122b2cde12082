//! Wordings that are not wrong, and seldom right.

use std::borrow::Cow;

use crate::check::rule::{Check, Rule};
use crate::check::text::occurrences::remarks;
use crate::check::text::{Terms, Text, TextCheck};
use crate::check::wording::Wordings;
use crate::diagnostics::Level;
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "discouraged-wording",
    summary: "不规范、不得体或已经改称的说法",
    basis: "新华社禁用词和慎用词、有关部门的更名公告、公文用语习惯",
    level: Level::Info,
    is_structural: false,
    explanation: include_str!("discouraged_wording.md"),
    check: Check::Text(TextCheck { patterns, check }),
};

static TABLE: Wordings = Wordings::new(include_str!("../tables/discouraged_wording.toml"));

fn patterns(_: &Terms) -> Vec<Cow<'static, str>> {
    TABLE.patterns()
}

fn check(text: &Text<'_>) -> Vec<Remark> {
    remarks(text, RULE.name, TABLE.rows(), false, |row| {
        let help = format!("按语境考虑改为“{}”（{}）", row.right, row.source);
        (format!("“{}”不是规范的说法", row.wrong), help)
    })
}
