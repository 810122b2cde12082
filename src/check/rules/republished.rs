//! A report that was withdrawn and is back.

use super::of_addresses;
use crate::check::rule::{Check, Rule};
use crate::diagnostics::{Finding, Level};
use crate::model::address_fault::{AddressFault, AddressFaultKind};
use crate::model::page::PlanFaults;

pub(crate) static RULE: Rule = Rule {
    name: "republished",
    summary: "撤下过的文章又公开了",
    basis: "本程序约定：文章的公开和撤下都看得见",
    level: Level::Info,
    is_structural: false,
    explanation: include_str!("republished.md"),
    check: Check::Plan(check),
};

fn check(faults: &PlanFaults) -> Vec<Finding> {
    of_addresses(faults, finding)
}

fn finding(fault: &AddressFault) -> Option<Finding> {
    let AddressFaultKind::Republished { withdrawn } = &fault.kind else { return None };
    let day = withdrawn.map(|day| format!("于 {day} ")).unwrap_or_default();
    let message = format!("`{}` 上的文章{day}撤下过，现在重新公开", fault.address);
    let finding = Finding::new(&fault.file, fault.span, message).effect("第一次公开的日期不变");
    Some(finding.help("核对撤下的原因是不是已经没有了；不该公开的，写 `draft = true`"))
}
