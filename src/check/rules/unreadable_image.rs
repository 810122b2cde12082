//! A picture whose size cannot be told: browsers cannot keep its place, and most likely it is no picture at all.

use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::load::attachments::{is_picture, local_target};
use crate::model::body::ReferenceKind;
use crate::model::report::{Attachment, LoadedReport};

pub(crate) static RULE: Rule = Rule {
    name: "unreadable-image",
    summary: "图片读不出宽和高",
    basis: "国办发〔2017〕47号 图片确保加载（原文待核）",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("unreadable_image.md"),
    check: Check::Report(check),
};

fn check(report: &LoadedReport, _: &Scope<'_>) -> Vec<Finding> {
    let unknown = |file: &&Attachment| file.in_text && file.pixels.is_none() && file.source.extension() != "svg";
    let pictures = report.attachments.iter().filter(unknown).filter(|file| is_picture(&file.source));
    pictures
        .map(|file| {
            let shown = report.body.references.iter().find(|found| {
                found.kind == ReferenceKind::Image && local_target(report, &found.target).as_ref() == Some(&file.source)
            });
            let span = shown.map(|found| found.span.shifted(report.body_offset));
            Finding::new(&report.path, span, format!("图片 `{}` 读不出宽和高", file.name))
                .effect("文件多半损坏，或扩展名与内容不符，页面上显示不出来")
                .help("用看图软件打开核对，重新导出为 PNG 或 JPEG")
        })
        .collect()
}
