//! What several rules say about punctuation: where a half-width mark stands among Chinese, and which halves of pairs are left over.
//! Apart from the rules because one must not report the half of a pair that another turns full-width.

use std::ops::Range;

use super::Text;
use super::scan::Mark;
use crate::model::prose::Block;

/// Whether `c` is a Han character or a Chinese mark.
pub(crate) fn is_chinese(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{3001}'..='\u{3011}' | '\u{3014}'..='\u{301b}'
        | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff1f}' | '“' | '”' | '‘' | '’' | '—' | '…')
}

/// Half-width marks among Chinese, in their order, each with the mark that should stand there.
pub(crate) fn half_width(text: &Text<'_>) -> Vec<(Range<usize>, &'static str)> {
    let mut found = Vec::new();
    for (_, marks) in by_block(text).filter(|(_, marks)| !marks.is_empty()) {
        for mark in marks {
            if let Some(right) = full_width_stop(text, *mark) {
                found.push((mark.range(), right));
            }
        }
        brackets(text, marks, &mut found);
        straight_quotes(text, marks, &mut found);
    }
    found.sort_by_key(|(range, _)| range.start);
    found
}

/// Every block of prose with its marks.
fn by_block<'t>(text: &'t Text<'_>) -> impl Iterator<Item = (&'t Block, &'t [Mark])> {
    let mut rest = text.scan.marks.as_slice();
    text.prose.blocks.iter().filter_map(move |block| {
        let until = |end: usize| rest.iter().position(|mark| mark.at >= end).unwrap_or(rest.len());
        let (before, inside) = (until(block.range.start), until(block.range.end));
        let marks = &rest[before.min(inside)..inside];
        rest = &rest[inside..];
        block.kind.is_prose().then_some((block, marks))
    })
}

fn full_width_stop(text: &Text<'_>, mark: Mark) -> Option<&'static str> {
    let right = match mark.c {
        ',' => "，",
        ';' => "；",
        ':' => "：",
        '?' => "？",
        '!' => "！",
        '.' => "。",
        _ => return None,
    };
    let (before, after) = (text.before(mark.at), text.after(mark.range().end));
    let chinese = |c: Option<char>| c.is_some_and(is_chinese);
    let han = |c: Option<char>| c.is_some_and(|c| is_chinese(c) || matches!(c, '%' | ')' | '"' | '\''));
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let is_wrong = match mark.c {
        '?' if may_be_lost(text, mark) => false,
        // A stop only where a sentence ends: `甲.乙` may be anything.
        '.' => chinese(before) && after.is_none_or(|c| c == '\n'),
        // `!` and `?` after Latin letters end what is written in them.
        '!' | '?' => chinese(before),
        _ => {
            (chinese(before) && !(latin(after) && is_in_latin(text, mark)))
                || (chinese(after) && (han(before) || latin(before)))
        }
    };
    is_wrong.then_some(right)
}

/// Whether a `?` may stand for a character that was lost when the text was converted: within a sentence that asks nothing, before a Han
/// character. Where it does, nobody may turn it into a question mark.
pub(crate) fn may_be_lost(text: &Text<'_>, mark: Mark) -> bool {
    let whole = text.text();
    let before = whole.get(..mark.at).unwrap_or_default().trim_end_matches('?');
    let after = whole.get(mark.at..).unwrap_or_default().trim_start_matches('?');
    if !after.starts_with(|c| is_han(c) || c == '、') {
        return false;
    }
    match before.chars().next_back() {
        None | Some('\n') => after.starts_with(is_han),
        Some(c) if is_han(c) => !asks(before),
        Some(c) => matches!(c, '、' | '，' | '。' | '；' | '：' | '“' | '《' | '（') && after.starts_with(is_han),
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{3ffff}' | '〇')
}

/// Whether the sentence that `before` ends with is a question: it has a word that asks (吗, 什么, 是否), or a verb and its denial (能不能).
fn asks(before: &str) -> bool {
    let sentence = before.rsplit(['。', '！', '？', '!', '?', '；', '\n']).next().unwrap_or_default();
    let chars: Vec<char> = sentence.chars().collect();
    sentence.contains(|c| "吗呢吧么何哪谁几怎啥否".contains(c))
        || ["还是", "多少", "多久", "多大", "多长", "有无", "请问", "问："].iter().any(|word| sentence.contains(word))
        || chars.windows(3).any(|three| three[0] == three[2] && matches!(three[1], '不' | '没'))
}

/// `a:b` after Chinese belongs to what follows only where no Chinese stands before.
fn is_in_latin(text: &Text<'_>, mark: Mark) -> bool {
    text.before(mark.at).is_some_and(|c| c.is_ascii())
}

/// Half-width brackets around or beside Chinese, and those whose other half is full-width.
fn brackets(text: &Text<'_>, marks: &[Mark], found: &mut Vec<(Range<usize>, &'static str)>) {
    let mut open: Vec<Mark> = Vec::new();
    for mark in marks {
        match mark.c {
            '(' | '（' => open.push(*mark),
            ')' | '）' => {
                let Some(first) = open.pop() else { continue };
                let inside = text.text().get(first.range().end..mark.at).unwrap_or_default();
                let beside = text.before(first.at).is_some_and(is_chinese);
                let is_chinese = first.c == '（' || mark.c == '）' || inside.contains(is_chinese) || beside;
                if is_chinese && first.c == '(' {
                    found.push((first.range(), "（"));
                }
                if is_chinese && mark.c == ')' {
                    found.push((mark.range(), "）"));
                }
            }
            _ => {}
        }
    }
}

/// `"` in a block that has an even number of them, beside Chinese.
fn straight_quotes(text: &Text<'_>, marks: &[Mark], found: &mut Vec<(Range<usize>, &'static str)>) {
    let quotes: Vec<&Mark> = marks.iter().filter(|mark| mark.c == '"').collect();
    if !quotes.len().is_multiple_of(2) {
        return;
    }
    for pair in quotes.chunks_exact(2) {
        let [first, last] = pair else { continue };
        let inside = text.text().get(first.range().end..last.at).unwrap_or_default();
        // One that is escaped was written on purpose.
        let is_plain = text.prose.is_verbatim(&first.range()) && text.prose.is_verbatim(&last.range());
        if is_plain && inside.starts_with(is_chinese) && inside.ends_with(is_chinese) {
            found.push((first.range(), "“"));
            found.push((last.range(), "”"));
        }
    }
}

