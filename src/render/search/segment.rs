//! The terms of a segment's reports, turned around: for each term the reports that have it. This is where building the search data
//! takes its time, so a term that a report repeats is looked up once, in one place of memory, and nothing is sorted but the
//! finished terms. Texts are not kept: each is let go as soon as its terms are known.

use super::postings::list;
use super::terms::{Term, terms};

/// A segment's part of every file of terms. Each entry is a blank, the term, the list of the reports whose title or text has it
/// and, where there are any, the list of those whose title has it.
pub(super) struct Parts {
    text: String,
    ends: Vec<usize>,
}

impl Parts {
    pub(super) fn part(&self, shard: usize) -> &str {
        let start = if shard == 0 { 0 } else { self.ends[shard - 1] };
        &self.text[start..self.ends[shard]]
    }
}

/// Takes the reports of a segment one by one.
#[derive(Default)]
pub(super) struct Index {
    numbers: Numbers,
    /// By the number of the report: the numbers of its terms, each once.
    found: Vec<Box<[u32]>>,
    titles: Vec<(Term, u16)>,
    /// Kept from report to report, for it grows as large as the longest.
    own: Vec<u32>,
}

impl Index {
    pub(super) fn add(&mut self, title: &str, body: &str) {
        // A segment has some hundred reports.
        let report = u16::try_from(self.found.len()).unwrap_or(u16::MAX);
        let Index { numbers, titles, own, .. } = self;
        own.clear();
        terms(title, |term| {
            let is_known = numbers.note(term, report, own);
            if !is_known {
                titles.push((term, report));
            }
            is_known
        });
        terms(body, |term| numbers.note(term, report, own));
        self.found.push(own.as_slice().into());
    }

    pub(super) fn finish(mut self, shards: usize) -> Parts {
        self.titles.sort_unstable();
        let count = self.found.len();
        let mut order: Vec<(u32, Term, u32)> =
            self.numbers.terms().map(|(term, number)| (term.shard(shards) as u32, term, number)).collect();
        let (reports, ends) = rows(std::mem::take(&mut self.found), order.len());
        // Two terms are never equal.
        order.sort_unstable();
        drop(self.numbers);
        let mut parts = Parts { text: String::new(), ends: Vec::with_capacity(shards) };
        for (shard, term, number) in order {
            while parts.ends.len() < shard as usize {
                parts.ends.push(parts.text.len());
            }
            parts.text.push(' ');
            term.write(&mut parts.text);
            let start = number.checked_sub(1).map_or(0, |before| ends[before as usize]);
            list(&reports[start as usize..ends[number as usize] as usize], count, &mut parts.text);
            let titles = self.titles.partition_point(|(other, _)| *other < term);
            let with_term = self.titles[titles..].iter().take_while(|(other, _)| *other == term);
            let titles: Vec<u16> = with_term.map(|(_, report)| *report).collect();
            if !titles.is_empty() {
                list(&titles, count, &mut parts.text);
            }
        }
        parts.ends.resize(shards, parts.text.len());
        parts.text.shrink_to_fit();
        parts
    }
}

/// The reports of all terms, those of each term in a row, and where each row ends.
fn rows(found: Vec<Box<[u32]>>, terms: usize) -> (Vec<u16>, Vec<u32>) {
    let mut ends = vec![0_u32; terms];
    for number in found.iter().flatten() {
        ends[*number as usize] += 1;
    }
    let mut sum = 0;
    for end in &mut ends {
        // Where the row begins; filling it moves this to its end.
        (*end, sum) = (sum, sum + *end);
    }
    let mut reports = vec![0; sum as usize];
    for (report, numbers) in (0..).zip(found) {
        for number in numbers {
            let end = &mut ends[number as usize];
            reports[*end as usize] = report;
            *end += 1;
        }
    }
    (reports, ends)
}

/// Numbers of terms by hash, with open addressing. The standard map hashes against forged keys and takes three times as long; a
/// report cannot do worse here than to make its own segment slow.
struct Numbers {
    slots: Vec<Slot>,
    used: u32,
}

#[derive(Clone, Copy)]
struct Slot {
    term: Term,
    number: u32,
    /// The last report that has it.
    newest: u16,
}

