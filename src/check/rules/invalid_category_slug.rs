//! A category whose part of the address cannot be one: given badly, or not given where the name has no letters to take it from.

use super::{LONGEST_SLUG, LONGEST_SLUG_BYTES, NOT_PUBLISHED, REPORTS, is_slug, taken_slug};
use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::model::category::Category;

pub(crate) static RULE: Rule = Rule {
    name: "invalid-category-slug",
    summary: "栏目的 `slug` 不能用在网址里，或栏目名取不出 `slug`",
    basis: "本程序约定：网址",
    level: Level::Error,
    is_structural: true,
    explanation: include_str!("invalid_category_slug.md"),
    check: Check::Site(check),
};

fn check(scope: &Scope<'_>) -> Vec<Finding> {
    scope.loaded.categories.iter().filter_map(finding).collect()
}

fn finding(category: &Category) -> Option<Finding> {
    let slug = category.slug();
    let is_top = category.folder.parent().is_some_and(|folder| folder.as_str() == REPORTS);
    let taken = taken_slug(&slug, is_top).filter(|_| is_slug(&slug));
    if is_slug(&slug) && taken.is_none() {
        return None;
    }
    let file = category.file.as_ref().unwrap_or(&category.folder);
    let span = category.draft.slug.as_ref().map(|given| given.span);
    let name = category.name();
    let (message, help) = match slug.chars().count() {
        _ if let Some(reason) = taken => {
            (format!("栏目 `{name}` 的 `slug` `{slug}` {reason}"), "在 `_category.toml` 里写另一个 `slug`")
        }
        0 => (
            format!("栏目 `{name}` 的名称里没有汉字、字母或数字，取不出网址"),
            "在 `_category.toml` 里写 `slug = \"字母\"`，或给栏目改名",
        ),
        length if length > LONGEST_SLUG || slug.len() > LONGEST_SLUG_BYTES => (
            format!("栏目 `{name}` 的 `slug` 有 {length} 个字，太长，不超过 {LONGEST_SLUG} 个"),
            "在 `_category.toml` 里写一个短的 `slug`",
        ),
        _ => (
            format!("栏目 `{name}` 的 `slug` `{slug}` 含有网址里不能用的字符"),
            "只用字母、数字、`-`、`_` 和汉字，不写空格和 `/`；删去这一行就取名称的拼音首字母",
        ),
    };
    Some(Finding::new(file, span, message).effect(NOT_PUBLISHED).help(help))
}
