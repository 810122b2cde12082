//! A file in another encoding than UTF-8. It is not guessed at, because a wrong guess would be published.

use super::NOT_PUBLISHED;
use crate::check::rule::{Check, Rule};
use crate::diagnostics::{Finding, Level};
use crate::model::fault::{Fault, FaultKind};
use crate::model::path::SourcePath;

pub(crate) static RULE: Rule = Rule {
    name: "not-utf8",
    summary: "文件不是 UTF-8 编码",
    basis: "本程序约定：文字文件用 UTF-8 编码",
    level: Level::Error,
    is_structural: true,
    explanation: include_str!("not_utf8.md"),
    check: Check::Fault(check),
};

fn check(file: &SourcePath, fault: &Fault) -> Option<Finding> {
    let FaultKind::NotUtf8 { encoding } = &fault.kind else { return None };
    let (message, help) = match encoding {
        Some(encoding) => {
            (format!("文件不是 UTF-8 编码，看起来是 {encoding}"), "在编辑器里打开，选“另存为”，编码选 UTF-8，再保存")
        }
        None => (
            "文件不是 UTF-8 编码，也不像文字文件".to_string(),
            "换成文字文件，另存为 UTF-8 编码；Word 文件用 `gongkai import` 转换",
        ),
    };
    Some(Finding::new(file, fault.span, message).effect(NOT_PUBLISHED).help(help))
}
