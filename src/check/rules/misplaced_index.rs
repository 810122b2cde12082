//! An `index.md` where other reports lie: it makes the folder one report, and the others would vanish from the site without a word.

use std::collections::BTreeMap;

use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::model::path::SourcePath;

pub(crate) static RULE: Rule = Rule {
    name: "misplaced-index",
    summary: "`index.md` 放在了有别的文章的文件夹里",
    basis: "本程序约定：有 `index.md` 的文件夹是一篇文章，其余文件是它的附件",
    level: Level::Error,
    is_structural: false,
    explanation: include_str!("misplaced_index.md"),
    check: Check::Site(check),
};

fn check(scope: &Scope<'_>) -> Vec<Finding> {
    let bundles: BTreeMap<SourcePath, &SourcePath> =
        scope.loaded.reports.iter().filter(|report| report.is_bundle).map(|report| (report.base(), &report.path)).collect();
    let mut hidden: BTreeMap<&SourcePath, Vec<&SourcePath>> = BTreeMap::new();
    for file in &scope.loaded.unused {
        let above = std::iter::successors(file.parent(), SourcePath::parent);
        if let Some(bundle) = above.filter_map(|folder| bundles.get_key_value(&folder)).map(|(folder, _)| folder).last() {
            hidden.entry(bundle).or_default().push(file);
        }
    }
    hidden
        .into_iter()
        .filter(|(bundle, files)| is_category(bundle, files))
        .map(|(bundle, files)| finding(bundles[bundle], &files))
        .collect()
}

/// One old version beside an `index.md` is a leftover. Several texts, texts in folders, or the settings of a category are a
/// category that somebody put an `index.md` into.
fn is_category(bundle: &SourcePath, files: &[&SourcePath]) -> bool {
    let is_text = |file: &&&SourcePath| file.extension() == "md";
    let is_deeper = |file: &SourcePath| file.below(bundle).is_some_and(|inside| inside.contains('/'));
    files.iter().filter(is_text).count() > 1
        || files.iter().filter(is_text).any(|file| is_deeper(file))
        || files.iter().any(|file| file.file_name() == "_category.toml")
}

fn finding(index: &SourcePath, files: &[&SourcePath]) -> Finding {
    let texts: Vec<&&SourcePath> = files.iter().filter(|file| file.extension() == "md").collect();
    let message = match texts.len() {
        0 => "这个 `index.md` 放在栏目的文件夹里，整个栏目会变成一篇文章".to_string(),
        count => format!("这个 `index.md` 使所在的文件夹变成一篇文章，里面另外 {count} 篇不会发布"),
    };
    let finding = Finding::new(index, None, message)
        .effect("栏目和里面的文章会从网站上消失")
        .help("给它改一个文件名，如 `2024-01-08-标题.md`；要带附件就给它单独建一个文件夹");
    texts.iter().take(5).fold(finding, |finding, file| finding.related(file, None, "这一篇不会发布"))
}
