//! The year in the title is not the year of the text or of the date: what a copy of last year's report leaves behind.

use crate::check::rule::{Check, Rule};
use crate::check::text::{Text, TextCheck, no_patterns};
use crate::diagnostics::Level;
use crate::model::date::PublishDate;
use crate::model::remark::Remark;
use crate::model::title_year::{Yearly, years};

pub(crate) static RULE: Rule = Rule {
    name: "title-year-mismatch",
    summary: "标题里的年份与正文标题或发布日期对不上",
    basis: "本程序约定：标题与正文一致；内容不准确按国办秘函〔2019〕19号扣分（分值待核）",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("title_year_mismatch.md"),
    check: Check::Text(TextCheck { patterns: no_patterns, check }),
};

fn check(text: &Text<'_>) -> Vec<Remark> {
    let draft = text.draft;
    let Some(title) = &draft.matter.title else { return Vec::new() };
    let in_title = years(&title.value);
    if in_title.is_empty() {
        return Vec::new();
    }
    let mut remarks = Vec::new();
    let mut say = |span, message: String| remarks.push(Remark::new(span, message).help("与原件核对，改正写错的年份"));
    let markup = draft.body.markup.get().unwrap_or_default();
    for heading in markup.headings.iter() {
        for (kind, year) in years(heading.text) {
            if let Some((_, other)) = in_title.iter().find(|(known, _)| *known == kind)
                && !in_title.contains(&(kind, year))
            {
                let message = format!("标题说的是{other}年{}，这里写的是{year}年", kind.chinese());
                say(heading.span.shifted(draft.body_offset), message);
            }
        }
    }
    if let [(Yearly::Summary, past), (Yearly::Plan, next)] = in_title[..]
        && next != past + 1
    {
        say(title.span, format!("标题里是{past}年总结和{next}年计划，年份不相接"));
    } else if let Some(message) = draft.matter.date.as_ref().and_then(|date| against_date(&in_title, date.value)) {
        say(title.span, message);
    }
    remarks
}

/// A summary before its year is nearly over, a plan when its year is.
fn against_date(in_title: &[(Yearly, i16)], date: PublishDate) -> Option<String> {
    let day = date.day;
    in_title.iter().find_map(|(kind, year)| match kind {
        Yearly::Summary if day.year() < *year || (day.year() == *year && day.month() < 10) => {
            Some(format!("标题是{year}年总结，发布日期却是 {day}"))
        }
        Yearly::Plan if day.year() > *year => Some(format!("标题是{year}年计划，发布日期却是 {day}")),
        _ => None,
    })
}
