//! All literals that rules look for, found in one pass. Hardly a character of a report begins one, so the pass asks of each only two
//! bits of small tables; a general automaton of so many Chinese words is larger than the cache of a processor, and five times as slow.

use std::borrow::Cow;
use std::ops::Range;

/// A set of numbers of sixteen bits.
#[derive(Debug, Clone)]
struct Bits(Box<[u64; 1 << 10]>);

impl Bits {
    fn new() -> Bits {
        Bits(Box::new([0; 1 << 10]))
    }

    fn insert(&mut self, number: u16) {
        self.0[usize::from(number / 64)] |= 1 << (number % 64);
    }

    #[inline]
    fn has(&self, number: u16) -> bool {
        self.0[usize::from(number / 64)] >> (number % 64) & 1 != 0
    }
}

/// Literals, ready to be found. Empty ones are nowhere.
#[derive(Debug)]
pub(super) struct Literals {
    literals: Vec<Cow<'static, str>>,
    /// First character and number of each literal, ascending.
    by_first: Vec<(char, usize)>,
    /// Of the first two characters of literals; some of others are the same. Nothing is missed.
    pairs: Bits,
    /// Of literals of a single character.
    singles: Bits,
}

impl Literals {
    pub(super) fn new(literals: Vec<Cow<'static, str>>) -> Literals {
        let (mut pairs, mut singles) = (Bits::new(), Bits::new());
        let mut by_first = Vec::new();
        for (number, literal) in literals.iter().enumerate() {
            let mut chars = literal.chars();
            let Some(first) = chars.next() else { continue };
            by_first.push((first, number));
            let code = |c: char| u32::from(c) as u16;
            match chars.next() {
                Some(second) => pairs.insert(of_pair(code(first), code(second))),
                None => singles.insert(code(first)),
            }
        }
        by_first.sort_unstable();
        Literals { literals, by_first, pairs, singles }
    }

    /// Calls `each` with every place of every literal, by its number, in the order in which they begin. They may overlap.
    pub(super) fn find(&self, text: &str, mut each: impl FnMut(usize, Range<usize>)) {
        let bytes = text.as_bytes();
        let mut at = 0;
        let (mut first, mut length) = code(bytes, at);
        while at + length < bytes.len() {
            let next = at + length;
            let (second, of_next) = code(bytes, next);
            // Both are looked up whatever the first says: guessing which way it goes would cost more.
            if self.pairs.has(of_pair(first, second)) | self.singles.has(first) {
                self.find_at(text, at, &mut each);
            }
            (at, first, length) = (next, second, of_next);
        }
        self.find_at(text, at, &mut each);
    }

    #[cold]
    fn find_at(&self, text: &str, at: usize, each: &mut impl FnMut(usize, Range<usize>)) {
        let Some(first) = text[at..].chars().next() else { return };
        let from = self.by_first.partition_point(|(known, _)| *known < first);
        for (_, number) in self.by_first[from..].iter().take_while(|(known, _)| *known == first) {
            let literal: &str = &self.literals[*number];
            if text[at..].starts_with(literal) {
                each(*number, at..at + literal.len());
            }
        }
    }
}

/// The lowest sixteen bits of the character at byte `at`, and how many bytes it takes. Of text that is known to be UTF-8.
#[inline]
fn code(bytes: &[u8], at: usize) -> (u16, usize) {
    let low = |byte: u8| u16::from(byte & 0x3f);
    match &bytes[at..] {
        [first @ 0xe0..0xf0, second, third, ..] => (u16::from(*first) << 12 | low(*second) << 6 | low(*third), 3),
        [first @ ..0x80, ..] => (u16::from(*first), 1),
        [first @ ..0xe0, second, ..] => (u16::from(first & 0x1f) << 6 | low(*second), 2),
        [_, second, third, fourth, ..] => (low(*second) << 12 | low(*third) << 6 | low(*fourth), 4),
        rest => (0, rest.len()),
    }
}

#[inline]
fn of_pair(first: u16, second: u16) -> u16 {
    first.wrapping_mul(0x9e35) ^ second
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(literals: &[&str], text: &str) -> Vec<(usize, Range<usize>)> {
        let literals = Literals::new(literals.iter().map(|literal| Cow::Owned(literal.to_string())).collect());
        let mut found = Vec::new();
        literals.find(text, |number, range| found.push((number, range)));
        found
    }

    #[test]
    fn literals_may_overlap_hold_one_another_and_be_of_any_script() {
        let literals = ["居住", "住", "住址", "PM2.5", "", "é", "\u{20000}甲", "住址在"];
        let text = "居住址é，PM2.5\u{20000}甲\u{20000}";
        assert_eq!(found(&literals, text), [(0, 0..6), (1, 3..6), (2, 3..9), (5, 9..11), (3, 14..19), (6, 19..26)]);
        assert_eq!(found(&[], text), []);
        assert_eq!(found(&["甲"], ""), []);
    }

    #[test]
    fn nothing_is_missed_in_any_short_text() {
        const ALPHABET: [char; 5] = ['甲', '乙', 'a', 'é', '\u{20000}'];
        let literals = ["甲", "甲乙", "乙甲", "aé", "é", "\u{20000}甲", "乙\u{20000}a", "甲甲甲"];
        for number in 0..ALPHABET.len().pow(5) {
            let text: String = (0..5).map(|place| ALPHABET[number / ALPHABET.len().pow(place) % ALPHABET.len()]).collect();
            let mut expected = Vec::new();
            for (at, _) in text.char_indices() {
                let here = literals.iter().enumerate().filter(|(_, literal)| text[at..].starts_with(**literal));
                expected.extend(here.map(|(number, literal)| (number, at..at + literal.len())));
            }
            assert_eq!(found(&literals, &text), expected, "{text}");
        }
    }
}
