//! A category without a single published report.

use crate::check::rule::{Check, Rule};
use crate::diagnostics::{Finding, Level};
use crate::model::page::PlanFaults;

pub(crate) static RULE: Rule = Rule {
    name: "empty-category",
    summary: "栏目里没有已发布的文章",
    basis: "国办秘函〔2019〕19号 空白栏目",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("empty_category.md"),
    check: Check::Plan(check),
};

fn check(faults: &PlanFaults) -> Vec<Finding> {
    let mut findings = Vec::new();
    for category in &faults.empty_categories {
        let (held, help) = match category.held {
            0 => (String::new(), "放入文章，或删去这个文件夹"),
            held => (format!("，有 {held} 篇暂不发布"), "核对暂不发布的文章的 `draft`、`date` 和审签"),
        };
        let finding = Finding::new(&category.file, None, format!("栏目 `{}` 里没有已发布的文章{held}", category.name));
        findings.push(finding.effect("本次不生成它的页面，也不出现在导航和网站地图中").help(help));
    }
    findings
}
