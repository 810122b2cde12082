//! So many stale or empty categories that the inspection rejects the whole site.

use crate::check::columns::{Column, State};
use crate::check::rule::{Check, Rule, Scope};
use crate::config::Config;
use crate::diagnostics::{Finding, Level};

/// Days of six months, at most.
const HALF_A_YEAR: u32 = 184;
const MOST_EMPTY: usize = 5;

pub(crate) static RULE: Rule = Rule {
    name: "stale-site",
    summary: "未更新或空白的栏目达到单项否决的数目",
    basis: "国办秘函〔2019〕19号 单项否决：栏目不更新",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("stale_site.md"),
    check: Check::Site(check),
};

fn check(scope: &Scope<'_>) -> Vec<Finding> {
    let columns = scope.columns();
    let stale = |most: u32| {
        let limited = columns.iter().filter(|column| column.cadence.is_some_and(|cadence| cadence.days() <= most));
        limited.filter(|column| matches!(column.state, State::Stale(_))).count()
    };
    let is_leaf = |column: &&Column| {
        !columns.iter().any(|other| other.name.strip_prefix(&column.name).is_some_and(|rest| rest.starts_with('/')))
    };
    let empty = columns.iter().filter(is_leaf).filter(|column| column.state == State::Empty).count();
    let counts = [(stale(HALF_A_YEAR), 5, "期限在6个月以内的栏目"), (stale(u32::MAX), 10, "有更新期限的栏目")];
    let mut findings = Vec::new();
    let mut say = |message: String| {
        let finding = Finding::new(&Config::file(), None, message).effect("检查时单项否决，整站不合格");
        findings.push(finding.help("用 `gongkai check --report` 查看是哪些栏目"));
    };
    if let Some((count, most, what)) = counts.into_iter().find(|(count, most, _)| count >= most) {
        say(format!("{what}有 {count} 个超期，达到单项否决的 {most} 个"));
    }
    if empty >= MOST_EMPTY {
        say(format!("空白栏目有 {empty} 个，达到单项否决的 {MOST_EMPTY} 个"));
    }
    findings
}
