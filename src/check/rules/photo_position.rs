//! Photos that tell where they were taken.

use crate::check::rule::{Check, Rule};
use crate::config::Config;
use crate::diagnostics::{Finding, Level};
use crate::model::report::Attachment;

pub(crate) static RULE: Rule = Rule {
    name: "photo-position",
    summary: "照片里带有拍摄地点的定位信息",
    basis: "《个人信息保护法》第二十八条：行踪轨迹属于敏感个人信息（条文以原文为准）",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("photo_position.md"),
    check: Check::Attachment(check),
};

fn check(file: &Attachment, _: &Config) -> Vec<Finding> {
    let name = file.source.file_name();
    if !file.content.has_position {
        return Vec::new();
    }
    let help = "用图片软件另存一份不带位置信息（EXIF GPS）的照片，换掉原图";
    let finding = Finding::new(&file.source, None, format!("图片 `{name}` 带有拍摄地点的定位信息"));
    vec![finding.effect("下载的人能看出在哪里拍摄").help(help)]
}
