//! A date written in another way than `2024-11-11`, or one that the calendar does not have.

use super::NOT_PUBLISHED;
use crate::check::rule::{Check, Rule};
use crate::diagnostics::{Finding, Level};
use crate::model::fault::{Fault, FaultKind};
use crate::model::path::SourcePath;

pub(crate) static RULE: Rule = Rule {
    name: "malformed-date",
    summary: "日期写法不对，或没有这一天",
    basis: "本程序约定：日期写作 `2024-11-11`",
    level: Level::Error,
    is_structural: true,
    explanation: include_str!("malformed_date.md"),
    check: Check::Fault(check),
};

fn check(file: &SourcePath, fault: &Fault) -> Option<Finding> {
    let FaultKind::MalformedDate { key, value, suggestion } = &fault.kind else { return None };
    let message = match suggestion {
        _ if value.is_empty() => format!("`{key}` 没有写日期"),
        Some(day) if value == day => format!("`{key}` 的日期 `{value}` 加了引号"),
        Some(day) if value.starts_with(day.as_str()) => format!("`{key}` 的日期 `{value}` 带有不能写的时间或时区"),
        Some(_) => format!("`{key}` 的日期 `{value}` 写法不对"),
        None if is_iso(value) => format!("`{key}` 的日期 `{value}` 不存在"),
        None => format!("`{key}` 的内容 `{value}` 不是日期"),
    };
    let finding = Finding::new(file, fault.span, message).effect(NOT_PUBLISHED);
    Some(match suggestion {
        Some(day) => finding.label(format!("应当写 `{day}`")).help(format!("改为 {day}，不加引号")).fix(day.clone()),
        None => finding.help("写作 年-月-日，月、日各两位，不加引号，如 2024-11-11"),
    })
}

/// Whether it has the right form, so that only the calendar can be against it.
fn is_iso(value: &str) -> bool {
    let shape: String = value.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    shape == "0000-00-00"
}
