//! `gongkai explain`: the page of one rule, made readable on a terminal.

use anstyle::Style as Ink;

use crate::check::registry::RULES;
use crate::check::rule::{Rule, named, nearest};
use crate::cli::ExplainArgs;
use crate::diagnostics::style::Style;
use crate::diagnostics::visible::visible;
use crate::error::Error;

/// What goes to stdout.
pub fn run(args: &ExplainArgs, style: Style) -> Result<String, Error> {
    explain(&args.rule, RULES, style)
}

fn explain(name: &str, rules: &[&Rule], style: Style) -> Result<String, Error> {
    let rule = named(rules, name).ok_or_else(|| Error::Usage(unknown(name, rules)))?;
    let head = style.paint(Ink::new().bold(), &format!("{}（{}）", rule.name, rule.level.chinese()));
    // The page has the name as its heading.
    let body = rule.explanation.trim().strip_prefix(&format!("# {}\n", rule.name)).unwrap_or(rule.explanation);
    Ok(format!("{head} {}\n\n{}", rule.summary, page(body, style)))
}

fn unknown(name: &str, rules: &[&Rule]) -> String {
    let nearest = nearest(rules, name);
    let offer = match nearest.as_slice() {
        [] => String::new(),
        names => format!("，是不是想写 {}？", names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join("、")),
    };
    let stop = if nearest.is_empty() { "；" } else { "" };
    format!("没有规则 `{}`{offer}{stop}全部规则见 `gongkai rules`", visible(name))
}

/// Markdown with its marks taken off: headings bold, code indented below the name of its file. Everything else reads well as it is.
fn page(markdown: &str, style: Style) -> String {
    let mut page = String::new();
    let mut fence = None;
    for line in markdown.trim().lines() {
        let mark: String = line.trim_start().chars().take_while(|character| matches!(character, '`' | '~')).collect();
        match &fence {
            Some(open) if mark.starts_with(open) && line.trim() == mark => fence = None,
            Some(_) if line.is_empty() => page.push('\n'),
            Some(_) => page.push_str(&format!("    {line}\n")),
            None if mark.len() >= 3 => {
                let file = line.trim().trim_start_matches(mark.as_str());
                if file.contains('.') {
                    page.push_str(&format!("{}\n", style.paint(Ink::new().dimmed(), &format!("  {file}："))));
                }
                fence = Some(mark);
            }
            None => match line.trim_start_matches('#').strip_prefix(' ').filter(|_| line.starts_with('#')) {
                Some(heading) => page.push_str(&format!("{}\n", style.paint(Ink::new().bold(), heading.trim()))),
                None => page.push_str(&format!("{line}\n")),
            },
        }
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::rule::Check;
    use crate::diagnostics::Level;

    const PAGE: &str = "# unknown-key\n\n## 检查什么\n\n字段 `titel` 写错\n\n````toml 不合格\n```\n+++\n\ntitel = 1\n````\n```reports/表.csv\n甲,乙\n```\n\n#不是标题\n- 一项\n";

    fn rule(name: &'static str) -> Rule {
        let check = Check::Site(|_| Vec::new());
        Rule {
            name,
            summary: "不认识的字段",
            basis: "",
            level: Level::Error,
            is_structural: false,
            explanation: PAGE,
            check,
        }
    }

    fn refusal(name: &str) -> String {
        let rules = ["unknown-key", "unknown-rule", "duplicate-title", "missing-title"].map(rule);
        let Err(Error::Usage(message)) = explain(name, &rules.each_ref(), Style::Plain) else { panic!("{name} is known") };
        message
    }

    #[test]
    fn the_page_is_shown_without_its_marks() {
        let page = explain("unknown-key", &[&rule("unknown-key")], Style::Plain).expect("a known rule");
        let expected = "\
unknown-key（错误） 不认识的字段

检查什么

字段 `titel` 写错

    ```
    +++

    titel = 1
  reports/表.csv：
    甲,乙

#不是标题
- 一项
";
        assert_eq!(page, expected);
        let coloured = explain("unknown-key", &[&rule("unknown-key")], Style::Colour).expect("a known rule");
        assert!(coloured.contains("\n\u{1b}[1m检查什么\u{1b}[0m\n"), "{coloured:?}");
    }

    #[test]
    fn an_unknown_rule_is_answered_with_the_nearest() {
        assert_eq!(refusal("unkown_key"), "没有规则 `unkown_key`，是不是想写 `unknown-key`？全部规则见 `gongkai rules`");
        assert_eq!(
            refusal("title"),
            "没有规则 `title`，是不是想写 `missing-title`、`duplicate-title`？全部规则见 `gongkai rules`"
        );
        assert_eq!(refusal("乱\u{202e}码"), "没有规则 `乱‹U+202E›码`；全部规则见 `gongkai rules`");
    }
}
