//! From the plan to bytes. Every planned page is rendered by itself, from the index, the configuration and the theme, so pages
//! are made in parallel in any order and come out the same. A page is handed to `sink` as soon as it is made and then
//! dropped: memory does not grow with the site.

mod body;
mod catalog_json;
mod dates;
mod feed;
mod head;
mod lists;
mod pages;
mod qr;
mod report;
mod search_index;
mod site;
mod sitemap;
mod structured_data;
pub mod theme;
pub mod view;

use rayon::prelude::*;

use crate::config::Config;
use crate::error::Error;
use crate::index::SiteIndex;
use crate::load::sources::Sources;
use crate::model::page::{PageKind, PagePlan, PlannedPage};
use crate::model::path::UrlPath;
use crate::plan::references::Targets;
use theme::Theme;

/// What every page is made from.
pub struct Renderer<'a> {
    pub config: &'a Config,
    pub index: &'a SiteIndex,
    pub plan: &'a PagePlan,
    /// Link targets of each report of the index.
    pub targets: &'a [Targets],
    pub theme: &'a Theme,
    pub sources: &'a dyn Sources,
    shared: site::Shared,
}

impl<'a> Renderer<'a> {
    /// Prepares what all pages share. The theme's global context gets `site`.
    pub fn new(
        config: &'a Config,
        index: &'a SiteIndex,
        plan: &'a PagePlan,
        targets: &'a [Targets],
        theme: &'a mut Theme,
        sources: &'a dyn Sources,
    ) -> Renderer<'a> {
        theme.share(&site::view(config, index, plan, theme));
        let theme = &*theme;
        let shared = site::Shared::new(index, config);
        Renderer { config, index, plan, targets, theme, sources, shared }
    }

    /// Makes every page and hands it to `sink`, from several threads.
    ///
    /// # Errors
    ///
    /// The error of the first page in the order of addresses that a template or `sink` fails on.
    pub fn render_all(&self, sink: &(dyn Fn(&UrlPath, Vec<u8>) -> Result<(), Error> + Sync)) -> Result<(), Error> {
        let pages: Vec<(&UrlPath, &PlannedPage)> = self.plan.iter().collect();
        let failures: Vec<Error> = pages
            .par_iter()
            .map(|(url, page)| self.render(url, page).and_then(|bytes| sink(url, bytes)))
            .filter_map(Result::err)
            .collect();
        match failures.into_iter().next() {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    /// One page.
    pub fn render(&self, url: &UrlPath, page: &PlannedPage) -> Result<Vec<u8>, Error> {
        match &page.kind {
            PageKind::Home => pages::home(self, url),
            PageKind::Listing { category, page } => lists::listing(self, url, *category, *page),
            PageKind::Year { category, year, page } => lists::year(self, url, *category, *year, *page),
            PageKind::Catalog { category, page } => lists::catalog(self, url, *category, *page),
            PageKind::Report(id) => report::page(self, url, *id),
            PageKind::Redirect(id) => pages::redirect(self, url, *id),
            PageKind::Attachment { report, attachment } => {
                self.sources.read(&self.index.reports[*report].attachments[*attachment].source)
            }
            PageKind::Search => pages::search(self, url),
            PageKind::SearchIndex => Ok(search_index::titles(self)),
            PageKind::SiteMap => pages::site_map(self, url),
            PageKind::About => pages::about(self, url),
            PageKind::NotFound => pages::not_found(self, url),
            PageKind::SitemapXml { part } => Ok(sitemap::xml(self, *part)),
            PageKind::Robots => Ok(sitemap::robots(self)),
            PageKind::Feed { category } => Ok(feed::atom(self, *category)),
            PageKind::CategoriesJson => Ok(catalog_json::categories(self)),
            PageKind::CategoryJson { category, page } => Ok(catalog_json::articles(self, *category, *page)),
            PageKind::Asset { name } => Ok(self.theme.asset(name)),
        }
    }
}
