//! What is left of something that was withdrawn: the address answers, and tells no more than it must.

use super::date::Date;
use super::ids::CategoryId;

/// Something that was withdrawn, as readers are told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawn {
    /// What stood there.
    pub what: Remains,
    /// The day on which it was withdrawn, where that is recorded.
    pub day: Option<Date>,
    /// Why, for readers; may be empty.
    pub reason: String,
    /// The nearest category above its address that has something to show.
    pub above: Option<CategoryId>,
    /// Its title, where readers may go on seeing it; mostly empty, because a title can be what must not be public.
    pub title: String,
}

/// What stood at an address, by which it is decided what can stand there now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remains {
    /// The page of a report.
    OfReport,
    /// A page of a category.
    OfCategory,
    /// A feed, which stays one without entries.
    OfFeed,
    /// A file, of which a line of text takes the place: whoever uploads a site by copying it over the old one would else leave the file
    /// online for ever.
    OfFile,
}
