//! What the index consists of: categories as they are seen, and how reports are related.

use serde::Serialize;

use crate::model::category::Cadence;
use crate::model::date::PublishDate;
use crate::model::page::{CategoryId, ReportId};
use crate::model::path::SourcePath;

/// A category with everything below it.
#[derive(Debug, Clone)]
pub struct CategoryNode {
    pub folder: SourcePath,
    /// Where findings about it point.
    pub file: SourcePath,
    pub name: String,
    /// Address of its folder: `xxgk/wgkzl`.
    pub url: String,
    pub description: String,
    pub keywords: Vec<String>,
    /// `ColumnType`, inherited from above where not given.
    pub kind: String,
    pub cadence: Option<Cadence>,
    pub parent: Option<CategoryId>,
    pub children: Vec<CategoryId>,
    /// Its reports and those of its descendants, each once, in its order.
    pub reports: Vec<ReportId>,
    /// Years that have reports, newest first, with the reports of each.
    pub years: Vec<(i16, Vec<ReportId>)>,
    /// Date of its newest report.
    pub newest: Option<PublishDate>,
    /// Whether its reports come from more than one source, so that lists must show it.
    pub has_several_sources: bool,
    /// Whether any of its reports has an 索引号, a 文号: columns of the 目录 that would be empty are left out.
    pub has_index_numbers: bool,
    pub has_document_numbers: bool,
}

/// A category that nothing is shown in.
#[derive(Debug, Clone)]
pub struct EmptyNode {
    pub file: SourcePath,
    pub name: String,
    /// Held reports in and below it.
    pub held: usize,
}

/// An entry of 相关政策法规/解读.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RelatedEntry {
    pub report: ReportId,
    pub role: RelatedRole,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum RelatedRole {
    /// The policy that this report interprets.
    Policy,
    /// A report that interprets this one.
    Interpretation,
    Related,
}
