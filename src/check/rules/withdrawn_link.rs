//! A link to what was public and is withdrawn. It does not keep the withdrawal from being published: a withdrawal must not wait for whoever
//! wrote about the report.

use crate::check::rule::{Check, Rule};
use crate::diagnostics::{Finding, Level};
use crate::model::page::{DeadReason, DeadReference, PlanFaults};

pub(crate) static RULE: Rule = Rule {
    name: "withdrawn-link",
    summary: "站内链接指向已经撤下的文章或栏目",
    basis: "国办秘函〔2019〕19号 链接可用性；本程序约定：撤下不等别的文章",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("withdrawn_link.md"),
    check: Check::Plan(check),
};

fn check(faults: &PlanFaults) -> Vec<Finding> {
    faults.dead.iter().filter_map(finding).collect()
}

fn finding(dead: &DeadReference) -> Option<Finding> {
    let DeadReason::Withdrawn { title } = &dead.reason else { return None };
    let what = if title.is_empty() { "内容".to_string() } else { format!("《{title}》") };
    let message = format!("`{}` 指向的{what}已经撤下", dead.target);
    let finding = Finding::new(&dead.file, dead.span, message).label("已撤下").effect("网页上不做成链接");
    Some(finding.help("删去它，正文里的留下文字；只是改了文件名的，改成新的路径；误删的，把文件放回原处"))
}
