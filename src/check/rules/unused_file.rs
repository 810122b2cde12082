//! A file below `reports/` that is published by nobody, so that nobody believes it published.

use std::collections::BTreeSet;

use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::model::path::SourcePath;

pub(crate) static RULE: Rule = Rule {
    name: "unused-file",
    summary: "`reports` 里的文件没有被任何文章用到，不会发布",
    basis: "本程序约定：没有文件会悄悄丢下",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("unused_file.md"),
    check: Check::Site(check),
};

const ATTACH: &str = "作为附件：移到文章自己的文件夹里，与 `index.md` 放在一起，或在文章里链接它";

fn check(scope: &Scope<'_>) -> Vec<Finding> {
    let bundles: BTreeSet<SourcePath> =
        scope.loaded.reports.iter().filter(|report| report.is_bundle).map(|report| report.base()).collect();
    scope.loaded.unused.iter().map(|file| finding(file, &bundles)).collect()
}

fn finding(file: &SourcePath, bundles: &BTreeSet<SourcePath>) -> Finding {
    let name = file.file_name();
    let is_in_bundle = std::iter::successors(file.parent(), SourcePath::parent).any(|folder| bundles.contains(&folder));
    let (reason, help) = match (file.extension().as_str(), is_in_bundle) {
        ("md", true) => {
            ("没有发布，文章的文件夹里只有 `index.md` 是文章", "要作为另一篇：移到栏目文件夹里；不需要就删去".to_string())
        }
        ("toml", true) if name == "_category.toml" => {
            ("没有用，这个文件夹是一篇文章，不是栏目", "移到栏目文件夹里；不需要就删去".to_string())
        }
        // All else in a report's folder is an attachment, and any other `.md` a report: only a symbolic link comes here.
        ("md", false) | (_, true) => ("是快捷方式或符号链接，没有发布", "换成文件本身".to_string()),
        ("docx" | "html" | "htm" | "txt", _) => ("没有发布", format!("作为文章：把文字放进一个 .md 文件；{ATTACH}")),
        ("doc" | "wps" | "rtf", _) => ("没有发布", format!("作为文章：把文字放进一个 .md 文件；{ATTACH}")),
        ("toml", _) => ("没有发布，也不是栏目设置", "栏目设置的文件名是 `_category.toml`".to_string()),
        _ => ("没有发布", ATTACH.to_string()),
    };
    Finding::new(file, None, format!("文件 `{name}` {reason}")).effect("网站上没有这个文件").help(help)
}
