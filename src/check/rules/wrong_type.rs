//! A value of another type than the field takes: text in place of a number, a word in place of a list.

use super::NOT_PUBLISHED;
use crate::check::rule::{Check, Rule};
use crate::diagnostics::{Finding, Level};
use crate::model::fault::{Fault, FaultKind};
use crate::model::path::SourcePath;

pub(crate) static RULE: Rule = Rule {
    name: "wrong-type",
    summary: "字段内容的类型不对，如该写数字的写成了文字",
    basis: "本程序约定：文章、栏目和网站设置的字段",
    level: Level::Error,
    is_structural: true,
    explanation: include_str!("wrong_type.md"),
    check: Check::Fault(check),
};

fn check(file: &SourcePath, fault: &Fault) -> Option<Finding> {
    let FaultKind::WrongType { key, expected, found } = &fault.kind else { return None };
    let message = format!("`{key}` 的类型不对，现在写的是{found}");
    Some(Finding::new(file, fault.span, message).effect(NOT_PUBLISHED).help(format!("改写为{expected}")))
}
