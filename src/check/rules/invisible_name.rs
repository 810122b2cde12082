//! Characters that cannot be seen in the name of a file or folder: readers see the name on a page and save the file under it.

use std::collections::BTreeMap;

use super::invisible_character::kind;
use crate::check::rule::{Check, Rule, Scope};
use crate::check::text::scan::is_invisible;
use crate::diagnostics::{Finding, Level};
use crate::model::path::SourcePath;

pub(crate) static RULE: Rule = Rule {
    name: "invisible-name",
    summary: "文件或文件夹的名称里有看不见的字符",
    basis: "看不见的字符使名称搜不到、链接写不对，方向控制字符还能让 `exe` 看起来像 `pdf`",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("invisible_name.md"),
    check: Check::Site(check),
};

fn check(scope: &Scope<'_>) -> Vec<Finding> {
    let reports = scope.loaded.reports.iter();
    let files =
        reports.flat_map(|report| [&report.path].into_iter().chain(report.attachments.iter().map(|file| &file.source)));
    let folders = scope.loaded.categories.iter().map(|category| &category.folder);
    // By the first part of a path that has one, so that a folder is told once and not with each of its files.
    let found: BTreeMap<&str, char> = files.chain(folders).filter_map(|path| first(path.as_str())).collect();
    found.into_iter().filter_map(|(path, c)| Some(finding(&SourcePath::new(path)?, c))).collect()
}

/// The path up to the end of the first name with an invisible character, and that character.
fn first(path: &str) -> Option<(&str, char)> {
    // The first bytes of all characters that are looked for, those aside that no name in use here has. Few names have one of
    // these bytes, and bytes are quicker to look at than characters.
    let may_have = path.bytes().any(|byte| matches!(byte, 0xc2 | 0xd8 | 0xe1 | 0xe2 | 0xef));
    let (at, c) = may_have.then(|| path.char_indices().find(|(_, c)| is_invisible(*c)))??;
    let end = path[at..].find('/').map_or(path.len(), |slash| at + slash);
    Some((&path[..end], c))
}

fn finding(path: &SourcePath, c: char) -> Finding {
    let message = format!("名称里有看不见的字符 U+{:04X}（{}）", u32::from(c), kind(c));
    Finding::new(path, None, message)
        .effect("网页上照样带着它，按看到的名称找不到这个文件")
        .help("重新输入名称，给它改名；文章里写到它的地方一并改")
}
