//! What an edit of a few reports changes in a segment's parts of the files of terms: their old texts are published beside the terms,
//! so the terms that came and went are known without any other report, and so are the few files that have them. What comes out
//! is what would be made of all reports of the segment.

use std::collections::BTreeMap;

use super::postings::Postings;
use super::terms::{Term, all};
use super::texts::Text;

/// By the file of terms that they are in: in the order of terms.
#[derive(Default)]
pub(super) struct Edits(BTreeMap<usize, Vec<Edit>>);

/// A report got a term, or lost it.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Edit {
    term: Term,
    /// Its place in the segment.
    report: usize,
    about: About,
    is_there: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum About {
    /// Title or text.
    Report,
    Title,
    /// More than one thing stands before it.
    Various,
}

impl Edits {
    /// Takes the texts of reports of which the first has the place `first` in the segment, as they were and as they are.
    pub(super) fn add(&mut self, first: usize, before: &[Text], after: &[Text], shards: usize) {
        for (report, (before, after)) in
            (first..).zip(before.iter().zip(after)).filter(|(_, (before, after))| before != after)
        {
            let titles = [before, after].map(|text| all(&[&text.title]).0);
            let [old, new] = [before, after].map(|text| all(&[&text.title, &text.body]));
            let about = [(About::Report, [old.0, new.0]), (About::Title, titles), (About::Various, [old.1, new.1])];
            for (about, [before, after]) in about {
                for (is_there, new, old) in [(true, &after, &before), (false, &before, &after)] {
                    for term in new.iter().filter(|term| old.binary_search(term).is_err()) {
                        let edit = Edit { term: *term, report, about, is_there };
                        self.0.entry(term.shard(shards)).or_default().push(edit);
                    }
                }
            }
        }
        self.0.values_mut().for_each(|edits| edits.sort_unstable());
    }

    pub(super) fn touch(&self, shard: usize) -> bool {
        self.0.contains_key(&shard)
    }

    /// The part of a file with these edits, of a segment of `count` reports. `None` where it is no such part.
    pub(super) fn apply(&self, shard: usize, part: &[u8], count: usize) -> Option<Vec<u8>> {
        let part = std::str::from_utf8(part).ok()?;
        let mut edits = self.0.get(&shard)?.chunk_by(|a, b| a.term == b.term).peekable();
        let mut out = Vec::with_capacity(part.len() + 256);
        for entry in part.split(' ').skip(1) {
            let (name, lists) = entry.split_at(entry.find([',', ':'])?);
            let term = Term::parse(name)?;
            while let Some(new) = edits.next_if(|edits| edits[0].term < term) {
                write(new, ",", count, &mut out)?;
            }
            match edits.next_if(|edits| edits[0].term == term) {
                Some(changed) => write(changed, lists, count, &mut out)?,
                None => {
                    out.push(b' ');
                    out.extend_from_slice(entry.as_bytes());
                }
            }
        }
        edits.try_for_each(|new| write(new, ",", count, &mut out))?;
        Some(out)
    }
}

/// The entry of a term, whose lists were `lists`; none where no report has the term any more.
fn write(edits: &[Edit], lists: &str, count: usize, out: &mut Vec<u8>) -> Option<()> {
    let mut known = Postings::parse(lists, count)?;
    for Edit { report, about, is_there, .. } in edits {
        let bits = match about {
            About::Report => &mut known.reports,
            About::Title => &mut known.titles,
            About::Various => &mut known.various,
        };
        let word = bits.get_mut(report / 64)?;
        let bit = 1 << (report % 64);
        *word = if *is_there { *word | bit } else { *word & !bit };
    }
    if known.reports.iter().any(|word| *word != 0) {
        out.push(b' ');
        edits[0].term.write(out);
        known.write(count, out);
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::super::segment::{Index, Parts};
    use super::*;

    const SHARDS: usize = 4;

    fn texts(words: &[&str]) -> Vec<Text> {
        words.iter().map(|words| Text { title: words[..6].to_string(), body: words.to_string() }).collect()
    }

    fn parts(texts: &[Text]) -> Parts {
        let mut index = Index::default();
        texts.iter().for_each(|text| index.add(&text.title, &text.body));
        index.finish(SHARDS)
    }

    #[test]
    fn parts_after_edits_are_those_that_would_be_made() {
        let before = ["一号，街道2024年", "二号街道办事处", "三号", "四号", "五号", "六号", "七号", "八号街道"];
        let edits: [&[(usize, &str)]; 7] = [
            &[(0, "一号，街道2025年")],
            &[(7, "六号街道办，abcd")],
            &[(1, "二号"), (2, "三号街道办事处"), (3, "鸿鹄街道")],
            &[(0, "二号"), (7, "二号")],
            &[(1, "二号街道办事处，街道，大街道"), (7, "八号街道，街道")],
            &[(2, "三号街道，号街"), (0, "一号，号街，街道2024年")],
            &[],
        ];
        for edits in edits {
            let mut after = before;
            edits.iter().for_each(|(at, text)| after[*at] = text);
            let (old, new) = (texts(&before), texts(&after));
            let mut found = Edits::default();
            found.add(0, &old, &new, SHARDS);
            let (old, new) = (parts(&old), parts(&new));
            for shard in 0..SHARDS {
                let part = old.part(shard);
                let edited = if found.touch(shard) { found.apply(shard, part, 8).expect("a part") } else { part.into() };
                assert_eq!(edited, new.part(shard), "{edits:?}");
            }
        }
    }

    #[test]
    fn what_is_no_part_is_refused() {
        let mut edits = Edits::default();
        edits.add(0, &texts(&["一号"]), &texts(&["二号"]), 1);
        for torn in [" 一", " ,!", " 一号,~~~~", "\u{0}"] {
            assert!(edits.apply(0, torn.as_bytes(), 8).is_none_or(|part| part.len() > torn.len()), "{torn}");
        }
    }
}
