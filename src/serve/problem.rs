//! What keeps a change from being shown, for the panel over the page: findings with their place and cure, or the message of a
//! template or of the system. Values; the script in the page sets them as text, and [`page`] escapes them.

use std::fmt::Write;

use serde::Serialize;

use crate::diagnostics::position::LineTables;
use crate::diagnostics::visible::visible;
use crate::diagnostics::{Diagnostic, Level, SourceTexts};
use crate::error::Error;
use crate::model::escape;
use crate::model::privacy::covered;

/// Problems that the panel lists before it only counts the rest.
const LISTED: usize = 50;

/// One entry of the panel over a page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// 错误, 警告 or 提示.
    pub level: &'static str,
    /// The rule; empty for a fault of a template or of the system.
    pub rule: &'static str,
    /// The fault in one sentence, with control characters made visible and private data masked.
    pub message: String,
    /// `reports/…/x.md:2:1`; may be empty.
    pub place: String,
    /// Lines to be shown as they are; may be empty.
    pub excerpt: String,
    /// 影响; may be empty.
    pub effect: String,
    /// 处理; may be empty.
    pub help: String,
}

/// All problems of a round.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Problems {
    /// Those that are told in full, in the order in which they were given.
    pub problems: Vec<Problem>,
    /// How many more there are.
    pub more: usize,
}

impl Problems {
    /// Findings, the first ones in full; `texts` are of the files that [`Problems::listed`] ones point into.
    pub fn of_findings(diagnostics: &[&Diagnostic], texts: &SourceTexts) -> Problems {
        let listed = Problems::listed(diagnostics);
        let tables = LineTables::new(&listed, texts);
        let problem = |diagnostic: &Diagnostic| {
            let finding = &diagnostic.finding;
            let mut place = visible(&covered(finding.file.as_str())).into_owned();
            if let Some(found) = tables.place(&finding.file, finding.span) {
                place.push_str(&format!(":{}:{}", found.line, found.column));
            }
            Problem {
                level: diagnostic.level.chinese(),
                rule: diagnostic.rule,
                message: visible(&finding.message).into_owned(),
                place,
                excerpt: String::new(),
                effect: visible(&finding.effect).into_owned(),
                help: visible(&finding.help).into_owned(),
            }
        };
        Problems { problems: listed.iter().map(problem).collect(), more: diagnostics.len() - listed.len() }
    }

    /// Those that are told in full.
    pub fn listed(diagnostics: &[&Diagnostic]) -> Vec<Diagnostic> {
        diagnostics.iter().take(LISTED).map(|found| (*found).clone()).collect()
    }

    /// A fault of a template or of the system. Its first line is the message; a line `处理：` is the cure.
    pub fn of_error(error: &Error) -> Problems {
        let text = covered(&error.to_string()).into_owned();
        let mut lines = text.lines().map(|line| visible(line).into_owned());
        let message = lines.next().unwrap_or_default();
        let mut problem = Problem { level: Level::Error.chinese(), message, ..Problem::default() };
        let mut excerpt: Vec<String> = Vec::new();
        for line in lines {
            let bare = line.trim_start_matches([' ', '=']);
            match (bare.strip_prefix("处理："), bare.strip_prefix("╭─ ")) {
                (Some(help), _) => problem.help = help.to_string(),
                (_, Some(place)) => problem.place = place.to_string(),
                _ => excerpt.push(line),
            }
        }
        problem.excerpt = excerpt.join("\n");
        Problems { problems: vec![problem], more: 0 }
    }

    /// Whether nothing keeps the change from being shown.
    pub fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }

    /// For the script in the page.
    pub fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// A page of its own, for when there is no site to put a panel over.
pub(super) fn page(problems: &Problems) -> String {
    let mut list = String::new();
    for Problem { rule, message, place, excerpt, effect, help, .. } in &problems.problems {
        let rule = if rule.is_empty() { String::new() } else { format!("[{rule}] ") };
        // Writing to a string cannot fail.
        let _ = write!(list, "<li><p><b>{}{}</b></p>", escape(&rule), escape(message));
        if !place.is_empty() {
            let _ = write!(list, "<p><code>{}</code></p>", escape(place));
        }
        if !excerpt.is_empty() {
            let _ = write!(list, "<pre>{}</pre>", escape(excerpt));
        }
        for (label, text) in [("影响", effect), ("处理", help)] {
            if !text.is_empty() {
                let _ = write!(list, "<p>{label}：{}</p>", escape(text));
            }
        }
        list.push_str("</li>\n");
    }
    if problems.more > 0 {
        let _ = writeln!(list, "<li>还有 {} 处</li>", problems.more);
    }
    format!(
        "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>有错误 · 预览</title>\n</head>\n\
         <body data-gongkai-problems>\n<h1>有错误，还不能显示</h1>\n<p>改好并保存后，本页自动更新</p>\n<ol>\n{list}</ol>\n</body>\n</html>\n"
    )
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    escape::anywhere(text, &mut escaped);
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_reports_do_not_become_markup() {
        let problem = Problem { message: "<script>1</script>".into(), help: "\"&\"".into(), ..Problem::default() };
        let html = page(&Problems { problems: vec![problem], more: 2 });
        assert!(html.contains("&lt;script&gt;1&lt;/script&gt;") && html.contains("&quot;&amp;&quot;"), "{html}");
        assert!(!html.contains("<script>") && html.contains("还有 2 处"), "{html}");
    }

    #[test]
    fn a_message_of_several_lines_is_taken_apart() {
        let error = Error::Theme("模板有误：x\n  ╭─ templates/a.html:3:1\n3 │ {{ x }}\n  = 处理：改".into());
        let problems = Problems::of_error(&error);
        let problem = &problems.problems[0];
        assert_eq!((problem.message.as_str(), problem.place.as_str()), ("模板有误：x", "templates/a.html:3:1"));
        assert_eq!((problem.excerpt.as_str(), problem.help.as_str()), ("3 │ {{ x }}", "改"));
    }
}
