//! A report that is gone, of which nobody says why.

use super::of_addresses;
use crate::check::rule::{Check, Rule};
use crate::diagnostics::{Finding, Level};
use crate::model::address_fault::{AddressFault, AddressFaultKind};
use crate::model::page::PlanFaults;

pub(crate) static RULE: Rule = Rule {
    name: "withdrawn-without-reason",
    summary: "撤下文章没有写原因",
    basis: "本程序约定：撤下看得见，也说得清",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("withdrawn_without_reason.md"),
    check: Check::Plan(check),
};

fn check(faults: &PlanFaults) -> Vec<Finding> {
    of_addresses(faults, finding)
}

fn finding(fault: &AddressFault) -> Option<Finding> {
    let AddressFaultKind::WithoutReason = &fault.kind else { return None };
    let message = format!("`{}` 上的文章不在了，撤下时没有写原因", fault.address);
    let finding = Finding::new(&fault.file, None, message).effect("这个网址会显示“已撤下”，不说原因");
    Some(
        finding
            .help(format!("补写原因：gongkai withdraw /{} --reason 原因；误删的，把文件放回原处", fault.address.encoded())),
    )
}
