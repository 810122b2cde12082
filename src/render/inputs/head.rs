//! What distinguishes the head of a page from that of others.

use std::borrow::Cow;

use serde::Serialize;

use super::category::CategoryHead;
use crate::model::digest::Digested;

/// [`Head::kind`] of the page of a report.
pub const REPORT: &str = "report";

/// Title, tags and place of a page.
#[derive(Serialize)]
pub struct Head<'s> {
    /// `<meta name="page-type">`.
    pub kind: &'static str,
    /// `h1`.
    pub title: Cow<'s, str>,
    /// Added to the title in `<title>` only, so that it is unique: `第 2 页`, `2024年`. May be empty.
    pub qualifier: Cow<'s, str>,
    /// `<meta name="description">`.
    pub description: Cow<'s, str>,
    /// Nothing on pages outside any category.
    pub category: Option<&'s Digested<CategoryHead>>,
    /// Ends the breadcrumb as the current page; `None` when the template does it.
    pub last_crumb: Option<String>,
    /// Keep out of search engines.
    pub noindex: bool,
}

impl<'s> Head<'s> {
    pub fn new(kind: &'static str, title: impl Into<Cow<'s, str>>) -> Head<'s> {
        Head {
            kind,
            title: title.into(),
            qualifier: Cow::Borrowed(""),
            description: Cow::Borrowed(""),
            category: None,
            last_crumb: None,
            noindex: false,
        }
    }
}
