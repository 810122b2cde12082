//! A policy document without the numbers and dates by which the public can tell what it is and whether it holds.

use super::{first_line, is_explained, is_unreadable};
use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::model::report::LoadedReport;

pub(crate) static RULE: Rule = Rule {
    name: "missing-policy-field",
    summary: "政策文件缺少文号、索引号、成文日期或有效性",
    basis: "国务院令第711号第十二条；广东省政府信息公开目录平台字段（必填范围待核）",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("missing_policy_field.md"),
    check: Check::Report(check),
};

const KINDS: [&str; 4] = ["政策文件", "规范性文件", "行政规范性文件", "其他文件"];

fn check(report: &LoadedReport, scope: &Scope<'_>) -> Vec<Finding> {
    if !scope.is_of_kind(report, &KINDS) {
        return Vec::new();
    }
    let draft = &report.draft;
    let fields = [
        ("number", "文号", draft.number.is_some()),
        ("index", "索引号", draft.index.is_some()),
        ("written", "成文日期", draft.written.is_some()),
        ("validity", "有效性", draft.validity.is_some() || draft.expires.is_some()),
    ];
    let missing: Vec<(&str, &str)> = fields
        .into_iter()
        .filter(|(key, _, given)| !given && !is_explained(&report.faults, key))
        .map(|(key, name, _)| (key, name))
        .collect();
    if missing.is_empty() || is_unreadable(report) {
        return Vec::new();
    }
    let names: Vec<String> = missing.iter().map(|(key, name)| format!("{name} `{key}`")).collect();
    let forms: Vec<&str> = missing.iter().map(|(key, _)| form(key)).collect();
    let message = format!("政策文件没有写{}", names.join("、"));
    let finding = Finding::new(&report.path, first_line(report), message).effect("页面和目录里这几项是空的");
    vec![finding.help(format!("照原件补上 {}", forms.join("、")))]
}

fn form(key: &str) -> &'static str {
    match key {
        "number" => "`number = \"示例办〔2024〕1号\"`",
        "index" => "`index = \"机构代码/2024-00001\"`",
        "written" => "`written = 2024-01-05`",
        _ => "`validity = \"有效\"` 或 `expires = 2026-12-31`",
    }
}
