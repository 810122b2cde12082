//! Two marks where one belongs.

use std::borrow::Cow;
use std::ops::Range;

use crate::check::rule::{Check, Rule};
use crate::check::text::punctuation::is_chinese;
use crate::check::text::{Hit, Terms, Text, TextCheck};
use crate::diagnostics::Level;
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "repeated-punctuation",
    summary: "标点重复或连用不当",
    basis: "GB/T 15834-2011《标点符号用法》",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("repeated_punctuation.md"),
    check: Check::Text(TextCheck { patterns, check }),
};

/// Marks of which two side by side are one too many.
const STOPS: [&str; 5] = ["，", "。", "、", "；", "："];
/// A stop behind a question or exclamation mark, which is one already.
const ENDED: [&str; 10] = ["？，", "？。", "？、", "？；", "？：", "！，", "！。", "！、", "！；", "！："];
/// More of these than anybody needs.
const EXCITED: [&str; 2] = ["？？？？", "！！！！"];
/// All of these, before [`POINTS`] in the list of patterns.
const PAIRS: usize = STOPS.len() * STOPS.len() + ENDED.len() + EXCITED.len();
const POINTS: &str = "...";

fn patterns(_: &Terms) -> Vec<Cow<'static, str>> {
    let pairs = STOPS.iter().flat_map(|first| STOPS.iter().map(move |second| Cow::Owned(format!("{first}{second}"))));
    let others = ENDED.into_iter().chain(EXCITED).chain([POINTS]);
    pairs.chain(others.map(Cow::Borrowed)).collect()
}

fn check(text: &Text<'_>) -> Vec<Remark> {
    let (pairs, points): (Vec<&Hit>, Vec<&Hit>) = text.hits.iter().partition(|hit| hit.pattern < PAIRS);
    // Three in a row are two pairs, which share the mark between them; four of the same are the longest that is looked for.
    let runs = pairs.chunk_by(|last, next| next.range.start < last.range.end);
    let runs = runs.filter_map(|run| Some(run.first()?.range.start..run.last()?.range.end));
    let repeated = runs.filter(|run| text.is_prose(run.start)).map(|run| remark(text, run));
    repeated.chain(points.iter().filter_map(|points| ellipsis(text, points))).collect()
}

/// `...` behind Chinese, where `……` belongs.
fn ellipsis(text: &Text<'_>, points: &Hit) -> Option<Remark> {
    let start = points.range.start;
    let is_first = text.before(start).is_some_and(|c| is_chinese(c) && c != '…');
    (is_first && text.is_prose(start)).then(|| {
        let dots = text.text()[start..].bytes().take_while(|byte| *byte == b'.').count();
        let span = text.span(start..start + dots);
        Remark::new(span, "省略号写成了半角的点").label("应为“……”").help("省略号写作“……”")
    })
}

fn remark(text: &Text<'_>, range: Range<usize>) -> Remark {
    let written = &text.text()[range.clone()];
    let span = text.span(range.clone());
    let remark = Remark::new(span, format!("标点“{written}”连用"));
    let first = written.chars().next().unwrap_or_default();
    let is_same = written.chars().all(|c| c == first);
    match is_same {
        true if matches!(first, '？' | '！') => remark.label("多了").help("问号、叹号最多连用三个，一般用一个"),
        // Three and more are mostly points of omission.
        true if written.chars().count() > 2 => {
            remark.label("省略号写作“……”").help(format!("要省略号就写“……”，要“{first}”就只留一个"))
        }
        true if text.prose.is_verbatim(&range) => remark.label("多了").help("只留一个").fix(span, first.to_string()),
        true => remark.label("多了").help("只留一个"),
        false => remark.help("只留合适的一个"),
    }
}
