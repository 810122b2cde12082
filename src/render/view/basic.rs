//! The views that other views are made of, a link and a date.

use serde::Serialize;

/// A link in the navigation or the footer.
#[derive(Debug, Clone, Default, Serialize)]
pub struct LinkView {
    /// What readers see.
    pub text: String,
    /// Path below the root; empty for a link to another site.
    pub path: String,
    /// Absolute address of another site; empty for an internal link.
    pub url: String,
}

/// A date in the two forms that pages show.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DateView {
    /// `2024-11-11`, for `datetime` and lists.
    pub iso: String,
    /// `2024年11月11日`, with ` 10:30` when a time was given.
    pub text: String,
}
