//! Raw HTML that was taken out of a text, so that nobody wonders where it went.

use crate::check::rule::{Check, Rule};
use crate::diagnostics::{Finding, Level};
use crate::model::body::{UNCLOSED, UNFINISHED};
use crate::model::fault::{Fault, FaultKind};
use crate::model::path::SourcePath;

pub(crate) static RULE: Rule = Rule {
    name: "removed-html",
    summary: "正文里有不允许的 HTML，已去掉",
    basis: "本程序约定：正文中的 HTML 只保留安全的部分",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("removed_html.md"),
    check: Check::Fault(check),
};

fn check(file: &SourcePath, fault: &Fault) -> Option<Finding> {
    let FaultKind::RemovedHtml { what } = &fault.kind else { return None };
    if what.ends_with(UNCLOSED) {
        return None;
    }
    if let Some(tag) = what.strip_suffix(UNFINISHED) {
        let finding = Finding::new(file, fault.span, format!("标签 `{tag}` 没有写完，照原样显示"));
        return Some(
            finding.effect("网页上会看到这段标签的写法").help("补上 `>` 和结尾的标签；不是标签的，把 `<` 写作 `&lt;`"),
        );
    }
    let finding = Finding::new(file, fault.span, format!("正文里的 `{what}` 已去掉")).effect("网页上没有这一部分");
    Some(finding.help("删去它；表格、图片、链接用 Markdown 书写，视频、地图和表单改为链接"))
}
