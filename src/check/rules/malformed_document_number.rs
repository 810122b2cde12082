//! A 文号 in another form than issuer, year in hexagonal brackets, serial number, 号.

use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::model::document_number::{corrected, faults, is_acceptable};
use crate::model::report::LoadedReport;

pub(crate) static RULE: Rule = Rule {
    name: "malformed-document-number",
    summary: "发文字号的写法不对",
    basis: "GB/T 9704-2012 7.2.5；中办发〔2012〕14号第九条",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("malformed_document_number.md"),
    check: Check::Report(check),
};

fn check(report: &LoadedReport, _: &Scope<'_>) -> Vec<Finding> {
    let Some(number) = &report.draft.number else { return Vec::new() };
    if is_acceptable(&number.value) {
        return Vec::new();
    }
    let finding = Finding::new(&report.path, Some(number.span), format!("文号 `{}` 的写法不对", number.value));
    let finding = finding.effect("页面和目录照原样显示，按文号检索不到");
    vec![match corrected(&number.value) {
        Some(right) => finding.label(faults(&number.value)).help(format!("改为 `{right}`")).fix(format!("\"{right}\"")),
        None => finding.help("写作“机关代字〔年份〕顺序号”，如 `示例办〔2024〕5号`"),
    }]
}
