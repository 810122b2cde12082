//! A picture from another site: the page would ask a stranger for it, and tell him who reads.

use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::model::address::{Address, OwnSite, Unusable};
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

fn check(report: &LoadedReport, scope: &Scope<'_>) -> Vec<Finding> {
    let mut images = report.body.references.iter().filter(|reference| reference.kind == ReferenceKind::Image).peekable();
    if images.peek().is_none() {
        return Vec::new();
    }
    let own = scope.config.own_site();
    images
        .filter(|image| is_elsewhere(&image.target, own.as_ref()))
        .map(|image| {
            let span = image.span.shifted(report.body_offset);
            Finding::new(&report.path, Some(span), format!("图片 `{}` 在别的网站上", image.target))
                .label("不在本站")
                .effect("网页的安全设置不让浏览器去取它，读者看不到这张图")
                .help("把图片存到文章自己的文件夹里，再写 `![说明](图片.png)`")
        })
        .collect()
}

/// Whether a browser would ask another site for the picture, or its author meant it to.
fn is_elsewhere(target: &str, own: Option<&OwnSite>) -> bool {
    match Address::parse(target) {
        Address::Web(web) => !own.is_some_and(|own| own.has(&web)),
        Address::Unusable(Unusable::Slashes { .. } | Unusable::Misspelt { .. }) => true,
        _ => false,
    }
}
