//! A comment or a tag in a text without its end, which would hide all that follows.

use crate::check::rule::{Check, Rule};
use crate::diagnostics::{Finding, Level};
use crate::model::body::UNCLOSED;
use crate::model::fault::{Fault, FaultKind};
use crate::model::path::SourcePath;

pub(crate) static RULE: Rule = Rule {
    name: "unclosed-html",
    summary: "正文里的注释或脚本没有结尾",
    basis: "本程序约定：注释写作 `<!-- … -->`；没有结尾，分不清从哪里起是正文",
    level: Level::Error,
    is_structural: false,
    explanation: include_str!("unclosed_html.md"),
    check: Check::Fault(check),
};

fn check(file: &SourcePath, fault: &Fault) -> Option<Finding> {
    let FaultKind::RemovedHtml { what } = &fault.kind else { return None };
    let opening = what.strip_suffix(UNCLOSED)?;
    let help = match opening {
        "<!--" => "在这段话的末尾补上 `-->`；不是注释的，删去 `<!--`",
        _ => "删去它；要留下的内容用 Markdown 书写",
    };
    let finding = Finding::new(file, fault.span, format!("`{opening}` 没有结尾"));
    Some(finding.effect("分不清从哪里起是正文，后面的内容可能被藏起来，也可能不该公开的被公开").help(help))
}
