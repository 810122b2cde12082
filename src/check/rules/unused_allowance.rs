//! An `[[allow]]` that nothing needs any longer: it would hide the next fault of its kind.

use crate::check::rule::{Check, Rule};
use crate::config::{AllowedFile, Config};
use crate::diagnostics::{Finding, Level};
use crate::model::metadata::Allowance;
use crate::model::path::SourcePath;
use crate::model::span::Located;

pub(crate) static RULE: Rule = Rule {
    name: "unused-allowance",
    summary: "`[[allow]]` 豁免的问题并不存在",
    basis: "本程序约定：豁免只留给确有的问题",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("unused_allowance.md"),
    check: Check::UnusedAllowance(check),
};

fn check(file: &SourcePath, allowance: &Located<Allowance>) -> Finding {
    let message = format!("`[[allow]]` 豁免了 `{}`，这一篇并没有这个问题", allowance.value.rule);
    Finding::new(file, Some(allowance.span), message).effect("以后出现真正的问题也不会报告").help("删去这一项 `[[allow]]`")
}

/// Of an attachment that the site allows to run something.
pub(crate) fn of_file(allowed: &Located<AllowedFile>) -> Finding {
    let message = format!("`[[attachments.allow]]` 允许了 `{}`，没有这个附件，或它并不会运行什么", allowed.value.file);
    let help = "路径从站点文件夹写起，如 `reports/栏目/文章/附件.html`；用不上就删去这一项 `[[attachments.allow]]`";
    Finding::new(&Config::file(), Some(allowed.span), message).effect("以后同名的附件会不经检查就公开").help(help)
}
