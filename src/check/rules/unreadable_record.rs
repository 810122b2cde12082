//! A line of the record of addresses that has none of the forms: nothing is published before it is known what it said.

use super::NOT_PUBLISHED;
use crate::check::rule::{Check, Rule};
use crate::diagnostics::{Finding, Level};
use crate::model::address_fault::{RecordFault, RecordFaultKind};
use crate::model::page::PlanFaults;
use crate::model::path::SourcePath;
use crate::permalinks::FILE;

pub(crate) static RULE: Rule = Rule {
    name: "unreadable-record",
    summary: "permalinks.txt 里有一行读不懂",
    basis: "本程序约定：公开过的网址都有记录",
    level: Level::Error,
    is_structural: true,
    explanation: include_str!("unreadable_record.md"),
    check: Check::Plan(check),
};

fn check(faults: &PlanFaults) -> Vec<Finding> {
    let Some(file) = SourcePath::new(FILE) else { return Vec::new() };
    faults.record.iter().map(|fault| finding(&file, fault)).collect()
}

fn finding(file: &SourcePath, fault: &RecordFault) -> Finding {
    let message = match &fault.kind {
        RecordFaultKind::NotUtf8 { encoding } => {
            let encoding = encoding.map(|name| format!("，像是 {name}")).unwrap_or_default();
            format!("permalinks.txt 不是 UTF-8 编码{encoding}")
        }
        RecordFaultKind::Columns => "这一行不足四栏；各栏之间是一个制表符（Tab）".to_string(),
        RecordFaultKind::Key => "第一栏不是 12 位的校验值".to_string(),
        RecordFaultKind::Address => "第二栏不是网址".to_string(),
        RecordFaultKind::Day => "第三栏不是日期，如 `2026-11-30`".to_string(),
        RecordFaultKind::Marks => "第四栏不是校验值，如 `5f0e9a11/77ab03c2`，也不是 `-`".to_string(),
        RecordFaultKind::State => "第五栏不是 `to 网址`、`gone 日期 原因` 或 `erased 日期`".to_string(),
    };
    let help = match &fault.kind {
        RecordFaultKind::NotUtf8 { .. } => "用记事本打开，另存为，编码选“UTF-8”",
        _ => "从版本库或备份恢复这一行；不知道原来是什么，删去这一行，下次生成会补上还能补的",
    };
    Finding::new(file, fault.span, message).label("读不懂").effect(NOT_PUBLISHED).help(help)
}
