//! Files that are not what their names say.

use crate::check::rule::{Check, Rule};
use crate::config::Config;
use crate::diagnostics::{Finding, Level};
use crate::model::report::Attachment;

pub(crate) static RULE: Rule = Rule {
    name: "disguised-file",
    summary: "附件的内容与扩展名不符",
    basis: "国办秘函〔2019〕19号 链接可用性：附件打不开",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("disguised_file.md"),
    check: Check::Attachment(check),
};

fn check(file: &Attachment, _: &Config) -> Vec<Finding> {
    let name = file.source.file_name();
    let finding = |is: &String| {
        let message = format!("附件 `{name}` 的内容与扩展名不符，实际是{is}");
        let help = "用对应的软件打开，另存为扩展名所说的格式；来历不明的不要发布";
        Finding::new(&file.source, None, message).effect("下载后可能打不开，或者被当作有害文件").help(help)
    };
    file.content.disguise.iter().map(finding).collect()
}
