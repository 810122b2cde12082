//! Who gets which address. A report stands where it stood, whatever has become of its date, its file, its folder and the address of its
//! category; it moves only where somebody writes another `slug`, and takes no address that was another's.

use rustc_hash::{FxHashMap, FxHashSet};

use super::entry::{Entry, Mark, Marks, State};
use super::record::Record;
use super::unrecorded::{is_of_category, is_page, may_be_report};
use crate::model::address_fault::Other;
use crate::model::date::Date;
use crate::model::path::UrlPath;

/// An address that a report asks for.
#[derive(Debug, Clone)]
pub struct Claim {
    /// What its category and its `slug`, or the name of its file, give.
    pub wanted: UrlPath,
    /// By what it is known again.
    pub marks: Marks,
    /// Whether its author has written `slug`.
    pub has_slug: bool,
}

/// Where a report stands, and how it came there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// Its address. Two reports that ask for one address both get it; the plan tells of it.
    pub address: UrlPath,
    /// What is to be said of it.
    pub how: How,
}

/// How a report came by its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum How {
    /// It has it from the record.
    Stands,
    /// The address was never public.
    New,
    /// It asked for another one than it had, which leads to it from now on.
    Moved {
        /// The address that it had.
        from: UrlPath,
    },
    /// It was withdrawn and is back.
    Republished {
        /// When it was withdrawn.
        withdrawn: Option<Date>,
    },
    /// It may not have it: the address was another's.
    Taken(Taken),
}

/// Whose an address was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// Since when it is public.
    pub since: Date,
    /// What became of the other one.
    pub other: Other,
}

/// Gives each claim its address, in the order of the claims, which is that of the files.
///
/// `default_of_old` is the address that versions of this program without a record made for a claim without `slug`.
pub fn settle(record: &Record, claims: &[Claim], default_of_old: impl Fn(usize) -> Option<UrlPath>) -> Vec<Settled> {
    if record.is_empty() {
        return claims.iter().map(|claim| Settled { address: claim.wanted.clone(), how: How::New }).collect();
    }
    let mut claimed = vec![false; record.entries().len()];
    let mut late = Vec::new();
    let mut settled: Vec<Settled> = Vec::with_capacity(claims.len());
    for (at, claim) in claims.iter().enumerate() {
        let place = record.place(&claim.wanted);
        let how = match place {
            Some(place) => known(record, &record.entries()[place], claim.marks),
            None => match erased(record, &claim.wanted) {
                Some(taken) => How::Taken(taken),
                None => {
                    late.push(at);
                    How::New
                }
            },
        };
        if let Some(place) = place.filter(|_| !matches!(how, How::Taken(_))) {
            claimed[place] = true;
        }
        settled.push(Settled { address: claim.wanted.clone(), how });
    }
    find_again(record, claims, &late, claimed, default_of_old, &mut settled);
    settled
}

/// Whether a report may stand at an address that is in the record.
fn known(record: &Record, entry: &Entry, marks: Marks) -> How {
    let taken = |other| How::Taken(Taken { since: entry.first.day, other });
    match &entry.state {
        State::Live if entry.may_be_of(marks) => How::Stands,
        State::Live => taken(Other::Stands),
        // Only the report that went from here may come back; whatever else it is called, its title must be that of the one it leads to.
        State::To(target) => match record.get(target) {
            Some(left) if left.has_title(marks) || entry.has_title(marks) => How::Moved { from: target.clone() },
            _ => taken(Other::Moved),
        },
        State::Gone(withdrawal) if entry.has_title(marks) => How::Republished { withdrawn: withdrawal.day },
        State::Gone(_) => taken(Other::Withdrawn),
    }
}

/// Whether the old address `alias`, which the report or category with these marks at `target` stands for, was another's.
///
/// `is_there` tells whether a report lies in a file that the record knows by this mark, published or not.
pub fn alias_of_another(
    record: &Record,
    alias: &UrlPath,
    (marks, target): (Marks, &UrlPath),
    is_there: impl Fn(Mark) -> bool,
) -> Option<Taken> {
    let Some(entry) = record.get(alias) else { return erased(record, alias) };
    let are_reports = may_be_report(alias.as_str()) && may_be_report(target.as_str());
    let is_in_its_column = are_reports && alias.folder() == target.folder();
    // A report that is only held back has not become another one.
    let is_left = || is_in_its_column && !entry.marks.iter().any(|marks| is_there(marks.file));
    let other = match &entry.state {
        State::To(to) if to == target => return None,
        _ if entry.may_be_of(marks) => return None,
        // A report that got another name and another title at once: only its author knows that it is the same.
        State::Live if is_left() => return None,
        State::Gone(withdrawal) if withdrawal.reason.is_empty() && is_left() => return None,
        State::Live => Other::Stands,
        State::To(_) => Other::Moved,
        State::Gone(_) => Other::Withdrawn,
    };
    Some(Taken { since: entry.first.day, other })
}

