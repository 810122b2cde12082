//! `[check]` and `[[allow]]` that name no rule, give no reason, or want to lower a rule without which no site can be built.

use super::NOT_PUBLISHED;
use crate::check::rule::{Check, Rule, Scope, named, nearest};
use crate::config::{Config, RuleLevel};
use crate::diagnostics::{Finding, Level};
use crate::model::metadata::Allowance;

pub(crate) static RULE: Rule = Rule {
    name: "unknown-rule",
    summary: "`[check]` 或 `[[allow]]` 写的规则不存在、不能调整，或没有写理由",
    basis: "本程序约定：检查规则的调整和豁免要写明",
    level: Level::Error,
    is_structural: true,
    explanation: include_str!("unknown_rule.md"),
    check: Check::Rules(check),
};

fn check(scope: &Scope<'_>, rules: &[&'static Rule]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, level) in &scope.config.levels {
        if let Some((message, help)) = level_fault(rules, name, level.value) {
            findings.push(Finding::new(&Config::file(), Some(level.span), message).effect(NOT_PUBLISHED).help(help));
        }
    }
    for report in &scope.loaded.reports {
        for allowance in &report.draft.allow {
            if let Some((message, help)) = allowance_fault(rules, &allowance.value) {
                findings.push(Finding::new(&report.path, Some(allowance.span), message).effect(NOT_PUBLISHED).help(help));
            }
        }
    }
    findings
}

fn level_fault(rules: &[&'static Rule], name: &str, level: RuleLevel) -> Option<(String, String)> {
    let Some(rule) = named(rules, name) else {
        return Some((format!("`[check]` 里的 `{name}` 不是规则名称"), suggestion(rules, name)));
    };
    let is_lowered = match level {
        RuleLevel::Off => true,
        RuleLevel::On(level) => level < rule.level,
    };
    let message = || (format!("规则 `{name}` 不能调低或关闭"), "删去这一行；这条规则不满足，网站就无法生成".to_string());
    (rule.is_structural && is_lowered).then(message)
}

fn allowance_fault(rules: &[&'static Rule], Allowance { rule, reason }: &Allowance) -> Option<(String, String)> {
    if rule.is_empty() {
        return Some(("`[[allow]]` 没有写 `rule`".to_string(), "写上规则名称，如 `rule = \"mobile-number\"`".to_string()));
    }
    match named(rules, rule) {
        None => Some((format!("`[[allow]]` 里的 `{rule}` 不是规则名称"), suggestion(rules, rule))),
        Some(known) if known.is_structural => {
            Some((format!("规则 `{rule}` 不能豁免"), "删去这一项 `[[allow]]`，按提示修改文章".to_string()))
        }
        Some(_) if reason.is_empty() => Some((
            format!("`[[allow]]` 豁免 `{rule}` 没有写理由"),
            "加一行 `reason = \"理由\"`，写明为什么可以这样".to_string(),
        )),
        Some(_) => None,
    }
}

fn suggestion(rules: &[&'static Rule], name: &str) -> String {
    match nearest(rules, name).first() {
        Some(nearest) => format!("是不是 `{nearest}`？全部规则用 `gongkai rules` 查看"),
        None => "全部规则用 `gongkai rules` 查看".to_string(),
    }
}
