//! A key figure above the text that the text does not have: the one place where two numbers for one thing meet the reader.

use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::model::report::LoadedReport;

pub(crate) static RULE: Rule = Rule {
    name: "highlight-not-in-text",
    summary: "`highlights` 的数字在正文里找不到",
    basis: "本程序约定：要点数字取自正文",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("highlight_not_in_text.md"),
    check: Check::Report(check),
};

fn check(report: &LoadedReport, _: &Scope<'_>) -> Vec<Finding> {
    let missing = report.draft.highlights.iter().filter(|found| !occurs(&report.body.text, &found.value.value));
    missing
        .map(|found| {
            let message = match found.value.value.as_str() {
                "" => "`highlights` 有一项没有写 `value`".to_string(),
                value => format!("`highlights` 的 `{value}` 在正文里找不到"),
            };
            Finding::new(&report.path, Some(found.span), message)
                .effect("正文上方的数字与正文对不上")
                .help("与正文核对，`value` 照正文原样写，单位写在 `unit` 里")
        })
        .collect()
}

/// Whether `value` stands in `text` by itself: `4.9` does not occur in `414.94`.
fn occurs(text: &str, value: &str) -> bool {
    !value.is_empty()
        && text.match_indices(value).any(|(at, _)| {
            let before = text[..at].chars().next_back();
            let mut after = text[at + value.len()..].chars();
            let next = after.next();
            let goes_on =
                next.is_some_and(is_digit) || (matches!(next, Some('.' | ',')) && after.next().is_some_and(is_digit));
            let starts_inside = value.starts_with(is_digit) && before.is_some_and(|c| is_digit(c) || matches!(c, '.' | ','));
            !(starts_inside || value.ends_with(is_digit) && goes_on)
        })
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::occurs;

    #[test]
    fn a_number_occurs_only_as_a_whole() {
        assert!(occurs("总值414.94亿元", "414.94") && occurs("共5项。", "5") && occurs("1,200.", "1,200"));
        for part in ["4.9", "414", "94", "14.94", ""] {
            assert!(!occurs("总值414.94亿元", part), "{part}");
        }
    }
}
