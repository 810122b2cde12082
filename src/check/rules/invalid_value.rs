//! A value of the right type that is none of those allowed.

use super::NOT_PUBLISHED;
use crate::check::rule::{Check, Rule};
use crate::diagnostics::{Finding, Level};
use crate::model::fault::{Fault, FaultKind};
use crate::model::path::SourcePath;

pub(crate) static RULE: Rule = Rule {
    name: "invalid-value",
    summary: "字段的内容不在允许的范围内",
    basis: "本程序约定：文章、栏目和网站设置的字段",
    level: Level::Error,
    is_structural: true,
    explanation: include_str!("invalid_value.md"),
    check: Check::Fault(check),
};

fn check(file: &SourcePath, fault: &Fault) -> Option<Finding> {
    let (message, help) = match &fault.kind {
        FaultKind::InvalidValue { key, value, expected } if value.is_empty() => {
            (format!("`{key}` 的内容不全"), format!("可写的内容：{expected}"))
        }
        FaultKind::InvalidValue { key, value, expected } => {
            (format!("`{key}` 不能写 `{value}`"), format!("可写的内容：{expected}"))
        }
        FaultKind::UnusableAlias { alias, reason, help } => (format!("`aliases` 不能写 `{alias}`：{reason}"), help.clone()),
        _ => return None,
    };
    Some(Finding::new(file, fault.span, message).effect(NOT_PUBLISHED).help(help))
}
