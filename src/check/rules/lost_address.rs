//! A page of the site on the server that neither the sources nor the record know.

use super::NOT_PUBLISHED;
use super::of_addresses;
use crate::check::rule::{Check, Rule};
use crate::diagnostics::{Finding, Level};
use crate::model::address_fault::{AddressFault, AddressFaultKind};
use crate::model::page::PlanFaults;

pub(crate) static RULE: Rule = Rule {
    name: "lost-address",
    summary: "现在网上有的文章，这次生成以后打不开",
    basis: "本程序约定：公开过的网址都有答复",
    level: Level::Error,
    is_structural: true,
    explanation: include_str!("lost_address.md"),
    check: Check::Plan(check),
};

fn check(faults: &PlanFaults) -> Vec<Finding> {
    of_addresses(faults, finding)
}

fn finding(fault: &AddressFault) -> Option<Finding> {
    let AddressFaultKind::Lost = &fault.kind else { return None };
    let message = format!("现在网上有 `{}`，`reports/` 里没有这一篇，`permalinks.txt` 里也没有撤下的记录", fault.address);
    let help = format!(
        "可能用了旧的备份：找回这一篇；确实要撤下的，运行 gongkai withdraw /{} --previous SHA256SUMS --reason 原因（SHA256SUMS 用网上那一份），把 permalinks.txt 一起提交",
        fault.address.encoded()
    );
    Some(Finding::new(&fault.file, None, message).effect(NOT_PUBLISHED).help(help))
}
