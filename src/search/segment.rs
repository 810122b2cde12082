//! The terms of a segment's reports, turned around: for each term the reports that have it. This is where building the search data
//! takes its time, so each place of a text is looked up once, for the longest term that ends there; the shorter ones follow from
//! it when all reports are known (`sets`). Texts are not kept: each is let go as soon as its terms are known.

use super::postings::Postings;
use super::sets::Sets;
use super::terms::Term;

/// A segment's part of every file of terms. Each entry is a blank, the term, and what is known of it.
pub(super) struct Parts {
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl Parts {
    pub(super) fn part(&self, shard: usize) -> &[u8] {
        let start = if shard == 0 { 0 } else { self.ends[shard - 1] };
        &self.text[start..self.ends[shard]]
    }
}

/// Takes the reports of a segment one by one.
#[derive(Default)]
pub(super) struct Index {
    all: Sets,
    titles: Sets,
}

impl Index {
    pub(super) fn add(&mut self, title: &str, body: &str) {
        self.all.add(&[title, body]);
        self.titles.add(&[title]);
    }

    pub(super) fn finish(self, shards: usize) -> Parts {
        let count = self.all.reports();
        let (all, titles) = (self.all.finish(), self.titles.finish());
        let mut parts = Parts { text: Vec::with_capacity(all.len() * 5), ends: Vec::with_capacity(shards) };
        let (sorted, ends) = by_shard(all.terms(), shards);
        for of_shard in ends.windows(2) {
            for (term, number) in sorted[of_shard[0]..of_shard[1]].iter().copied() {
                parts.text.push(b' ');
                term.write(&mut parts.text);
                let known = Postings {
                    reports: all.row(number),
                    titles: titles.find(term).map_or(&[][..], |number| titles.row(number)),
                    various: Some(all.various(number)).filter(|_| term.is_pair()).unwrap_or_default(),
                };
                known.write(count, &mut parts.text);
            }
            parts.ends.push(parts.text.len());
        }
        // A copy, because the allocator would leave the parts of all segments the room that was reserved for them.
        parts.text = parts.text.as_slice().to_owned();
        parts
    }
}

/// All terms with their numbers: shard by shard, in their order there. And where each shard begins and ends.
fn by_shard(terms: &[Term], shards: usize) -> (Vec<(Term, u32)>, Vec<usize>) {
    let of_term: Vec<u16> = terms.iter().map(|term| term.shard(shards) as u16).collect();
    let mut ends = vec![0; shards + 1];
    of_term.iter().for_each(|shard| ends[usize::from(*shard) + 1] += 1);
    (0..shards).for_each(|shard| ends[shard + 1] += ends[shard]);
    let (mut next, mut sorted) = (ends.clone(), vec![(Term(0), 0); terms.len()]);
    for ((number, term), shard) in (0..).zip(terms).zip(of_term) {
        let at = &mut next[usize::from(shard)];
        sorted[*at] = (*term, number);
        *at += 1;
    }
    // Two terms are never equal.
    ends.windows(2).for_each(|of_shard| sorted[of_shard[0]..of_shard[1]].sort_unstable_by_key(|(term, _)| *term));
    (sorted, ends)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::search::postings::tests::decode;
    use crate::search::terms::all;

    /// Term → reports, from the files.
    fn read(files: &[&str], titles: bool) -> BTreeMap<String, Vec<u16>> {
        let entries = files.iter().flat_map(|file| file.split(' ').skip(1));
        let list = |entry: &str| {
            let start = entry.find([',', ':'])?;
            let next = |start: usize| entry[start + 1..].find([',', ':']).map_or(entry.len(), |at| at + start + 1);
            let (from, to) =
                if titles { (next(start), next(next(start).min(entry.len() - 1))) } else { (start, next(start)) };
            let list = entry.get(from..to).filter(|list| !titles || list.len() > 1)?;
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
            let files: Vec<&str> = (0..shards).map(|shard| std::str::from_utf8(parts.part(shard)).expect("text")).collect();
            for titles in [false, true] {
                let mut expected: BTreeMap<String, BTreeSet<u16>> = BTreeMap::new();
                for (number, (title, body)) in (0..).zip(names.iter().zip(&bodies)) {
                    let texts: &[&str] = if titles { &[title] } else { &[title, body] };
                    for term in all(texts).0 {
                        let mut name = Vec::new();
                        term.write(&mut name);
                        expected.entry(String::from_utf8(name).expect("characters")).or_default().insert(number);
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
