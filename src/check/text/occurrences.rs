//! Looks for the rows of a list of wordings in a text. Rules that do nothing else share what stands here.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::punctuation::is_quoted;
use super::{Hit, Text, end_of};
use crate::check::wording::Wording;
use crate::config::words::FILE;
use crate::model::remark::Remark;

/// The places where a wording stands that is no part of an exception, no seam of two words, of a longer row, or of what the site excepts.
pub(crate) fn places<'t>(text: &'t Text<'_>, rows: &'t [Wording]) -> impl Iterator<Item = (&'t Wording, &'t Hit)> {
    whole(text.hits).into_iter().filter_map(|hit| {
        let row = rows.get(hit.pattern)?;
        let is_excepted = row.except.iter().chain(&text.terms.exceptions).any(|longer| stands_in(text.text(), hit, longer));
        let is_across = row.seam.as_ref().is_some_and(|seam| seam.is_at(text.text(), &hit.range));
        (!is_excepted && !is_across && text.has_words(hit.range.start)).then_some((row, hit))
    })
}

/// The hits that are no part of a longer one, in the order in which they begin.
fn whole(hits: &[Hit]) -> Vec<&Hit> {
    let mut whole: Vec<&Hit> = hits.iter().collect();
    whole.sort_by_key(|hit| (hit.range.start, Reverse(hit.range.end)));
    // In this order a hit that holds another comes first, because it begins earlier, or at the same place and ends later.
    let mut end = 0;
    let mut last = 0..0;
    whole.retain(|hit| {
        let is_part = hit.range.end <= end && hit.range != last;
        if !is_part {
            (end, last) = (hit.range.end, hit.range.clone());
        }
        !is_part
    });
    whole
}

/// Whether the hit is a part of `longer`, which stands around it.
pub(crate) fn stands_in(text: &str, hit: &Hit, longer: &str) -> bool {
    let wording = &text[hit.range.clone()];
    longer.match_indices(wording).any(|(at, _)| {
        let start = hit.range.start.checked_sub(at);
        start.and_then(|start| text.get(start..start + longer.len())).is_some_and(|found| found == longer)
    })
}

/// Places that a remark names; the others are counted.
const SHOWN: usize = 5;

/// One remark a wording, however often it stands in the report; further places are named.
pub(crate) fn remarks(
    text: &Text<'_>,
    rule: &str,
    rows: &[Wording],
    is_certain: bool,
    word: impl Fn(&Wording) -> (String, String),
) -> Vec<Remark> {
    let mut found: Vec<(&Wording, Vec<&Hit>)> = Vec::new();
    let mut numbers: FxHashMap<&str, usize> = FxHashMap::default();
    for (row, hit) in places(text, rows) {
        let number = *numbers.entry(&row.wrong).or_insert(found.len());
        match found.get_mut(number) {
            Some((_, hits)) => hits.push(hit),
            None => found.push((row, vec![hit])),
        }
    }
    let mut remarks = Vec::new();
    for (row, hits) in found {
        let groups = text.told_together(rule, hits, |hit| text.span(hit.range.clone()));
        remarks.extend(groups.iter().filter_map(|hits| remark(text, row, hits, is_certain, word(row))));
    }
    remarks
}

fn remark(
    text: &Text<'_>,
    row: &Wording,
    hits: &[&Hit],
    is_certain: bool,
    (message, help): (String, String),
) -> Option<Remark> {
    let span = |hit: &Hit| text.span(hit.range.clone());
    let (first, others) = hits.split_first()?;
    let message = if others.is_empty() { message } else { format!("{message}，共 {} 处", hits.len()) };
    let mut remark = Remark::new(span(first), message).help(help);
    if !row.right.is_empty() {
        remark = remark.label(format!("应为“{}”", row.right));
    }
    remark = others.iter().take(SHOWN - 1).fold(remark, |remark, hit| remark.related(span(hit), "这里也是"));
    let mends = |hit: &&&Hit| {
        let may_mend = is_certain && !row.is_only_told && !row.right.is_empty();
        may_mend
            && text.is_prose(hit.range.start)
            && text.prose.is_verbatim(&hit.range)
            && !is_quoted(text, &hit.range)
            && (row.source == FILE || !(is_in_name(text.text(), hit) || is_in_title(text.text(), hit)))
    };
    Some(hits.iter().filter(mends).fold(remark, |remark, hit| remark.fix(span(hit), row.right.clone())))
}

/// Characters that a name of a firm has at most behind a wording in it.
const LONGEST_NAME: usize = 16;

/// Whether the hit may be part of the name of a firm, which is written as it is registered. The words of a site may be about such
/// names; those of the program are not.
fn is_in_name(text: &str, hit: &Hit) -> bool {
    const FIRMS: [&str; 9] = ["公司", "集团", "合作社", "事务所", "经营部", "工作室", "商行", "酒店", "幼儿园"];
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c) || matches!(c, '（' | '）');
    let behind = &text[hit.range.end..];
    let end = behind.char_indices().take(LONGEST_NAME).find(|(_, c)| !is_han(*c)).map(|(at, _)| at);
    let end = end.or_else(|| behind.char_indices().nth(LONGEST_NAME).map(|(at, _)| at)).unwrap_or(behind.len());
    FIRMS.iter().any(|firm| behind[..end].contains(firm))
}

/// Whether the hit stands within `《…》`: a title is written as it was given.
fn is_in_title(text: &str, hit: &Hit) -> bool {
    /// Bytes before the hit in which a title begins; hardly any is longer.
    const LONGEST: usize = 3 * 100;
    let before = end_of(&text[..hit.range.start], LONGEST);
    let last = before.rfind(['《', '》', '\n']).map(|at| &before[at..]);
    last.is_some_and(|last| last.starts_with('《'))
}
