//! An old address that is taken: by a page of today, or by the old address of another report.

use super::{NOT_PUBLISHED, describe_owner};
use crate::check::rule::{Check, Rule};
use crate::config::Config;
use crate::diagnostics::{Finding, Level};
use crate::model::page::{Collision, PlanFaults};

pub(crate) static RULE: Rule = Rule {
    name: "alias-conflict",
    summary: "`aliases` 写的旧网址已被别的页面占用",
    basis: "本程序约定：每个页面的网址唯一",
    level: Level::Error,
    is_structural: true,
    explanation: include_str!("alias_conflict.md"),
    check: Check::Plan(check),
};

/// What an owner is called that claims an address by `aliases`.
const ALIAS: &str = "旧地址";

fn check(faults: &PlanFaults) -> Vec<Finding> {
    faults.collisions.iter().filter(|collision| collision.is_alias).map(finding).collect()
}

fn finding(collision: &Collision) -> Finding {
    let (own, other) = match collision.second.what {
        ALIAS => (&collision.second, &collision.first),
        _ => (&collision.first, &collision.second),
    };
    let site = Config::file();
    let message = format!("`aliases` 的旧网址 `/{}` 已被{}占用", collision.url, describe_owner(other));
    let finding = Finding::new(own.file.as_ref().unwrap_or(&site), own.span, message)
        .label("已被占用")
        .effect(NOT_PUBLISHED)
        .help("核对旧网址原来是哪一篇，在另一篇里删去");
    match &other.file {
        Some(file) => finding.related(file, other.span, "这一个占用了同一网址"),
        None => finding,
    }
}
