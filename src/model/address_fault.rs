//! What is wrong with the addresses of a site, seen against those that were public before: found while planning, worded by `check`.

use serde::{Deserialize, Serialize};

use super::date::Date;
use super::path::{SourcePath, UrlPath};
use super::span::Span;

/// A line of the record of addresses that has none of the forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordFault {
    /// The line; none where the file as a whole cannot be read.
    pub span: Option<Span>,
    /// Why it cannot be read.
    pub kind: RecordFaultKind,
}

/// Why a line of the record cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecordFaultKind {
    /// The file is no UTF-8.
    NotUtf8 {
        /// What it probably is, by the name that editors know.
        encoding: Option<&'static str>,
    },
    /// Fewer than four columns.
    Columns,
    /// The first column is not twelve hexadecimal digits.
    Key,
    /// The second column is no address.
    Address,
    /// The third column is no day.
    Day,
    /// The fourth column is not made of digests.
    Marks,
    /// The fifth column is neither `to`, `gone` nor `erased` with what belongs to it.
    State,
}

/// Something to be said of one address. `file` is the file to look at, `span` the place in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressFault {
    /// The report or category that has the address, wants it or had it; the record itself where nobody does.
    pub file: SourcePath,
    /// Where it says so.
    pub span: Option<Span>,
    /// The address that is spoken of.
    pub address: UrlPath,
    /// What is the matter.
    pub kind: AddressFaultKind,
}

/// What there is to be said of an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum AddressFaultKind {
    /// It was another's, and is never given away.
    Taken {
        /// Since when it is public.
        since: Date,
        /// What became of the other one.
        other: Other,
        /// Whether it is wanted by `aliases`.
        is_alias: bool,
    },
    /// A published site has the page, and neither the sources nor the record know of it.
    Lost,
    /// It would have to be written into the record, which this run may not change.
    Unrecorded,
    /// Published sites have it and so many others that the record does not know; they are added.
    Behind {
        /// How many there are.
        count: usize,
    },
    /// A report left it for another one, to which it leads now.
    Moved {
        /// Where the report is now.
        to: UrlPath,
    },
    /// A withdrawn report is back.
    Republished {
        /// When it was withdrawn, where that is recorded.
        withdrawn: Option<Date>,
    },
    /// What stood there is withdrawn, and nobody said why.
    WithoutReason {
        /// The file of the report, where it is still there and held back.
        held: Option<SourcePath>,
    },
    /// It is new, and one in the same category was given up in the same run: perhaps the report got another name and title at once.
    PossibleRename {
        /// The address that was given up.
        gone: UrlPath,
    },
    /// The report bears a date long before the day on which it appeared.
    Backdated {
        /// The date that it bears.
        date: Date,
        /// When it appeared.
        first: Date,
    },
    /// The report and so many others have no `slug`.
    Unpinned {
        /// How many there are.
        count: usize,
    },
}

/// What became of whoever had an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Other {
    /// It is there.
    Stands,
    /// It has another address, to which this one leads.
    Moved,
    /// It is withdrawn.
    Withdrawn,
    /// It was erased, so that nobody knows any more what it was.
    Erased,
}
