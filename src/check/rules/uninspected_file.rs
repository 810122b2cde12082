//! Attachments into which the program cannot look.

use crate::check::rule::{Check, Rule};
use crate::diagnostics::{Finding, Level};
use crate::model::report::Attachment;

pub(crate) static RULE: Rule = Rule {
    name: "uninspected-file",
    summary: "附件的内容无法检查，须由人查看",
    basis: "本程序约定：没有检查过的内容不当作检查过",
    level: Level::Info,
    is_structural: false,
    explanation: include_str!("uninspected_file.md"),
    check: Check::Attachment(check),
};

fn check(file: &Attachment) -> Vec<Finding> {
    let name = file.source.file_name();
    let finding = |why: &String| {
        let message = format!("附件 `{name}` 的内容没有检查：{why}");
        let help = "由人查看有没有个人信息和隐藏内容；能另存为 .docx、.xlsx 或 .pdf 的，另存后换掉附件";
        Finding::new(&file.source, None, message).help(help)
    };
    file.content.unread.iter().map(finding).collect()
}
