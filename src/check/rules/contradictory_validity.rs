//! A document that is declared valid and whose last day is over.

use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::model::metadata::Validity;
use crate::model::report::LoadedReport;

pub(crate) static RULE: Rule = Rule {
    name: "contradictory-validity",
    summary: "写着“有效”，失效日期却已经过了",
    basis: "本程序约定：有效性与失效日期一致；规范性文件有效期制度（各地规定，待核）",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("contradictory_validity.md"),
    check: Check::Report(check),
};

fn check(report: &LoadedReport, scope: &Scope<'_>) -> Vec<Finding> {
    let draft = &report.draft;
    let (Some(validity), Some(expires)) = (&draft.validity, &draft.expires) else { return Vec::new() };
    if validity.value != Validity::Valid || expires.value >= scope.today {
        return Vec::new();
    }
    let message = format!("写着有效，而失效日期 {} 已经过了", expires.value);
    let finding = Finding::new(&report.path, Some(validity.span), message).effect("页面按失效日期显示“已失效”");
    let finding = finding.related(&report.path, Some(expires.span), "失效日期");
    vec![finding.help("已经失效的，删去 `validity`；已经延期的，把 `expires` 改为新的日期")]
}
