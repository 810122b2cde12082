//! Which terms which reports have, while the reports come one by one. A report sets one bit for each term, and only for the longest
//! ones: that a report has the term without its first character as well is filled in at the end, for all reports at once. Reports
//! come in batches of as many as a machine word has bits, so that what is written to is small enough to stay near the processor.

use super::terms::{LATIN, Term, longest};

/// Reports whose bits are in one word.
const BATCH: usize = 64;

/// Takes texts one by one.
#[derive(Default)]
pub(super) struct Sets {
    numbers: Numbers,
    reports: usize,
    /// For each batch that is full, by the number of a term, the reports of the batch that have it.
    batches: Vec<Vec<u64>>,
    /// Kept from report to report, for it grows as large as the longest.
    own: Vec<Term>,
}

impl Sets {
    /// The texts of the next report.
    pub(super) fn add(&mut self, texts: &[&str]) {
        if self.reports > 0 && self.reports.is_multiple_of(BATCH) {
            self.batches.push(self.numbers.batch());
        }
        let bit = 1 << (self.reports % BATCH);
        self.reports += 1;
        // By itself: the processor looks several terms up at a time when nothing else waits for them.
        self.own.clear();
        texts.iter().for_each(|text| longest(text, |term| self.own.push(term)));
        self.numbers.mark(&mut self.own, bit);
    }

    pub(super) fn reports(&self) -> usize {
        self.reports
    }

    pub(super) fn finish(mut self) -> Rows {
        self.batches.push(self.numbers.batch());
        let shorter = self.numbers.shorter();
        let (width, terms) = (self.batches.len(), &self.numbers.terms);
        let mut bits = vec![0; width * terms.len()];
        for (at, batch) in self.batches.iter().enumerate() {
            for (row, word) in bits.chunks_exact_mut(width).zip(batch) {
                row[at] = *word;
            }
        }
        let mut various = vec![0; bits.len()];
        // The longest first: a row is whole before what it adds to another is asked.
        for size in (2..=LATIN).rev() {
            for (number, shorter) in (0..).zip(&shorter).filter(|(number, _)| terms[*number].size() == size) {
                for (own, to) in (number * width..).zip(*shorter as usize * width..).take(width) {
                    let own = bits[own];
                    various[to] |= bits[to] & own;
                    bits[to] |= own;
                }
            }
        }
        Rows { numbers: self.numbers, width, bits, various }
    }
}

/// For each term the reports that have it.
pub(super) struct Rows {
    numbers: Numbers,
    /// Words of a row.
    width: usize,
    bits: Vec<u64>,
    /// The reports where more than one thing stands before the term: different characters, or a character and a mark.
    various: Vec<u64>,
}

impl Rows {
    pub(super) fn len(&self) -> usize {
        self.bits.len()
    }

    /// By their numbers.
    pub(super) fn terms(&self) -> &[Term] {
        &self.numbers.terms
    }

    pub(super) fn find(&self, term: Term) -> Option<u32> {
        let at = self.numbers.place(term);
        (self.numbers.slots[at].term == term).then_some(self.numbers.numbers[at])
    }

    /// As [`Rows::row`], of the reports where more than one thing stands before the term.
    pub(super) fn various(&self, number: u32) -> &[u64] {
        &self.various[number as usize * self.width..][..self.width]
    }

    /// A bit for each report.
    pub(super) fn row(&self, number: u32) -> &[u64] {
        &self.bits[number as usize * self.width..][..self.width]
    }
}

/// Numbers of terms by hash, with open addressing. The standard map hashes against forged keys and takes three times as long; a
/// report cannot do worse here than to make its own segment slow.
struct Numbers {
    slots: Vec<Slot>,
    /// By slot.
    numbers: Vec<u32>,
    /// By number.
    terms: Vec<Term>,
}

/// A term and the reports of the newest batch that have it, side by side: to find the one is to have the other at hand.
#[derive(Clone, Copy)]
struct Slot {
    term: Term,
    bits: u64,
}

/// No term is nothing.
const FREE: Slot = Slot { term: Term(0), bits: 0 };

impl Default for Numbers {
    fn default() -> Numbers {
        Numbers { slots: vec![FREE; 1 << 12], numbers: vec![0; 1 << 12], terms: Vec::new() }
    }
}

/// How many places are looked at without a jump.
const STEPS: usize = 3;

impl Numbers {
    /// Sets a report's bit for each of its terms, which are lost. A processor cannot guess whether a term is at its first place, and
    /// a wrong guess costs more than the look: so all terms are looked for at their first places, then those that are left at
    /// their second, and only the few that are still left one by one.
    fn mark(&mut self, terms: &mut [Term], bit: u64) {
        let slots = self.slots.as_mut_slice();
        let (bits, last) = (slots.len().trailing_zeros(), slots.len() - 1);
        let mut count = terms.len();
        for step in 0..STEPS {
            let mut left = 0;
            for at in 0..count {
                let term = terms[at];
                let slot = &mut slots[(home(term, bits) + step) & last];
                let is_here = slot.term == term;
                slot.bits |= if is_here { bit } else { 0 };
                terms[left] = term;
                left += usize::from(!is_here);
            }
            count = left;
        }
        for term in &terms[..count] {
            self.of(*term);
            let at = self.place(*term);
            self.slots[at].bits |= bit;
        }
    }

    /// The bits since the last batch, by number.
    fn batch(&mut self) -> Vec<u64> {
        let mut batch = vec![0; self.terms.len()];
        for (slot, number) in self.slots.iter_mut().zip(&self.numbers).filter(|(slot, _)| slot.bits != 0) {
            batch[*number as usize] = std::mem::take(&mut slot.bits);
        }
        batch
    }

    /// For each term the number of what it is without its first character; its own where it has but one. Terms that were no
    /// longest ones anywhere get their numbers only here, so that while reports come the table is small.
    fn shorter(&mut self) -> Vec<u32> {
        let mut shorter = Vec::with_capacity(self.terms.len() * 2);
        while let Some(term) = self.terms.get(shorter.len()) {
            let number = shorter.len() as u32;
            shorter.push(term.shorter().map_or(number, |shorter| self.of(shorter)));
        }
        shorter
    }

    fn of(&mut self, term: Term) -> u32 {
        let at = self.place(term);
        if self.slots[at].term == term { self.numbers[at] } else { self.add(term, at) }
    }

    /// Where the term is, or belongs.
    fn place(&self, term: Term) -> usize {
        let mut at = home(term, self.slots.len().trailing_zeros());
        while self.slots[at].term != term && self.slots[at].term != FREE.term {
            at = (at + 1) & (self.slots.len() - 1);
        }
        at
    }

    /// A new term, which belongs to the place `at`.
    fn add(&mut self, term: Term, at: usize) -> u32 {
        let number = self.terms.len() as u32;
        self.terms.push(term);
        self.slots[at].term = term;
        self.numbers[at] = number;
        if self.terms.len() * 2 > self.slots.len() {
            self.grow();
        }
        number
    }

    fn grow(&mut self) {
        let size = self.slots.len() * 2;
        let slots = std::mem::replace(&mut self.slots, vec![FREE; size]);
        let numbers = std::mem::replace(&mut self.numbers, vec![0; size]);
        for (slot, number) in slots.into_iter().zip(numbers).filter(|(slot, _)| slot.term != FREE.term) {
            let at = self.place(slot.term);
            (self.slots[at], self.numbers[at]) = (slot, number);
        }
    }
}

/// The first place of a term among 2^`bits`.
#[inline]
fn home(term: Term, bits: u32) -> usize {
    (term.0.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - bits)) as usize
}
