//! Files for programs: feeds, the catalogue as JSON, the addresses for crawlers.

use serde::Serialize;

use super::category::CategoryHead;
use super::reports::ReportList;
use super::site::SiteFacts;
use super::source::Source;
use crate::index::SiteIndex;
use crate::model::date::PublishDate;
use crate::model::digest::Digested;
use crate::model::fixed_page::FixedPage;
use crate::model::page::{CategoryId, PageKind, ReportId};
use crate::model::path::UrlPath;
use crate::model::report::Status;
use crate::plan::{ARTICLES, SITEMAP_URLS, is_in_sitemap, page_of, pages};

/// Reports in a feed.
const FEED_ENTRIES: usize = 20;

/// All that a feed is made from, of the site or of a category.
#[derive(Serialize)]
pub struct Feed<'s> {
    pub site: &'s Digested<SiteFacts>,
    pub category: Option<&'s Digested<CategoryHead>>,
    /// Newest first.
    pub reports: ReportList<'s>,
}

/// All that a page of the catalogue is made from.
#[derive(Serialize)]
pub struct Articles<'s> {
    pub site: &'s Digested<SiteFacts>,
    /// Address and name of the category, and how many reports it has.
    pub folder: &'s str,
    pub name: &'s str,
    pub count: usize,
    /// The page's number from 1, and how many there are.
    pub number: usize,
    pub total: usize,
    pub reports: ReportList<'s>,
}

/// All that the tree of the catalogue is made from.
#[derive(Serialize)]
pub struct Categories<'s> {
    pub site: &'s Digested<SiteFacts>,
    /// Reports of the site.
    pub count: usize,
    pub roots: Vec<Category<'s>>,
}

/// A category of it with those below.
#[derive(Serialize)]
pub struct Category<'s> {
    pub folder: &'s str,
    pub name: &'s str,
    pub description: &'s str,
    /// `ColumnType`.
    pub kind: &'s str,
    pub count: usize,
    pub children: Vec<Category<'s>>,
}

/// All that sitemap.xml and its parts are made from.
#[derive(Serialize)]
pub struct Sitemap<'s> {
    pub site: &'s Digested<SiteFacts>,
    /// From 1; nothing for `sitemap.xml` itself, which is an index where there are several parts.
    pub part: Option<usize>,
    /// What crawlers are told of, in no particular order, each with the time of its last change.
    pub addresses: Vec<(&'s UrlPath, Option<PublishDate>)>,
}

/// All that robots.txt is made from.
#[derive(Serialize)]
pub struct Robots<'s> {
    pub base_url: Option<&'s str>,
}

impl<'s> Feed<'s> {
    pub(super) fn new(source: &Source<'s>, category: Option<CategoryId>) -> Feed<'s> {
        Feed {
            site: source.site(),
            category: category.map(|id| &source.category(id).head),
            reports: source.reports().list(newest(source.index, category)),
        }
    }
}

fn newest(index: &SiteIndex, category: Option<CategoryId>) -> Vec<ReportId> {
    // What a preview shows is not published, and a reader's feed never forgets.
    let is_published = |id: &ReportId| index.reports[*id].status == Status::Published;
    match category.map(|id| &index.categories[id].reports) {
        // Ids ascend from new to old, and lists have them in this order or the other way round.
        Some(reports) if reports.is_sorted() => reports.iter().copied().filter(is_published).take(FEED_ENTRIES).collect(),
        Some(reports) => reports.iter().rev().copied().filter(is_published).take(FEED_ENTRIES).collect(),
        None => (0..index.reports.len()).filter(is_published).take(FEED_ENTRIES).collect(),
    }
}

impl<'s> Articles<'s> {
    pub(super) fn new(source: &Source<'s>, id: CategoryId, number: usize) -> Articles<'s> {
        let node = &source.index.categories[id];
        Articles {
            site: source.site(),
            folder: &node.url,
            name: &node.name,
            count: node.reports.len(),
            number,
            total: pages(node.reports.len(), ARTICLES),
            reports: source.reports().list(page_of(&node.reports, number, ARTICLES)),
        }
    }
}

impl<'s> Categories<'s> {
    pub(super) fn new(source: &Source<'s>) -> Categories<'s> {
        let index = source.index;
        let roots = index.roots.iter().map(|id| category(index, *id)).collect();
        Categories { site: source.site(), count: index.reports.len(), roots }
    }
}

fn category(index: &SiteIndex, id: CategoryId) -> Category<'_> {
    let node = &index.categories[id];
    Category {
        folder: &node.url,
        name: &node.name,
        description: &node.description,
        kind: &node.kind,
        count: node.reports.len(),
        children: node.children.iter().map(|child| category(index, *child)).collect(),
    }
}

impl<'s> Sitemap<'s> {
    pub(super) fn new(source: &Source<'s>, part: Option<usize>) -> Sitemap<'s> {
        let (plan, index) = (source.plan, source.index);
        let told = plan.as_planned().iter().filter(|(_, page)| is_in_sitemap(&page.kind, index));
        let addresses = told.map(|(url, page)| (url, last_change(index, &page.kind))).collect();
        Sitemap { site: source.site(), part, addresses }
    }

    /// How many parts there are.
    pub fn parts(&self) -> usize {
        pages(self.addresses.len(), SITEMAP_URLS)
    }
}

fn last_change(index: &SiteIndex, kind: &PageKind) -> Option<PublishDate> {
    match kind {
        PageKind::Report(id) => Some(index.reports[*id].metadata.last_change()),
        PageKind::Fixed(FixedPage::Home) => index.reports.first().map(|report| report.metadata.date),
        PageKind::Listing { category, .. } | PageKind::Catalog { category, .. } => index.categories[*category].newest,
        _ => None,
    }
}

impl<'s> Robots<'s> {
    pub(super) fn new(source: &Source<'s>) -> Robots<'s> {
        Robots { base_url: source.config.base_url.as_deref() }
    }
}
