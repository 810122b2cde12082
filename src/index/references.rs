//! 政策 ↔ 解读 and other related reports. A link given on one side appears on both: inspectors count a one-way link as none.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::nodes::{RelatedEntry, RelatedRole};
use crate::model::page::ReportId;
use crate::model::path::SourcePath;
use crate::model::report::CheckedReport;

/// The related reports of each report: policies first, then interpretations, then others, each newest first, each once.
pub(super) fn relate(reports: &[Arc<CheckedReport>], by_path: &FxHashMap<SourcePath, ReportId>) -> Vec<Vec<RelatedEntry>> {
    let mut found: Vec<BTreeSet<(RelatedRole, ReportId)>> = vec![BTreeSet::new(); reports.len()];
    for (id, report) in reports.iter().enumerate() {
        for other in report.interprets.iter().filter_map(|path| by_path.get(path).copied()) {
            found[id].insert((RelatedRole::Policy, other));
            found[other].insert((RelatedRole::Interpretation, id));
        }
        for other in report.related.iter().filter_map(|path| by_path.get(path).copied()) {
            found[id].insert((RelatedRole::Related, other));
            found[other].insert((RelatedRole::Related, id));
        }
    }
    found.into_iter().enumerate().map(|(id, entries)| once_each(id, entries)).collect()
}

/// A report that is both interpreted and related appears once, in its stronger role.
fn once_each(own: ReportId, entries: BTreeSet<(RelatedRole, ReportId)>) -> Vec<RelatedEntry> {
    if entries.is_empty() {
        return Vec::new();
    }
    let mut seen = BTreeSet::from([own]);
    entries
        .into_iter()
        .filter(|(_, report)| seen.insert(*report))
        .map(|(role, report)| RelatedEntry { report, role })
        .collect()
}
