//! A field or setting that the program does not know: a typing error would otherwise lose what was meant.

use super::NOT_PUBLISHED;
use crate::check::rule::{Check, Rule};
use crate::config::words;
use crate::diagnostics::{Finding, Level};
use crate::model::fault::{Fault, FaultKind};
use crate::model::path::SourcePath;

pub(crate) static RULE: Rule = Rule {
    name: "unknown-key",
    summary: "不认识的字段或设置",
    basis: "本程序约定：文章、栏目和网站设置的字段",
    level: Level::Error,
    is_structural: true,
    explanation: include_str!("unknown_key.md"),
    check: Check::Fault(check),
};

fn check(file: &SourcePath, fault: &Fault) -> Option<Finding> {
    let FaultKind::UnknownKey { key, table, nearest } = &fault.kind else { return None };
    let name = if table.is_empty() { key.clone() } else { format!("{table}.{key}") };
    let is_report_field = file.extension() == "md" && table.is_empty();
    let effect = match nearest.as_deref().filter(|_| is_report_field) {
        Some("title") => format!("这一篇没有标题，{NOT_PUBLISHED}"),
        Some("date") => format!("这一篇没有发布日期，{NOT_PUBLISHED}"),
        _ => NOT_PUBLISHED.to_string(),
    };
    let finding = Finding::new(file, fault.span, format!("不认识的字段 `{name}`")).effect(effect);
    const LIST: &str = "可用字段见 `gongkai explain unknown-key`";
    Some(match nearest {
        None if file.as_str() == words::FILE => {
            finding.help("错的写法写在 `[words]` 那一行的下面，每行一个：`\"错的写法\" = \"对的写法\"`；不算错的写在 `[exceptions]` 的下面：`\"写法\" = \"说明\"`")
        }
        Some(nearest) => {
            finding.label(format!("是不是想写 `{nearest}`？")).help(format!("改为 `{nearest}`；{LIST}")).fix(nearest.clone())
        }
        None => finding.help(format!("删去这一项，或改为可用的字段；{LIST}")),
    })
}
