//! A picture without alternative text: whoever cannot see it learns nothing of it.

use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::model::body::ReferenceKind;
use crate::model::report::LoadedReport;

pub(crate) static RULE: Rule = Rule {
    name: "image-without-alt",
    summary: "图片没有替代文字",
    basis: "WCAG 2.2 1.1.1；GB/T 37668-2019",
    level: Level::Error,
    is_structural: false,
    explanation: include_str!("image_without_alt.md"),
    check: Check::Report(check),
};

fn check(report: &LoadedReport, _: &Scope<'_>) -> Vec<Finding> {
    let pictures = report.body.references.iter().filter(|found| found.kind == ReferenceKind::Image);
    pictures
        .filter(|picture| picture.text.trim().is_empty())
        .map(|picture| {
            let span = picture.span.shifted(report.body_offset);
            Finding::new(&report.path, Some(span), format!("图片 `{}` 没有替代文字", picture.target))
                .label("方括号里是空的")
                .effect("看不见图的读者不知道图里是什么，图片打不开时也没有文字")
                .help("在 `![]` 的方括号里写出图片的内容，如 `![2024年重点工作完成率柱状图](…)`")
        })
        .collect()
}
