//! A site that was written for a newer program than this one.

use super::NOT_PUBLISHED;
use crate::check::rule::{Check, Rule, Scope};
use crate::config::Config;
use crate::diagnostics::{Finding, Level};
use crate::model::version::Version;

pub(crate) static RULE: Rule = Rule {
    name: "outdated-generator",
    summary: "网站要求更新版本的本程序",
    basis: "本程序约定：`min_generator` 写的版本以上才能构建",
    level: Level::Error,
    is_structural: true,
    explanation: include_str!("outdated_generator.md"),
    check: Check::Site(check),
};

fn check(scope: &Scope<'_>) -> Vec<Finding> {
    let wanted = &scope.config.min_generator;
    let span = scope.config.spans.get("min_generator").copied();
    let say =
        |message: String, help: &str| vec![Finding::new(&Config::file(), span, message).effect(NOT_PUBLISHED).help(help)];
    match () {
        () if wanted.is_empty() => Vec::new(),
        () if Version::parse(wanted).is_none() => say(format!("`min_generator` 的 `{wanted}` 不是版本号"), "写作 `0.1.0`"),
        () if !Version::is_enough(wanted) => say(
            format!("网站要求 gongkai {wanted} 以上，本程序是 {}", Version::OWN),
            "升级本程序；用不到新功能的，改低 `min_generator`",
        ),
        () => Vec::new(),
    }
}
