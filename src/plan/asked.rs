//! What the sources ask of addresses: everything in them that decides which address each report gets, what answers at those that were public,
//! and what is to be said of them.

use rayon::prelude::*;
use serde::Serialize;

use super::report_addresses::wanted;
use crate::config::Config;
use crate::index::SiteIndex;
use crate::model::date::PublishDate;
use crate::model::digest::Digest;
use crate::model::path::{SourcePath, UrlPath};
use crate::model::report::Status;
use crate::model::span::{Located, Span};

/// Bytes of what is said of a report, about: its address, its title, its file.
const ROOM_FOR_REPORT: usize = 256;

/// Of one index. A field that is left out here and decides addresses makes a build differ from a clean one.
#[derive(Serialize)]
pub(super) struct Asked<'i> {
    /// By report; none where nothing shows the category that it lives in.
    pub(super) wanted: Vec<Option<UrlPath>>,
    /// In the order of files.
    reports: Vec<ReportAsked<'i>>,
    /// Address, name and folder of each category, and its old addresses.
    categories: Vec<(&'i str, &'i str, &'i SourcePath, &'i SourcePath, &'i [Located<String>])>,
    /// Categories that are off, and reports that are held.
    off: &'i [SourcePath],
    held: Vec<(&'i SourcePath, Status)>,
    has_feeds: bool,
}

#[derive(Serialize)]
struct ReportAsked<'i> {
    title: &'i str,
    file: &'i SourcePath,
    slug: Option<Span>,
    date: PublishDate,
    dated: Span,
    status: Status,
    aliases: &'i [Located<String>],
    attachments: Vec<&'i str>,
}

impl<'i> Asked<'i> {
    pub(super) fn of(index: &'i SiteIndex, config: &Config) -> Asked<'i> {
        let reports = index.in_order_read().map(|(_, report)| ReportAsked {
            title: &report.metadata.title,
            file: &report.path,
            slug: report.slug.as_ref().map(|slug| slug.span),
            date: report.metadata.date,
            dated: report.dated,
            status: report.status,
            aliases: &report.aliases,
            attachments: report.attachments.iter().map(|file| file.name.as_str()).collect(),
        });
        let categories = index.categories.iter();
        Asked {
            wanted: (0..index.reports.len()).into_par_iter().map(|id| wanted(index, id)).collect(),
            reports: reports.collect(),
            categories: categories
                .map(|node| (node.url.as_str(), node.name.as_str(), &node.folder, &node.file, node.aliases.as_slice()))
                .collect(),
            off: &index.off,
            held: index.held.iter().map(|report| (&report.path, report.status)).collect(),
            has_feeds: config.has_base_url(),
        }
    }

    /// Of all of it.
    pub(super) fn digest(&self) -> Option<Digest> {
        Digest::of_value(self, &mut Vec::with_capacity(self.reports.len() * ROOM_FOR_REPORT))
    }
}
