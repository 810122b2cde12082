//! White space beside a Chinese mark, or between two words of a sentence.

use std::ops::Range;

use crate::check::rule::{Check, Rule};
use crate::check::text::punctuation::{BLANKS, is_slip};
use crate::check::text::{Text, TextCheck, no_patterns};
use crate::diagnostics::Level;
use crate::model::prose::BlockKind;
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "stray-space",
    summary: "标点旁边或句子中间有多余的空格",
    basis: "GB/T 15834-2011《标点符号用法》：标点占一个汉字的位置，旁边不另加空格",
    level: Level::Info,
    is_structural: false,
    explanation: include_str!("stray_space.md"),
    check: Check::Text(TextCheck { patterns: no_patterns, check }),
};

/// Places that are named; the others are counted.
const SHOWN: usize = 5;
/// Characters of a sentence before a blank in it: shorter ones are names and numerals (`第十条　`, `张　三`).
const FEWEST: usize = 4;

/// White space that does not belong where it is.
struct Stray {
    range: Range<usize>,
    is_certain: bool,
}

fn check(text: &Text<'_>) -> Vec<Remark> {
    let mut found: Vec<Stray> = Vec::new();
    let all = text.text();
    let marks = text.scan.marks.iter().map(|mark| mark.range());
    let stops = text.scan.stops.iter().map(|at| *at..at + '，'.len_utf8());
    // Most marks have no blank beside them, which their neighbours' bytes say before anything else is asked.
    for Range { start: at, .. } in marks.chain(stops).filter(|mark| has_blank_beside(all, mark)) {
        let Some(c) = text.after(at).filter(|_| text.is_prose(at) && !text.is_foreign(at)) else { continue };
        let start = at + c.len_utf8();
        let before = all[..at].trim_end_matches(BLANKS).len()..at;
        let behind = start..all.len() - all[start..].trim_start_matches(BLANKS).len();
        let sides = [before].into_iter().filter(|_| ends(c)).chain([behind].into_iter().filter(|_| goes_on(c)));
        let slips = sides.filter(|range| is_slip(text, range));
        found.extend(slips.map(|range| Stray { range, is_certain: true }));
    }
    found.extend(wide(text));
    found.sort_by_key(|stray| (stray.range.start, stray.range.end));
    found.dedup_by(|next, last| next.range.start < last.range.end);
    let groups = text.told_together(RULE.name, found, |stray| text.span(stray.range.clone()));
    groups.iter().filter_map(|found| remark(text, found)).collect()
}

fn remark(text: &Text<'_>, found: &[Stray]) -> Option<Remark> {
    let (first, others) = found.split_first()?;
    let count = if others.is_empty() { String::new() } else { format!("，共 {} 处", found.len()) };
    let place = if first.is_certain { "标点旁边有多余的空格" } else { "句子中间有全角空格" };
    let remark = Remark::new(text.span(first.range.clone()), format!("{place}{count}"));
    let remark = remark.label("这里").help("删去空格；标点旁边的可以用 `gongkai fix` 删");
    let named = others.iter().take(SHOWN - 1);
    let remark = named.fold(remark, |remark, stray| remark.related(text.span(stray.range.clone()), "这里也有"));
    let certain = found.iter().filter(|stray| stray.is_certain && text.prose.is_verbatim(&stray.range));
    Some(certain.fold(remark, |remark, stray| remark.fix(text.span(stray.range.clone()), "")))
}

/// Whether the byte before a mark or the one behind it may belong to one of [`BLANKS`].
fn has_blank_beside(text: &str, mark: &Range<usize>) -> bool {
    const LAST_OF_NO_BREAK: u8 = 0xa0;
    const FIRST_OF_NO_BREAK: u8 = 0xc2;
    let byte = |at: usize| text.as_bytes().get(at).copied();
    let before = mark.start.checked_sub(1).and_then(byte);
    matches!(before, Some(b' ' | LAST_OF_NO_BREAK)) || matches!(byte(mark.end), Some(b' ' | FIRST_OF_NO_BREAK))
}

/// Marks that stand directly behind what they end.
fn ends(c: char) -> bool {
    matches!(c, '，' | '。' | '、' | '；' | '：' | '？' | '！' | '）' | '》')
}

/// Marks behind which the text goes on directly.
fn goes_on(c: char) -> bool {
    matches!(c, '，' | '。' | '、' | '；' | '：' | '？' | '！' | '（' | '《')
}

/// A full-width blank between two Han characters of a sentence.
fn wide(text: &Text<'_>) -> Vec<Stray> {
    const BLANK: char = '\u{3000}';
    let is_han = |c: Option<char>| c.is_some_and(|c| matches!(c, '\u{4e00}'..='\u{9fff}'));
    let mut found = Vec::new();
    // All are looked at, whatever was found: so the processor compares several with one instruction.
    let has_one = text.scan.codes.all().iter().fold(false, |has, code| has | (u32::from(*code) == u32::from(BLANK)));
    if !has_one {
        return found;
    }
    for block in text.prose.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Item)) {
        let own = text.prose.text_of(block);
        let Some(end) = own.rfind('。').filter(|_| own.contains(BLANK)) else { continue };
        let mut last = 0;
        for (at, _) in own[..end].match_indices(BLANK) {
            let before = own[last..at].chars().rev().take_while(|c| is_han(Some(*c))).count();
            last = at + BLANK.len_utf8();
            let is_numeral = own.starts_with('第') && at < 3 * 8;
            let range = block.range.start + at..block.range.start + last;
            if before >= FEWEST && !is_numeral && is_han(text.after(range.end)) {
                found.push(Stray { range, is_certain: false });
            }
        }
    }
    found
}
