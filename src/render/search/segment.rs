//! The terms of a segment's reports, turned around: for each term the reports that have it. This is where building the search data
//! takes its time, so every character is looked up twice in small tables and nothing is sorted but the finished terms.

use super::postings::list;
use super::terms::{Term, terms};

/// A report as it is searched in.
pub(super) struct Text<'r> {
    pub(super) title: &'r str,
    pub(super) body: &'r str,
}

/// The contents of a segment's files of terms. Each entry is a blank, the term, the list of the reports whose title or text has
/// it and, where there are any, the list of those whose title has it.
pub(super) fn shards(texts: &[Text<'_>], shards: usize) -> Vec<String> {
    let mut index = Index::default();
    for (number, text) in texts.iter().enumerate() {
        // A segment has a few hundred reports.
        let report = u16::try_from(number).unwrap_or(u16::MAX);
        terms(text.title, |term| {
            index.titles.push((term, report));
            index.add(term, report);
        });
        terms(text.body, |term| index.add(term, report));
    }
    index.titles.sort_unstable();
    index.titles.dedup();
    index.write(texts.len(), shards)
}

#[derive(Default)]
struct Index {
    slots: Slots,
    terms: Vec<Entry>,
    /// Number of a term and a report that has it, in the order of reports, each pair once.
    found: Vec<(u32, u16)>,
    titles: Vec<(Term, u16)>,
}

struct Entry {
    term: Term,
    reports: u32,
    newest: u16,
}

impl Index {
    fn add(&mut self, term: Term, report: u16) {
        let number = self.slots.number(term, &self.terms);
        match self.terms.get_mut(number as usize) {
            Some(entry) if entry.newest == report => return,
            Some(entry) => {
                entry.newest = report;
                entry.reports += 1;
            }
            None => self.terms.push(Entry { term, reports: 1, newest: report }),
        }
        self.found.push((number, report));
    }

    /// The reports of all terms, those of each term in a row, and where each row begins.
    fn rows(&self) -> (Vec<u16>, Vec<u32>) {
        let mut next = 0;
        let mut ends: Vec<u32> = Vec::with_capacity(self.terms.len() + 1);
        for entry in &self.terms {
            ends.push(next);
            next += entry.reports;
        }
        let mut reports = vec![0; self.found.len()];
        for (number, report) in &self.found {
            let end = &mut ends[*number as usize];
            reports[*end as usize] = *report;
            *end += 1;
        }
        (reports, ends)
    }

    fn write(&self, count: usize, shards: usize) -> Vec<String> {
        let (reports, ends) = self.rows();
        let mut order: Vec<(u32, Term, u32)> = Vec::with_capacity(self.terms.len());
        for (number, entry) in (0..).zip(&self.terms) {
            order.push((entry.term.shard(shards) as u32, entry.term, number));
        }
        order.sort_unstable();
        let mut files = vec![String::new(); shards];
        for (shard, term, number) in order {
            let file = &mut files[shard as usize];
            let (end, entry) = (ends[number as usize] as usize, &self.terms[number as usize]);
            file.push(' ');
            term.write(file);
            list(&reports[end - entry.reports as usize..end], count, file);
            let titles = self.titles.partition_point(|(other, _)| *other < term);
            let with_term = self.titles[titles..].iter().take_while(|(other, _)| *other == term);
            let titles: Vec<u16> = with_term.map(|(_, report)| *report).collect();
            if !titles.is_empty() {
                list(&titles, count, file);
            }
        }
        files
    }
}

/// Numbers of terms: single characters by themselves, all others by hash, with open addressing. The standard map hashes against
/// forged keys and takes three times as long; a report cannot do worse here than to make its own segment slow.
struct Slots {
    singles: Vec<u32>,
    hashed: Vec<u32>,
    used: usize,
}

const FREE: u32 = u32::MAX;

impl Default for Slots {
    fn default() -> Slots {
        Slots { singles: vec![FREE; 1 << 16], hashed: vec![FREE; 1 << 16], used: 0 }
    }
}

impl Slots {
    /// The number of a term; a new one gets the next.
    fn number(&mut self, term: Term, known: &[Entry]) -> u32 {
        let next = known.len() as u32;
        if let Some(slot) = usize::try_from(term.0).ok().and_then(|code| self.singles.get_mut(code)) {
            if *slot == FREE {
                *slot = next;
            }
            return *slot;
        }
        if self.used * 2 > self.hashed.len() {
            self.grow(known);
        }
        let at = self.slot(term, known);
        if self.hashed[at] == FREE {
            self.hashed[at] = next;
            self.used += 1;
        }
        self.hashed[at]
    }

    fn slot(&self, term: Term, known: &[Entry]) -> usize {
        let bits = self.hashed.len().trailing_zeros();
        let mut at = (term.0.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - bits)) as usize;
        while self.hashed[at] != FREE && known[self.hashed[at] as usize].term != term {
            at = (at + 1) % self.hashed.len();
        }
        at
    }

    fn grow(&mut self, known: &[Entry]) {
        let doubled = vec![FREE; self.hashed.len() * 2];
        for number in std::mem::replace(&mut self.hashed, doubled).into_iter().filter(|number| *number != FREE) {
            let at = self.slot(known[number as usize].term, known);
            self.hashed[at] = number;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::render::search::postings::tests::decode;

    /// Term → reports, from the files.
    fn read(files: &[String], titles: bool) -> BTreeMap<String, Vec<u16>> {
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
        let texts: Vec<Text<'_>> = names.iter().zip(&bodies).map(|(title, body)| Text { title, body }).collect();
        for shards_count in [1, 16] {
            let files = shards(&texts, shards_count);
            for titles in [false, true] {
                let mut expected: BTreeMap<String, BTreeSet<u16>> = BTreeMap::new();
                for (number, text) in (0..).zip(&texts) {
                    let parts: &[&str] = if titles { &[text.title] } else { &[text.title, text.body] };
                    for part in parts {
                        terms(part, |term| {
                            let mut name = String::new();
                            term.write(&mut name);
                            expected.entry(name).or_default().insert(number);
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
