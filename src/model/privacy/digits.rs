//! Runs of digits of any script, and the chains that they form where one space, hyphen, bracket, stop or line end stands between them,
//! as people write long numbers. Characters that show nothing are passed over: they hide a number from search, not from readers. One
//! pass over the text serves all recognisers of numbers.

use super::scripts;
use crate::model::control::is_formatting;

/// Longest run whose digits are kept; no private number is as long.
const LONGEST: usize = 24;

/// Digits without anything visible between them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group {
    /// The byte of its first digit.
    pub(super) start: usize,
    /// The byte behind its last digit.
    pub(super) end: usize,
    /// What parts it from the group before.
    pub(super) gap: Gap,
    digits: [u8; LONGEST],
    length: usize,
}

/// What stands between two groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing before the first group of a chain; a space or a hyphen before others, as between the parts of a number.
    Usual,
    /// A stop, a stroke, a bracket, a dash, the mark of code: as often between numbers as within one.
    Unusual,
    /// The end of a line.
    LineEnd,
}

impl Group {
    /// As ASCII; empty for a run that is too long to be any private number.
    pub(super) fn digits(&self) -> &[u8] {
        self.digits.get(..self.length).unwrap_or_default()
    }
}

/// Groups with one mark between each two.
#[derive(Debug)]
pub(super) struct Chain<'g> {
    /// From left to right, never empty.
    pub(super) groups: &'g [Group],
}

/// Digits of several groups.
pub(super) struct Joined {
    /// ASCII digits.
    pub(super) number: Vec<u8>,
    /// The byte where they end.
    pub(super) end: usize,
    /// Whether [`Gap::Usual`] is all that parts them.
    pub(super) is_usual: bool,
    /// Whether a line ends among them.
    pub(super) is_broken: bool,
}

impl Chain<'_> {
    /// Digits of all groups.
    pub(super) fn digits(&self) -> usize {
        self.groups.iter().map(|group| group.length).sum()
    }

    /// Digits of the longest group.
    pub(super) fn longest(&self) -> usize {
        self.groups.iter().map(|group| group.length).max().unwrap_or_default()
    }

    /// The digits of the groups from `from` on whose lengths are exactly `lengths`, joined.
    pub(super) fn joined(&self, from: usize, lengths: &[usize]) -> Option<Joined> {
        let groups = self.groups.get(from..from + lengths.len())?;
        let fits = groups.iter().zip(lengths).all(|(group, length)| group.length == *length);
        if !fits {
            return None;
        }
        let gaps = || groups.iter().skip(1).map(|group| group.gap);
        Some(Joined {
            number: groups.iter().flat_map(|group| group.digits().iter().copied()).collect(),
            end: groups.last()?.end,
            is_usual: gaps().all(|gap| gap == Gap::Usual),
            is_broken: gaps().any(|gap| gap == Gap::LineEnd),
        })
    }
}

