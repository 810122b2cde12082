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
    let AddressFaultKind::WithoutReason { held } = &fault.kind else { return None };
    let address = &fault.address;
    let (message, otherwise) = match held {
        Some(file) => (
            format!("`{address}` 上的文章（{file}）现在暂不发布，撤下时没有写原因"),
            "要公开的，去掉 `draft`，或改回发布日期",
        ),
        None => (format!("`{address}` 上的文章不在了，撤下时没有写原因"), "误删的，把文件放回原处"),
    };
    let finding = Finding::new(&fault.file, None, message).effect("这个网址会显示“已撤下”，不说原因");
    Some(finding.help(format!("补写原因：gongkai withdraw /{} --reason 原因；{otherwise}", address.encoded())))
}
