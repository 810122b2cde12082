//! What templates see of addresses at which nothing stands any more.

use serde::Serialize;

use super::basic::{DateView, LinkView};

/// `redirect` in redirect.html: an old address that leads to another page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RedirectView {
    /// 标题 of the report, or name of the category, that it leads to.
    pub title: String,
    /// That page.
    pub path: String,
}

/// `gone` in gone.html: 撤下页, what is left of a report or a category that was withdrawn.
#[derive(Debug, Clone, Default, Serialize)]
pub struct GoneView {
    /// Whether a category stood there.
    pub is_category: bool,
    /// The day on which it was withdrawn; both forms empty where that is not recorded.
    pub date: DateView,
    /// Why, in the words of the office; may be empty.
    pub reason: String,
    /// The title that the report had, where the office lets readers see it; mostly empty.
    pub title: String,
    /// The nearest category above it; empty where there is none.
    pub category: LinkView,
    /// The 目录 of that category; a path, or empty.
    pub catalog_path: String,
}
