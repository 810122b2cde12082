//! Half-width punctuation where Chinese is written.

use std::ops::Range;

use crate::check::rule::{Check, Rule};
use crate::check::text::punctuation::half_width;
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
    check: Check::Text(TextCheck { patterns: no_patterns, look }),
};

/// Places that are named; the others are counted.
const SHOWN: usize = 5;

fn look(text: &Text<'_>) -> Vec<Remark> {
    let groups = text.told_together(RULE.name, half_width(text), |(range, _)| text.span(range.clone()));
    groups.iter().filter_map(|found| remark(text, found)).collect()
}

fn remark(text: &Text<'_>, found: &[(Range<usize>, &'static str)]) -> Option<Remark> {
    let (first, right) = found.first()?;
    let wrong = text.after(first.start).unwrap_or_default();
    let message = match found.len() {
        1 => format!("中文里用了半角标点 `{wrong}`"),
        count => format!("中文里有 {count} 处半角标点，第一处是 `{wrong}`"),
    };
    let remark = Remark::new(text.span(first.clone()), message)
        .label(format!("应为 `{right}`"))
        .help("改为全角标点；可以用 `gongkai fix` 一次改完");
    let others = found.iter().skip(1).take(SHOWN - 1);
    let remark = others.fold(remark, |remark, (range, _)| remark.related(text.span(range.clone()), "这里也是"));
    let certain = found.iter().filter(|(range, _)| text.prose.is_verbatim(range));
    Some(certain.fold(remark, |remark, (range, right)| remark.fix(with_escape(text, text.span(range.clone())), *right)))
}

/// The mark with the backslash before it: `\,` is a comma, and a full-width one needs no backslash.
fn with_escape(text: &Text<'_>, span: Span) -> Span {
    let before = text.draft.source.get(..span.start).unwrap_or_default();
    let backslashes = before.len() - before.trim_end_matches('\\').len();
    Span::new(span.start - backslashes % 2, span.end)
}
