//! Values of `site.toml` that are still the example's: honest on the page, but not what a real site shows.

use crate::check::rule::{Check, Rule, Scope};
use crate::config::Config;
use crate::config::shapes::{SAMPLE_MARK, without_sample_mark};
use crate::diagnostics::{Finding, Level};

pub(crate) static RULE: Rule = Rule {
    name: "placeholder-site-field",
    summary: "`site.toml` 里还有注明（示例）的内容",
    basis: "本程序约定：示例内容以（示例）结尾",
    level: Level::Info,
    is_structural: false,
    explanation: include_str!("placeholder_site_field.md"),
    check: Check::Site(check),
};

fn check(scope: &Scope<'_>) -> Vec<Finding> {
    let config = scope.config;
    let samples = fields(config).into_iter().filter(|(_, value)| without_sample_mark(value).1);
    samples
        .map(|(key, value)| {
            Finding::new(&Config::file(), config.spans.get(key).copied(), format!("`{key}` 还是示例内容 `{value}`"))
                .effect(format!("网页上照样显示，并带有{SAMPLE_MARK}"))
                .help("正式使用时换成真实的内容；没有的就删去这一行")
        })
        .collect()
}

fn fields(config: &Config) -> Vec<(&'static str, &str)> {
    let (org, gov) = (&config.org, &config.gov);
    vec![
        ("title", &config.title),
        ("short_title", &config.short_title),
        ("description", &config.description),
        ("org.name", &org.name),
        ("org.column", &org.column),
        ("org.operator", &org.operator),
        ("org.phone", &org.phone),
        ("org.address", &org.address),
        ("org.email", &org.email),
        ("org.hours", &org.hours),
        ("org.source", &org.source),
        ("org.issuer", &org.issuer),
        ("gov.site_id", &gov.site_id),
        ("gov.inherit_from", &gov.inherit_from),
        ("gov.domain", &gov.domain),
        ("gov.icp", &gov.icp),
        ("gov.police", &gov.police),
        ("gov.agency_mark.alt", &gov.agency_mark.alt),
    ]
}