/// Whether `c` opens a pair.
pub(crate) fn is_opening(c: char) -> bool {
    matches!(c, '“' | '‘' | '（' | '(' | '《' | '〈' | '〔' | '【' | '「' | '『' | '[')
}

/// The other half, for what closes a pair; half-width and full-width brackets may close each other.
fn opens(closing: char, opening: char) -> bool {
    match closing {
        '”' => opening == '“',
        '’' => opening == '‘',
        '）' | ')' => matches!(opening, '（' | '('),
        '》' => opening == '《',
        '〉' => opening == '〈',
        '〕' => matches!(opening, '〔'),
        '】' => opening == '【',
        '」' => opening == '「',
        '』' => opening == '『',
        ']' => opening == '[',
        _ => false,
    }
}

fn is_closing(c: char) -> bool {
    matches!(c, '”' | '’' | '）' | ')' | '》' | '〉' | '〕' | '】' | '」' | '』' | ']')
}

/// Halves of pairs without the other half in their block.
pub(crate) fn unpaired(text: &Text<'_>) -> Vec<Mark> {
    let mut left_over: Vec<Mark> = Vec::new();
    // A quotation of several paragraphs opens in each of them and closes in the last.
    let mut running: Option<Mark> = None;
    let mut open: Vec<Mark> = Vec::new();
    for (block, marks) in by_block(text) {
        // What has no marks at all, as a heading, does not end a quotation.
        if marks.is_empty() && (running.is_none() || !has_stop(text, block)) {
            continue;
        }
        let is_start = |mark: &Mark| text.text()[block.range.start..mark.at].trim().is_empty();
        for mark in marks.iter().filter(|mark| !is_apostrophe(text, **mark)) {
            if is_opening(mark.c) {
                if mark.c == '“' && running.is_some() && is_start(mark) {
                    running = None;
                }
                open.push(*mark);
            } else if is_closing(mark.c) {
                match open.iter().rposition(|half| opens(mark.c, half.c)) {
                    // Whatever was opened in between stays open.
                    Some(at) => left_over.extend(open.drain(at..).skip(1)),
                    None if mark.c == '”' && running.is_some() => running = None,
                    None if is_label(text, block.range.start, *mark) => {}
                    None => left_over.push(*mark),
                }
            }
        }
        for half in open.drain(..) {
            match half.c {
                '“' if running.is_none() => running = Some(half),
                _ => left_over.push(half),
            }
        }
        // Kept until the next block shows whether it goes on.
        if let Some(half) = running.filter(|half| !block.range.contains(&half.at)) {
            left_over.push(half);
            running = None;
        }
    }
    left_over.extend(running);
    left_over.sort_by_key(|mark| mark.at);
    drop_split_pairs(text, &mut left_over);
    left_over
}

fn has_stop(text: &Text<'_>, block: &Block) -> bool {
    let stops = &text.scan.stops;
    let first = stops.partition_point(|at| *at < block.range.start);
    stops.get(first).is_some_and(|at| *at < block.range.end)
}

/// A pair that a stray paragraph break has torn apart lacks no half.
fn drop_split_pairs(text: &Text<'_>, left_over: &mut Vec<Mark>) {
    const BLOCKS: usize = 3;
    let mut at = 0;
    while at + 1 < left_over.len() {
        let (first, second) = (left_over[at], left_over[at + 1]);
        let between = text.text().get(first.at..second.at).unwrap_or_default();
        if opens(second.c, first.c) && between.matches('\n').count() <= BLOCKS {
            left_over.drain(at..at + 2);
        } else {
            at += 1;
        }
    }
}

fn is_apostrophe(text: &Text<'_>, mark: Mark) -> bool {
    mark.c == '’' && text.before(mark.at).is_some_and(|c| c.is_ascii_alphanumeric())
}

/// `1）` and `a)` at the start of a clause name items.
fn is_label(text: &Text<'_>, start: usize, mark: Mark) -> bool {
    if !matches!(mark.c, '）' | ')') {
        return false;
    }
    let before = text.text().get(start..mark.at).unwrap_or_default();
    let label = before.rsplit(|c: char| !is_label_char(c)).next().unwrap_or_default();
    let count = label.chars().count();
    let rest = &before[..before.len() - label.len()];
    (1..=3).contains(&count) && rest.chars().next_back().is_none_or(|c| !c.is_alphanumeric() || c.is_whitespace())
}

fn is_label_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || "一二三四五六七八九十①②③".contains(c)
}
