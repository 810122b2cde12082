//! A link inside the site that leads to no page.

use super::as_link;
use crate::check::rule::{Check, Rule};
use crate::config::Config;
use crate::diagnostics::{Finding, Level};
use crate::model::page::{DeadReason, DeadReference, PlanFaults};

pub(crate) static RULE: Rule = Rule {
    name: "dead-link",
    summary: "站内链接指向不存在或未发布的页面",
    basis: "国办秘函〔2019〕19号 链接可用性；本程序约定：站内链接都能到达",
    level: Level::Error,
    is_structural: false,
    explanation: include_str!("dead_link.md"),
    check: Check::Plan(check),
};

fn check(faults: &PlanFaults) -> Vec<Finding> {
    faults.dead.iter().filter_map(finding).collect()
}

fn finding(dead: &DeadReference) -> Option<Finding> {
    let target = &dead.target;
    let (message, help) = match &dead.reason {
        DeadReason::NoSuchPage { nearest: Some(nearest) } if nearest != dead.file.as_str() => {
            (format!("链接 `{target}` 指向的页面不存在"), format!("是不是 `{}`？", as_link(&dead.file, nearest)))
        }
        DeadReason::NoSuchPage { .. } if dead.file == Config::file() => (
            format!("`{target}` 不是栏目，也不是本站的页面"),
            "写栏目的路径，如 `信息公开/规划计划`，或本站的页面，如 `sitemap.html`；别的网站写 `url = \"https://…\"`"
                .to_string(),
        ),
        DeadReason::NoSuchPage { .. } if is_host(target) => {
            (format!("`{target}` 前面没有 `https://`，成了本站的路径"), format!("通向别的网站，写作 `https://{target}`"))
        }
        DeadReason::NoSuchPage { .. } => (
            format!("链接 `{target}` 指向的页面不存在"),
            "写从本篇出发的路径，如 `../栏目/文件.md`，或从 `reports` 算起，如 `/栏目/文件.md`".to_string(),
        ),
        DeadReason::NoSuchAddress => (
            format!("`{target}` 是本站的网址，本站没有这个页面"),
            "页面可能已删去、改名，或还没有发布；链接本站的文章写它的文件，如 `/栏目/文件.md`，网址变了也不会失效"
                .to_string(),
        ),
        DeadReason::Draft => (
            format!("链接 `{target}` 指向的文章是草稿，还没有发布"),
            "那一篇可以公开了，删去它的 `draft = true`，与本篇同时发布；还不能公开，删去链接，或本篇也先存为草稿"
                .to_string(),
        ),
        DeadReason::Scheduled { until } => (
            format!("链接 `{target}` 指向的文章要到 {until} 才发布"),
            format!("核对那一篇的 `date`；日期无误，本篇的 `date` 也改到 {until} 或以后，或到时再加链接"),
        ),
        DeadReason::EmptyCategory => (
            format!("链接 `{target}` 指向的栏目还没有已发布的文章，没有页面"),
            "栏目里有了第一篇文章再加链接；或改为链接上一级栏目".to_string(),
        ),
        DeadReason::OutsideSite => {
            (format!("链接 `{target}` 指到了 `reports` 以外"), "把文件移到文章自己的文件夹里，再链接它".to_string())
        }
        DeadReason::NoSuchAnchor { .. } | DeadReason::NoSuchFile { .. } | DeadReason::Withdrawn { .. } => return None,
    };
    Some(Finding::new(&dead.file, dead.span, message).label("打不开").effect("读者点开会看到“页面不存在”").help(help))
}

/// Whether a path looks like the host of another site: `www.gov.cn/x`.
fn is_host(target: &str) -> bool {
    let first = target.split('/').next().unwrap_or_default().to_ascii_lowercase();
    first.starts_with("www.") || first.ends_with(".gov.cn")
}