/// The folders that categories left, for each of `categories` (its folder on the web, and by what it is known again). A category has the
/// address that it asks for: a list is no report, and whoever comes to an old one finds what there is in it now.
pub fn left_folders(record: &Record, categories: &[(&str, Marks)]) -> Vec<Option<String>> {
    let index = |folder: &str| UrlPath::new(&format!("{folder}/index.html"));
    let places: Vec<Option<usize>> =
        categories.iter().map(|(folder, _)| index(folder).and_then(|url| record.place(&url))).collect();
    if record.is_empty() || places.iter().all(Option::is_some) {
        return vec![None; categories.len()];
    }
    let claimed: FxHashSet<usize> = places.iter().flatten().copied().collect();
    let is_left = |(place, entry): &(usize, &Entry)| {
        let is_index = entry.address.as_str().ends_with("/index.html");
        is_index && !claimed.contains(place) && entry.state == State::Live
    };
    let left = || record.entries().iter().enumerate().filter(is_left);
    let marks = |mark: fn(&Marks) -> Mark| {
        only(left().flat_map(|(place, entry)| entry.marks.iter().map(move |marks| (mark(marks), place))))
    };
    let (files, titles) = (marks(|marks| marks.file), marks(|marks| marks.title));
    let one = |only: Option<&Only>| match only {
        Some(Only::One(place)) => Some(*place),
        _ => None,
    };
    let left = |(place, (_, marks)): (&Option<usize>, &(&str, Marks))| {
        let place = match place {
            Some(_) => None,
            None => one(files.get(&marks.file)).or_else(|| one(titles.get(&marks.title))),
        }?;
        record.entries()[place].address.as_str().strip_suffix("/index.html").map(str::to_string)
    };
    places.iter().zip(categories).map(left).collect()
}

fn erased(record: &Record, address: &UrlPath) -> Option<Taken> {
    let key = record.is_erased(address).then(|| super::entry::key(address))?;
    let erased = record.erased().find(|erased| erased.key == key)?;
    Some(Taken { since: erased.first.day, other: Other::Erased })
}

/// The only claim, or the only address, that has a mark.
#[derive(Clone, Copy)]
enum Only {
    One(usize),
    Several,
}

/// Finds the addresses that reports had which ask for an address that was never public: by the title where only one report and one
/// address have it, or else by the file.
fn find_again(
    record: &Record,
    claims: &[Claim],
    late: &[usize],
    mut claimed: Vec<bool>,
    default_of_old: impl Fn(usize) -> Option<UrlPath>,
    settled: &mut [Settled],
) {
    if late.is_empty() {
        return;
    }
    let asking = only(late.iter().map(|at| (claims[*at].marks.title, *at)));
    let left = |claimed: &[bool], mark: fn(&Marks) -> Mark| {
        let left = record.entries().iter().enumerate().filter(|(place, entry)| {
            let address = entry.address.as_str();
            // A category can have the title of a report, and keeps its own pages.
            !claimed[*place] && entry.state == State::Live && is_page(address) && !is_of_category(address)
        });
        only(left.flat_map(|(place, entry)| {
            entry.marks.iter().map(mark).collect::<FxHashSet<_>>().into_iter().map(move |mark| (mark, place))
        }))
    };
    let titles = left(&claimed, |marks| marks.title);
    let mut rest = Vec::new();
    for at in late {
        match (titles.get(&claims[*at].marks.title), asking.get(&claims[*at].marks.title)) {
            (Some(Only::One(place)), Some(Only::One(_))) if !claimed[*place] => {
                claimed[*place] = true;
                take(record, &claims[*at], *place, &mut settled[*at]);
            }
            _ => rest.push(*at),
        }
    }
    let files = left(&claimed, |marks| marks.file);
    for at in rest {
        let by_file = match files.get(&claims[at].marks.file) {
            Some(Only::One(place)) if !claimed[*place] => Some(*place),
            _ => None,
        };
        // What is known by its address alone is whose address it would have been.
        let unmarked = |place: &usize| {
            let entry = &record.entries()[*place];
            !claimed[*place] && entry.state == State::Live && entry.marks.is_empty()
        };
        let by_default = || default_of_old(at).and_then(|address| record.place(&address)).filter(unmarked);
        if let Some(place) = by_file.or_else(|| (!claims[at].has_slug).then(by_default).flatten()) {
            claimed[place] = true;
            take(record, &claims[at], place, &mut settled[at]);
        }
    }
}

/// The report had the address at `place`: it keeps it, unless its author wants another last part.
fn take(record: &Record, claim: &Claim, place: usize, settled: &mut Settled) {
    let had = &record.entries()[place].address;
    let last = |address: &UrlPath| address.as_str().rsplit('/').next().unwrap_or_default().to_string();
    if claim.has_slug && last(had) != last(&claim.wanted) {
        settled.how = How::Moved { from: had.clone() };
    } else {
        *settled = Settled { address: had.clone(), how: How::Stands };
    }
}

fn only(marks: impl Iterator<Item = (Mark, usize)>) -> FxHashMap<Mark, Only> {
    let mut only = FxHashMap::default();
    for (mark, at) in marks {
        only.entry(mark).and_modify(|known| *known = Only::Several).or_insert(Only::One(at));
    }
    only
}
