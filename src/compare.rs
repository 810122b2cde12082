//! What is made now against what is published: whether a folder holds exactly the files of the site, to the byte, and what readers would
//! see change. Apart from [`pipeline`](crate::pipeline), which makes pages and does not care what becomes of them; nothing here writes.

mod by_list;
mod by_sources;
pub mod changes;
mod collected;
pub mod edits;
mod injected;
mod matching;
mod page_text;
pub mod reference;
pub mod verification;

pub use by_list::{agrees_with_list, agrees_with_sum, mark_as_last_built};
pub use by_sources::agrees_with_sources;
pub use matching::site_changes;
