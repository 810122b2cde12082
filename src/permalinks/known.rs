//! What is known of addresses before a site is planned: the record, and what published sites have that it has not.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use super::concluded::Concluded;
use super::entry::{Entry, Erased, FirstDay, Marks, State, Withdrawal, key};
use super::record::Record;
use super::{text, unrecorded};
use crate::model::date::Date;
use crate::model::path::UrlPath;

/// What a site knows of its addresses before it is planned.
#[derive(Debug, Default)]
pub struct Known {
    /// The bytes of `permalinks.txt`, where there is one.
    file: Option<Vec<u8>>,
    /// What the file says, and what published sites know besides; read when somebody asks.
    record: OnceLock<Record>,
    /// What the last run concluded from the same file, where that is known.
    pub concluded: Option<Concluded>,
    /// The day that counts as the first or the last of an address; none where this run does not write the record, so that no page
    /// shows a day that the next run would not.
    pub today: Option<Date>,
    /// Whether there is no record yet: everything that is published now is older than the record, as far as anybody knows.
    pub is_first: bool,
    /// Whether there was one when the site was last built.
    pub is_lost: bool,
    /// Whether an address that the record would gain or change is an error.
    pub is_locked: bool,
    /// Addresses of `record` that only published sites know.
    pub unrecorded: FxHashSet<UrlPath>,
    /// Whether somebody withdrew something by hand, so that `record` is not as it was read.
    pub is_amended: bool,
    /// Addresses that this run may give up, where those are not all: a withdrawal makes the site again from what one machine published, and
    /// what others have published since is not in that.
    pub here: Option<FxHashSet<UrlPath>>,
    /// Those of `unrecorded` that the site on the server has and this folder knows nothing of.
    pub elsewhere: FxHashSet<UrlPath>,
}

/// An address that a published site has.
#[derive(Debug, Clone)]
pub struct Published {
    /// Below the root of the site.
    pub address: UrlPath,
    /// What stands there, where somebody noted it.
    pub marks: Option<Marks>,
}

impl Known {
    /// What the bytes of the file say; nothing where there is no file. The record is not written.
    pub fn read(file: Option<&[u8]>) -> Known {
        Known { is_first: file.is_none(), file: file.map(<[u8]>::to_vec), ..Known::default() }
    }

    /// What the file says, and what published sites know besides.
    pub fn record(&self) -> &Record {
        self.record.get_or_init(|| self.file.as_deref().map(text::read).unwrap_or_default())
    }

    fn amend(&mut self, change: impl FnOnce(&mut Record)) {
        self.record();
        let mut record = self.record.take().unwrap_or_default();
        change(&mut record);
        self.record = OnceLock::from(record);
    }

    /// The same, without what is known besides.
    pub fn into_record(self) -> Record {
        self.record();
        self.record.into_inner().unwrap_or_default()
    }

    /// Whether what nobody claims any more at `address` is to be withdrawn.
    pub fn may_give_up(&self, address: &UrlPath) -> bool {
        self.here.as_ref().is_none_or(|here| here.contains(address))
    }

    /// The day of what is withdrawn in this run, where this run writes it down.
    pub fn noted_day(&self) -> Option<Date> {
        self.today.filter(|_| !self.is_locked)
    }

    /// Whether `record` is what the file says.
    pub fn is_as_read(&self) -> bool {
        self.unrecorded.is_empty() && !self.is_amended
    }

    /// Notes that what stands at `address` is withdrawn, or erased with all that leads to it where no `withdrawal` may be told. Its attachments
    /// follow by themselves, because nobody claims them any more; of an erased report they are erased too.
    pub fn withdraw(&mut self, address: &UrlPath, marks: Option<Marks>, today: Date, withdrawal: Option<Withdrawal>) {
        self.is_amended = true;
        let first = FirstDay { day: today, is_assumed: true };
        let entry = self.record().get(address).cloned();
        let entry = entry.unwrap_or_else(|| Entry {
            address: address.clone(),
            first,
            marks: marks.into_iter().collect(),
            state: State::Live,
        });
        if let Some(withdrawal) = withdrawal {
            // A day that is noted already is the day.
            let day = match &entry.state {
                State::Gone(before) => before.day.or(withdrawal.day),
                _ => withdrawal.day,
            };
            let entry = Entry { state: State::Gone(Withdrawal { day, ..withdrawal }), ..entry };
            self.amend(|record| record.set(entry));
            return;
        }
        let erased = self.with_it(address).into_iter().chain([entry]);
        let erased = erased.map(|Entry { address, first, .. }| Erased { key: key(&address), first, day: today }).collect();
        self.amend(|record| record.erase(erased));
    }

    /// Notes that these addresses lead to `target`, as far as nothing is known of them.
    pub fn lead(&mut self, aliases: &[UrlPath], target: &UrlPath) {
        for alias in aliases {
            if self.record().get(alias).is_none() && !self.record().is_erased(alias) {
                self.is_amended = true;
                let first = FirstDay { day: self.today.unwrap_or_default(), is_assumed: true };
                let entry = Entry { address: alias.clone(), first, marks: Vec::new(), state: State::To(target.clone()) };
                self.amend(|record| record.add(entry));
            }
        }
    }

    /// What belongs to the report at `address`: addresses that lead to it or to its files, and its files, wherever it stood.
    fn with_it(&self, address: &UrlPath) -> Vec<Entry> {
        let entries = self.record().entries();
        let leads_here = |entry: &&Entry| matches!(&entry.state, State::To(target) if target == address);
        let old = entries.iter().filter(leads_here).map(|entry| &entry.address);
        let folders: Vec<String> = old.chain([address]).map(|address| format!("{}/", address.without_html())).collect();
        let is_inside = |address: &UrlPath| folders.iter().any(|folder| address.as_str().starts_with(folder));
        // A column may have the folder for its own; its pages and reports have marks, and files of a report have none.
        let belongs = |entry: &&Entry| match &entry.state {
            State::To(target) => target == address || is_inside(target),
            State::Live | State::Gone(_) => is_inside(&entry.address) && entry.marks.is_empty(),
        };
        entries.iter().filter(belongs).cloned().collect()
    }

    /// Adds what a published site has and the record has not. `is_elsewhere` where the site is not the one in the output folder.
    pub fn add(&mut self, published: Published, is_elsewhere: bool) {
        let Published { address, marks } = published;
        if !unrecorded::lasts(address.as_str()) || self.record().get(&address).is_some() || self.record().is_erased(&address)
        {
            return;
        }
        // Nobody wrote down when it appeared; a day that is only assumed counts for nothing but the order of two lines.
        let first = FirstDay { day: self.today.unwrap_or_default(), is_assumed: true };
        self.unrecorded.insert(address.clone());
        if is_elsewhere {
            self.elsewhere.insert(address.clone());
        }
        let entry = Entry { address, first, marks: marks.into_iter().collect(), state: State::Live };
        self.amend(|record| record.add(entry));
    }
}
