//! Pieces of a title that joined are another title. The title itself is shown, so only the line breaks are lost.

use crate::check::rule::{Check, Rule};
use crate::diagnostics::{Finding, Level};
use crate::model::fault::{Fault, FaultKind};
use crate::model::path::SourcePath;

pub(crate) static RULE: Rule = Rule {
    name: "title-breaks-mismatch",
    summary: "`title_breaks` 各段连起来与标题不一致",
    basis: "本程序约定：标题的断行",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("title_breaks_mismatch.md"),
    check: Check::Fault(check),
};

fn check(file: &SourcePath, fault: &Fault) -> Option<Finding> {
    let FaultKind::TitleBreaksMismatch { joined } = &fault.kind else { return None };
    let finding = Finding::new(file, fault.span, format!("`title_breaks` 连起来是 `{joined}`，与 `title` 不一致"))
        .effect("标题不按这里写的断行，由浏览器自动换行");
    Some(finding.help("把 `title` 原样分成几段，不增减字词和空格"))
}
