//! Files for programs, made without templates.

pub mod catalog;
pub mod feed;
pub mod sitemap;
mod xml;
