//! A file below `reports/` that is published by nobody, so that nobody believes it published.

use std::collections::BTreeSet;

use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::load::sources::{LeftOut, WhyLeftOut};
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
    let hidden = scope.loaded.skipped.iter().filter(|file| is_hidden_text(file)).map(hidden);
    let linked = scope.loaded.left_out.iter().filter_map(linked_folder);
    scope.loaded.unused.iter().map(|file| finding(file, &bundles)).chain(hidden).chain(linked).collect()
}

/// A text that a dot hides, in its own name or in that of a folder. `._x.md` is what macOS writes beside a file on a USB stick, and
/// `.#x.md` what Emacs does while it edits one.
fn is_hidden_text(file: &SourcePath) -> bool {
    let is_hidden = |name: &str| name.starts_with('.') && !name.starts_with("._") && !name.starts_with(".#");
    file.extension() == "md" && file.as_str().split('/').any(is_hidden)
}

fn hidden(file: &SourcePath) -> Finding {
    Finding::new(file, None, format!("`{}` 是隐藏的文件，或在隐藏的文件夹里，没有发布", file.file_name()))
        .effect("网站上没有这一篇")
        .help("要发布：去掉名称开头的 `.`；不发布：移出 `reports`")
}

/// The name of a text whose extension is not `.md`, as it should be.
fn text_name(name: &str) -> Option<String> {
    const OTHERS: [&str; 5] = [".markdown", ".mdown", ".mkd", ".md.txt", ".markdown.txt"];
    let lower = name.to_ascii_lowercase();
    // The longest one that fits: `.markdown.txt` before `.txt` alone.
    let end = OTHERS.iter().filter(|end| lower.ends_with(**end)).max_by_key(|end| end.len())?;
    let stem = &name[..name.len() - end.len()];
    (!stem.is_empty()).then(|| format!("{stem}.md"))
}

fn linked_folder(left: &LeftOut) -> Option<Finding> {
    if left.why != WhyLeftOut::LinkedFolder {
        return None;
    }
    let message = format!("文件夹 `{}` 是一个链接（快捷方式或符号链接），里面的文章和文件没有发布", left.shown.file_name());
    let help = "把文件夹本身放在这里，代替链接；不需要就删去链接";
    Some(Finding::new(&left.shown, None, message).effect("网站上没有这个文件夹里的内容").help(help))
}

fn finding(file: &SourcePath, bundles: &BTreeSet<SourcePath>) -> Finding {
    let name = file.file_name();
    let is_in_bundle = std::iter::successors(file.parent(), SourcePath::parent).any(|folder| bundles.contains(&folder));
    let (reason, help) = match (file.extension().as_str(), is_in_bundle) {
        _ if text_name(name).is_some() => {
            let text = text_name(name).unwrap_or_default();
            ("没有发布，文章的文件名要以 .md 结尾", format!("改名为 `{text}`；看不到 .txt 时，先让系统显示文件扩展名"))
        }
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
