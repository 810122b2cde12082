//! Half-width marks where Chinese is written, each with the mark that should stand there. Marks that other languages have too
//! (quotation marks, dashes, points of omission) say nothing of the language: what stands beyond them does.

use std::ops::Range;

use super::Text;
use super::punctuation::{BLANKS, by_block, is_chinese, is_han, is_quoted, is_slip, leave_other_languages, may_be_lost};
use super::scan::Mark;
use crate::model::numeral;
use crate::model::prose::OPAQUE;

/// A half-width mark among Chinese.
#[derive(Debug, Clone)]
pub(crate) struct HalfWidth {
    /// Bytes of the plain text that the mark takes.
    pub(crate) range: Range<usize>,
    /// What should stand there; two marks where only a reader can tell which.
    pub(crate) right: &'static str,
    /// Whether nothing else can be meant, so that `fix` may put `right` there.
    pub(crate) is_certain: bool,
    /// White space beside it, which a full-width mark has none of.
    pub(crate) blank: Option<Range<usize>>,
}

/// All of them, in their order.
pub(crate) fn half_width(text: &Text<'_>) -> Vec<HalfWidth> {
    let mut found = Vec::new();
    for (block, marks) in by_block(text).filter(|(_, marks)| !marks.is_empty()) {
        let mut clauses = Clauses::new(text.text(), block.range.clone());
        for mark in marks {
            found.extend(full_width_stop(text, &mut clauses, *mark));
        }
        brackets(text, &mut clauses, marks, &mut found);
        straight_quotes(text, marks, &mut found);
    }
    found.retain(|found: &HalfWidth| !text.is_foreign(found.range.start) && !is_in_address(text, &found.range));
    found.sort_by_key(|found| found.range.start);
    leave_other_languages(text, &mut found, |found| found.range.start);
    for found in found.iter_mut().filter(|found| found.is_certain) {
        found.blank = blank_beside(text, found);
    }
    found
}

/// Bytes before a mark in which the address begins that it may belong to; names of files are no longer.
const LONGEST_NAME: usize = 512;

/// Whether a mark belongs to the address of what was meant as a link and did not become one: `[名称](文件 终稿)`. A full-width bracket
/// there would make sure that it never does.
fn is_in_address(text: &Text<'_>, range: &Range<usize>) -> bool {
    let text = text.text();
    let before = &text[text.ceil_char_boundary(range.start.saturating_sub(LONGEST_NAME))..range.end];
    let Some(open) = before.rfind("](") else { return false };
    let inside = &before[open + "](".len()..];
    let is_open = inside.matches('(').count() >= inside.matches(')').count();
    let is_last = text[range.clone()] == *")" && inside.matches('(').count() + 1 == inside.matches(')').count();
    !inside.contains('\n') && (is_open || is_last)
}

fn certain(mark: Mark, right: &'static str) -> HalfWidth {
    HalfWidth { range: mark.range(), right, is_certain: true, blank: None }
}

/// Whether a Chinese text alone has this character.
fn is_only_chinese(c: char) -> bool {
    is_chinese(c) && !is_shared(c)
}

/// Marks of Chinese and of other languages.
fn is_shared(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '—' | '…')
}

/// Of how many shared marks in a row the next character is looked for.
const MOST_SHARED: usize = 4;

/// Clauses of a block: whether one has Chinese in it is asked once, whatever stands in it.
struct Clauses<'t> {
    text: &'t str,
    block: Range<usize>,
    last: Range<usize>,
    has_chinese: bool,
}

