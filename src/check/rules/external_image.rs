//! A picture from another site: the page would ask a stranger for it, and tell him who reads.

use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::model::body::ReferenceKind;
use crate::model::report::LoadedReport;

pub(crate) static RULE: Rule = Rule {
    name: "external-image",
    summary: "图片放在别的网站上",
    basis: "本程序约定：网页不向第三方请求任何内容；国办发〔2017〕47号附件 图片确保加载",
    level: Level::Error,
    is_structural: false,
    explanation: include_str!("external_image.md"),
    check: Check::Report(check),
};

fn check(report: &LoadedReport, _: &Scope<'_>) -> Vec<Finding> {
    let images = report.body.references.iter().filter(|reference| reference.kind == ReferenceKind::Image);
    images
        .filter(|image| is_elsewhere(image.target.trim()))
        .map(|image| {
            let span = image.span.shifted(report.body_offset);
            Finding::new(&report.path, Some(span), format!("图片 `{}` 在别的网站上", image.target))
                .label("不在本站")
                .effect("网页的安全设置不让浏览器去取它，读者看不到这张图")
                .help("把图片存到文章自己的文件夹里，再写 `![说明](图片.png)`")
        })
        .collect()
}

fn is_elsewhere(target: &str) -> bool {
    let begins = |with: &str| target.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    begins("http://") || begins("https://") || begins("//")
}
