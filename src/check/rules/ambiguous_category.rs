//! A name that several categories have. The site works as long as one of them is taken for it, and goes on working when another gets
//! its first report; so it is told from the first day.

use crate::check::rule::{Check, Rule, Scope};
use crate::config::{Config, MenuTarget};
use crate::diagnostics::{Finding, Level};
use crate::load::Loaded;
use crate::load::resolve::categories_meant;
use crate::model::path::SourcePath;
use crate::model::span::Span;

pub(crate) static RULE: Rule = Rule {
    name: "ambiguous-category",
    summary: "写的栏目名称不止一个栏目有",
    basis: "本程序约定：栏目只写最后一级名称时，这个名称只有一个",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("ambiguous_category.md"),
    check: Check::Site(check),
};

fn check(scope: &Scope<'_>) -> Vec<Finding> {
    let loaded = scope.loaded;
    let site = Config::file();
    let menus = scope.config.nav.iter().flatten().chain(&scope.config.footer_links);
    let entries = menus.filter_map(|entry| match &entry.target {
        MenuTarget::Site(name) => Some((name.trim_start_matches('/'), entry.span)),
        MenuTarget::Url(_) => None,
    });
    let tiles = scope.config.home.tiles.iter().map(|tiles| (tiles.value.as_str(), tiles.span));
    let mut findings: Vec<Finding> =
        entries.chain(tiles).filter_map(|(name, span)| of_menu(loaded, &site, name, span)).collect();
    for report in &loaded.reports {
        for written in &report.draft.categories {
            let Some(meant) = several(loaded, &written.value) else { continue };
            let message = format!("`categories` 写的 `{}` 不止一个栏目", written.value);
            let effect = format!("现在列在 `{}` 里", meant.first().map_or("", String::as_str));
            findings.push(told(&report.path, written.span, message, &meant).effect(effect));
        }
    }
    findings
}

fn of_menu(loaded: &Loaded, site: &SourcePath, name: &str, span: Span) -> Option<Finding> {
    let meant = several(loaded, name)?;
    let finding = told(site, span, format!("名为 `{name}` 的栏目不止一个"), &meant);
    Some(finding.effect("现在链接到其中已经有文章的一个；别的栏目有了文章，可能就换了"))
}

fn told(file: &SourcePath, span: Span, message: String, meant: &[String]) -> Finding {
    let list: Vec<String> = meant.iter().map(|path| format!("`{path}`")).collect();
    Finding::new(file, Some(span), message).label("分不清是哪一个").help(format!("写全路径：{}", list.join("、")))
}

/// The categories of that name below `reports/`, in the order of paths, where there are several.
fn several(loaded: &Loaded, name: &str) -> Option<Vec<String>> {
    let meant = categories_meant(loaded.category_folders(), name);
    (meant.len() > 1).then(|| meant.into_iter().filter_map(SourcePath::below_reports).map(str::to_string).collect())
}
