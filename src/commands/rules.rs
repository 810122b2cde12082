//! `gongkai rules`: every rule with its level, what it reports and on what basis, as a table or as JSON.

mod handbook;

use serde::Serialize;

use crate::check::registry::RULES;
use crate::check::rule::Rule;
use crate::cli::{ListFormat, RulesArgs};
use crate::diagnostics::json::pretty;
use crate::diagnostics::position::display_width;

/// What goes to stdout.
pub fn run(args: &RulesArgs) -> String {
    list(RULES, args.format)
}

fn list(rules: &[&Rule], format: ListFormat) -> String {
    match format {
        ListFormat::Text => table(rules),
        ListFormat::Markdown => handbook::page(rules),
        ListFormat::Json => pretty(&rules.iter().copied().map(RuleJson::from).collect::<Vec<_>>()),
    }
}

fn table(rules: &[&Rule]) -> String {
    let rows: Vec<[&str; 4]> = std::iter::once(["规则", "级别", "检查什么", "依据"])
        .chain(rules.iter().map(|rule| [rule.name, rule.level.chinese(), rule.summary, rule.basis]))
        .collect();
    let mut widths = [0; 4];
    for (column, width) in widths.iter_mut().enumerate() {
        *width = rows.iter().map(|row| display_width(row[column])).max().unwrap_or(0);
    }
    let mut table = String::new();
    for row in &rows {
        let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell}{}", " ".repeat(width - display_width(cell))));
        table.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        table.push('\n');
    }
    table
}

#[derive(Serialize)]
struct RuleJson {
    name: &'static str,
    level: &'static str,
    summary: &'static str,
    basis: &'static str,
}

impl From<&Rule> for RuleJson {
    fn from(rule: &Rule) -> RuleJson {
        RuleJson { name: rule.name, level: rule.level.name(), summary: rule.summary, basis: rule.basis }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::check::rule::Check;
    use crate::diagnostics::Level;

    fn rule(name: &'static str, summary: &'static str) -> Rule {
        let check = Check::Site(|_| Vec::new());
        Rule { name, summary, basis: "某规范", level: Level::Warning, is_structural: false, explanation: "", check }
    }

    #[test]
    fn columns_line_up_under_wide_characters() {
        let rules = [rule("unknown-key", "字段"), rule("x", "标题ab超长")];
        let expected = "\
规则         级别  检查什么    依据
unknown-key  警告  字段        某规范
x            警告  标题ab超长  某规范
";
        assert_eq!(list(&rules.each_ref(), ListFormat::Text), expected);
    }

    #[test]
    fn json_lists_name_level_summary_and_basis() {
        let value: Value = serde_json::from_str(&list(&[&rule("x", "标题")], ListFormat::Json)).expect("valid JSON");
        assert_eq!(value, json!([{ "name": "x", "level": "warning", "summary": "标题", "basis": "某规范" }]));
    }
}
