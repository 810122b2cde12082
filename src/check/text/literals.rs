//! All literals that rules look for, found in one pass. Hardly a character of a report begins one, so the pass asks of each only two
//! bits of small tables; a general automaton of so many Chinese words is larger than the cache of a processor, and five times as slow.

use std::borrow::Cow;
use std::ops::Range;

/// A set of characters, or rather of their lowest sixteen bits: no character is missed, and a rare one may be taken for another.
#[derive(Debug, Clone)]
struct Characters(Box<[u64; 1 << 10]>);

impl Characters {
    fn new() -> Characters {
        Characters(Box::new([0; 1 << 10]))
    }

    fn insert(&mut self, code: u16) {
        self.0[usize::from(code / 64)] |= 1 << (code % 64);
    }

    fn has(&self, code: u16) -> bool {
        self.0[usize::from(code / 64)] >> (code % 64) & 1 != 0
    }
}

/// Literals, ready to be found. Empty ones are nowhere.
#[derive(Debug)]
pub(super) struct Literals {
    /// First character and number of each literal, ascending.
    by_first: Vec<(u16, usize)>,
    literals: Vec<Cow<'static, str>>,
    firsts: Characters,
    /// Second characters of literals.
    seconds: Characters,
    /// First characters that are a whole literal.
    singles: Characters,
}

impl Literals {
    pub(super) fn new(literals: Vec<Cow<'static, str>>) -> Literals {
        let (mut firsts, mut seconds, mut singles) = (Characters::new(), Characters::new(), Characters::new());
        let mut by_first = Vec::new();
        for (number, literal) in literals.iter().enumerate() {
            let mut codes = literal.chars().map(|c| u32::from(c) as u16);
            let Some(first) = codes.next() else { continue };
            firsts.insert(first);
            by_first.push((first, number));
            match codes.next() {
                Some(second) => seconds.insert(second),
                None => singles.insert(first),
            }
        }
        by_first.sort_unstable();
        Literals { by_first, literals, firsts, seconds, singles }
    }

    /// Calls `each` with every place of every literal, by its number, in the order in which they begin. They may overlap.
    pub(super) fn find(&self, text: &str, mut each: impl FnMut(usize, Range<usize>)) {
        let bytes = text.as_bytes();
        let mut next = code(bytes, 0);
        let mut at = 0;
        while let Some((first, length)) = next {
            next = code(bytes, at + length);
            if self.firsts.has(first) {
                let goes_on = next.is_some_and(|(second, _)| self.seconds.has(second));
                if goes_on || self.singles.has(first) {
                    let from = self.by_first.partition_point(|(known, _)| *known < first);
                    for (_, number) in self.by_first[from..].iter().take_while(|(known, _)| *known == first) {
                        let literal = self.literals[*number].as_bytes();
                        if bytes[at..].starts_with(literal) {
                            each(*number, at..at + literal.len());
                        }
                    }
                }
            }
            at += length;
        }
    }
}

/// The lowest sixteen bits of the character at byte `at`, and its length.
fn code(bytes: &[u8], at: usize) -> Option<(u16, usize)> {
    let first = *bytes.get(at)?;
    let next = |number: usize| bytes.get(at + number).map_or(0, |byte| u16::from(byte & 0x3f));
    Some(match first {
        0..0x80 => (u16::from(first), 1),
        0..0xe0 => (u16::from(first & 0x1f) << 6 | next(1), 2),
        0..0xf0 => (u16::from(first) << 12 | next(1) << 6 | next(2), 3),
        _ => (next(1) << 12 | next(2) << 6 | next(3), 4),
    })
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
