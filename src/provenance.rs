//! Which file became which page: what a source file is and why it has a page or none, and what a page was made from. Values, no words; the plan
//! has decided all of it already and is only asked. Apart from the plan, because whoever asks wants one answer put together from sources,
//! index, plan and theme.

mod files;
pub mod origin;
mod pages;

pub use files::of_file;
pub use pages::{address_meant, nearest, of_address};
