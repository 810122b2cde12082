//! What the record says after a build: what stands is live, what moved leads to its new place, and what nobody claims is withdrawn in the same
//! build. No address is dropped, and none leads to one that leads further.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::concluded::Concluded;
use super::entry::{Answer, Entry, FirstDay, Mark, Marks, State, Withdrawal};
use super::known::Known;
use super::record::Record;
use super::unrecorded::OF_CATEGORY;
use crate::model::date::Date;
use crate::model::path::UrlPath;

/// Something that stands at an address now.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Where it stands.
    pub address: UrlPath,
    /// By what it is known again; none of files, which follow the address of their report.
    pub marks: Option<Marks>,
    /// Whether it is the page of a report.
    pub is_report: bool,
    /// Since when it is public as far as it says itself.
    pub date: Date,
}

/// The addresses of a planned site.
#[derive(Debug, Default)]
pub struct Now {
    /// What stands, each address once.
    pub standing: Vec<Standing>,
    /// Addresses that reports left, and where they are now; what lies in the folder of such a report goes with it.
    pub moved: Vec<(UrlPath, UrlPath)>,
    /// Folders that categories left, and where they are now.
    pub moved_folders: Vec<(String, String)>,
    /// Old addresses that somebody wrote down, what they lead to, and since when that is public as far as it says itself.
    pub aliases: Vec<(UrlPath, UrlPath, Date)>,
    /// Files of reports that are there and have errors, so that nothing is published: they give nothing up.
    pub faulty: FxHashSet<Mark>,
}

/// Days that a report may appear after the date that it bears: whoever signs on Friday publishes on Monday, and holidays last a week.
const GRACE: i32 = 7;

/// The record after a build.
#[derive(Debug, Default)]
pub struct Next {
    /// Entries that differ from those of the record, or are not in it.
    pub changed: Vec<Change>,
    /// Addresses at which nothing stands, in the order of the record.
    pub retired: Vec<(UrlPath, Answer)>,
    /// Reports that bear a date long before the day on which they appeared: the address, that date, and that day.
    pub backdated: Vec<(UrlPath, Date, Date)>,
    /// For a run of which everything that decides addresses is the same; none where the record changes.
    pub concluded: Option<Concluded>,
}

/// An entry that differs.
#[derive(Debug, Clone)]
pub struct Change {
    /// What the record says; none where the address is new.
    pub before: Option<Entry>,
    /// What it is to say.
    pub after: Entry,
}

impl Next {
    /// The record with all changes.
    pub fn applied(&self, mut record: Record) -> Record {
        for change in &self.changed {
            record.set(change.after.clone());
        }
        record
    }
}

/// What the record is to say. `reason` tells why something is withdrawn, where that is known; mostly it is empty.
pub fn next(known: &Known, now: &Now, reason: impl Fn(&Entry) -> String) -> Next {
    let mut change = Changes::new(known);
    for standing in &now.standing {
        change.stands(standing);
    }
    let moved = Moved::new(now);
    for (from, to) in &now.moved {
        change.leads(from, to, None);
    }
    for (alias, target, date) in &now.aliases {
        change.leads(alias, target, Some(*date));
    }
    change.retire(&moved, &now.faulty, reason);
    change.finish()
}

/// Where things went that have no marks of their own.
struct Moved<'n> {
    /// Folders of the files of reports, the new by the old.
    reports: FxHashMap<&'n str, &'n str>,
    /// Folders of categories.
    categories: &'n [(String, String)],
    standing: FxHashSet<&'n UrlPath>,
}

