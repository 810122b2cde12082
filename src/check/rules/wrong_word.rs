//! Words that are wrong wherever they stand.

use std::borrow::Cow;

use crate::check::rule::{Check, Rule};
use crate::check::text::occurrences::remarks;
use crate::check::text::{Terms, Text, TextCheck};
use crate::check::wording::Wordings;
use crate::diagnostics::Level;
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "wrong-word",
    summary: "确定的错别字",
    basis: "《现代汉语词典》的词形；《中华人民共和国国家通用语言文字法》第九条：国家机关以规范汉字为公务用字",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("wrong_word.md"),
    check: Check::Text(TextCheck { patterns, check }),
};

static TABLE: Wordings =
    Wordings::with_seams(include_str!("../tables/wrong_words.toml"), include_str!("../tables/seams.toml"));

fn patterns(_: &Terms) -> Vec<Cow<'static, str>> {
    TABLE.patterns()
}

fn check(text: &Text<'_>) -> Vec<Remark> {
    remarks(text, RULE.name, TABLE.rows(), true, |row| (format!("“{}”是错字", row.wrong), format!("改为“{}”", row.right)))
}
