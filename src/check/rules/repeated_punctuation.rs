//! Two marks where one belongs.

use crate::check::rule::{Check, Rule};
use crate::check::text::punctuation::is_chinese;
use crate::check::text::scan::Mark;
use crate::check::text::{Text, TextCheck, no_patterns};
use crate::diagnostics::Level;
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "repeated-punctuation",
    summary: "标点重复或连用不当",
    basis: "GB/T 15834-2011《标点符号用法》",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("repeated_punctuation.md"),
    check: Check::Text(TextCheck { patterns: no_patterns, look }),
};

/// Marks of which two side by side are one too many.
fn is_stop(c: char) -> bool {
    matches!(c, '，' | '。' | '、' | '；' | '：')
}

fn look(text: &Text<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let marks = &text.scan.marks;
    for run in marks.chunk_by(|last, next| last.range().end == next.at && is_stop(last.c) && is_stop(next.c)) {
        if run.len() > 1 && text.is_prose(run[0].at) {
            remarks.push(remark(text, run));
        }
    }
    remarks.extend(marks.windows(3).filter_map(|points| ellipsis(text, points)));
    remarks
}

/// `...` behind Chinese, where `……` belongs.
fn ellipsis(text: &Text<'_>, points: &[Mark]) -> Option<Remark> {
    let [first, .., last] = points else { return None };
    let range = first.at..last.range().end;
    let is_run = points.iter().all(|mark| mark.c == '.') && range.len() == points.len();
    let is_first = || text.before(range.start).is_some_and(|c| is_chinese(c) && c != '…');
    let is_told = is_run && is_first() && text.is_prose(range.start);
    is_told.then(|| {
        let dots = text.text()[range.start..].bytes().take_while(|byte| *byte == b'.').count();
        let span = text.span(range.start..range.start + dots);
        Remark::new(span, "省略号写成了半角的点").label("应为“……”").help("省略号写作“……”")
    })
}

fn remark(text: &Text<'_>, run: &[Mark]) -> Remark {
    let written: String = run.iter().map(|mark| mark.c).collect();
    let range = run.first().map_or(0, |mark| mark.at)..run.last().map_or(0, |mark| mark.range().end);
    let span = text.span(range.clone());
    let remark = Remark::new(span, format!("标点“{written}”连用"));
    let first = run.first().map(|mark| mark.c).unwrap_or_default();
    let is_same = run.iter().all(|mark| mark.c == first);
    match is_same {
        true if first == '。' && run.len() > 2 => remark.label("省略号写作“……”").help("要省略号就写“……”，要句号就只留一个"),
        true if text.prose.is_verbatim(&range) => remark.label("多了").help("只留一个").fix(span, first.to_string()),
        true => remark.label("多了").help("只留一个"),
        false => remark.help("只留合适的一个"),
    }
}
