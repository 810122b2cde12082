//! Ranges of numbers with a dash too long or a per cent sign too few.

use std::borrow::Cow;

use crate::check::rule::{Check, Rule};
use crate::check::text::{Terms, Text, TextCheck};
use crate::diagnostics::Level;
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "malformed-range",
    summary: "数值范围写法不规范",
    basis: "GB/T 15834-2011《标点符号用法》、GB/T 15835-2011《出版物上数字用法》：范围用一字线或浪纹线，两端的百分号不能省略",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("malformed_range.md"),
    check: Check::Text(TextCheck { patterns, look }),
};

/// What the rule looks for.
const PATTERNS: &[&str] = &["——"];

fn patterns(_: &Terms) -> Vec<Cow<'static, str>> {
    PATTERNS.iter().map(|pattern| Cow::Borrowed(*pattern)).collect()
}

fn look(text: &Text<'_>) -> Vec<Remark> {
    let all = text.text();
    let mut remarks = Vec::new();
    for hit in text.hits {
        let before = text.before(hit.range.start).is_some_and(|c| c.is_ascii_digit() || "年月日时%％".contains(c));
        let after = text.after(hit.range.end).is_some_and(|c| c.is_ascii_digit());
        let is_range = before && after && text.before(hit.range.start) != Some('—') && text.is_prose(hit.range.start);
        // A dash may also explain: it does where the other side is a sentence.
        let is_short = all[hit.range.end..].chars().take(8).any(|c| "年月日时%％".contains(c));
        if is_range && is_short {
            let span = text.span(hit.range.clone());
            let remark =
                Remark::new(span, "数值范围用了破折号“——”").label("应为“—”或“～”").help("范围用一字线“—”或浪纹线“～”");
            remarks.push(if text.prose.is_verbatim(&hit.range) { remark.fix(span, "—") } else { remark });
        }
    }
    for pair in text.scan.digits.windows(2) {
        let [left, right] = pair else { continue };
        let between = &all[left.end..right.start];
        if !matches!(between, "～" | "~" | "—" | "–" | "-" | "至") {
            continue;
        }
        let end = decimal_end(text, right.end);
        if text.after(end) == Some('%') && text.is_prose(left.start) && !is_code(text, left.start) {
            let span = text.span(left.start..end + 1);
            let written = &all[left.start..end + 1];
            let place = text.span(left.end..left.end);
            let remark = Remark::new(span, format!("“{written}”前一个数缺百分号")).help("范围两端都写百分号，如 `15%～30%`");
            remarks.push(if text.prose.is_verbatim(&(left.start..end)) { remark.fix(place, "%") } else { remark });
        }
    }
    remarks
}

/// Where the number goes on behind a decimal point.
fn decimal_end(text: &Text<'_>, end: usize) -> usize {
    let rest = &text.text()[end..];
    let decimals =
        rest.strip_prefix('.').map_or(0, |rest| rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len());
    if decimals > 0 { end + 1 + decimals } else { end }
}

/// Digits after a letter, a hyphen or a mark of numbering belong to a code, a version or a date.
fn is_code(text: &Text<'_>, start: usize) -> bool {
    text.before(start).is_some_and(|c| c.is_ascii_alphanumeric() || "-/_〔[第".contains(c))
}
