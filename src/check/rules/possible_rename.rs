//! A report that may have got another name and another title at once, so that nothing tells that it is the same.

use super::of_addresses;
use crate::check::rule::{Check, Rule};
use crate::diagnostics::{Finding, Level};
use crate::model::address_fault::{AddressFault, AddressFaultKind};
use crate::model::page::PlanFaults;

pub(crate) static RULE: Rule = Rule {
    name: "possible-rename",
    summary: "同一栏目里撤下一篇、新增一篇，可能是同一篇",
    basis: "本程序约定：公开过的网址都有答复",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("possible_rename.md"),
    check: Check::Plan(check),
};

fn check(faults: &PlanFaults) -> Vec<Finding> {
    of_addresses(faults, finding)
}

fn finding(fault: &AddressFault) -> Option<Finding> {
    let AddressFaultKind::PossibleRename { gone } = &fault.kind else { return None };
    let message = format!("`{gone}` 上的文章不见了，同一栏目新增了 `{}`，可能是同一篇改了文件名和标题", fault.address);
    let finding = Finding::new(&fault.file, fault.span, message).effect("旧网址会显示“已撤下”");
    Some(finding.help(format!("是同一篇的，在本篇开头加一行：aliases = [\"/{gone}\"]；不是同一篇，不用管")))
}
