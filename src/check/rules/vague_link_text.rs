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

/// Words that name no target; text made of nothing else is vague. Longer ones stand before those that they begin with.
const VAGUE: [&str; 36] = [
    "了解更多",
    "查看更多",
    "阅读全文",
    "网页链接",
    "点我",
    "点击",
    "点此",
    "点这里",
    "请",
    "这里",
    "此处",
    "此链接",
    "链接",
    "网址",
    "查看",
    "进入",
    "下载",
    "打开",
    "阅读",
    "浏览",
    "访问",
    "前往",
    "详情",
    "详见",
    "更多",
    "原文",
    "全文",
    "附件下载",
    "一下",
    "read",
    "click",
    "here",
    "more",
    "link",
    "点",
    "我",
];

/// What one of [`VAGUE`] begins with.
const FIRST: &str = "了查阅网点请这此链进下打浏访前详更原全附一rchml我";

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
    // Nearly all texts begin otherwise.
    let first = text.chars().find(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase());
    if first.is_some_and(|first| !FIRST.contains(first)) {
        return false;
    }
    let words: String = text.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect();
    let mut rest = words.as_str();
    while let Some(next) = VAGUE.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = next;
    }
    // A link of one letter or sign is named by its place in a list.
    rest.is_empty() && words.chars().nth(1).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_characters_are_those_of_the_words() {
        assert!(VAGUE.iter().all(|word| word.starts_with(|c| FIRST.contains(c))));
        assert!(FIRST.chars().all(|c| VAGUE.iter().any(|word| word.starts_with(c))));
    }
}