/// No term is nothing.
const FREE: Slot = Slot { term: Term(0), number: 0, newest: 0 };

impl Default for Numbers {
    fn default() -> Numbers {
        Numbers { slots: vec![FREE; 1 << 12], used: 0 }
    }
}

impl Numbers {
    /// Whether `report`, which is the newest, had the term before. If not, its number goes to `own`; a new term gets the next.
    #[inline]
    fn note(&mut self, term: Term, report: u16, own: &mut Vec<u32>) -> bool {
        let at = self.find(term);
        let slot = &mut self.slots[at];
        if slot.term == term {
            let is_known = slot.newest == report;
            slot.newest = report;
            if !is_known {
                own.push(slot.number);
            }
            return is_known;
        }
        own.push(self.used);
        *slot = Slot { term, number: self.used, newest: report };
        self.used += 1;
        if self.used as usize * 2 > self.slots.len() {
            self.grow();
        }
        false
    }

    /// Where the term is, or belongs.
    #[inline]
    fn find(&self, term: Term) -> usize {
        let bits = self.slots.len().trailing_zeros();
        let mut at = (term.0.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - bits)) as usize;
        while self.slots[at].term != term && self.slots[at].term != FREE.term {
            at = (at + 1) & (self.slots.len() - 1);
        }
        at
    }

    fn grow(&mut self) {
        let doubled = vec![FREE; self.slots.len() * 2];
        for slot in std::mem::replace(&mut self.slots, doubled).into_iter().filter(|slot| slot.term != FREE.term) {
            let at = self.find(slot.term);
            self.slots[at] = slot;
        }
    }

    fn terms(&self) -> impl Iterator<Item = (Term, u32)> {
        self.slots.iter().filter(|slot| slot.term != FREE.term).map(|slot| (slot.term, slot.number))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::render::search::postings::tests::decode;

    /// Term → reports, from the files.
    fn read(files: &[&str], titles: bool) -> BTreeMap<String, Vec<u16>> {
        let entries = files.iter().flat_map(|file| file.split(' ').skip(1));
        let list = |entry: &str| {
            let start = entry.find([',', ':'])?;
            let split = entry[start + 1..].find([',', ':']).map(|at| at + start + 1);
            let list = if titles { &entry[split?..] } else { &entry[start..split.unwrap_or(entry.len())] };
            Some((entry[..start].to_string(), decode(list)))
        };
        entries.filter_map(list).collect()
    }

    #[test]
    fn every_term_leads_to_exactly_the_reports_that_have_it() {
        // Long enough for the table to grow: characters are taken from a wide range.
        let text = |number: u32| -> String {
            let character = |at: u32| char::from_u32(0x4e00 + (number * 7919 + at * at * 31 + at) % 4000);
            (0..900).filter_map(character).collect::<String>() + &format!("，第{number}号2024年report{number}")
        };
        let bodies: Vec<String> = (0..90).map(text).collect();
        let names: Vec<String> = (0..90).map(|number| format!("{number}号报告")).collect();
        for shards in [1, 16] {
            let mut index = Index::default();
            names.iter().zip(&bodies).for_each(|(title, body)| index.add(title, body));
            let parts = index.finish(shards);
            let files: Vec<&str> = (0..shards).map(|shard| parts.part(shard)).collect();
            for titles in [false, true] {
                let mut expected: BTreeMap<String, BTreeSet<u16>> = BTreeMap::new();
                for (number, (title, body)) in (0..).zip(names.iter().zip(&bodies)) {
                    let texts: &[&str] = if titles { &[title] } else { &[title, body] };
                    for part in texts {
                        terms(part, |term| {
                            let mut name = String::new();
                            term.write(&mut name);
                            expected.entry(name).or_default().insert(number);
                            false
                        });
                    }
                }
                let expected: BTreeMap<String, Vec<u16>> =
                    expected.into_iter().map(|(term, reports)| (term, reports.into_iter().collect())).collect();
                assert!(titles || expected.len() > 1 << 15, "the table has grown: {}", expected.len());
                assert_eq!(read(&files, titles), expected);
            }
        }
    }
}
