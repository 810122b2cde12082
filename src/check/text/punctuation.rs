//! What several rules ask about punctuation: which characters are Chinese, which marks a block has, which halves of pairs are left
//! over, which blank beside a mark is a slip.

use std::ops::Range;

use super::Text;
use super::scan::Mark;
use crate::model::heading_number;
use crate::model::numeral;
use crate::model::prose::{Block, OPAQUE};

/// Whether `c` is a Han character or a Chinese mark.
pub(crate) fn is_chinese(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{3001}'..='\u{3011}' | '\u{3014}'..='\u{301b}'
        | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff1f}' | '“' | '”' | '‘' | '’' | '—' | '…')
}

/// Every block of prose with its marks.
pub(crate) fn by_block<'t>(text: &'t Text<'_>) -> impl Iterator<Item = (&'t Block, &'t [Mark])> {
    let mut rest = text.scan.marks.as_slice();
    text.prose.blocks.iter().filter_map(move |block| {
        let until = |end: usize| rest.iter().position(|mark| mark.at >= end).unwrap_or(rest.len());
        let (before, inside) = (until(block.range.start), until(block.range.end));
        let marks = &rest[before.min(inside)..inside];
        rest = &rest[inside..];
        block.kind.is_prose().then_some((block, marks))
    })
}

/// Whether a `?` may stand for a character that was lost when the text was converted: within a sentence that asks nothing, before a Han
/// character. Where it does, nobody may turn it into a question mark.
pub(crate) fn may_be_lost(text: &Text<'_>, mark: Mark) -> bool {
    /// More of them in a row are no characters of one word.
    const MOST: usize = 16;
    let whole = text.text();
    let (before, after) = (whole.get(..mark.at).unwrap_or_default(), whole.get(mark.at..).unwrap_or_default());
    let earlier = before.bytes().rev().take(MOST).take_while(|byte| *byte == b'?').count();
    let later = after.bytes().take(MOST).take_while(|byte| *byte == b'?').count();
    let (before, after) = (&before[..before.len() - earlier], &after[later..]);
    if !after.starts_with(|c| is_han(c) || c == '、') {
        return false;
    }
    match before.chars().next_back() {
        None | Some('\n') => after.starts_with(is_han),
        Some(c) if is_han(c) => !asks(before),
        Some(c) => matches!(c, '、' | '，' | '。' | '；' | '：' | '“' | '《' | '（') && after.starts_with(is_han),
    }
}

