//! Attachments into which the program cannot look.

use crate::check::rule::{Check, Rule};
use crate::config::Config;
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

/// Names of files within a file that are listed.
const LISTED: usize = 5;

fn check(file: &Attachment, _: &Config) -> Vec<Finding> {
    let name = file.source.file_name();
    let help = "由人查看有没有个人信息和隐藏内容；能另存为 .docx、.xlsx 或 .pdf 的，另存后换掉附件";
    let mut within: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut messages = Vec::new();
    for unread in &file.content.unread {
        let Some(inner) = unread.within.as_deref() else {
            messages.push(format!("附件 `{name}` 的内容没有检查：{}", unread.why));
            continue;
        };
        match within.iter_mut().find(|(why, _)| *why == unread.why) {
            Some((_, names)) => names.push(inner),
            None => within.push((&unread.why, vec![inner])),
        }
    }
    for (why, names) in within {
        let listed = names.iter().take(LISTED).map(|inner| format!("`{inner}`")).collect::<Vec<_>>().join("、");
        let count = if names.len() > LISTED { format!("等 {} 个文件", names.len()) } else { String::new() };
        messages.push(format!("附件 `{name}` 里的 {listed}{count}没有检查：{why}"));
    }
    messages.into_iter().map(|message| Finding::new(&file.source, None, message).help(help)).collect()
}