impl<'n> Moved<'n> {
    fn new(now: &'n Now) -> Moved<'n> {
        let reports: FxHashMap<_, _> = now.moved.iter().map(|(from, to)| (from.without_html(), to.without_html())).collect();
        let categories = now.moved_folders.as_slice();
        let standing = match reports.is_empty() && categories.is_empty() {
            true => FxHashSet::default(),
            false => now.standing.iter().map(|standing| &standing.address).collect(),
        };
        Moved { reports, categories, standing }
    }

    /// Where what stood at `address` stands now.
    fn of(&self, address: &UrlPath) -> Option<UrlPath> {
        let (folder, name) = address.as_str().rsplit_once('/')?;
        let above = std::iter::successors(Some(folder), |inner| Some(inner.rsplit_once('/')?.0));
        let with_report =
            above.filter_map(|from| Some(format!("{}{}/{name}", self.reports.get(from)?, &folder[from.len()..])));
        // Reports keep their addresses when their category gets another one; only its own pages go with it.
        let is_of_category = OF_CATEGORY.contains(&name);
        let with_category = self.categories.iter().filter(|(from, _)| is_of_category && from == folder);
        let mut new = with_report.chain(with_category.map(|(_, to)| format!("{to}/{name}")));
        new.find_map(|new| UrlPath::new(&new).filter(|new| self.standing.contains(new)))
    }
}

/// The record while it is gone through.
struct Changes<'k> {
    known: &'k Known,
    /// What entries of the record are to say, by their places, where that is another thing.
    after: BTreeMap<usize, Entry>,
    /// For each entry of the record whether something stands there.
    stands: Vec<bool>,
    /// Addresses that are new.
    new: Vec<Entry>,
    /// Places in `new` by collision key.
    places: FxHashMap<UrlPath, usize>,
    backdated: Vec<(UrlPath, Date, Date)>,
}

