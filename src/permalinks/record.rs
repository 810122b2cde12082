//! The record as a value: a set of addresses, whatever order their lines were in and however often each of them was there. Two branches
//! that each publish something merge as text; nothing is lost whichever way the lines come to lie.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::entry::{Entry, Erased, Key, Mark, State, key, mark};
use super::unrecorded::may_be_report;
use crate::model::address_fault::RecordFault;
use crate::model::path::{SourcePath, UrlPath};

/// What stood, by the marks of its file and of its title.
#[derive(Debug, Clone, Default)]
struct ByMarks {
    /// Files of all that ever stood.
    ever: FxHashSet<Mark>,
    /// Files of reports that stand.
    live: FxHashSet<Mark>,
    /// The same by their titles.
    titled: FxHashMap<Mark, Vec<Mark>>,
}

/// All addresses that were public.
#[derive(Debug, Clone, Default)]
pub struct Record {
    entries: Vec<Entry>,
    /// Places in `entries` by collision key: two addresses that a server may take for one are one.
    places: FxHashMap<UrlPath, usize>,
    erased: BTreeMap<Key, Erased>,
    /// Put together when somebody asks.
    by_marks: OnceLock<ByMarks>,
    /// Lines that have none of the forms. The record is not written while there are any.
    pub faults: Vec<RecordFault>,
    /// Whether the file is as the program writes it, as far as that is seen without making all keys anew.
    pub is_tidy: bool,
}

impl Record {
    /// With room for so many addresses.
    pub(super) fn with_room(entries: usize) -> Record {
        let mut record = Record::default();
        record.entries.reserve(entries);
        record.places.reserve(entries);
        record
    }

    /// Adds what a line says; what is known of the address already is joined with it.
    pub fn add(&mut self, entry: Entry) {
        match self.places.entry(entry.address.collision_key()) {
            std::collections::hash_map::Entry::Occupied(place) => self.entries[*place.get()].join(entry),
            std::collections::hash_map::Entry::Vacant(place) => {
                place.insert(self.entries.len());
                self.entries.push(entry);
            }
        }
    }

    /// Adds what a line says of an address that may not be told; the earlier days count.
    pub fn add_erased(&mut self, erased: Erased) {
        let known = self.erased.entry(erased.key).or_insert(erased);
        *known = (*known).min(erased);
    }

    /// Puts `entry` in the place of what is known of its address.
    pub fn set(&mut self, entry: Entry) {
        match self.places.get(&entry.address.collision_key()) {
            Some(place) => self.entries[*place] = entry,
            None => self.add(entry),
        }
    }

    /// Leaves nothing of these addresses but their keys.
    pub fn erase(&mut self, erased: Vec<Erased>) {
        let keys: FxHashSet<Key> = erased.iter().map(|erased| erased.key).collect();
        self.retain(|entry| !keys.contains(&key(&entry.address)));
        erased.into_iter().for_each(|erased| self.add_erased(erased));
    }

    /// Keeps the addresses that are so.
    fn retain(&mut self, is_kept: impl Fn(&Entry) -> bool) {
        self.entries.retain(is_kept);
        self.places = self.entries.iter().enumerate().map(|(place, entry)| (entry.address.collision_key(), place)).collect();
    }

    /// Drops addresses that were erased on another branch, so that no line tells them any more.
    pub(super) fn drop_erased(&mut self) {
        if !self.erased.is_empty() {
            let erased = std::mem::take(&mut self.erased);
            self.retain(|entry| !erased.contains_key(&key(&entry.address)));
            self.erased = erased;
        }
    }

    /// What is known of an address.
    pub fn get(&self, address: &UrlPath) -> Option<&Entry> {
        self.place(address).map(|place| &self.entries[place])
    }

    /// Where in [`Record::entries`] it is.
    pub fn place(&self, address: &UrlPath) -> Option<usize> {
        self.places.get(&address.collision_key()).copied()
    }

    /// Where somebody ends who asks for the address of `entry`. A record that two branches made may lead on more than once; where it leads in a
    /// circle, or to what nobody knows, the end is an entry that leads on.
    pub fn end<'r>(&'r self, entry: &'r Entry) -> &'r Entry {
        let mut end = entry;
        for _ in 0..self.entries.len() {
            match &end.state {
                State::To(target) => match self.get(target) {
                    Some(next) => end = next,
                    None => break,
                },
                State::Live | State::Gone(_) => break,
            }
        }
        end
    }

    /// All addresses that may be told, in no order that counts.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// All others, in the order of their keys.
    pub fn erased(&self) -> impl Iterator<Item = &Erased> {
        self.erased.values()
    }

    /// Whether the address was public and may not be told.
    pub fn is_erased(&self, address: &UrlPath) -> bool {
        !self.erased.is_empty() && self.erased.contains_key(&key(address))
    }

    /// Whether something in the file at `path`, or in the folder of that name, was ever public.
    pub fn had_file(&self, path: &SourcePath) -> bool {
        let files = [Some(path.clone()), path.join("index.md")].into_iter().flatten();
        files.into_iter().any(|file| self.by_marks().ever.contains(&mark(file.as_str())))
    }

    /// Whether a report of this file stands somewhere.
    pub fn has_live(&self, file: Mark) -> bool {
        self.by_marks().live.contains(&file)
    }

    /// The files of the reports of this title that stand somewhere.
    pub fn live_files(&self, title: Mark) -> &[Mark] {
        self.by_marks().titled.get(&title).map(Vec::as_slice).unwrap_or_default()
    }

    fn by_marks(&self) -> &ByMarks {
        self.by_marks.get_or_init(|| {
            let mut by_marks = ByMarks::default();
            for entry in &self.entries {
                by_marks.ever.extend(entry.marks.iter().map(|marks| marks.file));
                if entry.state == State::Live && may_be_report(entry.address.as_str()) {
                    for marks in &entry.marks {
                        by_marks.live.insert(marks.file);
                        by_marks.titled.entry(marks.title).or_default().push(marks.file);
                    }
                }
            }
            by_marks
        })
    }

    /// Whether nothing was ever public.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.erased.is_empty()
    }
}
