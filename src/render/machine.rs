//! Files for programs, made without templates.

pub mod catalog;
pub mod feed;
pub mod sitemap;
mod xml;

/// Takes the place of a file that was withdrawn, whatever it was. Whoever copies the site over the old one would else leave the file itself
/// on the server; and a server that can answer 410 is told to (`gongkai redirects`).
pub const WITHDRAWN_FILE: &str = "这个文件已经撤下。\nThis file has been withdrawn.\n";
