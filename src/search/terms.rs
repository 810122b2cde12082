//! Which terms a text has: each character but white space, each two that stand side by side, each three without a mark, and each
//! four Latin letters or digits in a row, because three of them say little in a text full of years. Whoever looks for a word of up
//! to three characters, or for a year, has looked up the answer; whoever looks for a longer one finds every text that has it among
//! the few that have all of its terms. Marks count, for a string may run across a comma; but three characters with one of them
//! say little more than their pairs, and would be a third of the index. Between two digits a mark is part of a number: 1.5.

use super::fold::{Class, fold, table};

/// Characters in a row that make one term, at most.
pub(super) const SIZE: usize = 3;
/// Latin letters or digits in a row that make one term, at most.
pub(super) const LATIN: usize = 4;

/// Up to four characters in one number, equal only to itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Term(pub(super) u64);

/// Bits of a character.
const WIDE: u32 = 21;
/// Bits of a Latin letter or digit.
const NARROW: u32 = 7;
/// Marks terms of four narrow characters.
const IS_NARROW: u64 = 1 << 63;

#[inline]
const fn low(bits: u32) -> u64 {
    (1 << bits) - 1
}

impl Term {
    /// Adds the term's characters to `out`.
    pub(super) fn write(self, out: &mut Vec<u8>) {
        let (bits, most) = if self.0 & IS_NARROW == 0 { (WIDE, SIZE as u32) } else { (NARROW, LATIN as u32) };
        let code = |at: u32| u32::try_from(self.0 >> (at * bits) & low(bits)).unwrap_or(0);
        for c in (0..most).rev().map(code).filter(|code| *code > 0).filter_map(char::from_u32) {
            out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }

    /// The term that [`Term::write`] wrote.
    pub(super) fn parse(text: &str) -> Option<Term> {
        let (bits, mark) = if text.chars().count() == LATIN { (NARROW, IS_NARROW) } else { (WIDE, 0) };
        let row = text.chars().try_fold(0, |row, c| {
            let code = u64::from(u32::from(c));
            (code <= low(bits)).then_some(row << bits | code)
        })?;
        (text.chars().count() <= LATIN && row > 0).then_some(Term(mark | row))
    }

    /// How many characters it has.
    pub(super) fn size(self) -> usize {
        match self.0 & IS_NARROW {
            0 => (64 - self.0.leading_zeros()).div_ceil(WIDE) as usize,
            _ => LATIN,
        }
    }

    /// The term without its first character.
    pub(super) fn shorter(self) -> Option<Term> {
        if self.0 & IS_NARROW != 0 {
            let code = |at: u32| self.0 >> (at * NARROW) & low(NARROW);
            return Some(Term((0..SIZE as u32).fold(0, |row, at| row | code(at) << (at * WIDE))));
        }
        // All bits below the first character.
        let first = (63 - self.0.leading_zeros()) / WIDE;
        (first > 0).then(|| Term(self.0 & low(first * WIDE)))
    }

    /// Whether it is two letters that are not Latin: of such a term the index also knows what stands before it. Of digits it would
    /// be a fiftieth of the index.
    pub(super) fn is_pair(self) -> bool {
        let table = table();
        let is_letter = |at: u32| {
            let c = u32::try_from(self.0 >> (at * WIDE) & low(WIDE)).ok().and_then(char::from_u32);
            c.is_some_and(|c| fold(table, c).1 == Class::Letter)
        };
        self.0 >> (2 * WIDE) == 0 && self.0 >> WIDE > 0 && is_letter(0) && is_letter(1)
    }

    /// The file of terms that it is in. FNV-1a over the characters, because a browser computes it in one line.
    pub(super) fn shard(self, shards: usize) -> usize {
        let (bits, most) = if self.0 & IS_NARROW == 0 { (WIDE, SIZE as u32) } else { (NARROW, LATIN as u32) };
        let codes = (0..most).rev().map(|at| (self.0 >> (at * bits) & low(bits)) as u32).filter(|code| *code > 0);
        let hash = codes.fold(0x811c_9dc5_u32, |hash, code| (hash ^ code).wrapping_mul(0x0100_0193));
        // The low bits of a product know only the low bits of its factors.
        (hash ^ hash >> 15) as usize % shards.max(1)
    }
}

/// Calls `found` with the longest term that ends at each character of `text`. The others that end there are what
/// [`Term::shorter`] makes of it.
pub(super) fn longest(text: &str, mut found: impl FnMut(Term)) {
    let table = table();
    // The characters so far, newest in the lowest bits: fewer than three where a text or a word begins. The same of the Latin run.
    let (mut row, mut run) = (0_u64, 0_u64);
    // What the two characters before are, the last one first; Latin letters in a row.
    let (mut before, mut narrow) = ((Class::Break, Class::Break), 0);
    for c in text.chars() {
        let (c, class) = fold(table, c);
        row = row << WIDE & low(WIDE * SIZE as u32) | u64::from(u32::from(c));
        let is_row = match class {
            Class::Letter => before.0 != Class::Mark && before.1 != Class::Mark,
            Class::Mark => false,
            Class::Latin => before.1 != Class::Mark && (before.0 != Class::Mark || before.1 == Class::Latin),
            Class::Break => {
                (row, narrow, before) = (0, 0, (Class::Break, Class::Break));
                continue;
            }
        };
        before = (class, before.0);
        narrow = if class == Class::Latin { narrow + 1 } else { 0 };
        run = run << NARROW | u64::from(u32::from(c)) & low(NARROW);
        let wide = if is_row { row } else { row & low(WIDE * (SIZE as u32 - 1)) };
        found(Term(if narrow >= LATIN { IS_NARROW | run & low(NARROW * LATIN as u32) } else { wide }));
    }
}

/// All terms of `texts`, and the pairs that more than one thing stands before: ascending, each once.
pub(super) fn all(texts: &[&str]) -> (Vec<Term>, Vec<Term>) {
    let mut noted = Vec::new();
    texts.iter().for_each(|text| longest(text, |term| noted.push(term)));
    let noted = sorted(noted.into_iter());
    let with_shorter = |term: &Term| std::iter::successors(Some(*term), |term| term.shorter());
    let all = sorted(noted.iter().flat_map(with_shorter));
    // What stands before a term: another character makes it a longer term, a mark leaves it as it is.
    let mut before: Vec<Term> =
        all.iter().filter_map(|term| term.shorter()).chain(noted).filter(|term| term.is_pair()).collect();
    before.sort_unstable();
    let various = sorted(before.windows(2).filter(|two| two[0] == two[1]).map(|two| two[0]));
    (all, various)
}

fn sorted(terms: impl Iterator<Item = Term>) -> Vec<Term> {
    let mut terms: Vec<Term> = terms.collect();
    terms.sort_unstable();
    terms.dedup();
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(term: Term) -> String {
        let mut name = Vec::new();
        term.write(&mut name);
        String::from_utf8(name).expect("characters")
    }

    fn of(text: &str) -> Vec<String> {
        let mut all: Vec<String> = all(&[text]).0.into_iter().map(name).collect();
        all.sort();
        all
    }

    #[test]
    fn rows_of_up_to_three_and_latin_rows_of_four() {
        assert_eq!(of("街\n道，办"), ["办", "街", "道", "道，", "，", "，办"]);
        assert_eq!(of("1.5"), [".", ".5", "1", "1.", "1.5", "5"]);
        assert_eq!(of("a2024").len(), 3 + 1 + 4 + 3 + 2);
        assert_eq!(of("５号"), ["5", "5号", "号"]);
        assert_eq!(of(" \n"), [""; 0]);
        assert_eq!(of("𠀀办"), ["办", "𠀀", "𠀀办"]);
    }

    #[test]
    fn what_stands_before_a_pair_is_one_thing_or_various() {
        let of = |text: &str| -> Vec<String> { all(&[text]).1.into_iter().map(name).collect() };
        assert_eq!(of("工作总结，工作总结"), [""; 0]);
        assert_eq!(of("工作总结，人作总"), ["作总"]);
        assert_eq!(of("工作总结，作总"), ["作总"]);
        assert_eq!(of("1.5，2.5。12024，2024"), [""; 0]);
    }

    #[test]
    fn different_terms_are_different_numbers() {
        let mut seen = std::collections::HashMap::new();
        for term in all(&["ab abc abcd 2024 一丁 丁一 a一 一a 𠀀𠀁 0000"]).0 {
            let text = name(term);
            assert_eq!(Term::parse(&text), Some(term), "{text}");
            seen.insert(term, text);
        }
        let mut texts: Vec<&String> = seen.values().collect();
        texts.sort();
        texts.dedup();
        assert_eq!(texts.len(), seen.len());
    }
}
