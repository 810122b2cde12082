//! What the stages up to the plan have made of a site, for those that come after.

use std::sync::Arc;

use crate::check::reviews::Reviews;
use crate::diagnostics::exit_code::fails;
use crate::diagnostics::{Diagnostic, Summary};
use crate::index::SiteIndex;
use crate::load::Loaded;
use crate::model::page::PagePlan;
use crate::permalinks::next::Next;
use crate::plan::references::Targets;
use crate::publish::ledger::Now;

/// A site that was read, checked and planned.
pub struct Planned {
    /// Everything that was read.
    pub loaded: Loaded,
    /// What became of the review of each report that needs one.
    pub reviews: Reviews,
    /// What is shown, and where it belongs.
    pub index: SiteIndex,
    /// Every file of the output, and what went wrong while planning.
    pub plan: Arc<PagePlan>,
    /// What the record of addresses says once this site is public, and what is to be answered where nothing stands.
    pub permalinks: Arc<Next>,
    /// Link targets of each report of the index.
    pub targets: Arc<Vec<Targets>>,
    /// In the order of files and places.
    pub diagnostics: Vec<Diagnostic>,
    /// The numbers of the run, and what is held back.
    pub summary: Summary,
}

impl Planned {
    /// Whether nothing keeps the site from being published.
    pub fn is_publishable(&self) -> bool {
        !fails(&self.diagnostics, false)
    }

    /// As the ledger looks at it.
    pub fn now(&self) -> Now<'_> {
        Now { loaded: &self.loaded, index: &self.index, plan: &self.plan }
    }
}
