//! The handbook of rules (检查规则): every page of every rule in one document for editors, without the examples, which `gongkai
//! explain` shows. `docs/检查规则.md` is what this writes; a test compares.

use crate::check::rule::Rule;
use crate::diagnostics::Level;

const HEAD: &str = "\
# 检查规则

`gongkai check` 按下面的规则检查网站，`gongkai build` 在生成以前也检查一遍。有错误时不发布，上次的页面保持不变；警告和提示不影响发布。

- 一条规则的轻重可以改：在 `site.toml` 的 `[check]` 下面写 `规则名称 = \"error\"`、`\"warning\"`、`\"info\"` 或 `\"off\"`。
- 一篇文章可以豁免：在字段的后面写 `[[allow]]`，下一行起写 `rule = \"规则名称\"` 和 `reason = \"理由\"`。
- 草稿里的错误按警告处理，去掉 `draft` 以后按错误处理。
- 依据里写“待核”的，没有核对过文件原文，最多是警告。
- 每条规则的例子用 `gongkai explain 规则名称` 查看。

本文由 `gongkai rules --format markdown` 生成，不要手工修改。
";

/// Parts of a rule's page that the handbook repeats.
const SECTIONS: [&str; 4] = ["检查什么", "依据", "如何修改", "例外"];

/// The handbook of these rules in Markdown, a section for each, in their order.
pub(super) fn page(rules: &[&Rule]) -> String {
    let mut page = HEAD.to_string();
    for level in [Level::Error, Level::Warning, Level::Info] {
        let of_level: Vec<&&Rule> = rules.iter().filter(|rule| rule.level == level).collect();
        if of_level.is_empty() {
            continue;
        }
        page.push_str(&format!("\n## {}（{} 条）\n\n| 规则 | 检查什么 |\n|---|---|\n", level.chinese(), of_level.len()));
        for rule in of_level {
            let cell = rule.summary.replace('|', "\\|");
            page.push_str(&format!("| [`{0}`](#{0}) | {cell} |\n", rule.name));
        }
    }
    page.push_str("\n## 逐条说明\n");
    for rule in rules {
        page.push_str(&entry(rule));
    }
    page
}

fn entry(rule: &Rule) -> String {
    let kind = if rule.is_structural { "，不能调低或豁免" } else { "" };
    let mut entry = format!("\n### {}\n\n{}{kind}。{}\n", rule.name, rule.level.chinese(), rule.summary);
    for title in SECTIONS {
        if let Some(text) = section(rule.explanation, title) {
            entry.push_str(&format!("\n**{title}**\n\n{text}\n"));
        }
    }
    entry
}

/// The text under `## title`.
fn section<'e>(explanation: &'e str, title: &str) -> Option<&'e str> {
    let (_, after) = explanation.split_once(&format!("\n## {title}\n"))?;
    let end = after.find("\n## ").unwrap_or(after.len());
    Some(after[..end].trim())
}