/// Whether `c` is a Han character. `〇` counts as one, because it is written in years and numerals.
pub(crate) fn is_han(c: char) -> bool {
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

/// Blanks that people type within a line.
pub(crate) const BLANKS: [char; 2] = [' ', '\u{a0}'];

/// Whether the blanks of `range`, all that stand between two characters, are a slip: a single one, beside a mark. Several are a place
/// to write on, and so is one behind a colon or an opening mark and before another mark (`（ ）`, `电话： ，`). Beside code and addresses it stays, beside `**甲：** 乙` it
/// makes the emphasis end, and what ends a line shows nowhere.
pub(crate) fn is_slip(text: &Text<'_>, range: &Range<usize>) -> bool {
    let is_one = text.text().get(range.clone()).is_some_and(|blanks| blanks.chars().count() == 1);
    if !is_one {
        return false;
    }
    let (Some(before), Some(after)) = (text.before(range.start), text.after(range.end)) else { return false };
    let is_within = [before, after].iter().all(|c| !matches!(*c, '\n' | OPAQUE));
    let is_place = is_announcing(before) && (is_stop(after) || is_closing(after) || is_round(after));
    is_within && !is_place && !is_beside_emphasis(text, range)
}

fn is_stop(c: char) -> bool {
    "，。、；：？！,.;:?!".contains(c)
}

/// What a place to write on stands behind; behind a comma nobody writes.
fn is_announcing(c: char) -> bool {
    is_opening(c) || matches!(c, '：' | ':')
}

/// Behind a place to write on a remark may stand in brackets: `负责人： （签字）`.
fn is_round(c: char) -> bool {
    matches!(c, '（' | '(')
}

/// Whether a mark of Markdown may stand directly beside these bytes where they are written.
fn is_beside_emphasis(text: &Text<'_>, range: &Range<usize>) -> bool {
    let (source, span) = (text.draft.source, text.span(range.clone()));
    let marks = ['*', '_', '~'];
    source.get(..span.start).is_some_and(|before| before.ends_with(marks))
        || source.get(span.end..).is_some_and(|after| after.starts_with(marks))
}

/// Whether the character at `range` stands alone between the halves of a pair: it is spoken of, not used.
pub(crate) fn is_quoted(text: &Text<'_>, range: &Range<usize>) -> bool {
    let (Some(before), Some(after)) = (text.before(range.start), text.after(range.end)) else { return false };
    opens(after, before) || matches!((before, after), ('"', '"') | ('\'', '\''))
}

/// Whether a block is written in another language, though it has Han characters: Japanese, or English with Chinese names in it.
fn is_other_language(block: &str) -> bool {
    /// So many kana are more than a name.
    const KANA: usize = 3;
    /// So many times as many Latin letters as Han characters, and so many at least: fewer are a code.
    const LATIN: usize = 3;
    const SENTENCE: usize = 12;
    let (mut kana, mut latin, mut han) = (0, 0, 0);
    for c in block.chars() {
        match c {
            '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' => kana += 1,
            _ if c.is_ascii_alphabetic() => latin += 1,
            _ if is_han(c) => han += 1,
            _ => {}
        }
    }
    kana >= KANA || (latin >= SENTENCE && latin > LATIN * han)
}

/// Takes out what stands in blocks of another language. Asked of every block once, if the places ascend.
pub(crate) fn leave_other_languages<P>(text: &Text<'_>, found: &mut Vec<P>, place: impl Fn(&P) -> usize) {
    let (mut looked, mut is_other) = (0..0, false);
    found.retain(|one| {
        let at = place(one);
        if !looked.contains(&at)
            && let Some(block) = text.prose.block_at(at)
        {
            (looked, is_other) = (block.range.clone(), is_other_language(text.prose.text_of(block)));
        }
        !is_other
    });
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
    let mut open = Open::default();
    for (block, marks) in by_block(text) {
        // What has no marks at all, as a heading, does not end a quotation.
        if marks.is_empty() && (running.is_none() || !has_stop(text, block)) {
            continue;
        }
        let is_start = |mark: &Mark| text.text()[block.range.start..mark.at].trim().is_empty();
        for mark in marks.iter().filter(|mark| !text.is_foreign(mark.at)) {
            if is_opening(mark.c) {
                if mark.c == '“' && running.is_some() && is_start(mark) {
                    running = None;
                }
                open.push(*mark);
            } else if is_closing(mark.c) {
                match open.close(mark.c) {
                    // Whatever was opened in between stays open.
                    Some(between) => left_over.extend(between),
                    None if is_apostrophe(text, *mark) => {}
                    None if mark.c == '”' && running.is_some() => running = None,
                    None if is_label(text, block.range.start, *mark) => {}
                    None => left_over.push(*mark),
                }
            }
        }
        for half in open.marks.drain(..) {
            match half.c {
                '“' if running.is_none() => running = Some(half),
                _ => left_over.push(half),
            }
        }
        // Kept until the next block shows whether it goes on. Clauses that are quoted as a whole have one mark before the first of
        // them and one behind the last.
        let goes_on = |half: &Mark| block.range.contains(&half.at) || (begins_block(text, *half) && is_clause(text, block));
        if let Some(half) = running.filter(|half| !goes_on(half)) {
            left_over.push(half);
            running = None;
        }
    }
    left_over.extend(running);
    left_over.sort_by_key(|mark| mark.at);
    without_split_pairs(text, &left_over)
}

/// Marks that opened and have not closed, the last one last.
#[derive(Default)]
struct Open {
    marks: Vec<Mark>,
}

impl Open {
    fn push(&mut self, mark: Mark) {
        self.marks.push(mark);
    }

    /// Takes out the last mark that `closing` closes and what was opened behind it, which is returned.
    fn close(&mut self, closing: char) -> Option<Vec<Mark>> {
        let back = self.marks.iter().rev().take(DEEPEST).position(|half| opens(closing, half.c))?;
        let between = self.marks.split_off(self.marks.len() - back);
        self.marks.pop();
        Some(between)
    }
}

/// How many marks may stand open between the halves of a pair; nobody nests so deep.
const DEEPEST: usize = 64;

/// Whether nothing stands before the mark in its block.
fn begins_block(text: &Text<'_>, mark: Mark) -> bool {
    text.before(mark.at).is_none_or(|c| c == '\n')
}

/// `（二）乙；`, `第三条　……`: a block with a number of its own.
fn is_clause(text: &Text<'_>, block: &Block) -> bool {
    /// Bytes of the longest number.
    const LONGEST: usize = 3 * 12;
    let start = text.prose.text_of(block).trim_start();
    let article = || start[..start.floor_char_boundary(LONGEST.min(start.len()))].contains(['条', '款', '项']);
    heading_number::parse(start).is_some() || (start.starts_with('第') && article())
}

fn has_stop(text: &Text<'_>, block: &Block) -> bool {
    let stops = &text.scan.stops;
    let first = stops.partition_point(|at| *at < block.range.start);
    stops.get(first).is_some_and(|at| *at < block.range.end)
}

/// A pair that a stray paragraph break has torn apart lacks no half.
fn without_split_pairs(text: &Text<'_>, left_over: &[Mark]) -> Vec<Mark> {
    const BLOCKS: usize = 3;
    let mut lacking = Vec::new();
    let mut rest = left_over;
    while let [first, others @ ..] = rest {
        let is_split = others.first().is_some_and(|second| {
            let between = text.text().get(first.at..second.at).unwrap_or_default();
            opens(second.c, first.c) && between.matches('\n').count() <= BLOCKS
        });
        rest = if is_split { &others[1..] } else { others };
        lacking.extend((!is_split).then_some(*first));
    }
    lacking
}

/// `staff’s`, `suppliers’`, `’99`. A quotation that is open closes first.
fn is_apostrophe(text: &Text<'_>, mark: Mark) -> bool {
    let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    mark.c == '’' && (is_latin(text.before(mark.at)) || is_latin(text.after(mark.range().end)))
}

/// `1）` and `a)` at the start of a clause, and `第1）`, name items.
fn is_label(text: &Text<'_>, start: usize, mark: Mark) -> bool {
    if !matches!(mark.c, '）' | ')') {
        return false;
    }
    let before = text.text().get(start..mark.at).unwrap_or_default();
    let label = before.rsplit(|c: char| !is_label_char(c)).next().unwrap_or_default();
    let count = label.chars().count();
    let rest = &before[..before.len() - label.len()];
    (1..=3).contains(&count)
        && rest.chars().next_back().is_none_or(|c| c == '第' || !c.is_alphanumeric() || c.is_whitespace())
}

fn is_label_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || numeral::is_numeral(c) || matches!(c, '①' | '②' | '③')
}
