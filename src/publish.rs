//! From pages to the output folder. What is wanted is compared with what is there; only bytes that differ are written, files
//! that nobody wants any more go, and files that this program did not write are never touched. Nothing changes before every
//! page has been made.

pub mod apply;
pub mod ledger;
pub mod published_file;
pub mod seal;
pub mod sha256sums;
pub mod snapshot;
