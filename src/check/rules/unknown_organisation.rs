//! A source or issuer that is not on the site's list of offices: one office under several names cannot be found again.

use super::nearest_name;
use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::model::placeholder::is_nothing;
use crate::model::report::LoadedReport;

pub(crate) static RULE: Rule = Rule {
    name: "unknown-organisation",
    summary: "信息来源或发布机构不在本站的机构名单里，或不是规范名称",
    basis: "国务院令第711号第十条；国办发〔2017〕47号附件 ContentSource（细目待核）",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("unknown_organisation.md"),
    check: Check::Report(check),
};

fn check(report: &LoadedReport, scope: &Scope<'_>) -> Vec<Finding> {
    let org = &scope.config.org;
    let own = [&org.name, &org.operator, &org.source, &org.issuer];
    let known = || own.into_iter().chain(&org.names).map(String::as_str).filter(|name| !name.is_empty());
    let draft = &report.draft;
    let fields = [("信息来源 `source`", &draft.source), ("发布机构 `issuer`", &draft.issuer)];
    let unknown = fields.into_iter().filter_map(|(key, value)| Some((key, value.as_ref()?)));
    unknown
        .filter(|(_, value)| known().all(|name| name != value.value) && !is_nothing(&value.value))
        .filter_map(|(key, value)| {
            let finding = |message| {
                Finding::new(&report.path, Some(value.span), message).effect("同一机构出现两个名称，目录里分成两家")
            };
            if let Some(full) = full_name(&value.value, draft.title.as_ref().map_or("", |title| &title.value)) {
                let message = format!("{key} `{}` 不是规范名称，标题写的是 `{full}`", value.value);
                return Some(
                    finding(message)
                        .help(format!("改为 `{full}`；确实用这个名称的，在 `site.toml` 的 `[org]` 下面 `names` 里写上")),
                );
            }
            if org.names.is_empty() {
                return None;
            }
            let help = match nearest_name(&value.value, &known().map(ToString::to_string).collect::<Vec<_>>()) {
                Some(nearest) => {
                    format!("是不是 `{nearest}`？确是另一个机构的，在 `site.toml` 的 `[org]` 下面 `names` 里加上")
                }
                None => "写规范名称；确是另一个机构的，在 `site.toml` 的 `[org]` 下面 `names` 里加上".to_string(),
            };
            Some(finding(format!("{key} `{}` 不在本站的机构名单里", value.value)).help(help))
        })
        .collect()
}

/// The full name in the title that `name` cuts short: 街道办 of 街道办事处.
fn full_name(name: &str, title: &str) -> Option<String> {
    let full = format!("{name}事处");
    (name.ends_with("街道办") && title.contains(&full)).then_some(full)
}
