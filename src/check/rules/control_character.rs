//! Control characters in a text of a TOML file. Pages, feeds and JSON do without them, so they are left out and told.

use crate::check::rule::{Check, Rule};
use crate::diagnostics::{Finding, Level};
use crate::model::fault::{Fault, FaultKind};
use crate::model::path::SourcePath;

pub(crate) static RULE: Rule = Rule {
    name: "control-character",
    summary: "文章信息、栏目或网站设置里写了控制字符",
    basis: "HTML 标准和 XML 1.0：控制字符不能出现在网页和订阅源里",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("control_character.md"),
    check: Check::Fault(check),
};

fn check(file: &SourcePath, fault: &Fault) -> Option<Finding> {
    let FaultKind::ControlCharacter { key, c } = &fault.kind else { return None };
    let finding = Finding::new(file, fault.span, format!("`{key}` 里有控制字符 U+{:04X}", u32::from(*c)));
    Some(
        finding
            .effect("这个字符不显示，网页和订阅源里都没有它")
            .help(format!("删去它；在文件里写作 `\\u{:04x}` 一类", u32::from(*c))),
    )
}
