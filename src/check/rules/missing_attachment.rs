//! A picture or file that a text links to and that is not there.

use super::as_link;
use crate::check::rule::{Check, Rule};
use crate::diagnostics::{Finding, Level};
use crate::load::attachments::PICTURES;
use crate::model::page::{DeadReason, PlanFaults};

pub(crate) static RULE: Rule = Rule {
    name: "missing-attachment",
    summary: "正文里的图片或附件文件不存在",
    basis: "国办秘函〔2019〕19号 链接可用性；本程序约定：图片和附件与文章放在一起",
    level: Level::Error,
    is_structural: false,
    explanation: include_str!("missing_attachment.md"),
    check: Check::Plan(check),
};

fn check(faults: &PlanFaults) -> Vec<Finding> {
    let mut findings = Vec::new();
    for dead in &faults.dead {
        let DeadReason::NoSuchFile { nearest } = &dead.reason else { continue };
        let help = match nearest {
            Some(nearest) => format!("是不是 `{}`？文件名、扩展名和大小写都要一致", as_link(&dead.file, nearest)),
            None => "把文件放进文章自己的文件夹，与 `index.md` 放在一起，文件名与链接一字不差".to_string(),
        };
        let finding = Finding::new(&dead.file, dead.span, format!("找不到文件 `{}`", dead.target));
        let extension = dead.target.rsplit('.').next().unwrap_or_default().to_lowercase();
        let effect = if PICTURES.contains(&extension.as_str()) { "图片不显示" } else { "附件打不开" };
        findings.push(finding.label("没有这个文件").effect(effect).help(help));
    }
    findings
}
