//! Fields that were filled with a word for nothing: pages and programs take it for the value.

use crate::check::rule::{Check, Rule};
use crate::check::text::{Text, TextCheck, no_patterns};
use crate::diagnostics::Level;
use crate::model::placeholder::is_nothing;
use crate::model::prose::{Block, BlockKind};
use crate::model::published::Shown;
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "placeholder-value",
    summary: "字段里写的是 `null`、`无`、`-` 之类",
    basis: "国办发〔2017〕47号附件 网页标签（取值要求待核）；常见问题见各地通报",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("placeholder_value.md"),
    check: Check::Text(TextCheck { patterns: no_patterns, check }),
};

/// Front matter, settings and categories alike.
fn check(text: &Text<'_>) -> Vec<Remark> {
    let remark = |block: &Block| {
        let BlockKind::Field(key) = block.kind else { return None };
        let value = text.prose.text_of(block);
        let is_told = key.shown != Shown::Address && !key.is_free() && is_nothing(value);
        let message = || format!("`{}` 写的是 `{value}`", key.name);
        is_told.then(|| Remark::new(text.span(block.range.clone()), message()).label(LABEL).help(HELP))
    };
    text.prose.blocks.iter().take_while(|block| matches!(block.kind, BlockKind::Field(_))).filter_map(remark).collect()
}

const LABEL: &str = "不是内容，会原样出现在页面和网页标签里";
const HELP: &str = "填上真实的内容；没有内容就删去这一行";
