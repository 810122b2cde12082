//! An `[[allow]]` that nothing needs any longer: it would hide the next fault of its kind.

use crate::check::rule::{Check, Rule};
use crate::diagnostics::{Finding, Level};
use crate::model::metadata::Allowance;
use crate::model::path::SourcePath;
use crate::model::span::Located;

pub(crate) static RULE: Rule = Rule {
    name: "unused-allowance",
    summary: "`[[allow]]` 豁免的问题并不存在",
    basis: "本程序约定：豁免只留给确有的问题",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("unused_allowance.md"),
    check: Check::UnusedAllowance(check),
};

fn check(file: &SourcePath, allowance: &Located<Allowance>) -> Finding {
    let message = format!("`[[allow]]` 豁免了 `{}`，这一篇并没有这个问题", allowance.value.rule);
    Finding::new(file, Some(allowance.span), message).effect("以后出现真正的问题也不会报告").help("删去这一项 `[[allow]]`")
}
