//! The memory of addresses: `permalinks.txt` beside `site.toml` says which addresses were public, since when, and what answers there now. An
//! address that was public once never changes by itself and is never given to another report. Stands left of `plan`, which asks it where
//! each report stands; it reads and writes no file and knows no clock.
//!
//! [`record`] is the file as a value and [`text`] its form; [`known`] adds what published sites know; [`claims`] decides who gets which
//! address, [`next`] what the record says after a build, and [`unrecorded`] what a published site knows that the record does not.
//! [`concluded`] is kept for the next build, which mostly changes nothing of all that.

pub mod claims;
pub mod concluded;
pub mod entry;
pub mod known;
pub mod next;
pub mod record;
pub mod text;
pub mod unrecorded;

pub use known::{Known, Published};

/// Name of the file, beside `site.toml`.
pub const FILE: &str = "permalinks.txt";
