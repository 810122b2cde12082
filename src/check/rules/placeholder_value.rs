//! Fields that were filled with a word for nothing: pages and programs take it for the value.

use crate::check::rule::{Check, Rule, Scope};
use crate::config::Config;
use crate::diagnostics::{Finding, Level};
use crate::model::path::SourcePath;
use crate::model::placeholder::is_nothing;
use crate::model::span::Located;

pub(crate) static RULE: Rule = Rule {
    name: "placeholder-value",
    summary: "字段里写的是 `null`、`无`、`-` 之类",
    basis: "国办发〔2017〕47号附件 网页标签（取值要求待核）；常见问题见各地通报",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("placeholder_value.md"),
    check: Check::Site(check),
};

fn check(scope: &Scope<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for report in &scope.loaded.reports {
        let draft = &report.draft;
        let single = [
            ("title", &draft.title),
            ("source", &draft.source),
            ("issuer", &draft.issuer),
            ("number", &draft.number),
            ("index", &draft.index),
            ("description", &draft.description),
            ("editor", &draft.editor),
        ];
        look(&report.path, &single, &draft.keywords, &mut findings);
    }
    for category in &scope.loaded.categories {
        let Some(file) = &category.file else { continue };
        let draft = &category.draft;
        let single = [("name", &draft.name), ("description", &draft.description), ("kind", &draft.kind)];
        look(file, &single, &draft.keywords, &mut findings);
    }
    for (key, value) in settings(scope.config) {
        if let Some(span) = scope.config.spans.get(key).filter(|_| is_nothing(value)) {
            let finding = Finding::new(&Config::file(), Some(*span), format!("`{key}` 写的是 `{value}`"));
            findings
                .push(finding.label("不是内容").effect("会原样出现在页面上").help("填上真实的内容；没有内容就删去这一行"));
        }
    }
    findings
}

/// Settings that pages show.
fn settings(config: &Config) -> [(&'static str, &str); 10] {
    let (org, gov) = (&config.org, &config.gov);
    [
        ("title", &config.title),
        ("description", &config.description),
        ("org.name", &org.name),
        ("org.phone", &org.phone),
        ("org.address", &org.address),
        ("org.email", &org.email),
        ("org.source", &org.source),
        ("org.issuer", &org.issuer),
        ("gov.icp", &gov.icp),
        ("gov.police", &gov.police),
    ]
}

fn look(
    file: &SourcePath,
    single: &[(&str, &Option<Located<String>>)],
    keywords: &[Located<String>],
    findings: &mut Vec<Finding>,
) {
    let given = single.iter().filter_map(|(key, value)| Some((*key, value.as_ref()?)));
    for (key, value) in given.chain(keywords.iter().map(|word| ("keywords", word))) {
        if is_nothing(&value.value) {
            let finding = Finding::new(file, Some(value.span), format!("`{key}` 写的是 `{}`", value.value.trim()));
            let finding = finding.label("不是内容").effect("会原样出现在页面和网页标签里");
            findings.push(finding.help("填上真实的内容；没有内容就删去这一行"));
        }
    }
}
