//! A `slug` that cannot be part of an address.

use super::{LONGEST_SLUG, LONGEST_SLUG_BYTES, NOT_PUBLISHED, is_slug, taken_slug};
use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::model::report::LoadedReport;

pub(crate) static RULE: Rule = Rule {
    name: "invalid-slug",
    summary: "文章的 `slug` 含有网址里不能用的字符，太长，或是系统保留的名称",
    basis: "本程序约定：网址",
    level: Level::Error,
    is_structural: true,
    explanation: include_str!("invalid_slug.md"),
    check: Check::Report(check),
};

fn check(report: &LoadedReport, _: &Scope<'_>) -> Vec<Finding> {
    let Some(slug) = &report.draft.slug else { return Vec::new() };
    let taken = taken_slug(&slug.value, false).filter(|_| is_slug(&slug.value));
    if is_slug(&slug.value) && taken.is_none() {
        return Vec::new();
    }
    let message = match slug.value.chars().count() {
        _ if let Some(reason) = taken => format!("`slug` 的内容 `{}` {reason}", slug.value),
        length if length > LONGEST_SLUG || slug.value.len() > LONGEST_SLUG_BYTES => {
            format!("`slug` 有 {length} 个字，太长，不超过 {LONGEST_SLUG} 个")
        }
        _ => format!("`slug` 的内容 `{}` 含有网址里不能用的字符", slug.value),
    };
    let finding = Finding::new(&report.path, Some(slug.span), message).effect(NOT_PUBLISHED);
    vec![finding.help("只用字母、数字、`-`、`_` 和汉字，不写空格、`/` 和 `.html`；删去这一行就由程序取名")]
}
