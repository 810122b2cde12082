//! What a run decides about, beside the sources. A value, so that the same sources give the same site on any day that nothing is due.

use super::date::DateTime;

/// The time that counts as now, and what is shown.
#[derive(Debug, Clone, Copy)]
pub struct Choices {
    /// What the office's clock shows, for reports dated in the future and for those that expire.
    pub now: DateTime,
    /// Show drafts and future reports, marked as such.
    pub drafts: bool,
}
