//! The record as a value: a set of addresses, whatever order their lines were in and however often each of them was there. Two branches
//! that each publish something merge as text; nothing is lost whichever way the lines come to lie.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::entry::{Entry, Erased, Key, Mark, State, key, mark};
use super::unrecorded::may_be_report;
use crate::model::address_fault::RecordFault;
use crate::model::path::{SourcePath, UrlPath};

/// All addresses that were public.
#[derive(Debug, Clone, Default)]
pub struct Record {
    entries: Vec<Entry>,
    /// Places in `entries` by collision key: two addresses that a server may take for one are one.
    places: FxHashMap<UrlPath, usize>,
    erased: BTreeMap<Key, Erased>,
    /// Marks of files of reports that are live, by those of their titles and all together, put together when somebody asks.
    live: OnceLock<(FxHashSet<Mark>, FxHashMap<Mark, Vec<Mark>>)>,
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

    /// Leaves nothing of an address but its key.
    pub fn erase(&mut self, erased: Erased) {
        self.retain(|entry| key(&entry.address) != erased.key);
        self.add_erased(erased);
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
        let files: Vec<Mark> = files.map(|file| mark(file.as_str())).collect();
        self.entries.iter().any(|entry| entry.marks.iter().any(|marks| files.contains(&marks.file)))
    }

    /// Whether a report of this file stands somewhere.
    pub fn has_live(&self, file: Mark) -> bool {
        self.live().0.contains(&file)
    }

    /// The files of the reports of this title that stand somewhere.
    pub fn live_files(&self, title: Mark) -> &[Mark] {
        self.live().1.get(&title).map(Vec::as_slice).unwrap_or_default()
    }

    fn live(&self) -> &(FxHashSet<Mark>, FxHashMap<Mark, Vec<Mark>>) {
        self.live.get_or_init(|| {
            let is_report = |entry: &&Entry| entry.state == State::Live && may_be_report(entry.address.as_str());
            let (mut files, mut titles) = (FxHashSet::default(), FxHashMap::<Mark, Vec<Mark>>::default());
            for marks in self.entries.iter().filter(is_report).flat_map(|entry| &entry.marks) {
                files.insert(marks.file);
                titles.entry(marks.title).or_default().push(marks.file);
            }
            (files, titles)
        })
    }

    /// Whether nothing was ever public.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.erased.is_empty()
    }
}
