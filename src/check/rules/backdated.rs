//! A report that bears a date long before the day on which it appeared.

use super::of_addresses;
use crate::check::rule::{Check, Rule};
use crate::diagnostics::{Finding, Level};
use crate::model::address_fault::{AddressFault, AddressFaultKind};
use crate::model::page::PlanFaults;

pub(crate) static RULE: Rule = Rule {
    name: "backdated",
    summary: "`date` 比第一次公开的日子早一周以上",
    basis: "国办秘函〔2019〕19号 单项否决：弄虚作假",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("backdated.md"),
    check: Check::Plan(check),
};

fn check(faults: &PlanFaults) -> Vec<Finding> {
    of_addresses(faults, finding)
}

fn finding(fault: &AddressFault) -> Option<Finding> {
    let AddressFaultKind::Backdated { date, first } = &fault.kind else { return None };
    let message = format!("发布日期是 {date}，第一次公开是 {first}");
    let finding = Finding::new(&fault.file, fault.span, message).effect("像是把日期写早了，以显得及时");
    Some(finding.help("`date` 写公开的日子，成文的日子写在 `written`；补录以前的文章，在 `[[allow]]` 里写明理由"))
}
