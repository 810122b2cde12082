//! Attachments that a browser, a server or a system runs as soon as they are published.

use crate::check::rule::{Check, Rule};
use crate::config::Config;
use crate::diagnostics::{Finding, Level};
use crate::model::report::Attachment;

pub(crate) static RULE: Rule = Rule {
    name: "active-file",
    summary: "附件是网页、脚本或程序，浏览器、服务器或系统会直接运行",
    basis: "《网络安全法》第二十三条（防范计算机病毒和网络攻击等危害网络安全行为，条文以原文为准）",
    level: Level::Error,
    is_structural: true,
    explanation: include_str!("active_file.md"),
    check: Check::Attachment(check),
};

fn check(file: &Attachment, config: &Config) -> Vec<Finding> {
    findings(file, config, true)
}

/// Findings about what runs by itself, or about what waits for somebody who opens it.
pub(super) fn findings(file: &Attachment, config: &Config, is_direct: bool) -> Vec<Finding> {
    if config.allows_file(&file.source) {
        return Vec::new();
    }
    let name = file.source.file_name();
    let finding = |what: &str| {
        let effect = match is_direct {
            true => "和本站的网页同一个网址，能冒充本站、改动页面，或者在服务器、电脑上运行",
            false => "打开的人若点了允许，就会在他的电脑上运行",
        };
        let help = format!(
            "换成 PDF、Word、Excel 等文档或 PNG 图片，或把内容写进文章；确需发布的，由人查过以后在 `site.toml` 里写 \
             `[[attachments.allow]]`，下面写 `file = \"{}\"` 和 `reason = \"理由\"`",
            file.source
        );
        Finding::new(&file.source, None, format!("附件 `{name}` {what}")).effect(effect).help(help)
    };
    let active = file.content.active.iter().filter(|active| active.is_direct == is_direct);
    active.map(|active| finding(&active.what)).collect()
}
