//! Something like `+++` where the fence belongs: `---` as other programs have it, full-width signs, one sign too many.

use super::NOT_PUBLISHED;
use crate::check::rule::{Check, Rule};
use crate::diagnostics::{Finding, Level};
use crate::model::fault::{Fault, FaultKind};
use crate::model::path::SourcePath;

pub(crate) static RULE: Rule = Rule {
    name: "near-miss-fence",
    summary: "该写 `+++` 的一行写成了相近的符号",
    basis: "本程序约定：文章开头的格式",
    level: Level::Error,
    is_structural: true,
    explanation: include_str!("near_miss_fence.md"),
    check: Check::Fault(check),
};

fn check(file: &SourcePath, fault: &Fault) -> Option<Finding> {
    let FaultKind::NearMissFence { found, closing } = &fault.kind else { return None };
    let place = if *closing { "字段结束处" } else { "文章开头" };
    let message = match found.as_str() {
        "+++" => format!("{place}的 `+++` 前面有空格"),
        other => format!("{place}的 `{other}` 不是 `+++`"),
    };
    let finding = Finding::new(file, fault.span, message).label("应当写 `+++`").effect(NOT_PUBLISHED);
    let help = match found.starts_with(['-', '`']) {
        true => "改为三个英文加号 `+++`，上下两行都要改；两行之间写作 `字段 = \"内容\"`",
        false => "改为三个英文加号 `+++`，独占一行，前面不留空格",
    };
    Some(finding.help(help).fix("+++"))
}
