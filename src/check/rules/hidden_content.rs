//! What readers of an attachment do not see at once and what is published with it.

use crate::check::rule::{Check, Rule};
use crate::config::Config;
use crate::diagnostics::{Finding, Level};
use crate::model::report::Attachment;

pub(crate) static RULE: Rule = Rule {
    name: "hidden-content",
    summary: "附件里有隐藏的工作表、行列、文字，或批注、修订记录",
    basis: "《政府信息公开条例》第十七条（公开前审查，条文以原文为准）",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("hidden_content.md"),
    check: Check::Attachment(check),
};

fn check(file: &Attachment, _: &Config) -> Vec<Finding> {
    let name = file.source.file_name();
    let finding = |found: &crate::model::inspection::Hidden| {
        let count = if found.count > 1 { format!("（{} 处）", found.count) } else { String::new() };
        let message = format!("附件 `{name}` 里有{}{count}", found.what);
        let help = "确认不需要后，在原文件里删去隐藏内容和批注，接受或拒绝全部修订，另存后换掉附件";
        Finding::new(&file.source, None, message).effect("下载的人都能看到").help(help)
    };
    file.content.hidden.iter().map(finding).collect()
}
