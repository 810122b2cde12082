//! An address that nobody but its author can open, or nobody at all. It never gets into a page.

use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::model::address::{Address, Unusable};
use crate::model::body::{Reference, ReferenceKind};
use crate::model::report::LoadedReport;

pub(crate) static RULE: Rule = Rule {
    name: "unusable-address",
    summary: "链接的地址读者打不开：本机文件、写错的网址、不能用的开头，或没有写地址",
    basis: "国办秘函〔2019〕19号 链接可用性；本程序约定：地址只用 `https:`、`http:`、`mailto:`、`tel:`、`sms:` 和本站的路径",
    level: Level::Error,
    is_structural: false,
    explanation: include_str!("unusable_address.md"),
    check: Check::Report(check),
};

fn check(report: &LoadedReport, _: &Scope<'_>) -> Vec<Finding> {
    let finding = |reference: &Reference| {
        let is_image = reference.kind == ReferenceKind::Image;
        let (message, help) = match Address::parse(&reference.target) {
            Address::Empty => empty(&reference.text, is_image),
            Address::InlinePicture(_) if !is_image => scheme("data"),
            Address::Unusable(unusable) => told(&unusable, is_image)?,
            _ => return None,
        };
        let span = reference.span.shifted(report.body_offset);
        let effect = if is_image { "读者看不到这张图" } else { "读者点不开；网页上只留下文字" };
        Some(Finding::new(&report.path, Some(span), message).label("打不开").effect(effect).help(help))
    };
    report.body.references.iter().filter_map(finding).collect()
}

fn empty(text: &str, is_image: bool) -> (String, String) {
    let text = text.trim();
    match is_image {
        true => (format!("图片 `{text}` 没有写文件名"), format!("写作 `![{text}](图片.png)`，或删去")),
        false => (
            format!("链接 `{text}` 没有写地址"),
            format!("在圆括号里写上地址，如 `[{text}](https://…)`；还没有地址，去掉方括号"),
        ),
    }
}

fn scheme(name: &str) -> (String, String) {
    let message = format!("读者打不开以 `{name}:` 开头的地址");
    (message, "改为 `https://` 开头的网址；文件放进文章自己的文件夹，再写 `[名称](文件名)`".to_string())
}

/// `None` for what `external-image` tells.
fn told(unusable: &Unusable<'_>, is_image: bool) -> Option<(String, String)> {
    let told = match unusable {
        Unusable::LocalFile { name } if is_image => (
            format!("图片 `{name}` 在写稿人的电脑上，读者看不到"),
            format!("把它放进文章自己的文件夹，写作 `![说明](<{name}>)`"),
        ),
        Unusable::LocalFile { name } => (
            format!("链接指向写稿人电脑上的文件 `{name}`，读者打不开"),
            format!("把文件放进文章自己的文件夹，写作 `[名称](<{name}>)`"),
        ),
        Unusable::Slashes { .. } | Unusable::Misspelt { .. } if is_image => return None,
        Unusable::Slashes { meant } => ("网址的开头不完整，浏览器会当成别的地址".to_string(), format!("写作 `{meant}`")),
        Unusable::Misspelt { meant } => ("网址的开头写错了".to_string(), format!("写作 `{meant}`")),
        Unusable::NoScheme { host } if *host == "localhost" => inside(host),
        Unusable::NoScheme { host } => (format!("网址 `{host}` 前面没有 `https://`"), format!("写作 `https://{host}…`")),
        Unusable::Inside(web) => inside(web.host),
        Unusable::Scheme { scheme: name } => scheme(name),
    };
    Some(told)
}

fn inside(host: &str) -> (String, String) {
    (format!("`{host}` 只有本机或内网才打得开"), "改为公众能打开的网址；没有，删去链接".to_string())
}
