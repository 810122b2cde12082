//! What a government site must show in head and foot and `site.toml` does not say.

use super::is_explained;
use crate::check::rule::{Check, Rule, Scope};
use crate::config::Config;
use crate::config::shapes::without_sample_mark;
use crate::diagnostics::{Finding, Level};

pub(crate) static RULE: Rule = Rule {
    name: "missing-site-field",
    summary: "`site.toml` 缺少页头、页脚应当列明的内容",
    basis: "国办秘函〔2019〕19号 网站标识；国办发〔2017〕47号附件 底部功能区（细目待核）",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("missing_site_field.md"),
    check: Check::Site(check),
};

struct Item {
    /// Dotted key.
    key: &'static str,
    /// Chinese name.
    name: &'static str,
    is_given: bool,
    effect: &'static str,
    /// How to write it.
    form: &'static str,
}

fn check(scope: &Scope<'_>) -> Vec<Finding> {
    let config = scope.config;
    let missing = items(config).into_iter().filter(|item| !item.is_given && !is_explained(&config.faults, item.key));
    missing
        .map(|Item { key, name, effect, form, .. }| {
            let parent = without_sample_mark(&config.gov.inherit_from).0;
            let (place, cure) = match key {
                "gov.site_id" if !parent.is_empty() => ("gov.inherit_from", format!("写作 {form}，填“{parent}”的标识码")),
                _ => (key, format!("写作 {form}")),
            };
            let span = config.spans.get(place).copied();
            Finding::new(&Config::file(), span, format!("没有写{name} `{key}`")).effect(effect).help(cure)
        })
        .collect()
}

fn items(config: &Config) -> Vec<Item> {
    let (org, gov) = (&config.org, &config.gov);
    let item = |key, name, is_given, effect, form| Item { key, name, is_given, effect, form };
    let has_contact = !org.phone.is_empty() || !org.address.is_empty();
    vec![
        item("title", "网站名称", !config.title.is_empty(), "页头和网页标签 SiteName 是空的", "`title = \"网站全称\"`"),
        item("org.name", "主办单位", !org.name.is_empty(), "页脚没有主办单位", "`[org]` 下面 `name = \"单位全称\"`"),
        item(
            "org.phone",
            "联系方式",
            has_contact,
            "页脚没有联系方式",
            "`[org]` 下面 `phone = \"办公电话\"` 或 `address = \"地址\"`",
        ),
        item(
            "gov.site_id",
            "网站标识码",
            !gov.site_id.is_empty(),
            "页脚和网页标签 SiteIDCode 是空的",
            "`[gov]` 下面 `site_id = \"十位数字\"`",
        ),
        item(
            "gov.icp",
            " ICP 备案编号",
            !gov.icp.is_empty(),
            "页脚没有 ICP 备案编号",
            "`[gov]` 下面 `icp = \"粤ICP备…号\"`",
        ),
        item(
            "gov.police",
            "公安备案编号",
            !gov.police.is_empty(),
            "页脚没有公安备案编号",
            "`[gov]` 下面 `police = \"粤公网安备…号\"`",
        ),
        item(
            "gov.agency_mark.image",
            "党政机关网站标识",
            !gov.agency_mark.image.is_empty(),
            "页脚没有党政机关网站标识",
            "`[gov]` 下面 `agency_mark = { image = \"图片文件\", url = \"网址\", alt = \"党政机关网站标识\" }`",
        ),
        item(
            "gov.find_error_url",
            "“我为政府网站找错”入口",
            !gov.find_error_url.is_empty(),
            "页脚没有“我为政府网站找错”",
            "`[gov]` 下面 `find_error_url = \"网址\"`",
        ),
        item(
            "base_url",
            "网站的正式网址",
            config.has_base_url(),
            "不生成 sitemap.xml、订阅源、规范网址",
            "`base_url = \"https://…\"`",
        ),
    ]
}
