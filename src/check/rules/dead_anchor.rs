//! A link to a place of a page that the page does not have.

use crate::check::rule::{Check, Rule};
use crate::diagnostics::{Finding, Level};
use crate::model::page::{DeadReason, PlanFaults};

pub(crate) static RULE: Rule = Rule {
    name: "dead-anchor",
    summary: "链接里 `#` 后面的位置在那一页上没有",
    basis: "国办秘函〔2019〕19号 链接可用性；本程序约定：站内链接都能到达",
    level: Level::Error,
    is_structural: false,
    explanation: include_str!("dead_anchor.md"),
    check: Check::Plan(check),
};

/// Places that the cure names; a long report has dozens.
const NAMED: usize = 8;

fn check(faults: &PlanFaults) -> Vec<Finding> {
    let mut findings = Vec::new();
    for dead in &faults.dead {
        let DeadReason::NoSuchAnchor { known } = &dead.reason else { continue };
        let help = match known.len() {
            0 => "那一页没有可以指向的小标题，删去 `#` 和后面的部分".to_string(),
            count => {
                let places: Vec<String> = known.iter().take(NAMED).map(|id| format!("`#{id}`")).collect();
                let more = if count > NAMED { " 等" } else { "" };
                format!("那一页可用的位置：{}{more}", places.join("、"))
            }
        };
        let finding = Finding::new(&dead.file, dead.span, format!("链接 `{}` 指向的位置不存在", dead.target));
        findings.push(finding.label("页面上没有这个位置").effect("读者点开后停在页面开头，找不到要看的内容").help(help));
    }
    findings
}