impl<'t> Clauses<'t> {
    fn new(text: &'t str, block: Range<usize>) -> Clauses<'t> {
        Clauses { text, last: block.start..block.start, block, has_chinese: false }
    }

    /// Whether the clause around byte `at` has Chinese in it. Must be asked in the order of places to be quick.
    fn is_chinese(&mut self, at: usize) -> bool {
        let is_end =
            |c: char| matches!(c, '。' | '！' | '？' | '；' | '\n' | '《' | '》' | '（' | '）' | '(' | ')' | '【' | '】');
        if !self.last.contains(&at) {
            let from = if at >= self.last.end { self.last.end } else { self.block.start };
            let start = self.text[from..at].rfind(is_end).map_or(from, |end| from + end);
            let rest = &self.text[at..self.block.end];
            let end = rest.char_indices().skip(1).find(|(_, c)| is_end(*c)).map_or(self.block.end, |(end, _)| at + end);
            self.last = start..end;
            self.has_chinese = self.text[start..end].chars().filter(|c| !is_end(*c)).any(is_only_chinese);
        }
        self.has_chinese
    }

    /// Whether the character beside `at` is Chinese, by itself or by what stands beyond a shared mark.
    fn beside(&mut self, at: usize, mut away: impl Iterator<Item = char>) -> bool {
        let mut shared = 0;
        loop {
            match away.next() {
                Some(c) if is_shared(c) && shared < MOST_SHARED => shared += 1,
                Some(c) if is_only_chinese(c) => return true,
                _ => return shared > 0 && self.is_chinese(at),
            }
        }
    }

    fn before(&mut self, at: usize) -> bool {
        self.beside(at, self.text[self.block.start..at].chars().rev())
    }

    fn after(&mut self, at: usize) -> bool {
        self.beside(at, self.text[at..self.block.end].chars().skip(1))
    }
}

fn full_width_stop(text: &Text<'_>, clauses: &mut Clauses<'_>, mark: Mark) -> Option<HalfWidth> {
    let right = match mark.c {
        ',' => "，",
        ';' => "；",
        ':' => "：",
        '?' => "？",
        '!' => "！",
        '.' if !is_quoted(text, &mark.range()) => return full_stop(text, clauses, mark),
        _ => return None,
    };
    if is_quoted(text, &mark.range()) {
        return None;
    }
    let before = text.before(mark.at);
    let is_wrong = match mark.c {
        '?' if may_be_lost(text, mark) => false,
        // `!` and `?` after Latin letters end what is written in them.
        '!' | '?' => clauses.before(mark.at),
        _ => {
            let ends = before.is_some_and(may_end_clause) && !is_behind_address(text, mark);
            clauses.before(mark.at) || (ends && clauses.after(mark.at))
        }
    };
    is_wrong.then(|| certain(mark, right))
}

/// What a clause may end with before a mark that Chinese follows: a letter, a figure, a sign, code; no mark of a programmer.
fn may_end_clause(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '%' | ')' | '"' | '\'') || !(c.is_ascii() || c.is_whitespace())
}

/// Whether the mark follows an address or another thing that is no code: it may be a part of it.
fn is_behind_address(text: &Text<'_>, mark: Mark) -> bool {
    let before = text.draft.source.get(..text.span(mark.range()).start).unwrap_or_default();
    text.before(mark.at) == Some(OPAQUE) && !before.ends_with('`')
}

/// A stop where a sentence ends. `甲.乙` is the end of one or a point within a name.
fn full_stop(text: &Text<'_>, clauses: &mut Clauses<'_>, mark: Mark) -> Option<HalfWidth> {
    let (before, after) = (text.before(mark.at)?, text.after(mark.range().end));
    let ends = match after {
        None | Some('\n') => {
            clauses.before(mark.at) || (matches!(before, '%' | '％' | '‰' | '℃') && clauses.is_chinese(mark.at))
        }
        Some('）' | ')' | '”' | '’' | '"') => is_han(before) && !is_numeral(text, mark.at),
        _ => false,
    };
    if ends {
        return Some(certain(mark, "。"));
    }
    let is_between = is_han(before) && after.is_some_and(is_han) && !is_numeral(text, mark.at) && !is_domain(text, mark);
    is_between.then(|| HalfWidth { range: mark.range(), right: "。` 或 `·", is_certain: false, blank: None })
}

