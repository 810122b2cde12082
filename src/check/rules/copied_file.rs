//! A report or attachment whose name says that it is a copy or an old version.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashSet};

use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::model::path::SourcePath;
use crate::model::report::LoadedReport;
use crate::model::set_aside::{CopyMark, copy_mark};

pub(crate) static RULE: Rule = Rule {
    name: "copied-file",
    summary: "文件名像是副本、备份或旧版",
    basis: "本程序约定：不该公开的不会悄悄公开",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("copied_file.md"),
    check: Check::Site(check),
};

fn check(scope: &Scope<'_>) -> Vec<Finding> {
    let shown: Vec<&LoadedReport> =
        scope.loaded.reports.iter().map(|report| &**report).filter(|report| !scope.waits(report)).collect();
    let names = OnceCell::new();
    let has_name = |folder: &SourcePath, name: &str| {
        let named = || shown.iter().map(|report| (&report.folder, report.own_name())).collect::<HashSet<_>>();
        names.get_or_init(named).contains(&(folder, name))
    };
    let is_copy = |report: &&&LoadedReport| match copy_mark(report.own_name()) {
        None => false,
        Some(CopyMark::Word(_)) => true,
        Some(CopyMark::Number(bare)) => has_name(&report.folder, bare),
    };
    let copies = shown.iter().filter(is_copy);
    let mut findings: Vec<Finding> =
        copies.map(|report| finding(&report.path, report.own_name(), "文章", "会作为另一篇公开")).collect();
    let attached: BTreeSet<&SourcePath> =
        shown.iter().flat_map(|report| &report.attachments).map(|file| &file.source).collect();
    let copies = attached.iter().filter(|file| is_copy_among(file, &attached));
    findings.extend(copies.map(|file| finding(file, file.stem(), "附件", "读者能下载到它")));
    findings
}

/// Whether a file is a copy by its name, which may only say so beside another one.
fn is_copy_among(file: &SourcePath, all: &BTreeSet<&SourcePath>) -> bool {
    match copy_mark(file.stem()) {
        None => false,
        Some(CopyMark::Word(_)) => true,
        Some(CopyMark::Number(bare)) => {
            let name = format!("{bare}{}", file.file_name().get(file.stem().len()..).unwrap_or_default());
            file.parent().and_then(|folder| folder.join(&name)).is_some_and(|original| all.contains(&original))
        }
    }
}

fn finding(file: &SourcePath, name: &str, what: &str, effect: &str) -> Finding {
    let word = match copy_mark(name) {
        Some(CopyMark::Word(word)) => format!("名称里有“{word}”"),
        _ => "名称比另一个只多一个编号".to_string(),
    };
    Finding::new(file, None, format!("{what} `{name}` {word}，像是副本或旧版"))
        .effect(effect)
        .help("不要公开的删去，文章也可以写 `draft = true`；要公开的，改一个说明内容的文件名")
}
