//! A description that says no more than the name: it explains nothing, and inspections count it as none.

use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};

pub(crate) static RULE: Rule = Rule {
    name: "description-repeats-name",
    summary: "说明只是重复标题或栏目名称",
    basis: "国办发〔2017〕47号附件 ColumnDescription、Description（细目待核）",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("description_repeats_name.md"),
    check: Check::Site(check),
};

fn check(scope: &Scope<'_>) -> Vec<Finding> {
    let finding = |file, span, message: &str, help: &str| {
        Finding::new(file, Some(span), message).effect("网页标签和列表里的说明没有用处").help(help)
    };
    let mut findings = Vec::new();
    for report in &scope.loaded.reports {
        if let (Some(title), Some(description)) = (&report.draft.title, &report.draft.description)
            && is_same(&title.value, &description.value)
        {
            let help = "写一句话说明主要内容；或删去这一行，程序会取正文开头的几句";
            findings.push(finding(&report.path, description.span, "`description` 与标题一样", help));
        }
    }
    for category in &scope.loaded.categories {
        if let (Some(file), Some(description)) = (&category.file, &category.draft.description)
            && is_same(category.name(), &description.value)
        {
            let help = "写一句完整的话，说明这个栏目公开什么";
            findings.push(finding(file, description.span, "`description` 与栏目名称一样", help));
        }
    }
    findings
}

/// Whether two texts differ only in blanks and punctuation.
fn is_same(name: &str, description: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let name = letters(name);
    !name.is_empty() && name == letters(description)
}
