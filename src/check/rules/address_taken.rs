//! An address that was another report's: whoever kept it would find something else there.

use super::NOT_PUBLISHED;
use super::of_addresses;
use crate::check::rule::{Check, Rule};
use crate::diagnostics::{Finding, Level};
use crate::model::address_fault::{AddressFault, AddressFaultKind, Other};
use crate::model::page::PlanFaults;

pub(crate) static RULE: Rule = Rule {
    name: "address-taken",
    summary: "要用的网址以前是另一篇文章的",
    basis: "本程序约定：公开过的网址永远不给别的文章",
    level: Level::Error,
    is_structural: true,
    explanation: include_str!("address_taken.md"),
    check: Check::Plan(check),
};

fn check(faults: &PlanFaults) -> Vec<Finding> {
    of_addresses(faults, finding)
}

fn finding(fault: &AddressFault) -> Option<Finding> {
    let AddressFaultKind::Taken { since, other, is_alias } = &fault.kind else { return None };
    let whose = match other {
        Other::Stands => "是另一篇文章的",
        Other::Moved => "以前是另一篇文章的，现在转到那一篇的新网址",
        Other::Withdrawn => "以前是另一篇文章的，那一篇已经撤下",
        Other::Erased => "以前是另一篇文章的，已经抹去",
    };
    let what = if *is_alias { "`aliases` 的旧网址" } else { "网址" };
    let message = format!("{what} `{}` 从 {since} 起{whose}", fault.address);
    let help = match is_alias {
        true => "核对这个旧网址原来是哪一篇；不是本篇的，从 `aliases` 里删去",
        false => {
            "给本篇写一个没有用过的 `slug`；本篇就是那一篇、只是文件名和标题都改过的，把标题先改回原样生成一次，再改标题"
        }
    };
    Some(Finding::new(&fault.file, fault.span, message).label("已被占用").effect(NOT_PUBLISHED).help(help))
}
