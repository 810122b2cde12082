//! A picture that browsers do not show, or whose size cannot be told: most likely it is no picture at all.

use std::collections::BTreeSet;

use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::load::attachments::{is_picture, local_target};
use crate::model::body::ReferenceKind;
use crate::model::path::SourcePath;
use crate::model::report::{Attachment, LoadedReport};
use crate::model::span::Span;

/// Pictures that other programs show, and browsers do not.
const PHOTOS: [&str; 10] = ["heic", "heif", "tif", "tiff", "wmf", "emf", "psd", "ai", "raw", "jp2"];

pub(crate) static RULE: Rule = Rule {
    name: "unreadable-image",
    summary: "浏览器显示不了的图片：格式不对，或读不出宽和高",
    basis: "国办发〔2017〕47号 图片确保加载（原文待核）",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("unreadable_image.md"),
    check: Check::Report(check),
};

fn check(report: &LoadedReport, _: &Scope<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let pictures = report.body.references.iter().filter(|found| found.kind == ReferenceKind::Image);
    let mut told = BTreeSet::new();
    for picture in pictures {
        let Some(target) = local_target(report, &picture.target) else { continue };
        let composed = target.composed();
        let named = |file: &&Attachment| file.source == target || file.source.composed() == composed;
        let Some(file) = report.attachments.iter().find(named) else { continue };
        let is_known = file.pixels.is_some() || file.source.extension() == "svg";
        if (is_picture(&file.source) && is_known) || !told.insert(&file.source) {
            continue;
        }
        let span = picture.span.shifted(report.body_offset);
        findings.push(match is_picture(&file.source) {
            true => Finding::new(&report.path, Some(span), format!("图片 `{}` 读不出宽和高", file.name))
                .effect("文件多半损坏，或扩展名与内容不符，页面上显示不出来")
                .help("用看图软件打开核对，重新导出为 PNG 或 JPEG"),
            false => not_shown(&file.name, &picture.text, &report.path, span),
        });
    }
    findings
}

/// A file that browsers do not show as a picture.
fn not_shown(name: &str, text: &str, path: &SourcePath, span: Span) -> Finding {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_lowercase();
    let help = match PHOTOS.contains(&&*extension) {
        true => "用看图软件打开，另存为 PNG 或 JPEG，换掉原来的文件和文件名".to_string(),
        false => format!("作为附件，去掉感叹号，写作 `[{}](<{name}>)`；要显示其中的内容，另存为 PNG 或 JPEG", text.trim()),
    };
    Finding::new(path, Some(span), format!("`{name}` 写成了图片，浏览器显示不出来"))
        .label("不是浏览器能显示的图片")
        .effect("页面上没有图，只有一个链接；文件列在附件里")
        .help(help)
}
