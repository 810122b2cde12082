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

use std::sync::Arc;

use rayon::prelude::*;

use crate::config::Config;
use crate::error::Error;
use crate::index::SiteIndex;
use crate::load::sources::Sources;
use crate::model::page::{PageKind, PagePlan, PlannedPage};
use crate::model::path::UrlPath;
use crate::plan::references::Targets;
pub use site::Shared;
use theme::Theme;

/// A page in the making: where it will live, and its bytes so far.
pub struct Sheet<'s> {
    pub url: &'s UrlPath,
    pub out: &'s mut Vec<u8>,
}

/// Takes a finished page.
pub type Sink<'s> = dyn Fn(&UrlPath, &[u8]) -> Result<(), Error> + Sync + 's;

/// What every page is made from.
pub struct Renderer<'a> {
    pub config: &'a Config,
    pub index: &'a SiteIndex,
    pub plan: &'a PagePlan,
    /// Link targets of each report of the index.
    pub targets: &'a [Targets],
    pub theme: &'a Theme,
    pub sources: &'a dyn Sources,
    shared: Arc<Shared>,
}

/// Prepares what all pages share. The theme's global context gets `site`.
pub fn prepare(config: &Config, index: &SiteIndex, plan: &PagePlan, theme: &mut Theme) -> Shared {
    theme.share(&site::view(config, index, plan, theme));
    Shared::new(index, config)
}

impl<'a> Renderer<'a> {
    /// Prepares what all pages share, as [`prepare`] does.
    pub fn new(
        config: &'a Config,
        index: &'a SiteIndex,
        plan: &'a PagePlan,
        targets: &'a [Targets],
        theme: &'a mut Theme,
        sources: &'a dyn Sources,
    ) -> Renderer<'a> {
        let shared = Arc::new(prepare(config, index, plan, theme));
        Renderer { config, index, plan, targets, theme, sources, shared }
    }

    /// For a theme that [`prepare`] was called with: costs nothing, so a preview can make one for each page asked for.
    pub fn prepared(
        config: &'a Config,
        planned: (&'a SiteIndex, &'a PagePlan, &'a [Targets]),
        theme: &'a Theme,
        sources: &'a dyn Sources,
        shared: Arc<Shared>,
    ) -> Renderer<'a> {
        let (index, plan, targets) = planned;
        Renderer { config, index, plan, targets, theme, sources, shared }
    }

    /// Makes every page and hands it to `sink`, from several threads. The bytes are the sink's only while it runs.
    ///
    /// # Errors
    ///
    /// The error of the first page in the order of addresses that a template or `sink` fails on.
    pub fn render_all(&self, sink: &Sink<'_>) -> Result<(), Error> {
        let pages: Vec<(&UrlPath, &PlannedPage)> = self.plan.iter().collect();
        let make = |out: &mut Vec<u8>, (url, page): &(&UrlPath, &PlannedPage)| {
            out.clear();
            self.render(page, &mut Sheet { url, out })?;
            sink(url, out)
        };
        let failures: Vec<Error> = pages.par_iter().map_init(Vec::new, make).filter_map(Result::err).collect();
        match failures.into_iter().next() {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    /// One page.
    pub fn render(&self, page: &PlannedPage, sheet: &mut Sheet<'_>) -> Result<(), Error> {
        match &page.kind {
            PageKind::Home => pages::home(self, sheet)?,
            PageKind::Listing { category, page } => lists::listing(self, sheet, *category, *page)?,
            PageKind::Year { category, year, page } => lists::year(self, sheet, *category, *year, *page)?,
            PageKind::Catalog { category, page } => lists::catalog(self, sheet, *category, *page)?,
            PageKind::Report(id) => report::page(self, sheet, *id)?,
            PageKind::Redirect(id) => pages::redirect(self, sheet, *id)?,
            PageKind::Search => pages::search(self, sheet)?,
            PageKind::SiteMap => pages::site_map(self, sheet)?,
            PageKind::About => pages::about(self, sheet)?,
            PageKind::NotFound => pages::not_found(self, sheet)?,
            PageKind::Attachment { report, attachment } => {
                let file = &self.index.reports[*report].attachments[*attachment];
                sheet.out.append(&mut self.sources.read(&file.source)?);
            }
            PageKind::SearchIndex => sheet.out.append(&mut search_index::titles(self)),
            PageKind::SitemapXml { part } => sheet.out.append(&mut sitemap::xml(self, *part)),
            PageKind::Robots => sheet.out.append(&mut sitemap::robots(self)),
            PageKind::Feed { category } => sheet.out.append(&mut feed::atom(self, *category)),
            PageKind::CategoriesJson => sheet.out.append(&mut catalog_json::categories(self)),
            PageKind::CategoryJson { category, page } => {
                sheet.out.append(&mut catalog_json::articles(self, *category, *page));
            }
            PageKind::Asset { name } => sheet.out.extend_from_slice(self.theme.asset(name)),
        }
        Ok(())
    }
}
