//! Values of `site.toml` that are still the example's: honest on the page, but not what a real site shows.

use crate::check::rule::{Check, Rule, Scope};
use crate::config::Config;
use crate::config::shapes::{SAMPLE_MARK, without_sample_mark};
use crate::diagnostics::{Finding, Level};
use crate::model::placeholder::is_of_an_example;
use crate::model::published::{SITE, Shown, Written, find};

pub(crate) static RULE: Rule = Rule {
    name: "placeholder-site-field",
    summary: "`site.toml` 里还有示例内容：注明（示例）的、示例街道、示例网址、全是零的号码",
    basis: "本程序约定：示例内容以（示例）结尾；example 域名是保留作示例的（RFC 2606）",
    level: Level::Info,
    is_structural: false,
    explanation: include_str!("placeholder_site_field.md"),
    check: Check::Site(check),
};

fn check(scope: &Scope<'_>) -> Vec<Finding> {
    let config = scope.config;
    let shown = config.written.iter().filter(|text| find(SITE, &text.key).is_some_and(|key| key.shown != Shown::No));
    let (marked, others): (Vec<&Written>, Vec<&Written>) = shown.partition(|text| without_sample_mark(text.value.trim()).1);
    let marked = marked.into_iter().map(|text| {
        finding(text)
            .effect(format!("网页上照样显示，并带有{SAMPLE_MARK}"))
            .help("正式使用时换成真实的内容；没有的就删去这一行")
    });
    // An address that was given on the command line counts instead of the one that is written.
    let others = others.into_iter().filter(|text| is_of_an_example(&text.value));
    let mut others: Vec<&Written> = others.filter(|text| !(config.is_placed() && text.key == "base_url")).collect();
    others.sort_by_key(|text| (text.key != "base_url", text.span));
    let help = "正式使用时换成真实的内容；没有的就删去这一行";
    if config.is_placed() {
        let told = others.into_iter().map(|text| finding(text).effect("网页上照样显示，读者会当成真的").help(help));
        return marked.chain(told).collect();
    }
    // A site that is only tried out is told once.
    let told = others.split_first().map(|(first, others)| {
        let finding =
            finding(first).effect("二维码、订阅源、网页上都照样使用；写了正式的 `base_url` 以后按错误处理").help(help);
        others.iter().fold(finding, |finding, text| finding.related(&Config::file(), Some(text.span), "这里也是"))
    });
    marked.chain(told).collect()
}

fn finding(text: &Written) -> Finding {
    let message = format!("`{}` 还是示例内容 `{}`", text.key, text.value.trim());
    Finding::new(&Config::file(), Some(text.span), message)
}
