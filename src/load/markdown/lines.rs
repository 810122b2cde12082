//! Whether a line is a paragraph or goes on with the line before. Editors paste from a word processor, where the end of a line is
//! the end of a paragraph; what comes out of a PDF or a mail is broken at its right edge. Nothing here knows the tree: lines of
//! plain text in, one answer for each out.

use super::text::{ends_sentence, is_closing, is_indent, is_wide, joins_without_blank};
use crate::model::heading_number;
use crate::model::numeral;

/// Narrower lines, in columns of half a Chinese character, are not broken at a right edge: twenty characters are the narrowest
/// column that documents are set in (GB/T 9704-2012 has 28).
const MIN_WIDTH: usize = 40;
/// How far from the edge a full line may end: a mark that may not begin a line takes its neighbour along.
const SLACK: usize = 4;
/// A longer word than this is broken by any program.
const MAX_WORD: usize = 24;
/// Shorter blocks may have lines of one width by chance.
const MIN_LINES: usize = 3;
/// Of so many full lines one may end with its sentence by chance.
const CHANCE: usize = 4;
/// A label is a few words with a colon: `联系人：`.
const MAX_LABEL: usize = 10;

/// For each line whether it goes on with the line before. Lines are as written, with their indentation, none of them blank.
pub(super) fn runs_on(lines: &[&str]) -> Vec<bool> {
    let mut joined = vec![false; lines.len()];
    let widths: Vec<usize> = lines.iter().map(|line| width(line.trim_end())).collect();
    let mut at = 0;
    while at < lines.len() {
        let run = wrapped(&lines[at..], &widths[at..]);
        if run.is_hard {
            joined[at + 1..at + run.length].fill(true);
        }
        at += run.length;
    }
    for at in 1..lines.len() {
        joined[at] |= is_unfinished(lines[at - 1], lines[at]);
    }
    joined
}

/// A run of lines that are as wide as the first.
struct Run {
    length: usize,
    is_hard: bool,
}

fn wrapped(lines: &[&str], widths: &[usize]) -> Run {
    let one = Run { length: 1, is_hard: false };
    let Some(edge) = widths.iter().take(2).max().copied().filter(|edge| *edge >= MIN_WIDTH) else { return one };
    let is_full = |at: usize| {
        let next = lines.get(at + 1).map_or(0, |line| word(line));
        widths[at] <= edge + SLACK && widths[at] + SLACK + next >= edge
    };
    let goes_on = |at: usize| lines.get(at).is_some_and(|line| !begins(line));
    if !is_full(0) {
        return one;
    }
    let mut full = 1;
    while goes_on(full) && is_full(full) {
        full += 1;
    }
    let has_last = goes_on(full) && !is_closed(lines[full - 1]) && widths[full] < edge;
    let length = full + usize::from(has_last);
    let finished = lines[..length - 1].iter().filter(|line| is_closed(line)).count();
    let is_prose = lines[..length].iter().any(|line| line.contains(['，', '。', '；', ',', '.']));
    Run { length, is_hard: length >= MIN_LINES && finished * CHANCE < length && is_prose }
}

/// Whether a sentence goes on in the next line beyond doubt.
fn is_unfinished(line: &str, next: &str) -> bool {
    let next = next.trim_start_matches(is_indent);
    if begins(next) || has_label(next) {
        return false;
    }
    let line = line.trim_end();
    let last = line.chars().next_back();
    // A paragraph neither ends with a mark that goes on or opens, nor begins with one that ends something: the line was
    // broken there.
    if last.is_some_and(|c| "，、,《〈（【「『“‘".contains(c))
        || next.starts_with(['，', '。', '、', '；', '》', '〉', '）', '】', '」', '』', '”', '’'])
    {
        return true;
    }
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    let is_latin = is_word(last) && next.starts_with(|c: char| c.is_ascii_lowercase()) && width(line) >= MIN_WIDTH;
    // A sentence does not begin with an amount (`1242.6亿元，增长5.2%。`): the line before was broken in front of it.
    is_latin || (last.is_some_and(is_wide) && !is_closed(line) && begins_with_amount(next) && is_closed(next))
}

/// `1242.6亿元，…`, `5.2%，…`.
fn begins_with_amount(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    let figure = &line[..line.len() - rest.len()];
    figure.starts_with(|c: char| c.is_ascii_digit())
        && (rest.starts_with(['%', '％', '‰', '万', '亿', '元', '倍'])
            || (figure.contains('.') && rest.starts_with(is_wide)))
        && heading_number::parse(line).is_none()
}

/// Whether a line begins a paragraph whatever stands before it: a numeral, a bullet, an indentation.
pub(super) fn begins(line: &str) -> bool {
    if line.starts_with('\u{3000}') {
        return true;
    }
    let text = line.trim_start_matches(is_indent);
    text.starts_with("——")
        || marker(text).is_some()
        || (heading_number::parse(text).is_some() && !text.starts_with(['（', '(']))
}

/// Length of what numbers or marks a line as one of several: `1、`, `①`, `•`, `A.`, `一是`, `第一条`. Official numerals
/// (层次序数) are told by [`heading_number`].
pub(super) fn marker(line: &str) -> Option<usize> {
    let first = line.chars().next()?;
    let after = first.len_utf8();
    let rest = &line[after..];
    match first {
        '•' | '·' | '●' | '○' | '■' | '□' | '◆' | '◇' | '▪' | '▲' | '★' | '※' | '➢' | '✓' | '√' | '\u{f0b7}'
        | '\u{f0d8}' => Some(after),
        '①'..='⓿' | '❶'..='➓' | '㈠'..='㈩' => Some(after),
        'A'..='Z' => rest.starts_with(['.', '、', '．']).then(|| after + rest.chars().next().map_or(0, char::len_utf8)),
        '第' => ordinal(rest).map(|length| after + length),
        _ => {
            let numeral = numeral_length(line)?;
            let mark = line[numeral..].chars().next()?;
            let fits = matches!(mark, '、')
                || (mark == '是' && !first.is_ascii_digit())
                || (matches!(mark, ')' | '）') && first.is_ascii_digit());
            fits.then(|| numeral + mark.len_utf8())
        }
    }
}

