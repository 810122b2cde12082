//! Runs of digits, half- or full-width, and the chains that they form where single spaces or hyphens stand between them, as
//! people write long numbers. One pass over the text serves all recognisers of numbers.

/// Longest run whose digits are kept; no private number is as long.
const LONGEST: usize = 24;

/// Digits without anything between them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group {
    pub(super) start: usize,
    pub(super) end: usize,
    digits: [u8; LONGEST],
    length: usize,
}

impl Group {
    /// As ASCII; empty for a run that is too long to be any private number.
    pub(super) fn digits(&self) -> &[u8] {
        self.digits.get(..self.length).unwrap_or_default()
    }
}

/// Groups with one space or hyphen between each two.
#[derive(Debug)]
pub(super) struct Chain<'g> {
    pub(super) groups: &'g [Group],
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

    /// The digits of the groups from `from` on whose lengths are exactly `lengths`, joined, with the byte where they end.
    pub(super) fn joined(&self, from: usize, lengths: &[usize]) -> Option<(Vec<u8>, usize)> {
        let groups = self.groups.get(from..from + lengths.len())?;
        let fits = groups.iter().zip(lengths).all(|(group, length)| group.length == *length);
        let digits = || groups.iter().flat_map(|group| group.digits().iter().copied()).collect();
        Some((fits.then(digits)?, groups.last()?.end))
    }
}

/// Calls `each` with every chain that has three digits or more together somewhere.
pub(super) fn chains(text: &str, mut each: impl FnMut(&Chain<'_>)) {
    let mut groups: Vec<Group> = Vec::new();
    let mut at = 0;
    while let Some(start) = next_digit(text.as_bytes(), at) {
        let group = group_at(text, start);
        at = group.end;
        groups.push(group);
        if !continues(text, at) {
            give(&mut groups, &mut each);
        }
    }
    give(&mut groups, &mut each);
}

fn give(groups: &mut Vec<Group>, each: &mut impl FnMut(&Chain<'_>)) {
    if groups.iter().any(|group| group.length >= 3) {
        each(&Chain { groups });
    }
    groups.clear();
}

/// The first byte of the next digit. Full-width digits are U+FF10 to U+FF19: EF BC 90 to EF BC 99.
fn next_digit(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let is_digit = |at: usize| match rest[at] {
        b'0'..=b'9' => true,
        0xef => matches!(rest.get(at + 1..at + 3), Some([0xbc, 0x90..=0x99])),
        _ => false,
    };
    (0..rest.len()).find(|at| is_digit(*at)).map(|at| from + at)
}

fn group_at(text: &str, start: usize) -> Group {
    let mut group = Group { start, end: start, digits: [0; LONGEST], length: 0 };
    for c in text[start..].chars() {
        let Some(digit) = half_width(c) else { break };
        if let Some(slot) = group.digits.get_mut(group.length) {
            *slot = digit;
        }
        group.length += 1;
        group.end += c.len_utf8();
    }
    group
}

/// The ASCII digit that `c` is.
pub(super) fn half_width(c: char) -> Option<u8> {
    match c {
        '0'..='9' => u8::try_from(u32::from(c)).ok(),
        '０'..='９' => u8::try_from(u32::from(c) - u32::from('０') + u32::from('0')).ok(),
        _ => None,
    }
}

/// Whether `c` may stand between two groups of a chain.
pub(super) fn joins(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{3000}' | '-' | '－' | '‑')
}

/// Whether one space or hyphen and then a digit follow.
fn continues(text: &str, at: usize) -> bool {
    let mut next = text[at..].chars();
    next.next().is_some_and(joins) && next.next().is_some_and(|c| half_width(c).is_some())
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
