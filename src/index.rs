//! The index of categories: who belongs where, in what order, and which report speaks of which. Every list of the site is
//! a slice of what is here, so no template ever sorts or counts.

mod nodes;
mod references;
mod tree;

use std::cmp::Reverse;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::load::Loaded;
use crate::model::page::{CategoryId, ReportId};
use crate::model::path::SourcePath;
use crate::model::report::CheckedReport;
pub use nodes::{CategoryNode, EmptyNode, RelatedEntry, RelatedRole};
pub use tree::folder_on_web;

/// The site as it will be seen: shown reports and the categories that have some.
#[derive(Debug, Clone, Default)]
pub struct SiteIndex {
    /// Newest first, by one total order: date, then path.
    pub reports: Vec<Arc<CheckedReport>>,
    /// Reports that are held back, in the order of their paths.
    pub held: Vec<Arc<CheckedReport>>,
    /// Reports with findings that keep them from being published, in the order of their paths.
    pub rejected: Vec<SourcePath>,
    /// Only categories with at least one shown report in or below them; parents before children.
    pub categories: Vec<CategoryNode>,
    /// Top categories in their order.
    pub roots: Vec<CategoryId>,
    /// Categories that are left out because nothing is shown in them.
    pub empty: Vec<EmptyNode>,
    /// Folders of categories that are off.
    pub off: Vec<SourcePath>,
    /// 相关政策法规/解读 of each report, both directions.
    pub related: Vec<Vec<RelatedEntry>>,
    /// The category that each report lives in.
    homes: Vec<Option<CategoryId>>,
    /// Reports in the order in which they were read, which is that of their paths.
    read: Vec<ReportId>,
    by_path: FxHashMap<SourcePath, ReportId>,
    by_folder: FxHashMap<SourcePath, CategoryId>,
}

impl SiteIndex {
    /// Builds the index of the reports that are shown. They, and those with findings against them, come in the order of their paths.
    pub fn new(reports: Vec<Arc<CheckedReport>>, rejected: Vec<SourcePath>, loaded: &Loaded) -> SiteIndex {
        let (shown, held): (Vec<_>, Vec<_>) = reports.into_iter().partition(|report| report.status.is_shown());
        let mut shown: Vec<(usize, Arc<CheckedReport>)> = shown.into_iter().enumerate().collect();
        shown.par_sort_by_key(|(place, report)| (Reverse(report.metadata.date.moment()), *place));
        let mut read = vec![0; shown.len()];
        for (id, (place, _)) in shown.iter().enumerate() {
            read[*place] = id;
        }
        let shown: Vec<Arc<CheckedReport>> = shown.into_iter().map(|(_, report)| report).collect();
        let relate = || {
            let by_path = shown.iter().enumerate().map(|(id, report)| (report.path.clone(), id)).collect();
            (references::relate(&shown, &by_path), by_path)
        };
        let (tree, (related, by_path)) = rayon::join(|| tree::build(&shown, &held, loaded), relate);
        let by_folder: FxHashMap<SourcePath, CategoryId> =
            tree.categories.iter().enumerate().map(|(id, node)| (node.folder.clone(), id)).collect();
        SiteIndex {
            homes: shown.iter().map(|report| by_folder.get(&report.folder).copied()).collect(),
            by_folder,
            reports: shown,
            held,
            rejected,
            categories: tree.categories,
            roots: tree.roots,
            empty: tree.empty,
            off: loaded.categories.iter().filter(|category| category.is_off).map(|off| off.folder.clone()).collect(),
            related,
            read,
            by_path,
        }
    }

    /// Reports in the order in which they were read, which is that of their paths.
    pub fn in_order_read(&self) -> impl Iterator<Item = (ReportId, &CheckedReport)> {
        self.read.iter().map(|id| (*id, &*self.reports[*id]))
    }

    /// The report of exactly this file, if it is shown.
    pub fn report_at(&self, path: &SourcePath) -> Option<ReportId> {
        self.by_path.get(path).copied()
    }

    /// As [`SiteIndex::report_at`], for a path as text.
    pub fn has_report(&self, path: &str) -> bool {
        self.by_path.contains_key(path)
    }

    /// The category of exactly this folder, if something is shown in it.
    pub fn category_at(&self, folder: &SourcePath) -> Option<CategoryId> {
        self.by_folder.get(folder).copied()
    }

    /// The category that a report lives in.
    pub fn home_of(&self, report: ReportId) -> Option<CategoryId> {
        self.homes.get(report).copied().flatten()
    }

    /// From the top category down to `category`, both included.
    pub fn ancestry(&self, category: CategoryId) -> Vec<CategoryId> {
        let mut path: Vec<CategoryId> = std::iter::successors(Some(category), |id| self.categories[*id].parent).collect();
        path.reverse();
        path
    }
}
