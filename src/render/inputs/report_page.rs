//! The page of a report.

use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::category::CategoryHead;
use super::reports::ReportFacts;
use super::site::SiteFacts;
use super::source::Source;
use crate::error::Error;
use crate::index::{CategoryNode, RelatedRole, SiteIndex};
use crate::load::body_reader::BodyReader;
use crate::model::body::{Body, Markup};
use crate::model::date::PublishDate;
use crate::model::digest::Digested;
use crate::model::page::ReportId;
use crate::model::path::UrlPath;
use crate::model::report::CheckedReport;
use crate::plan::references::Target;

/// All that the page of a report is made from.
#[derive(Serialize)]
pub struct ReportPage<'s> {
    pub site: &'s Digested<SiteFacts>,
    pub category: &'s Digested<CategoryHead>,
    pub facts: ReportFacts<'s>,
    /// Whether another report of its category has the same title, so that `<title>` needs more to be unique.
    pub is_title_shared: bool,
    /// The reports before and after it in its category.
    pub newer: Option<OtherReport<'s>>,
    pub older: Option<OtherReport<'s>>,
    pub related: Vec<RelatedReport<'s>>,
    pub text: ReportText<'s>,
    /// Where the links of its text lead.
    pub targets: &'s [Target],
}

/// What a page tells of another report.
#[derive(Serialize)]
pub struct OtherReport<'s> {
    pub title: &'s str,
    pub url: &'s UrlPath,
}

/// An entry of 相关政策法规/解读.
#[derive(Serialize)]
pub struct RelatedReport<'s> {
    pub report: OtherReport<'s>,
    pub date: PublishDate,
    pub role: RelatedRole,
}

/// The text of a report, written down as the digest of what was loaded, and read when the page is made.
pub struct ReportText<'s> {
    report: &'s CheckedReport,
    bodies: BodyReader<'s>,
}

impl ReportText<'_> {
    /// The text, its markup, and whether its source has changed since it was loaded.
    ///
    /// # Errors
    ///
    /// Where the source cannot be read any more.
    pub fn read(&self) -> Result<(Arc<Body>, Arc<Markup>, bool), Error> {
        let loaded = &self.report.body;
        let (body, markup) = self.bodies.read(&self.report.path, loaded)?;
        let has_changed = body.digest != loaded.digest;
        Ok((body, markup, has_changed))
    }
}

impl Serialize for ReportText<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.report.body.digest.serialize(serializer)
    }
}

impl<'s> ReportPage<'s> {
    /// Nothing where no category shows the report.
    pub(super) fn new(source: &Source<'s>, id: ReportId) -> Option<ReportPage<'s>> {
        let index = source.index;
        let home = index.home_of(id)?;
        let (newer, older) = neighbours(&index.categories[home], id);
        let related = index.related[id].iter().filter_map(|entry| {
            let date = index.reports[entry.report].metadata.date;
            Some(RelatedReport { report: other(source, entry.report)?, date, role: entry.role })
        });
        Some(ReportPage {
            site: source.site(),
            category: &source.category(home).head,
            facts: source.reports().facts(id)?,
            is_title_shared: source.is_title_shared(id),
            newer: newer.and_then(|id| other(source, id)),
            older: older.and_then(|id| other(source, id)),
            related: related.collect(),
            text: ReportText { report: &index.reports[id], bodies: source.bodies },
            targets: &source.targets[id],
        })
    }
}

fn other<'s>(source: &Source<'s>, id: ReportId) -> Option<OtherReport<'s>> {
    let index: &'s SiteIndex = source.index;
    Some(OtherReport { title: &index.reports[id].metadata.title, url: source.plan.report_url(id)? })
}

/// The reports before and after it in its own category, newer first.
fn neighbours(node: &CategoryNode, id: ReportId) -> (Option<ReportId>, Option<ReportId>) {
    // Ids ascend from new to old, and the category lists them in this order or the other way round.
    let ascending = node.reports.binary_search(&id);
    let place = ascending.or_else(|_| node.reports.binary_search_by(|other| id.cmp(other)));
    let Ok(at) = place else { return Default::default() };
    let (before, after) = (at.checked_sub(1).map(|at| node.reports[at]), node.reports.get(at + 1).copied());
    match (before, after) {
        (Some(before), after) if before > id => (after, Some(before)),
        (before, Some(after)) if after < id => (Some(after), before),
        pair => pair,
    }
}
