//! An address that the record would gain or change in a build that may not write it.

use super::NOT_PUBLISHED;
use super::of_addresses;
use crate::check::rule::{Check, Rule};
use crate::diagnostics::{Finding, Level};
use crate::model::address_fault::{AddressFault, AddressFaultKind};
use crate::model::page::PlanFaults;

pub(crate) static RULE: Rule = Rule {
    name: "unrecorded-address",
    summary: "有网址没有记在 permalinks.txt 里（--locked）",
    basis: "本程序约定：自动发布不改记录",
    level: Level::Error,
    is_structural: true,
    explanation: include_str!("unrecorded_address.md"),
    check: Check::Plan(check),
};

fn check(faults: &PlanFaults) -> Vec<Finding> {
    of_addresses(faults, finding)
}

fn finding(fault: &AddressFault) -> Option<Finding> {
    let AddressFaultKind::Unrecorded = &fault.kind else { return None };
    let message = format!("`{}` 没有记在 permalinks.txt 里，或者记的不是现在的样子", fault.address);
    let finding = Finding::new(&fault.file, None, message).effect(NOT_PUBLISHED);
    Some(finding.help("在写稿的电脑上运行一次 gongkai build，把 permalinks.txt 和文章一起提交"))
}
