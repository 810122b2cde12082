//! One address of the record: since when it is public, by which marks its report is known again, and what answers there now.

use serde::{Deserialize, Serialize};

use crate::model::date::Date;
use crate::model::path::UrlPath;
use crate::model::sha256;

/// By which an address is known where it must not be told: the first bytes of the SHA-256 of the address as it is written, so that
/// anybody can compute it. Six bytes are twelve digits; among a hundred thousand addresses two are alike once in fifty thousand sites.
pub type Key = [u8; 6];

/// The key of an address.
pub fn key(address: &UrlPath) -> Key {
    let [a, b, c, d, e, f, ..] = sha256::sum(address.encoded().as_bytes());
    [a, b, c, d, e, f]
}

/// Four bytes of a SHA-256 tell the reports of one site apart and tell nobody else what they are of.
pub type Mark = [u8; 4];

/// The mark of a title or of a file's path.
pub fn mark(text: &str) -> Mark {
    let [a, b, c, d, ..] = sha256::sum(text.as_bytes());
    [a, b, c, d]
}

/// By what a report or a category is known again: either of the two is enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Marks {
    /// Of its title.
    pub title: Mark,
    /// Of the path of its file, or of a category's folder.
    pub file: Mark,
}

impl Marks {
    /// Of what has this title and lies in this file.
    pub fn of(title: &str, file: &str) -> Marks {
        Marks { title: mark(title), file: mark(file) }
    }
}

/// The day on which a build first made an address public.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FirstDay {
    /// By the clock of the office.
    pub day: Date,
    /// Whether the address is older than the record, so that the day is only that which the report bears.
    pub is_assumed: bool,
}

/// What answers at an address that was public.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// A page or file of today.
    Live,
    /// Whatever answers at another address.
    To(UrlPath),
    /// A page that says that the report was withdrawn (撤下页).
    Gone(Withdrawal),
}

/// When and why something was withdrawn.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Withdrawal {
    /// The day, where it is recorded.
    pub day: Option<Date>,
    /// What readers are told; may be empty.
    pub reason: String,
    /// The title, where readers may go on seeing it; mostly empty, because a title can be what must not be public.
    pub title: String,
}

/// What answers at an address at which nothing stands any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// What stands elsewhere.
    Elsewhere(UrlPath),
    /// A page that says that it was withdrawn.
    Withdrawn {
        /// The address of what was withdrawn, to which this one may have led.
        of: UrlPath,
        /// When and why.
        withdrawal: Withdrawal,
        /// Whether it was a report or a category; nothing but its address is known of a file.
        has_marks: bool,
    },
}

/// An address that was public once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Below the root of the site.
    pub address: UrlPath,
    /// Since when it is public.
    pub first: FirstDay,
    /// What stood there. More than one where two branches put different reports there; none of aliases, attachments, and of what is
    /// only known by its address.
    pub marks: Vec<Marks>,
    /// What answers there now.
    pub state: State,
}

impl Entry {
    /// Whether something with this title stood there.
    pub fn has_title(&self, marks: Marks) -> bool {
        self.marks.iter().any(|known| known.title == marks.title)
    }

    /// Whether something in this file stood there.
    pub fn has_file(&self, marks: Marks) -> bool {
        self.marks.iter().any(|known| known.file == marks.file)
    }

    /// Whether the address is not that of anything with other marks.
    pub fn may_be_of(&self, marks: Marks) -> bool {
        self.marks.is_empty() || self.has_title(marks) || self.has_file(marks)
    }

    /// What two lines of one address say together, whichever comes first. The address was public on the earlier day; that it was left
    /// counts more than that it was not, because only a report that stands there can say that it was not.
    pub(super) fn join(&mut self, other: Entry) {
        self.first = self.first.min(other.first);
        for marks in other.marks {
            if !self.marks.contains(&marks) {
                self.marks.push(marks);
            }
        }
        self.marks.sort_unstable();
        self.state = match (std::mem::replace(&mut self.state, State::Live), other.state) {
            (State::Live, state) | (state, State::Live) => state,
            // A new address is more than that the old one is left.
            (to @ State::To(_), State::Gone(_)) | (State::Gone(_), to @ State::To(_)) => to,
            (one, two) => one.min(two),
        };
    }
}

/// An address of which nothing but its key may be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Erased {
    /// By which it is known that the address is taken.
    pub key: Key,
    /// Since when it was public.
    pub first: FirstDay,
    /// When it was erased.
    pub day: Date,
}