/// `一条 `, `12章`, `一，` behind 第.
fn ordinal(rest: &str) -> Option<usize> {
    let numeral = numeral_length(rest)?;
    let mark = rest[numeral..].chars().next()?;
    matches!(mark, '条' | '章' | '节' | '编' | '款' | '，' | '、').then(|| numeral + mark.len_utf8())
}

fn numeral_length(text: &str) -> Option<usize> {
    let is_numeral = |c: char| c.is_ascii_digit() || numeral::is_numeral(c) || c == '百';
    let length = text.find(|c| !is_numeral(c)).unwrap_or(text.len());
    (length > 0).then_some(length)
}

/// `联系人：…`, `问：…`.
fn has_label(line: &str) -> bool {
    let mut chars = line.chars().take(MAX_LABEL + 1);
    let found = chars.position(|c| matches!(c, '：' | ':' | '，' | '。' | '、' | ','));
    found.is_some_and(|at| at > 0 && line.chars().nth(at).is_some_and(|c| matches!(c, '：' | ':')))
}

/// Whether a line ends what it says.
pub(super) fn is_closed(text: &str) -> bool {
    let end = text.trim_end().trim_end_matches(is_closing).chars().next_back();
    end.is_none_or(|c| ends_sentence(c) || matches!(c, '；' | ';' | '：' | ':'))
}

/// Columns: a Chinese character takes two.
fn width(line: &str) -> usize {
    line.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum()
}

/// Columns of the word at the start of a line, which a program takes to the next line as a whole.
fn word(line: &str) -> usize {
    line.chars().take(MAX_WORD).take_while(|c| c.is_ascii_graphic()).count()
}

/// What stands between two lines that were one: nothing in Chinese, a blank between words of other languages.
pub(super) fn needs_blank(before: Option<char>, after: Option<char>) -> bool {
    match (before, after) {
        (Some(before), Some(after)) => !joins_without_blank(before, after),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(lines: &[&str]) -> Vec<bool> {
        runs_on(lines)
    }

    #[test]
    fn lines_of_a_pasted_document_are_paragraphs() {
        for lines in [
            ["特此通知。", "青禾街道办事处", "2024年5月6日"],
            ["联系人：办公室", "电话：0000-00000000", "地址：青禾街道综合楼一楼"],
            ["一是加强领导，", "二是压实责任，", "三是强化督导。"],
            ["问：怎样申请？", "答：到窗口申请。", "问：要多久？"],
            ["1、报名", "2、审核", "3、公示"],
            ["①报名，", "②审核，", "③公示。"],
            ["青禾社区居民委员会", "玉塘社区居民委员会", "长圳社区居民委员会"],
            ["重点工作情况", "2024年，街道完成重点工作18项。", "18个社区全部完成整治。"],
            ["甲，", "地址：乙，", "电话：丙。"],
        ] {
            assert_eq!(joined(&lines), [false; 3], "{lines:?}");
        }
        let long = "街道扎实推进重点工作，各项任务按照计划有序完成任务。";
        assert_eq!(joined(&[long, long, long, long]), [false; 4]);
    }

    #[test]
    fn lines_of_a_hard_wrapped_block_are_one_paragraph() {
        let wide = "街道扎实推进重点工作，各项任务按照计划有序完成并取得成";
        assert_eq!(joined(&[wide, wide, "效，群众满意。"]), [false, true, true]);
        assert_eq!(joined(&["一、总体情况", wide, wide, "效。"]), [false, false, true, true]);
        assert_eq!(joined(&[wide, wide, "效。", "另起一段。"]), [false, true, true, false]);
        assert_eq!(
            joined(&["　　街道扎实推进重点工作，各项任务按照计划有序完成并", wide, wide, "效。"]),
            [false, true, true, true]
        );
        let english = "The office published its annual report on the work of the past year, and";
        assert_eq!(
            joined(&[english, "asked the residents of all communities for their opinion on plans that", "follow."]),
            [false, true, true]
        );
    }

    #[test]
    fn a_sentence_that_is_cut_goes_on() {
        assert_eq!(joined(&["成效明显，", "2024年继续推进。"]), [false, true]);
        assert_eq!(joined(&["全年完成投资", "1242.6亿元，再创新高。"]), [false, true]);
        assert_eq!(joined(&["投资总额", "1242.6亿元"]), [false, false]);
        assert_eq!(joined(&["包括道路、", "桥梁。"]), [false, true]);
        assert_eq!(joined(&["根据《", "中华人民共和国著作权法", "》第五条办理"]), [false, true, true]);
    }

    #[test]
    fn a_word_that_did_not_fit_makes_a_line_shorter() {
        let first = "街道全年完成固定资产投资和技术改造投资总额";
        let second = "1242.6亿元，同比增长百分之五，其中工业投资";
        assert_eq!(joined(&[first, second, second, "增长。"]), [false, true, true, true]);
    }

    #[test]
    fn many_lines_take_time_in_proportion() {
        let line = "街道扎实推进重点工作，各项任务按照计划有序完成任务。";
        assert!(!joined(&vec![line; 50_000]).contains(&true));
    }
}
