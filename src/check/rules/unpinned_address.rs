//! Public reports whose files do not say where they stand. Told once, because a site of thousands would else hear nothing but this.

use super::of_addresses;
use crate::check::rule::{Check, Rule};
use crate::diagnostics::{Finding, Level};
use crate::model::address_fault::{AddressFault, AddressFaultKind};
use crate::model::page::PlanFaults;

pub(crate) static RULE: Rule = Rule {
    name: "unpinned-address",
    summary: "已公开的文章没有写 slug",
    basis: "本程序约定：网址写在文章里",
    level: Level::Info,
    is_structural: false,
    explanation: include_str!("unpinned_address.md"),
    check: Check::Plan(check),
};

fn check(faults: &PlanFaults) -> Vec<Finding> {
    of_addresses(faults, finding)
}

fn finding(fault: &AddressFault) -> Option<Finding> {
    let AddressFaultKind::Unpinned { count } = &fault.kind else { return None };
    let more = if *count > 0 { format!("，另外还有 {count} 篇") } else { String::new() };
    let message = format!("已公开的文章没有写 `slug`{more}");
    let finding = Finding::new(&fault.file, fault.span, message).effect("丢了 permalinks.txt 又改了文件名，网址就会变");
    Some(finding.help("运行 gongkai fix，会把现在的网址写进文章"))
}
