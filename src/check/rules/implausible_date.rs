//! Dates that exist and still cannot be meant: before the republic, years ahead, the end before the beginning.

use jiff::civil::date;

use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::model::date::Date;
use crate::model::report::LoadedReport;

/// Before it there is nothing to disclose.
const FOUNDING: Date = date(1949, 10, 1);

pub(crate) static RULE: Rule = Rule {
    name: "implausible-date",
    summary: "日期不合情理：年份写错，或失效早于发布",
    basis: "本程序约定：日期与事实相符",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("implausible_date.md"),
    check: Check::Report(check),
};

/// Years ahead that a publication may be planned.
const FARTHEST_YEARS: i16 = 3;

fn check(report: &LoadedReport, scope: &Scope<'_>) -> Vec<Finding> {
    let draft = &report.draft;
    let mut findings = Vec::new();
    let mut say = |span, message: String| {
        let finding = Finding::new(&report.path, Some(span), message).label("多半写错了");
        findings.push(finding.effect("页面、目录和排序都用这个日期").help("与原件核对，改正年份"));
    };
    let date = draft.date.as_ref().map(|date| (date.value.day, date.span));
    let written = draft.written.as_ref().map(|date| (date.value, date.span));
    if let Some((day, span)) = date.filter(|(day, _)| day.year() > scope.today.year() + FARTHEST_YEARS) {
        say(span, format!("发布日期 {day} 在 {FARTHEST_YEARS} 年以后"));
    }
    // One later than the publication is reported as such.
    let is_later = |day| date.is_some_and(|(published, _)| day > published && published <= scope.today);
    if let Some((day, span)) =
        written.filter(|(day, _)| *day > scope.today && !is_later(*day) || day.year() > scope.today.year() + FARTHEST_YEARS)
    {
        say(span, format!("成文日期 {day} 在今天以后"));
    }
    for (what, day, span) in
        [date.map(|(day, span)| ("发布", day, span)), written.map(|(day, span)| ("成文", day, span))].into_iter().flatten()
    {
        if day < FOUNDING {
            say(span, format!("{what}日期 {day} 早于 1949 年 10 月"));
        }
    }
    if let Some(expires) = &draft.expires
        && let Some((what, begin)) = date
            .map(|(day, _)| ("发布", day))
            .into_iter()
            .chain(written.map(|(day, _)| ("成文", day)))
            .find(|(_, day)| expires.value < *day)
    {
        say(expires.span, format!("失效日期 {} 早于{what}日期 {begin}", expires.value));
    }
    findings
}
