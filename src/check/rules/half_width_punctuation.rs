//! Half-width punctuation where Chinese is written.

use crate::check::rule::{Check, Rule};
use crate::check::text::document_number::number_around;
use crate::check::text::half_width::{HalfWidth, half_width};
use crate::check::text::{Text, TextCheck, no_patterns};
use crate::diagnostics::Level;
use crate::model::remark::Remark;
use crate::model::span::Span;

pub(crate) static RULE: Rule = Rule {
    name: "half-width-punctuation",
    summary: "中文里用了半角标点",
    basis: "GB/T 15834-2011《标点符号用法》：中文标点占一个汉字位置",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("half_width_punctuation.md"),
    check: Check::Text(TextCheck { patterns: no_patterns, check }),
};

/// Places that are named; the others are counted.
const SHOWN: usize = 5;

fn check(text: &Text<'_>) -> Vec<Remark> {
    let mut found = half_width(text);
    // The brackets of `某政发(2024)5号` become hexagonal ones, which another rule says.
    let mut number = 0..0;
    found.retain(|found| {
        if found.right == "（"
            && let Some(range) = number_around(text.text(), found.range.start)
        {
            number = range;
        }
        !number.contains(&found.range.start)
    });
    let groups = text.told_together(RULE.name, found, |found| text.span(found.range.clone()));
    groups.iter().filter_map(|found| remark(text, found)).collect()
}

fn remark(text: &Text<'_>, found: &[HalfWidth]) -> Option<Remark> {
    let first = found.first()?;
    let wrong = text.after(first.range.start).unwrap_or_default();
    let message = match found.len() {
        1 => format!("中文里用了半角标点 `{wrong}`"),
        count => format!("中文里有 {count} 处半角标点，第一处是 `{wrong}`"),
    };
    let is_any_certain = found.iter().any(|found| found.is_certain);
    let help = if is_any_certain { "改为全角标点；可以用 `gongkai fix` 一次改完" } else { HELP_BETWEEN };
    let remark = Remark::new(text.span(first.range.clone()), message).label(format!("应为 `{}`", first.right)).help(help);
    let others = found.iter().skip(1).take(SHOWN - 1);
    let remark = others.fold(remark, |remark, found| remark.related(text.span(found.range.clone()), "这里也是"));
    let certain = found.iter().filter(|found| found.is_certain && text.prose.is_verbatim(&found.range));
    Some(certain.fold(remark, |remark, found| {
        let remark = remark.fix(with_escape(text, text.span(found.range.clone())), found.right);
        found.blank.iter().fold(remark, |remark, blank| remark.fix(text.span(blank.clone()), ""))
    }))
}

/// The help for a point between characters.
const HELP_BETWEEN: &str = "句末用句号 `。`，外国人名的各部分之间用间隔号 `·`；程序不会自动改";

/// The mark with the backslash before it: `\,` is a comma, and a full-width one needs no backslash.
fn with_escape(text: &Text<'_>, span: Span) -> Span {
    let before = text.draft.source.get(..span.start).unwrap_or_default();
    let backslashes = before.len() - before.trim_end_matches('\\').len();
    Span::new(span.start - backslashes % 2, span.end)
}
