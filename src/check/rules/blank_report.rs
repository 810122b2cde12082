//! Reports without content: a page with a title and nothing below it.

use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::model::body::Substance;
use crate::model::report::LoadedReport;

pub(crate) static RULE: Rule = Rule {
    name: "blank-report",
    summary: "文章没有正文：什么都没有，或者只有注释、分隔线、小标题",
    basis: "国办秘函〔2019〕19号 空白页面：点开没有内容",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("blank_report.md"),
    check: Check::Report(check),
};

fn check(report: &LoadedReport, _: &Scope<'_>) -> Vec<Finding> {
    let draft = &report.draft;
    let is_draft = draft.draft.as_ref().is_some_and(|draft| draft.value);
    let shows_more = !report.attachments.is_empty() || !draft.highlights.is_empty();
    if is_draft || shows_more || super::is_unreadable(report) {
        return Vec::new();
    }
    let message = match report.body.substance {
        Substance::Full => return Vec::new(),
        Substance::Nothing => "正文是空的",
        Substance::Headings => "正文只有小标题，没有内容",
    };
    let place = draft.title.as_ref().map(|title| title.span).or_else(|| super::first_line(report));
    let finding = Finding::new(&report.path, place, message)
        .effect("照样发布，网页上只有标题，检查时算空白页面")
        .help("把正文写在第二个 `+++` 下面；还没有写好的，加一行 `draft = true`");
    vec![finding]
}
