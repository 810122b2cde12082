//! A report of the catalogue without 索引号 or 成文日期, which the catalogue lists.

use super::{first_line, is_explained, is_unreadable};
use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::model::report::LoadedReport;
use crate::model::title_year::years;

pub(crate) static RULE: Rule = Rule {
    name: "missing-catalog-field",
    summary: "信息公开目录里的文章缺少索引号或成文日期",
    basis: "国务院令第711号第十二条 目录的索引、生成日期（条文待核）",
    level: Level::Info,
    is_structural: false,
    explanation: include_str!("missing_catalog_field.md"),
    check: Check::Report(check),
};

/// Kinds that have a rule of their own.
const POLICIES: [&str; 4] = ["政策文件", "规范性文件", "行政规范性文件", "其他文件"];
const KINDS: [&str; 4] = ["信息公开目录", "规划计划", "计划总结", "法定主动公开内容"];

fn check(report: &LoadedReport, scope: &Scope<'_>) -> Vec<Finding> {
    let draft = &report.draft;
    let fields = [("index", "索引号", draft.index.is_some()), ("written", "成文日期", draft.written.is_some())];
    let missing = || fields.iter().filter(|(key, _, given)| !given && !is_explained(&report.faults, key));
    if missing().next().is_none() || is_unreadable(report) {
        return Vec::new();
    }
    let is_yearly = || draft.title.as_ref().is_some_and(|title| !years(&title.value).is_empty());
    if scope.is_of_kind(report, &POLICIES) || !(scope.is_of_kind(report, &KINDS) || is_yearly()) {
        return Vec::new();
    }
    let missing: Vec<String> = missing().map(|(key, name, _)| format!("{name} `{key}`")).collect();
    let message = format!("没有写{}", missing.join("、"));
    let finding = Finding::new(&report.path, first_line(report), message).effect("目录里这一项是空的，公众不能按它查找");
    vec![
        finding.help(
            "照本单位的登记补上；没有编号制度的，在 `site.toml` 的 `[check]` 下面写 `missing-catalog-field = \"off\"`",
        ),
    ]
}
