//! A picture beside a report that its text does not show: it is published as an attachment, which hardly anybody means.

use std::collections::BTreeSet;

use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::load::attachments::{is_picture, local_target};
use crate::model::report::{Attachment, LoadedReport};

pub(crate) static RULE: Rule = Rule {
    name: "unused-picture",
    summary: "文章文件夹里的图片正文没有用到，会列在附件里",
    basis: "本程序约定：没有文件会悄悄公开",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("unused_picture.md"),
    check: Check::Report(check),
};

fn check(report: &LoadedReport, _: &Scope<'_>) -> Vec<Finding> {
    let unused = |file: &&Attachment| report.is_bundle && !file.in_text && is_picture(&file.source);
    let mut pictures = report.attachments.iter().filter(unused).peekable();
    if pictures.peek().is_none() {
        return Vec::new();
    }
    let targets = report.body.references.iter().filter_map(|link| local_target(report, &link.target));
    let named: BTreeSet<String> = targets.map(|target| target.composed()).collect();
    pictures
        .filter(|file| !named.contains(&file.source.composed()))
        .map(|file| {
            let name = &file.name;
            Finding::new(&file.source, None, format!("图片 `{name}` 正文没有用到"))
                .effect("它会作为附件公开，任何人都能下载")
                .help(format!("要显示，写 `![说明](<{name}>)`；要作附件，写 `[名称](<{name}>)`；不公开，删去或移走"))
        })
        .collect()
}
