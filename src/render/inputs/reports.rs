//! What pages take from reports: everything that is written about each, its text aside.

use std::borrow::Cow;
use std::sync::OnceLock;

use rayon::prelude::*;
use serde::ser::{Error as _, SerializeSeq as _};
use serde::{Serialize, Serializer};

use super::small::{self, count};
use crate::index::SiteIndex;
use crate::load::markdown::opening;
use crate::model::digest::Digest;
use crate::model::metadata::{Metadata, Validity};
use crate::model::page::{PagePlan, ReportId};
use crate::model::path::UrlPath;
use crate::model::report::{Attachment, HoldReason, Status};
use crate::render::view::ItemView;

/// All that pages may know of a report, its text aside.
#[derive(Clone, Copy, Serialize)]
pub struct ReportFacts<'s> {
    /// Tells reports of one build apart, for what is made of each once; no page shows it.
    #[serde(skip)]
    pub id: ReportId,
    /// The address of its page.
    pub url: &'s UrlPath,
    /// Name of the category that it lives in.
    pub home: &'s str,
    pub metadata: &'s Metadata,
    pub status: Status,
    pub attachments: &'s [Attachment],
}

impl ReportFacts<'_> {
    /// The report as lists show it.
    pub fn item(&self, has_source: bool) -> ItemView {
        let metadata = self.metadata;
        ItemView {
            title: metadata.title.clone(),
            path: self.url.encoded(),
            date: small::date(metadata.date),
            summary: if *metadata.description == *metadata.title { String::new() } else { opening(&metadata.description) },
            source: if has_source { metadata.source.clone() } else { String::new() },
            document_number: metadata.number.clone(),
            index_number: metadata.index.clone(),
            attachments: count(self.listed_attachments().count()),
            state: match metadata.validity {
                Validity::Valid => String::new(),
                other => format!("已{}", other.name()),
            },
            preview: self.preview_mark().to_string(),
        }
    }

    /// The mark of a report that is shown only for `--drafts`; empty for others.
    pub fn preview_mark(&self) -> &'static str {
        match self.status {
            Status::Preview(HoldReason::Draft | HoldReason::SetAside | HoldReason::ColumnOff) => "草稿",
            Status::Preview(HoldReason::Scheduled(_)) => "定时发布",
            Status::Published | Status::Held(_) => "",
        }
    }

    /// Attachments beside those that are shown in the text.
    pub fn listed_attachments(&self) -> impl Iterator<Item = &Attachment> {
        self.attachments.iter().filter(|file| !file.in_text)
    }
}

/// The facts of all reports of a site. They are put together when they are asked for; what is kept is their digests.
#[derive(Clone, Copy)]
pub struct Reports<'s> {
    pub index: &'s SiteIndex,
    pub plan: &'s PagePlan,
    pub digests: &'s OnceLock<Vec<Option<Digest>>>,
}

impl<'s> Reports<'s> {
    /// Nothing of a report that no category shows.
    pub fn facts(&self, id: ReportId) -> Option<ReportFacts<'s>> {
        let report = &self.index.reports[id];
        Some(ReportFacts {
            id,
            url: self.plan.report_url(id)?,
            home: &self.index.categories[self.index.home_of(id)?].name,
            metadata: &report.metadata,
            status: report.status,
            attachments: &report.attachments,
        })
    }

    /// By report. Made with all threads when they are first asked for, so a thread that works for others asks for them beforehand.
    pub fn digests(&self) -> &'s [Option<Digest>] {
        let digest = |scratch: &mut Vec<u8>, id: ReportId| Digest::of_value(&self.facts(id)?, scratch);
        self.digests.get_or_init(|| (0..self.index.reports.len()).into_par_iter().map_init(Vec::new, digest).collect())
    }

    /// Some of them, for a page.
    pub fn list(&self, ids: impl Into<Cow<'s, [ReportId]>>) -> ReportList<'s> {
        ReportList { reports: *self, ids: ids.into() }
    }
}

/// Reports on a page. A list that nobody looks into costs no more than the digests of its reports, which it is written down as.
pub struct ReportList<'s> {
    reports: Reports<'s>,
    ids: Cow<'s, [ReportId]>,
}

impl<'s> ReportList<'s> {
    /// In their order.
    pub fn iter(&self) -> impl Iterator<Item = ReportFacts<'s>> {
        self.ids.iter().filter_map(|id| self.reports.facts(*id))
    }
}

impl Serialize for ReportList<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let digests = self.reports.digests();
        let mut list = serializer.serialize_seq(Some(self.ids.len()))?;
        for id in self.ids.iter() {
            let digest = digests[*id].as_ref().ok_or_else(|| S::Error::custom("a report without a digest"))?;
            list.serialize_element(digest)?;
        }
        list.end()
    }
}
