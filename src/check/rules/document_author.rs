//! Names in the properties of an attachment.

use crate::check::rule::{Check, Rule};
use crate::config::Config;
use crate::diagnostics::{Finding, Level};
use crate::model::report::Attachment;

pub(crate) static RULE: Rule = Rule {
    name: "document-author",
    summary: "附件的文档属性里有作者、修改者或单位名称",
    basis: "《政府信息公开条例》第十七条（公开前审查，条文以原文为准）",
    level: Level::Info,
    is_structural: false,
    explanation: include_str!("document_author.md"),
    check: Check::Attachment(check),
};

fn check(file: &Attachment, _: &Config) -> Vec<Finding> {
    let name = file.source.file_name();
    let people = &file.content.people;
    if people.is_empty() {
        return Vec::new();
    }
    let listed: Vec<String> = people.iter().map(|(what, who)| format!("{what}“{who}”")).collect();
    let message = format!("附件 `{name}` 的文档属性里有{}", listed.join("、"));
    let help = "不宜公开的，在 Word、WPS 的“文件—信息—检查文档”里删去，另存后换掉附件";
    vec![Finding::new(&file.source, None, message).help(help)]
}
