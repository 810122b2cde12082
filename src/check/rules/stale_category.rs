//! A category without a new report for longer than its cadence allows.

use crate::check::columns::State;
use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::model::date::Date;

pub(crate) static RULE: Rule = Rule {
    name: "stale-category",
    summary: "栏目超过期限没有更新",
    basis: "国办秘函〔2019〕19号 栏目不更新（动态要闻类2周，通知公告、政策文件类6个月）",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("stale_category.md"),
    check: Check::Site(check),
};

fn check(scope: &Scope<'_>) -> Vec<Finding> {
    let stale = scope.columns().iter().filter_map(|column| match column.state {
        State::Stale(days) => Some((column, days)),
        _ => None,
    });
    stale
        .map(|(column, days)| {
            let (newest, deadline) = (shown(column.newest), shown(column.deadline));
            let cadence = column.cadence.map(|cadence| cadence.to_string()).unwrap_or_default();
            let message = format!("栏目 `{}` 应当在{cadence}内更新，最近一篇是 {newest}，已超期 {days} 天", column.name);
            Finding::new(&column.file, None, message)
                .effect("检查时算作未更新的栏目")
                .help(format!("发布新的内容（期限是 {deadline}）；本来就不按这个节奏更新的，改 `cadence`"))
        })
        .collect()
}

fn shown(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}
