//! What the stories need: small sites, a reader of pages, comparisons that explain themselves.

pub mod expect;
pub mod full;
pub mod html;
pub mod preview;
pub mod search;
pub mod site;
pub mod sources;
pub mod world;
pub mod xml;
