//! Addresses that published sites have and the record has not: it was lost, or an older one was put in its place.

use super::of_addresses;
use crate::check::rule::{Check, Rule};
use crate::diagnostics::{Finding, Level};
use crate::model::address_fault::{AddressFault, AddressFaultKind};
use crate::model::page::PlanFaults;

pub(crate) static RULE: Rule = Rule {
    name: "record-behind",
    summary: "已公开的网址没有记在 permalinks.txt 里",
    basis: "本程序约定：公开过的网址都有记录",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("record_behind.md"),
    check: Check::Plan(check),
};

fn check(faults: &PlanFaults) -> Vec<Finding> {
    of_addresses(faults, finding)
}

fn finding(fault: &AddressFault) -> Option<Finding> {
    let AddressFaultKind::Behind { count } = &fault.kind else { return None };
    let more = if *count > 0 { format!("等 {} 个网址", count + 1) } else { String::new() };
    let message = format!("`{}` {more}已经公开，`permalinks.txt` 里没有，这次补上", fault.address);
    let finding = Finding::new(&fault.file, None, message).effect("记录可能丢过，或换成了旧的备份");
    Some(finding.help("看一看 permalinks.txt 是不是少了内容；补上以后一起提交"))
}
