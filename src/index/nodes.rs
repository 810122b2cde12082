//! What the index consists of: categories as they are seen, and how reports are related.

use serde::Serialize;

use crate::model::category::Cadence;
use crate::model::date::PublishDate;
use crate::model::page::{CategoryId, ReportId};
use crate::model::path::SourcePath;
use crate::model::span::Located;

/// A category with everything below it.
#[derive(Debug, Clone)]
pub struct CategoryNode {
    /// Its folder, `reports/信息公开/五公开专栏`.
    pub folder: SourcePath,
    /// Where findings about it point.
    pub file: SourcePath,
    /// 栏目名称, as readers see it.
    pub name: String,
    /// Address of its folder: `xxgk/wgkzl`.
    pub url: String,
    /// Old addresses as written, each with its place.
    pub aliases: Vec<Located<String>>,
    /// 栏目描述 as written; empty where none is.
    pub description: String,
    /// 栏目关键词 as written.
    pub keywords: Vec<String>,
    /// `ColumnType`, inherited from above where not given.
    pub kind: String,
    /// The longest time without a new report, where the category itself says; it is not inherited.
    pub cadence: Option<Cadence>,
    /// The category above; `None` for a top one.
    pub parent: Option<CategoryId>,
    /// The categories below that have something to show, in their order.
    pub children: Vec<CategoryId>,
    /// Its reports and those of its descendants, each once, in its order.
    pub reports: Vec<ReportId>,
    /// Years that have reports, newest first, with the reports of each.
    pub years: Vec<(i16, Vec<ReportId>)>,
    /// Date of its newest report.
    pub newest: Option<PublishDate>,
    /// Whether its reports come from more than one source, so that lists must show it.
    pub has_several_sources: bool,
    /// Whether any of its reports has an 索引号: a column of the 目录 that would be empty is left out.
    pub has_index_numbers: bool,
    /// Whether any of its reports has a 文号, likewise.
    pub has_document_numbers: bool,
}

/// A category that nothing is shown in.
#[derive(Debug, Clone)]
pub struct EmptyNode {
    /// Where findings about it point.
    pub file: SourcePath,
    /// 栏目名称, as readers would see it.
    pub name: String,
    /// Held reports in and below it.
    pub held: usize,
}

/// An entry of 相关政策法规/解读.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RelatedEntry {
    /// The other report.
    pub report: ReportId,
    /// What the other report is to the one whose page shows the entry.
    pub role: RelatedRole,
}

/// What one report is to another. Entries are shown in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum RelatedRole {
    /// The policy that this report interprets.
    Policy,
    /// A report that interprets this one.
    Interpretation,
    /// Named by `related` in one of the two reports.
    Related,
}
