//! 层次序数, the numerals that order an official document: `一、`, `（一）`, `1.`, `（1）`. Several stages read them
//! (structure, checks of the numbering, import), so what counts as one is settled here, away from Markdown.

use super::numeral;

/// A numeral at the start of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeadingNumber {
    /// Depth in the document: 2 for `一、`, 3 for `（一）`, 4 for `1.`, 5 for `（1）`; rank 1 is the title of the page.
    pub rank: u8,
    /// What it counts: 12 for `十二、`.
    pub value: u32,
    /// Length in bytes with the mark, without the space that may follow.
    pub len: usize,
}

/// Numerals above this are years or amounts, not places in a series.
const MAX_VALUE: u32 = 99;

/// The numeral that `line` begins with. Leading white space is the caller's business.
pub fn parse(line: &str) -> Option<HeadingNumber> {
    let first = line.chars().next()?;
    if first == '（' || first == '(' {
        return parenthesised(line, first.len_utf8());
    }
    if let Some((value, len)) = chinese(line) {
        return line[len..].starts_with('、').then_some(HeadingNumber { rank: 2, value, len: len + '、'.len_utf8() });
    }
    let (value, len) = arabic(line)?;
    let mut rest = line[len..].chars();
    let mark = rest.next().filter(|c| matches!(c, '.' | '．'))?;
    let decimal = rest.next().is_some_and(|c| digit(c).is_some());
    (!decimal).then_some(HeadingNumber { rank: 4, value, len: len + mark.len_utf8() })
}

fn parenthesised(line: &str, open: usize) -> Option<HeadingNumber> {
    let inner = &line[open..];
    let (rank, (value, len)) = match chinese(inner) {
        Some(number) => (3, number),
        None => (5, arabic(inner)?),
    };
    let close = inner[len..].chars().next().filter(|c| matches!(c, '）' | ')'))?;
    Some(HeadingNumber { rank, value, len: open + len + close.len_utf8() })
}

/// 一 to 九十九 at the start of `text`, with its length in bytes.
fn chinese(text: &str) -> Option<(u32, usize)> {
    let mut value = 0;
    let mut len = 0;
    let mut ten = false;
    let mut unit = false;
    for c in text.chars() {
        if c == '十' {
            if ten {
                return None;
            }
            value = if unit { value * 10 } else { 10 };
            (ten, unit) = (true, false);
        } else if let Some(n) = numeral::digit(c) {
            if unit {
                return None;
            }
            value += n;
            unit = true;
        } else {
            break;
        }
        len += c.len_utf8();
    }
    (len > 0).then_some((value, len))
}

fn arabic(text: &str) -> Option<(u32, usize)> {
    let mut value = 0;
    let mut len = 0;
    for c in text.chars() {
        let Some(n) = digit(c) else { break };
        value = value * 10 + n;
        len += c.len_utf8();
        if value > MAX_VALUE {
            return None;
        }
    }
    (value > 0).then_some((value, len))
}

fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => c.to_digit(10),
        '０'..='９' => Some(u32::from(c) - u32::from('０')),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<(u8, u32, &str)> {
        parse(line).map(|n| (n.rank, n.value, &line[..n.len]))
    }

    #[test]
    fn numerals_of_four_ranks_are_read_in_full_and_half_width() {
        assert_eq!(read("一、总结"), Some((2, 1, "一、")));
        assert_eq!(read("（二）党建"), Some((3, 2, "（二）")));
        assert_eq!(read("(三)党建"), Some((3, 3, "(三)")));
        assert_eq!(read("1.完善"), Some((4, 1, "1.")));
        assert_eq!(read("２．完善"), Some((4, 2, "２．")));
        assert_eq!(read("（1）完善"), Some((5, 1, "（1）")));
        assert_eq!(read("(１２)完善"), Some((5, 12, "(１２)")));
    }

    #[test]
    fn chinese_numerals_are_read_up_to_ninety_nine() {
        for (text, value) in [("十、", 10), ("十二、", 12), ("二十、", 20), ("三十五、", 35), ("九十九、", 99)]
        {
            assert_eq!(parse(text).map(|n| n.value), Some(value), "{text}");
        }
        assert_eq!(parse("十十、x"), None);
        assert_eq!(parse("一一、x"), None);
    }

    #[test]
    fn decimals_years_and_bare_words_are_no_numerals() {
        for text in ["1.5倍", "2023.年", "一是加强", "1、文字", "（一", "（abc）", "(2023)", "0.x", "", "、", "(一二)"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
