//! A line of the fields that is no TOML. What is wrong with it was already put into words where it was read.

use super::NOT_PUBLISHED;
use crate::check::rule::{Check, Rule};
use crate::config::words;
use crate::diagnostics::{Finding, Level};
use crate::model::fault::{Fault, FaultKind};
use crate::model::path::SourcePath;

pub(crate) static RULE: Rule = Rule {
    name: "malformed-toml",
    summary: "字段的写法不对，程序读不懂",
    basis: "本程序约定：字段按 TOML 1.0 书写",
    level: Level::Error,
    is_structural: true,
    explanation: include_str!("malformed_toml.md"),
    check: Check::Fault(check),
};

fn check(file: &SourcePath, fault: &Fault) -> Option<Finding> {
    let FaultKind::MalformedToml { message, help } = &fault.kind else { return None };
    // The help of a key that is no key leads to the list of fields, which `words.toml` does not have.
    let help = match file.as_str() == words::FILE && help.contains("unknown-key") {
        true => "两边的词都写在英文引号里，每行一个：`\"错的写法\" = \"对的写法\"`；分类只有 `[words]` 和 `[exceptions]`",
        false => help,
    };
    Some(Finding::new(file, fault.span, message.clone()).effect(NOT_PUBLISHED).help(help))
}
