//! Codes and numbers of the site whose shape cannot be right. Whether they were really issued nobody can tell offline.

use crate::check::rule::{Check, Rule, Scope};
use crate::config::Config;
use crate::config::shapes::{host_of, is_host_name, is_icp, is_police, is_site_id, is_web_url, without_sample_mark};
use crate::diagnostics::{Finding, Level};

pub(crate) static RULE: Rule = Rule {
    name: "malformed-site-code",
    summary: "网站标识码、备案编号或域名的写法不对",
    basis: "国办发〔2017〕47号附件 网站标签（SiteIDCode、SiteDomain）；备案编号依通行做法（待核）",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("malformed_site_code.md"),
    check: Check::Site(check),
};

fn check(scope: &Scope<'_>) -> Vec<Finding> {
    let config = scope.config;
    let gov = &config.gov;
    let mut findings = Vec::new();
    let mut code = |key: &'static str, name: &str, value: &str, is_right: fn(&str) -> bool, form: &str| {
        // Without a span the value was worked out, not written.
        let Some(span) = config.spans.get(key).copied() else { return };
        let plain = without_sample_mark(value).0;
        if !plain.is_empty() && !is_right(plain) {
            let finding = Finding::new(&Config::file(), Some(span), format!("{name} `{plain}` 的写法不对"));
            findings.push(finding.help(format!("写作{form}；以主管部门给的为准")));
        }
    };
    code("gov.site_id", "网站标识码", &gov.site_id, is_site_id, "十位数字，国务院部门是 bm 加八位数字");
    let is_name = |text: &str| !is_site_id(text) && !is_web_url(text);
    code(
        "gov.inherit_from",
        "沿用标识码的网站",
        &gov.inherit_from,
        is_name,
        "上级网站的名称，如 `光明区人民政府`，它的标识码写在 `site_id`",
    );
    code("gov.icp", "ICP 备案编号", &gov.icp, is_icp, "省份简称、ICP备、数字、号，如 `粤ICP备00000000号`，可以带 `-1`");
    code(
        "gov.police",
        "公安备案编号",
        &gov.police,
        is_police,
        "省份简称、公网安备、十四位数字、号，如 `粤公网安备00000000000000号`",
    );
    code("gov.domain", "网站域名", &gov.domain, is_host_name, "主机名，不带 `https://` 和 `/`，如 `www.example.gov.cn`");
    findings.into_iter().map(|finding| with_effect(finding, config)).collect()
}

fn with_effect(finding: Finding, config: &Config) -> Finding {
    let is_domain = finding.span.is_some() && finding.span == config.spans.get("gov.domain").copied();
    match host_of(&config.gov.domain).filter(|host| is_domain && is_host_name(host)) {
        Some(host) => finding.effect("网页标签里的值不合要求").fix(format!("\"{host}\"")),
        None => finding.effect("页脚和网页标签显示的值不合要求"),
    }
}
