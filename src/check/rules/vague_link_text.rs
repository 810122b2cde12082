//! A link whose words say only that it is a link.

use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::model::body::ReferenceKind;
use crate::model::report::LoadedReport;

pub(crate) static RULE: Rule = Rule {
    name: "vague-link-text",
    summary: "链接文字只是“点击这里”“详情”之类",
    basis: "WCAG 2.2 2.4.4 链接目的；GB/T 37668-2019（条款待核）",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("vague_link_text.md"),
    check: Check::Report(check),
};

/// Words that name no target, without the marks around them.
const VAGUE: [&str; 34] = [
    "点击这里",
    "点这里",
    "点击此处",
    "点击链接",
    "点击查看",
    "点击进入",
    "点击下载",
    "点击打开",
    "点击阅读",
    "点击详情",
    "点击",
    "点此",
    "点此查看",
    "点此下载",
    "点此进入",
    "点我",
    "请点击",
    "这里",
    "此处",
    "详情",
    "查看详情",
    "详见",
    "更多",
    "查看更多",
    "了解更多",
    "查看",
    "下载",
    "链接",
    "网址",
    "网页链接",
    "here",
    "click here",
    "more",
    "read more",
];

fn check(report: &LoadedReport, _: &Scope<'_>) -> Vec<Finding> {
    let links = report.body.references.iter().filter(|found| found.kind == ReferenceKind::Link);
    links
        .filter(|link| is_vague(&link.text))
        .map(|link| {
            let span = link.span.shifted(report.body_offset);
            Finding::new(&report.path, Some(span), format!("链接文字 `{}` 没有说明通向哪里", link.text.trim()))
                .effect("用读屏软件逐个听链接的读者不知道它是什么")
                .help("把说明内容的词写进方括号，如 `[活动场地借用申请表](…)`")
        })
        .collect()
}

fn is_vague(text: &str) -> bool {
    let words = text.trim_matches(|c: char| !c.is_alphanumeric());
    words.len() <= 24 && VAGUE.contains(&words.to_lowercase().as_str())
}
