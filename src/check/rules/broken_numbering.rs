//! Numerals of headings that leave one out or stand twice.

use std::borrow::Cow;
use std::ops::Range;

use crate::check::rule::{Check, Rule};
use crate::check::text::numbering::{Numbered, chinese};
use crate::check::text::{Hit, Terms, Text, TextCheck};
use crate::diagnostics::Level;
use crate::model::numeral;
use crate::model::prose::Block;
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "broken-numbering",
    summary: "层次序数断号、重号",
    basis: "GB/T 9704-2012《党政机关公文格式》7.3.3：结构层次序数依次用“一、”“（一）”“1.”“（1）”标注",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("broken_numbering.md"),
    check: Check::Text(TextCheck { patterns, check }),
};

/// What counts within a sentence, in both ways: 一是 and 第一，.
const SERIES: [char; 9] = numeral::DIGITS;

fn patterns(_: &Terms) -> Vec<Cow<'static, str>> {
    let plain = SERIES.iter().map(|number| Cow::Owned(format!("{number}是")));
    plain.chain(SERIES.iter().map(|number| Cow::Owned(format!("第{number}，")))).collect()
}

fn check(text: &Text<'_>) -> Vec<Remark> {
    let numbers = text.numbered();
    let mut last: [Option<&Numbered>; 7] = [None; 7];
    let mut remarks = Vec::new();
    // The byte where the present section begins: a series that lacks its first numeral must lack it in that section.
    let mut section = 0;
    for own in numbers {
        let rank = usize::from(own.number.rank);
        match last[rank] {
            Some(before) if !is_explained(text, before, own) => remarks.push(broken(before, own)),
            None if rank < 4 && own.is_heading && lacks_first(text, section, own) => {
                let message = format!("层次序数从“{}”开始，前面没有“{}”", own.written, first_form(own));
                remarks.push(Remark::new(own.span, message).help("照次序重编，或补上漏掉的一项"));
            }
            _ => {}
        }
        last[rank] = Some(own);
        last[rank + 1..].fill(None);
        if rank < 4 {
            section = own.span.end;
        }
    }
    remarks.extend(in_sentences(text));
    remarks
}

fn broken(before: &Numbered, own: &Numbered) -> Remark {
    let (was, is) = (before.number.value, own.number.value);
    let what = match () {
        () if is == was => "重号",
        () if is > was => "断号",
        () => "倒号",
    };
    let message = format!("层次序数“{}”{what}，前一个是“{}”", own.written, before.written);
    Remark::new(own.span, message).help("照次序重编，或补上漏掉的一项").related(before.span, "前一个在这里")
}

/// Whether nothing is wrong between two numerals of one rank: they follow each other, or what is missing stands between them where it
/// is no block of its own.
fn is_explained(text: &Text<'_>, before: &Numbered, own: &Numbered) -> bool {
    let (was, is) = (before.number.value, own.number.value);
    // The next number goes on, and 一 begins a series anew.
    if is == was + 1 || (is == 1 && was > 1) {
        return true;
    }
    if is <= was {
        // The same number twice in a row is certain for the upper ranks; below, series may begin anew without a heading.
        return own.number.rank > 3 || is < was;
    }
    // Below, only a series that goes on in the same way shows that one was left out.
    let is_series = own.number.rank < 4 || (own.is_heading && before.is_heading && own.form() == before.form());
    !is_series || (was + 1..is).any(|missing| stands_in(text, before.span.end..own.span.start, own.number.rank, missing))
}

/// Whether a numeral stands somewhere in these bytes of the file.
fn stands_in(text: &Text<'_>, range: Range<usize>, rank: u8, value: u32) -> bool {
    let between = text.draft.source.get(range).unwrap_or_default();
    let written = match rank {
        2 | 3 => chinese(value),
        _ => value.to_string(),
    };
    ["、", "）", ")", ".", "．"].iter().any(|mark| between.contains(&format!("{written}{mark}")))
}

/// Whether a series begins with two though nothing before it in its section is the first.
fn lacks_first(text: &Text<'_>, section: usize, own: &Numbered) -> bool {
    own.number.value == 2 && !stands_in(text, section..own.span.start, own.number.rank, 1)
}

/// The first numeral of the series, as `own` is written.
fn first_form(own: &Numbered) -> String {
    own.written.replace('二', "一")
}

/// Whether the paragraph has the second of the series that the hit is the first of.
fn has_second(text: &Text<'_>, hit: &Hit, block: &Block) -> bool {
    let second = text.text()[hit.range.clone()].replace('一', "二");
    text.prose.text_of(block).contains(&second)
}

/// 一是……二是……四是……, 第一，……第三，…… within one paragraph.
fn in_sentences(text: &Text<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let mut last: Option<(&Hit, usize)> = None;
    for hit in text.hits {
        let Some(block) = text.prose.block_at(hit.range.start).filter(|block| block.kind.is_prose()) else { continue };
        let begins = hit.range.start == block.range.start
            || text.before(hit.range.start).is_some_and(|c| "，。；：:;、！? \n,".contains(c));
        // 一是一，二是二.
        let is_saying = text.after(hit.range.end) == text.text()[hit.range.clone()].chars().next();
        if !begins || is_saying {
            continue;
        }
        let (way, number) = (hit.pattern / SERIES.len(), hit.pattern % SERIES.len());
        if let Some((before, end)) = last
            && before.pattern / SERIES.len() == way
            && hit.range.start < end
        {
            let was = before.pattern % SERIES.len();
            // “一是……；一是……” names two ways where nothing is second.
            let is_again = number == was && (number > 0 || has_second(text, hit, block));
            if number > was + 1 || is_again {
                let what = if is_again { "重号" } else { "断号" };
                let (own, earlier) = (&text.text()[hit.range.clone()], &text.text()[before.range.clone()]);
                let message =
                    format!("“{}”{what}，前一个是“{}”", own.trim_end_matches('，'), earlier.trim_end_matches('，'));
                let remark = Remark::new(text.span(hit.range.clone()), message).help("照次序改，或补上漏掉的一项");
                remarks.push(remark.related(text.span(before.range.clone()), "前一个在这里"));
            }
        }
        last = Some((hit, block.range.end));
    }
    remarks
}