impl<'k> Changes<'k> {
    fn new(known: &'k Known) -> Changes<'k> {
        let count = known.record().entries().len();
        Changes {
            known,
            after: BTreeMap::new(),
            stands: vec![false; count],
            new: Vec::new(),
            places: FxHashMap::default(),
            backdated: Vec::new(),
        }
    }

    fn first(&self, date: Option<Date>) -> FirstDay {
        match self.known.today.filter(|_| !self.known.is_first) {
            Some(today) => FirstDay { day: today, is_assumed: false },
            None => self.assumed(date),
        }
    }

    /// The first day of what was public before anybody wrote that down: the day that it bears, as far as that has come.
    fn assumed(&self, date: Option<Date>) -> FirstDay {
        let today = self.known.today;
        let day = date.map(|date| today.map_or(date, |today| date.min(today))).or(today);
        FirstDay { day: day.unwrap_or_default(), is_assumed: true }
    }

    fn add(&mut self, entry: Entry) {
        let key = entry.address.collision_key();
        match self.places.get(&key) {
            // What stands there was said first, and counts.
            Some(_) => {}
            None => {
                self.places.insert(key, self.new.len());
                self.new.push(entry);
            }
        }
    }

    fn stands(&mut self, standing: &Standing) {
        let Standing { address, marks, date, .. } = standing;
        let marks = marks.as_slice();
        let Some(place) = self.known.record().place(address) else {
            let (first, marks) = (self.first(Some(*date)), marks.to_vec());
            self.notice_date(standing, first);
            return self.add(Entry { address: address.clone(), first, marks, state: State::Live });
        };
        self.stands[place] = true;
        let entry = &self.known.record().entries()[place];
        let is_unrecorded = self.known.unrecorded.contains(address);
        let first = if is_unrecorded { self.assumed(Some(*date)) } else { entry.first };
        self.notice_date(standing, first);
        let is_same = !is_unrecorded && entry.state == State::Live && entry.marks == marks && entry.address == *address;
        if !is_same {
            let marks = marks.to_vec();
            self.after.insert(place, Entry { address: address.clone(), first, marks, state: State::Live });
        }
    }

    fn notice_date(&mut self, Standing { address, date, is_report, .. }: &Standing, first: FirstDay) {
        if !is_report || first.is_assumed || *date >= first.day {
            return;
        }
        if first.day.since(*date).is_ok_and(|span| span.get_days() > GRACE) {
            self.backdated.push((address.clone(), *date, first.day));
        }
    }

    /// `from` leads to `to`, unless something stands there.
    fn leads(&mut self, from: &UrlPath, to: &UrlPath, date: Option<Date>) {
        let state = State::To(to.clone());
        match self.known.record().place(from) {
            Some(place) if self.stands[place] || self.known.record().entries()[place].state == state => {}
            Some(place) => {
                let entry = &self.known.record().entries()[place];
                self.after.insert(place, Entry { state, ..entry.clone() });
            }
            None => {
                let first = self.first(date);
                self.add(Entry { address: from.clone(), first, marks: Vec::new(), state });
            }
        }
    }

    /// What nobody claims leads to where it went, or is withdrawn; and what leads to something that went itself leads to its end.
    fn retire(&mut self, moved: &Moved<'_>, faulty: &FxHashSet<Mark>, reason: impl Fn(&Entry) -> String) {
        for place in 0..self.stands.len() {
            let entry = &self.known.record().entries()[place];
            if self.stands[place] || self.after.contains_key(&place) || entry.state != State::Live {
                continue;
            }
            let is_faulty = entry.marks.iter().any(|marks| faulty.contains(&marks.file));
            if is_faulty || !self.known.may_give_up(&entry.address) {
                continue;
            }
            let state = match moved.of(&entry.address) {
                Some(new) => State::To(new),
                None => State::Gone(Withdrawal { day: self.known.noted_day(), reason: reason(entry), title: String::new() }),
            };
            self.after.insert(place, Entry { state, ..entry.clone() });
        }
        for place in 0..self.stands.len() {
            let entry = self.entry(place);
            let State::To(target) = &entry.state else { continue };
            let state = match self.end(target) {
                End::At(end) if end == *target => continue,
                End::At(end) => State::To(end),
                End::Nowhere => State::Gone(Withdrawal { day: self.known.noted_day(), ..Withdrawal::default() }),
            };
            self.after.insert(place, Entry { state, ..entry.clone() });
        }
    }

    fn entry(&self, place: usize) -> &Entry {
        self.after.get(&place).unwrap_or(&self.known.record().entries()[place])
    }

    fn find(&self, address: &UrlPath) -> Option<&Entry> {
        let new = || self.places.get(&address.collision_key()).map(|place| &self.new[*place]);
        self.known.record().place(address).map(|place| self.entry(place)).or_else(new)
    }

    /// Where somebody who is led to `target` ends.
    fn end(&self, target: &UrlPath) -> End {
        let mut end = target;
        // Whoever is led on more often than there are addresses goes in a circle.
        for _ in 0..=self.stands.len() + self.new.len() {
            match self.find(end).map(|entry| &entry.state) {
                Some(State::To(next)) => end = next,
                Some(State::Live | State::Gone(_)) => return End::At(end.clone()),
                None => return End::Nowhere,
            }
        }
        End::Nowhere
    }

    fn finish(self) -> Next {
        let mut retired = Vec::new();
        let places = 0..self.stands.len();
        for entry in places.filter(|place| !self.stands[*place]).map(|place| self.entry(place)).chain(&self.new) {
            let end = match &entry.state {
                State::Live => continue,
                State::To(target) => self.find(target).unwrap_or(entry),
                State::Gone(_) => entry,
            };
            let answer = match &end.state {
                State::Gone(withdrawal) => Answer::Withdrawn {
                    of: end.address.clone(),
                    withdrawal: withdrawal.clone(),
                    has_marks: !end.marks.is_empty(),
                },
                _ => Answer::Elsewhere(end.address.clone()),
            };
            retired.push((entry.address.clone(), answer));
        }
        let before = self.known.record().entries();
        let of_known = self.after.into_iter().map(|(place, after)| Change { before: Some(before[place].clone()), after });
        let changed: Vec<Change> =
            of_known.chain(self.new.into_iter().map(|after| Change { before: None, after })).collect();
        Next { changed, retired, backdated: self.backdated, concluded: None }
    }
}

enum End {
    At(UrlPath),
    /// In a circle, or at what nobody knows.
    Nowhere,
}
