//! A report without the lines of `+++` that part its fields from its text: nobody could tell which is which.

use super::NOT_PUBLISHED;
use crate::check::rule::{Check, Rule};
use crate::diagnostics::{Finding, Level};
use crate::model::fault::{Fault, FaultKind};
use crate::model::path::SourcePath;

pub(crate) static RULE: Rule = Rule {
    name: "missing-fence",
    summary: "文章开头缺少 `+++`，或缺少第二行 `+++`",
    basis: "本程序约定：文章开头的格式",
    level: Level::Error,
    is_structural: true,
    explanation: include_str!("missing_fence.md"),
    check: Check::Fault(check),
};

fn check(file: &SourcePath, fault: &Fault) -> Option<Finding> {
    let FaultKind::MissingFence { closing } = &fault.kind else { return None };
    let (message, label, help) = match (closing, fault.span) {
        (true, _) => ("开头的 `+++` 没有对应的第二行 `+++`", "从这里开始，没有结束", "在最后一个字段和正文之间加一行 `+++`"),
        (false, Some(_)) => (
            "文章不是以 `+++` 开头",
            "这一行前面应当是 `+++`",
            "在文件最前面依次写：一行 `+++`，`title` 和 `date` 两行，再一行 `+++`",
        ),
        (false, None) => {
            ("文章是空的", "", "写上一行 `+++`，`title` 和 `date` 两行，再一行 `+++`，然后是正文；不需要这一篇就删去文件")
        }
    };
    Some(Finding::new(file, fault.span, message).label(label).effect(NOT_PUBLISHED).help(help))
}
