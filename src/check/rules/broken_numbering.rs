//! Numerals of headings that leave one out or stand twice.

use crate::check::rule::{Check, Rule};
use crate::check::text::numbering::{Numbered, chinese, numbered};
use crate::check::text::{Text, TextCheck, no_patterns};
use crate::diagnostics::Level;
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "broken-numbering",
    summary: "层次序数断号、重号",
    basis: "GB/T 9704-2012《党政机关公文格式》7.3.3：结构层次序数依次用“一、”“（一）”“1.”“（1）”标注",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("broken_numbering.md"),
    check: Check::Text(TextCheck { patterns: no_patterns, look }),
};

fn look(text: &Text<'_>) -> Vec<Remark> {
    let numbers = numbered(text);
    let mut last: [Option<&Numbered>; 7] = [None; 7];
    let mut remarks = Vec::new();
    for own in numbers {
        let rank = usize::from(own.number.rank);
        let before = last[rank];
        if let Some(before) = before.filter(|before| !is_explained(text, before, own)) {
            let (was, is) = (before.number.value, own.number.value);
            let what = match () {
                () if is == was => "重号",
                () if is > was => "断号",
                () => "倒号",
            };
            let message = format!("层次序数“{}”{what}，前一个是“{}”", own.written, before.written);
            let remark = Remark::new(own.span, message).help("照次序重编，或补上漏掉的一项");
            remarks.push(remark.related(before.span, "前一个在这里"));
        }
        last[rank] = Some(own);
        last[rank + 1..].fill(None);
    }
    remarks
}

/// Whether nothing is wrong between two numerals of one rank: they follow each other, or what is missing stands between them where it
/// is no block of its own.
fn is_explained(text: &Text<'_>, before: &Numbered, own: &Numbered) -> bool {
    let (was, is) = (before.number.value, own.number.value);
    // A series may begin anew.
    if is == was + 1 || (is == 1 && was > 1) {
        return true;
    }
    if is <= was {
        // The same number twice in a row is certain for the upper ranks; below, series may begin anew without a heading.
        return own.number.rank > 3 || is < was;
    }
    let between = text.draft.source.get(before.span.end..own.span.start).unwrap_or_default();
    let written = |value| match own.number.rank {
        2 | 3 => chinese(value),
        _ => value.to_string(),
    };
    (was + 1..is).any(|missing| {
        between.contains(&format!("{}、", written(missing)))
            || between.contains(&format!("{}）", written(missing)))
            || between.contains(&format!("{})", written(missing)))
            || between.contains(&format!("{}.", written(missing)))
    }) || own.number.rank > 3
}
