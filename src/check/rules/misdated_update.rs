//! An update of a report that was not published yet, or that is still to come.

use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::model::metadata::Update;
use crate::model::report::LoadedReport;
use crate::model::span::Located;

pub(crate) static RULE: Rule = Rule {
    name: "misdated-update",
    summary: "更新记录的日期早于发布日期，或者还没有到",
    basis: "本程序约定：日期与事实相符",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("misdated_update.md"),
    check: Check::Report(check),
};

fn check(report: &LoadedReport, scope: &Scope<'_>) -> Vec<Finding> {
    let published = report.draft.date.as_ref();
    let tell = |update: &Located<Update>| {
        let date = update.value.date;
        let finding = |message| Finding::new(&report.path, Some(update.span), message);
        let finding = match published {
            // A report of the same day may be put right on that day, whatever time of it was given.
            Some(published) if date.day < published.value.day => {
                finding(format!("更新记录的日期 {} 早于发布日期 {}", date.day, published.value.day))
                    .related(&report.path, Some(published.span), "发布日期")
                    .help("核对两个日期；公开以后才改的，发布日期照旧写第一次公开的那一天")
            }
            // By days: nobody looks again before the hour has come.
            _ if date.day > scope.today => {
                finding(format!("更新记录的日期 {} 还没有到", date.written())).help("写实际改动的那一天")
            }
            _ => return None,
        };
        Some(finding.effect("页面、订阅源和网站地图都照这个日期说文章改过"))
    };
    report.draft.updates.iter().filter_map(tell).collect()
}
