//! A report or a category that left its address because somebody wrote another `slug`.

use super::of_addresses;
use crate::check::rule::{Check, Rule};
use crate::diagnostics::{Finding, Level};
use crate::model::address_fault::{AddressFault, AddressFaultKind};
use crate::model::page::PlanFaults;

pub(crate) static RULE: Rule = Rule {
    name: "moved-address",
    summary: "文章改了网址，旧网址转到新网址",
    basis: "本程序约定：公开过的网址都有答复",
    level: Level::Info,
    is_structural: false,
    explanation: include_str!("moved_address.md"),
    check: Check::Plan(check),
};

fn check(faults: &PlanFaults) -> Vec<Finding> {
    of_addresses(faults, finding)
}

fn finding(fault: &AddressFault) -> Option<Finding> {
    let AddressFaultKind::Moved { to } = &fault.kind else { return None };
    let message = format!("网址从 `{}` 改成了 `{to}`", fault.address);
    let finding = Finding::new(&fault.file, fault.span, message).effect("旧网址会自动转到新网址");
    Some(finding.help("不想改的，把 `slug` 改回来；打印过二维码的，最好不改"))
}
