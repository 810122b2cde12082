//! Names of files and folders that cannot become addresses, or that other systems cannot hold.

use std::collections::BTreeSet;

use super::NOT_PUBLISHED;
use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::load::Loaded;
use crate::load::sources::{DEEPEST, LONGEST_PATH, LeftOut, WhyLeftOut};
use crate::model::file_name::unportable;
use crate::model::path::SourcePath;

pub(crate) static RULE: Rule = Rule {
    name: "unusable-file-name",
    summary: "文件或文件夹的名称在有的系统上不能用，或文件夹套得太深，不能发布",
    basis: "本程序约定：文件名能写进网址和校验清单，在各种系统上都一样",
    level: Level::Error,
    is_structural: true,
    explanation: include_str!("unusable_file_name.md"),
    check: Check::Site(check),
};

const RENAME: &str = "给它改名，只用汉字、字母、数字和短横线";
const UNPACKED: &str = "从压缩包里解出来的乱码名，换一种解压方式，文件名编码选 GBK";

fn check(scope: &Scope<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = scope.loaded.left_out.iter().filter_map(left_out).collect();
    findings.extend(unportable_names(scope.loaded));
    findings
}

fn left_out(left: &LeftOut) -> Option<Finding> {
    let (message, help) = match left.why {
        WhyLeftOut::Misnamed => ("文件名含有反斜杠、控制字符或不是 UTF-8".to_string(), format!("{RENAME}；{UNPACKED}")),
        WhyLeftOut::TooDeep => (
            format!("文件夹套得太深（超过 {DEEPEST} 层）或路径太长（超过 {LONGEST_PATH} 字节），里面的文件没有读"),
            "把它移到浅一些的地方，或缩短文件夹的名称".to_string(),
        ),
        WhyLeftOut::LinkedFolder => return None,
    };
    Some(Finding::new(&left.shown, None, message).effect(NOT_PUBLISHED).help(help))
}

/// Each file or folder once whose own name some system cannot hold, whatever is in it.
fn unportable_names(loaded: &Loaded) -> Vec<Finding> {
    let mut found = BTreeSet::new();
    // Most files stand in the folder of the one before.
    let mut folder = String::new();
    let reports = loaded.reports.iter().map(|report| &report.path);
    let folders = loaded.categories.iter().map(|category| &category.folder);
    for path in reports.chain(&loaded.files).chain(folders) {
        let (parent, name) = path.as_str().rsplit_once('/').unwrap_or(("", path.as_str()));
        if unportable(name).is_some() {
            found.insert(path.as_str());
        }
        if parent != folder {
            parent.clone_into(&mut folder);
            let ends = parent.match_indices('/').map(|(at, _)| at).chain([parent.len()]);
            let above = ends.map(|end| &path.as_str()[..end]);
            found.extend(above.filter(|above| above.rsplit('/').next().and_then(unportable).is_some()));
        }
    }
    found.into_iter().filter_map(finding).collect()
}

fn finding(path: &str) -> Option<Finding> {
    let path = SourcePath::new(path)?;
    let message = format!("名称 `{}` {}", path.file_name(), unportable(path.file_name())?);
    Some(Finding::new(&path, None, message).effect(NOT_PUBLISHED).help(RENAME))
}