/// Calls `each` with every chain that may hold a number: with three digits together somewhere, or enough in all.
pub(super) fn chains(text: &str, mut each: impl FnMut(&Chain<'_>)) {
    let mut groups: Vec<Group> = Vec::new();
    let mut at = 0;
    let mut gap = Gap::Usual;
    while let Some(start) = next_digit(text, at) {
        let group = group_at(text, start, gap);
        at = group.end;
        groups.push(group);
        gap = match gap_after(text, at) {
            Some(gap) => gap,
            None => {
                give(&mut groups, &mut each);
                Gap::Usual
            }
        };
    }
    give(&mut groups, &mut each);
}

fn give(groups: &mut Vec<Group>, each: &mut impl FnMut(&Chain<'_>)) {
    /// Shorter groups are parts of dates and amounts, where there are few of them.
    const TOGETHER: usize = 3;
    let chain = Chain { groups };
    if chain.longest() >= TOGETHER || chain.digits() >= super::sighting::FEWEST_DIGITS {
        each(&chain);
    }
    groups.clear();
}

/// The first byte of the next digit.
fn next_digit(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let rest = bytes.get(from..)?;
    let is_digit = |at: usize| match rest[at] {
        b'0'..=b'9' => true,
        // Full-width digits are U+FF10 to U+FF19: EF BC 90 to EF BC 99.
        0xef => matches!(rest.get(at + 1..at + 3), Some([0xbc, 0x90..=0x99])) || is_other(text, from + at),
        // No digit of another script is a Han character, which begin with E3 to E9.
        0xd9..=0xe1 | 0xea | 0xf0 => is_other(text, from + at),
        _ => false,
    };
    (0..rest.len()).find(|at| is_digit(*at)).map(|at| from + at)
}

#[cold]
fn is_other(text: &str, at: usize) -> bool {
    text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(|c| half_width(c).is_some())
}

fn group_at(text: &str, start: usize, gap: Gap) -> Group {
    let mut group = Group { start, end: start, gap, digits: [0; LONGEST], length: 0 };
    for (at, c) in text[start..].char_indices() {
        match half_width(c) {
            Some(digit) => {
                if let Some(slot) = group.digits.get_mut(group.length) {
                    *slot = digit;
                }
                group.length += 1;
                group.end = start + at + c.len_utf8();
            }
            None if shows_nothing(c) => {}
            None => break,
        }
    }
    group
}

/// The ASCII digit that `c` is.
pub(super) fn half_width(c: char) -> Option<u8> {
    match c {
        '0'..='9' => u8::try_from(u32::from(c)).ok(),
        '０'..='９' => u8::try_from(u32::from(c) - u32::from('０') + u32::from('0')).ok(),
        // No other character below the first script, and none among Chinese marks and Han characters, is a digit. Nearly all
        // of a text is made of these, so the table of scripts is hardly ever asked.
        _ if c < scripts::FIRST || ('\u{2e80}'..='\u{9fff}').contains(&c) => None,
        _ => scripts::digit(c),
    }
}

/// Characters between two digits that a reader does not see: those that only format, the grapheme joiner, variation selectors. Control
/// characters are none of them: they end a number.
pub(super) fn shows_nothing(c: char) -> bool {
    is_formatting(c) || matches!(c, '\u{34f}' | '\u{fe00}'..='\u{fe0f}')
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{3000}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}')
}

/// What it means when `c` alone stands between two groups.
fn mark(c: char) -> Option<Gap> {
    match c {
        '-' | '－' | '‑' | '‐' => Some(Gap::Usual),
        _ if is_space(c) => Some(Gap::Usual),
        '\n' | '\r' => Some(Gap::LineEnd),
        '.' | '．' | '·' | '•' | '/' | '／' | '_' | '＿' | '`' | '–' | '—' | '−' | '(' | ')' | '（' | '）' | '[' | ']'
        | '［' | '］' | '【' | '】' | '〔' | '〕' => Some(Gap::Unusual),
        _ => None,
    }
}

/// Characters of the longest gap: a mark with a space on both sides.
pub(super) const LONGEST_GAP: usize = 3;

/// The gap that `between` is, if it is one.
pub(super) fn gap(between: impl Iterator<Item = char>) -> Option<Gap> {
    let mut found: Option<(Gap, bool)> = None;
    for (number, c) in between.filter(|c| !shows_nothing(*c)).enumerate() {
        let kind = mark(c).filter(|_| number < LONGEST_GAP)?;
        found = match (found, is_space(c)) {
            (None, is_space) => Some((kind, is_space)),
            // Two spaces are a column's, not a number's.
            (Some((_, true)), true) => return None,
            (Some((_, true)), false) => Some((kind, false)),
            (Some((known, false)), true) => Some((known, false)),
            (Some((_, false)), false) => return None,
        };
    }
    Some(found.map_or(Gap::Usual, |(kind, _)| kind))
}

/// The gap that begins at byte `at`, where digits follow behind it.
fn gap_after(text: &str, at: usize) -> Option<Gap> {
    let rest = &text[at..];
    let marks = rest.char_indices().filter(|(_, c)| !shows_nothing(*c)).take(LONGEST_GAP + 1);
    let next = marks.take_while(|(_, c)| mark(*c).is_some()).last().map_or(0, |(at, c)| at + c.len_utf8());
    let next = next + rest[next..].find(|c| !shows_nothing(c)).unwrap_or_default();
    rest[next..].chars().next().and_then(half_width)?;
    gap(rest[..next].chars())
}

/// Whether no letter, digit, decimal point or other part of a longer number stands on either side of `start..end`.
pub(super) fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let is_part = |c: char| {
        c.is_ascii_alphanumeric() || matches!(c, '_' | '*' | '＊' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ') || half_width(c).is_some()
    };
    let mut left = text[..start].chars().rev();
    let left_is_free = match left.next() {
        None => true,
        Some('.' | ',' | '．') => left.next().is_none_or(|c| half_width(c).is_none()),
        Some(c) => !is_part(c),
    };
    let mut right = text[end..].chars();
    let right_is_free = match right.next() {
        None => true,
        Some('.' | ',' | '．') => right.next().is_none_or(|c| half_width(c).is_none()),
        Some(c) => !is_part(c) && !matches!(c, '%' | '％' | '‰'),
    };
    left_is_free && right_is_free
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lengths(text: &str) -> Vec<Vec<usize>> {
        let mut found = Vec::new();
        chains(text, |chain| found.push(chain.groups.iter().map(|group| group.length).collect()));
        found
    }

    #[test]
    fn single_spaces_and_hyphens_join_groups() {
        assert_eq!(lengths("电话154 0000 1234，0755-２３４"), [vec![3, 4, 4], vec![4, 3]]);
        assert_eq!(lengths("12 34 5"), [[0; 0]; 0]);
        assert_eq!(lengths("110105\n1949 (12) 31_002"), [vec![6, 4, 2, 2, 3]]);
        assert_eq!(lengths("1\u{200b}23\u{ad}4 - ٥٦𝟕"), [vec![4, 3]]);
        assert_eq!(lengths("1234  56，78"), [[4]]);
        assert_eq!(lengths(&"9".repeat(99)), [[99]]);
    }

    #[test]
    fn a_number_within_another_does_not_stand_alone() {
        let alone = |text: &str, number: &str| {
            let start = text.find(number).unwrap_or_default();
            stands_alone(text, start, start + number.len())
        };
        assert!(alone("电话123", "123") && alone("(123)", "123") && alone("123。", "123") && alone("123.", "123"));
        assert!(!alone("A123", "123") && !alone("0.123", "123") && !alone("123,456", "123") && !alone("123%", "123"));
        assert!(!alone("123＊", "123") && !alone("９123", "123"));
    }
}
