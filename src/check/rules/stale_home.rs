//! A home page that shows nothing new for longer than two weeks.

use crate::check::columns::State;
use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};

pub(crate) static RULE: Rule = Rule {
    name: "stale-home",
    summary: "首页超过两周没有新内容",
    basis: "国办秘函〔2019〕19号 首页不更新（单项否决，监测2周）",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("stale_home.md"),
    check: Check::Site(check),
};

fn check(scope: &Scope<'_>) -> Vec<Finding> {
    let home = scope.home();
    let (State::Stale(days), Some(newest)) = (home.state, home.newest) else { return Vec::new() };
    let cadence = home.cadence.map(|cadence| cadence.to_string()).unwrap_or_default();
    let message = format!("首页应当在{cadence}内有新内容，全站最近一篇是 {newest}，已超期 {days} 天");
    let finding = Finding::new(&home.file, None, message).effect("检查时算作首页不更新，单项否决");
    vec![finding.help("发布新的内容；本站是上级网站的一个栏目的，在 `[home]` 下面写 `cadence = \"不限\"`")]
}
