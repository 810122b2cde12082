//! All literals that rules look for, found in one pass. Hardly a character of a report begins one, so the pass asks of each only one
//! bit of a small table; a general automaton of so many Chinese words is larger than the cache of a processor, and five times as slow.

use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::code_units::{CodeUnits, code};

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
pub(crate) struct Literals {
    literals: Vec<Cow<'static, str>>,
    /// Of the first two characters of literals; some of others are the same. Nothing is missed.
    pairs: Bits,
    /// Numbers of the literals that begin with such a pair.
    by_pair: FxHashMap<u16, Vec<usize>>,
    /// Literals of a single character, with their numbers: a few variants of characters, and what the list of a site has.
    singles: Vec<(u16, usize)>,
}

impl Literals {
    /// Prepares the literals. A place is told with the number of its literal in this list.
    pub(crate) fn new(literals: Vec<Cow<'static, str>>) -> Literals {
        let mut pairs = Bits::new();
        let mut by_pair: FxHashMap<u16, Vec<usize>> = FxHashMap::default();
        let mut singles = Vec::new();
        for (number, literal) in literals.iter().enumerate() {
            let mut chars = literal.chars().map(code);
            match (chars.next(), chars.next()) {
                (Some(first), Some(second)) => {
                    pairs.insert(of_pair(first, second));
                    by_pair.entry(of_pair(first, second)).or_default().push(number);
                }
                (Some(single), None) => singles.push((single, number)),
                _ => {}
            }
        }
        Literals { literals, pairs, by_pair, singles }
    }

    /// Calls `each` with every place of every literal, by its number, in no certain order. They may overlap.
    pub(crate) fn find(&self, text: &str, codes: &CodeUnits, mut each: impl FnMut(usize, Range<usize>)) {
        let mut place = codes.places();
        for (index, pair) in codes.all().windows(2).enumerate() {
            if let [first, second] = pair
                && self.pairs.has(of_pair(*first, *second))
            {
                self.find_at(text, place(index), of_pair(*first, *second), &mut each);
            }
        }
        // All are looked at, whatever was found: so the processor compares several with one instruction.
        let has = |single: u16| codes.all().iter().fold(false, |has, code| has | (*code == single));
        for (_, number) in self.singles.iter().filter(|(single, _)| has(*single)) {
            for (at, found) in text.match_indices(&*self.literals[*number]) {
                each(*number, at..at + found.len());
            }
        }
    }

    #[cold]
    fn find_at(&self, text: &str, at: usize, pair: u16, each: &mut impl FnMut(usize, Range<usize>)) {
        let rest = text.get(at..).unwrap_or_default();
        for number in self.by_pair.get(&pair).into_iter().flatten() {
            let literal: &str = &self.literals[*number];
            if rest.starts_with(literal) {
                each(*number, at..at + literal.len());
            }
        }
    }
}

#[inline]
fn of_pair(first: u16, second: u16) -> u16 {
    first.wrapping_mul(0x9e35) ^ second
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::text::scan::Scan;

    fn found(literals: &[&str], text: &str) -> Vec<(usize, Range<usize>)> {
        let literals = Literals::new(literals.iter().map(|literal| Cow::Owned(literal.to_string())).collect());
        let mut found = Vec::new();
        literals.find(text, &Scan::of(text).codes, |number, range| found.push((number, range)));
        found.sort_by_key(|(number, range)| (range.start, *number));
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