/// Whether the clause before byte `at` is nothing but a numeral: `一.加强领导`, `第三.`.
fn is_numeral(text: &Text<'_>, at: usize) -> bool {
    /// Characters of the longest numeral.
    const LONGEST: usize = 5;
    let is_part = |c: char| numeral::is_numeral(c) || numeral::is_zero(c) || matches!(c, '百' | '第');
    let mut before = text.text()[..at].chars().rev();
    let length = before.by_ref().take(LONGEST).take_while(|c| is_part(*c)).count();
    let beyond = text.text()[..at].chars().rev().nth(length);
    length > 0 && beyond.is_none_or(|c| c.is_whitespace() || is_only_chinese(c) && !is_han(c))
}

/// `某街道.政务`.
fn is_domain(text: &Text<'_>, mark: Mark) -> bool {
    let rest = &text.text()[mark.range().end..];
    ["政务", "公益", "中国", "公司", "网络", "网址", "在线", "中文网"].iter().any(|name| rest.starts_with(name))
}

/// Half-width brackets around or beside Chinese, and those whose other half is full-width.
fn brackets(text: &Text<'_>, clauses: &mut Clauses<'_>, marks: &[Mark], found: &mut Vec<HalfWidth>) {
    // The place of the last Chinese character so far is kept: where it is behind an opening bracket, there is Chinese in
    // that bracket.
    let (mut last_chinese, mut looked) = (None, clauses.block.start);
    let mut open: Vec<(Mark, bool)> = Vec::new();
    for mark in marks {
        match mark.c {
            '(' | '（' => open.push((*mark, clauses.before(mark.at))),
            ')' | '）' => {
                let Some((first, is_beside)) = open.pop() else { continue };
                let new = text.text()[looked..mark.at].char_indices().rev().find(|(_, c)| is_only_chinese(*c));
                last_chinese = new.map(|(at, _)| looked + at).or(last_chinese);
                looked = mark.at;
                let is_inside = last_chinese.is_some_and(|at| at >= first.range().end);
                let is_chinese = first.c == '（' || mark.c == '）' || is_inside || is_beside;
                if is_chinese && first.c == '(' {
                    found.push(certain(first, "（"));
                }
                if is_chinese && mark.c == ')' {
                    found.push(certain(*mark, "）"));
                }
            }
            _ => {}
        }
    }
}

/// `"` in a block that has an even number of them, around Chinese.
fn straight_quotes(text: &Text<'_>, marks: &[Mark], found: &mut Vec<HalfWidth>) {
    let quotes: Vec<Mark> = marks.iter().filter(|mark| mark.c == '"').copied().collect();
    if !quotes.len().is_multiple_of(2) {
        return;
    }
    for pair in quotes.chunks_exact(2) {
        let [first, last] = *pair else { continue };
        let inside = text.text().get(first.range().end..last.at).unwrap_or_default();
        // A mark that is not verbatim was escaped, and so written on purpose.
        let is_plain = text.prose.is_verbatim(&first.range()) && text.prose.is_verbatim(&last.range());
        let without_stop = inside.trim_end_matches(['.', ',', ';', ':', '?', '!']);
        if is_plain && inside.starts_with(is_chinese) && without_stop.ends_with(is_chinese) {
            found.push(certain(first, "“"));
            found.push(certain(last, "”"));
        }
    }
}

/// A blank behind the mark, or before one that opens.
fn blank_beside(text: &Text<'_>, found: &HalfWidth) -> Option<Range<usize>> {
    let all = text.text();
    let range = match found.right {
        "（" | "“" => all[..found.range.start].trim_end_matches(BLANKS).len()..found.range.start,
        _ => found.range.end..all.len() - all[found.range.end..].trim_start_matches(BLANKS).len(),
    };
    (is_slip(text, &range) && text.prose.is_verbatim(&range)).then_some(range)
}
