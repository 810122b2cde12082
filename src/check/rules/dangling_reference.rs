//! Fields that name a report or a category which does not exist.

use super::{as_link, nearest_name};
use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::load::Loaded;
use crate::load::attachments::local_target;
use crate::load::resolve::{category_taken, resolve_report};
use crate::model::report::LoadedReport;
use crate::model::span::Located;

pub(crate) static RULE: Rule = Rule {
    name: "dangling-reference",
    summary: "`related`、`interprets` 或 `categories` 写的文章、栏目不存在",
    basis: "国办秘函〔2019〕19号 解读与文件相互关联；本程序约定：文章之间的关联",
    level: Level::Error,
    is_structural: false,
    explanation: include_str!("dangling_reference.md"),
    check: Check::Report(check),
};

fn check(report: &LoadedReport, scope: &Scope<'_>) -> Vec<Finding> {
    let draft = &report.draft;
    let references = [("related", &draft.related), ("interprets", &draft.interprets)];
    let mut findings = Vec::new();
    for (key, written) in references.into_iter().flat_map(|(key, list)| list.iter().map(move |one| (key, one))) {
        // Of what was public and is withdrawn another rule tells, which keeps nothing from being published.
        let was_public = || {
            let target = local_target(report, written.value.trim());
            scope.addresses.zip(target).is_some_and(|(addresses, target)| addresses.record().had_file(&target))
        };
        if resolve_report(scope.loaded, report, &written.value).is_none() && !was_public() {
            findings.push(no_report(report, scope.loaded, key, written));
        }
    }
    for written in &draft.categories {
        if category_taken(scope.loaded, &written.value).is_none() {
            findings.push(no_category(report, scope.loaded, written));
        }
    }
    findings
}

fn no_report(report: &LoadedReport, loaded: &Loaded, key: &str, written: &Located<String>) -> Finding {
    let finding = Finding::new(&report.path, Some(written.span), format!("`{key}` 写的 `{}` 没有这一篇", written.value))
        .effect("两篇之间没有链接");
    match nearest_report(report, loaded, &written.value) {
        Some(nearest) => {
            finding.label("没有这一篇").help(format!("是不是 `{nearest}`？也可以写从本篇出发的路径，如 `../栏目/文件.md`"))
        }
        None => finding
            .label("没有这一篇")
            .help("写从本篇出发的路径，如 `../栏目/文件.md`，或从 `reports` 算起，如 `/栏目/文件.md`"),
    }
}

/// How this report would name the one whose own name is most like the one written.
fn nearest_report(report: &LoadedReport, loaded: &Loaded, written: &str) -> Option<String> {
    let mut parts = written.trim_end_matches('/').rsplit('/');
    let last = parts.next().unwrap_or_default();
    let own =
        if last.eq_ignore_ascii_case("index.md") { parts.next().unwrap_or_default() } else { last.trim_end_matches(".md") };
    let names: Vec<String> = loaded.reports.iter().map(|report| report.own_name().to_string()).collect();
    let nearest = nearest_name(own, &names)?;
    let at = names.iter().position(|name| *name == nearest)?;
    Some(as_link(&report.path, loaded.reports.get(at)?.path.as_str()))
}

fn no_category(report: &LoadedReport, loaded: &Loaded, written: &Located<String>) -> Finding {
    let place =
        |message: String| Finding::new(&report.path, Some(written.span), message).effect("文章不会同时列在那个栏目里");
    let finding = place(format!("`categories` 写的 `{}` 没有这个栏目", written.value)).label("没有这个栏目");
    let paths: Vec<String> = loaded.categories.iter().map(|category| category.written_path().to_string()).collect();
    match nearest_name(&written.value, &paths) {
        Some(nearest) => finding.help(format!("写 `reports` 下面的文件夹路径；是不是 `{nearest}`？")),
        None => finding.help("写 `reports` 下面的文件夹路径，如 `信息公开/规划计划`"),
    }
}
