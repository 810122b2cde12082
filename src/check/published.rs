//! What rules over text say of the settings and of categories: texts that readers see on every page, looked at by the same rules as
//! reports. `model::published` is the list of these texts.

use super::registry;
use super::review::TextRules;
use super::rule::Rule;
use super::{private, private_files};
use crate::config::Config;
use crate::diagnostics::Finding;
use crate::load::published::prose;
use crate::load::review::{Draft, Review};
use crate::model::category::Category;
use crate::model::published::SITE;
use crate::model::remark::Remark;

/// Rules over text that apply to every text a reader sees. The others are about sentences and tables, which a report alone has.
const EVERYWHERE: [&str; 10] = [
    "bank-card-number",
    "discouraged-wording",
    "forbidden-wording",
    "home-address",
    "identity-number",
    "mobile-number",
    "passport-number",
    "placeholder-value",
    "site-word",
    "wrong-word",
];

/// What is to be said of `site.toml`.
pub fn in_settings(config: &Config) -> Vec<(&'static Rule, Finding)> {
    let prose = prose(&config.written, SITE, &config.source, &config.faults);
    let remarks = TextRules::new(config).review(&Draft::of_toml(&config.source, &prose)).remarks;
    let finding = |remark: &Remark| Finding::of_remark(&Config::file(), remark).effect("显示在网页上");
    const HELP: &str = "改为办公电话、办公地址，或者删去；确实是对外公布的，在 `[check]` 里调整这条规则";
    everywhere(&remarks, finding, HELP)
}

/// What is to be said of a `_category.toml` and of the name of its folder.
pub fn in_category(category: &Category) -> Vec<(&'static Rule, Finding)> {
    let mut findings = private_files::in_folder(&category.folder);
    let Some(file) = &category.file else { return findings };
    let finding = |remark: &Remark| Finding::of_remark(file, remark).effect("栏目的网页上看得到");
    findings.extend(everywhere(&category.remarks, finding, "删去，或改为部分遮盖的形式"));
    findings
}

fn everywhere(
    remarks: &[Remark],
    finding: impl Fn(&Remark) -> Finding,
    private_help: &str,
) -> Vec<(&'static Rule, Finding)> {
    let told = |remark: &Remark| {
        let rule = registry::find(&remark.rule).filter(|rule| EVERYWHERE.contains(&rule.name))?;
        let mut finding = finding(remark);
        // `fix` mends reports alone, and only they can allow themselves something.
        finding.fixes.clear();
        if finding.help == private::HELP {
            finding.help = private_help.to_string();
        }
        Some((rule, finding))
    };
    remarks.iter().filter_map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::rule::Check;

    #[test]
    fn rules_that_apply_everywhere_are_rules_over_text() {
        for name in EVERYWHERE {
            assert!(registry::find(name).is_some_and(|rule| matches!(rule.check, Check::Text(_))), "{name}");
        }
    }
}
