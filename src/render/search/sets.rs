//! Which terms which reports have, while the reports come one by one. A report sets one bit for each term, and only for the longest
//! ones: that a report has the term without its first character as well is filled in at the end, for all reports at once. Reports
//! come in batches of as many as a machine word has bits, so that what is written to is small enough to stay near the processor.

use super::terms::{Term, longest};

/// Reports whose bits are in one word.
const BATCH: usize = 64;

/// Takes texts one by one.
#[derive(Default)]
pub(super) struct Sets {
    numbers: Numbers,
    reports: usize,
    /// For each batch that is full, by the number of a term, the reports of the batch that have it.
    batches: Vec<Vec<u64>>,
    /// The same of the batch that is being filled.
    newest: Vec<u64>,
    /// Kept from report to report, for it grows as large as the longest.
    own: Vec<Term>,
}

impl Sets {
    /// The texts of the next report.
    pub(super) fn add(&mut self, texts: &[&str]) {
        if self.reports > 0 && self.reports.is_multiple_of(BATCH) {
            let empty = vec![0; self.newest.len()];
            self.batches.push(std::mem::replace(&mut self.newest, empty));
        }
        let bit = 1 << (self.reports % BATCH);
        self.reports += 1;
        // By itself: the processor looks several terms up at a time when nothing else waits for them.
        self.own.clear();
        texts.iter().for_each(|text| longest(text, |term| self.own.push(term)));
        for term in &self.own {
            let number = self.numbers.of(*term) as usize;
            if number >= self.newest.len() {
                self.newest.resize(self.numbers.terms.len(), 0);
            }
            self.newest[number] |= bit;
        }
    }

    pub(super) fn reports(&self) -> usize {
        self.reports
    }

    pub(super) fn finish(mut self) -> Rows {
        self.batches.push(self.newest);
        let (width, terms) = (self.batches.len(), self.numbers.terms.len());
        let mut bits = vec![0; width * terms];
        for (at, batch) in self.batches.iter().enumerate() {
            for (row, word) in bits.chunks_exact_mut(width).zip(batch) {
                row[at] = *word;
            }
        }
        let mut various = vec![0; bits.len()];
        // A shorter term has the smaller number, so its row is whole before its turn comes.
        for number in (0..terms).rev() {
            let shorter = self.numbers.shorter[number] as usize;
            if shorter != number {
                let (before, own) = bits.split_at_mut(number * width);
                let rows = before[shorter * width..][..width].iter_mut().zip(&mut various[shorter * width..]);
                rows.zip(own).for_each(|((all, various), own)| {
                    *various |= *all & *own;
                    *all |= *own;
                });
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
        let slot = self.numbers.slots[self.numbers.place(term)];
        (slot.term == term).then_some(slot.number)
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
    /// By number.
    terms: Vec<Term>,
    /// By number, the number of the term without its first character; its own where it has but one.
    shorter: Vec<u32>,
}

#[derive(Clone, Copy)]
struct Slot {
    term: Term,
    number: u32,
}

/// No term is nothing.
const FREE: Slot = Slot { term: Term(0), number: 0 };

impl Default for Numbers {
    fn default() -> Numbers {
        Numbers { slots: vec![FREE; 1 << 12], terms: Vec::new(), shorter: Vec::new() }
    }
}

impl Numbers {
    #[inline]
    fn of(&mut self, term: Term) -> u32 {
        let slot = self.slots[self.place(term)];
        if slot.term == term { slot.number } else { self.add(term) }
    }

    /// Where the term is, or belongs.
    #[inline]
    fn place(&self, term: Term) -> usize {
        let bits = self.slots.len().trailing_zeros();
        let mut at = (term.0.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - bits)) as usize;
        while self.slots[at].term != term && self.slots[at].term != FREE.term {
            at = (at + 1) & (self.slots.len() - 1);
        }
        at
    }

    /// A new term, after those that it ends with.
    #[cold]
    fn add(&mut self, term: Term) -> u32 {
        let shorter = term.shorter().map(|shorter| self.of(shorter));
        let number = self.terms.len() as u32;
        self.terms.push(term);
        self.shorter.push(shorter.unwrap_or(number));
        if self.terms.len() * 2 > self.slots.len() {
            self.grow();
        }
        let at = self.place(term);
        self.slots[at] = Slot { term, number };
        number
    }

    fn grow(&mut self) {
        let doubled = vec![FREE; self.slots.len() * 2];
        for slot in std::mem::replace(&mut self.slots, doubled).into_iter().filter(|slot| slot.term != FREE.term) {
            let at = self.place(slot.term);
            self.slots[at] = slot;
        }
    }
}
