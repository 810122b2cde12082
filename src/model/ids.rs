//! How plan and pages name what is in the index.

/// Index of a category in `index::SiteIndex::categories`.
pub type CategoryId = usize;
/// Index of a report in `index::SiteIndex::reports`.
pub type ReportId = usize;
