//! From the plan to bytes. Every planned page is rendered by itself, from the index, the configuration and the theme, so pages
//! are made in parallel in any order and come out the same. A page is handed to `sink` as soon as it is made and then
//! dropped, and with it the text that it shows.

mod body;
mod catalog_json;
mod chrome;
mod dates;
mod entries;
mod feed;
mod frame;
mod head;
mod links;
mod lists;
mod pages;
mod qr;
mod report;
mod rootless;
mod search;
pub mod sheet;
mod single;
mod sink;
mod site;
mod sitemap;
mod structured_data;
pub mod theme;
pub mod view;

use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use crate::config::Config;
use crate::error::Error;
use crate::index::SiteIndex;
use crate::load::sources::{Sources, may_have_changed_unseen};
use crate::model::digest::Digest;
use crate::model::page::{PageKind, PagePlan, PlannedPage, ReportId};
use crate::model::path::UrlPath;
use crate::model::report::Attachment;
use crate::plan::references::Targets;
use crate::plan::{ARTICLES, page_of, urls};
pub use sheet::Sheet;
pub use sink::Sink;
pub use site::Shared;
use theme::Theme;

/// Bytes of a page whose room is kept for the next one: more than any page of text has. Attachments may have hundreds of times as many.
const LARGEST_KEPT: usize = 8 << 20;

/// The pages of a plan.
struct Pages<'p> {
    /// Of the search.
    data: Vec<(&'p UrlPath, &'p PlannedPage)>,
    others: Vec<(&'p UrlPath, &'p PlannedPage)>,
}

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
    let site = site::view(config, index, plan, theme);
    theme.share(&site);
    let site = serde_json::to_vec(&site).unwrap_or_default();
    // What pages take from the settings without its being in their views.
    let links = (config.links, config.index_names);
    let settings = format!("{:?} {:?} {:?} {:?} {}", config.base_url, links, config.timezone, config.org, config.title);
    let common = Digest::of_parts([&theme.digest().0[..], &site, settings.as_bytes()]);
    Shared::new(index, config, plan, common)
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

    /// Makes every page that `sink` has not got and hands it over, from several threads.
    ///
    /// # Errors
    ///
    /// The error of the first page, reports before other pages, that a template or `sink` fails on.
    pub fn render_all(&self, sink: &dyn Sink) -> Result<(), Error> {
        // Made by all threads, before one of them asks for them and the others wait.
        self.shared.cards(self.index);
        let Pages { data, others } = self.in_order_of_making();
        let make = |buffers: &mut (Vec<u8>, Vec<u8>), (url, page): &(&UrlPath, &PlannedPage)| {
            buffers.0.clear();
            let mut sheet = Sheet::new(url, &mut buffers.0, &mut buffers.1, sink);
            self.render(page, &mut sheet)?;
            if let PageKind::Report(id) = page.kind {
                // No other page shows it.
                self.index.reports[id].body.markup.release();
            }
            let delivered = sheet.deliver();
            if buffers.0.capacity() > LARGEST_KEPT {
                buffers.0 = Vec::new();
            }
            delivered
        };
        // First what takes the most memory for a while, so that pages are made in what it gives back.
        search::data(self, sink, &data)?;
        let failures: Vec<Error> = others.par_iter().map_init(Default::default, make).filter_map(Result::err).collect();
        failures.into_iter().next().map_or(Ok(()), Err)
    }

    /// Reports first and in the order in which they were read, so that the memory of their texts is given back in large pieces.
    fn in_order_of_making(&self) -> Pages<'a> {
        let mut places = vec![0; self.index.reports.len()];
        for (place, (id, _)) in self.index.in_order_read().enumerate() {
            places[id] = place;
        }
        let mut reports = vec![None; places.len()];
        let (mut data, mut others) = (Vec::new(), Vec::new());
        for (url, page) in self.plan.as_planned() {
            match page.kind {
                PageKind::Report(id) => reports[places[id]] = Some((url, page)),
                PageKind::SearchTerms { .. } | PageKind::SearchTexts { .. } => data.push((url, page)),
                _ => others.push((url, page)),
            }
        }
        Pages { data, others: reports.into_iter().flatten().chain(others).collect() }
    }

    /// One page. Never called for terms of the search from a thread of the pool (`search::files`).
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
                self.attachment(&self.index.reports[*report].attachments[*attachment], sheet)?;
            }
            PageKind::SearchMap => search::map(self, sheet),
            PageKind::SearchTerms { shard } => search::terms(self, sheet, *shard)?,
            PageKind::SearchTexts { group } => search::texts(self, sheet, *group)?,
            PageKind::SitemapXml { part } => {
                let categories: Vec<_> =
                    self.index.categories.iter().map(|node| (&node.url, node.newest, node.reports.len())).collect();
                let reports = self.index.reports.iter().zip(self.shared.report_paths.iter());
                let reports: Vec<_> = reports.map(|(report, path)| (path, report.metadata.date, report.status)).collect();
                let is_split = self.plan.get(&urls::fixed("sitemap_1.xml")).is_some();
                if !self.stands(sheet, "sitemap", &(part, is_split, categories, reports)) {
                    sheet.out.append(&mut sitemap::xml(self, *part));
                }
            }
            PageKind::Robots => sheet.fill(&sitemap::robots(self)),
            PageKind::Feed { category } => {
                let newest = feed::newest(self, *category);
                let head = category.map(|id| self.shared.frames.of(self, id).head);
                if !self.stands(sheet, "feed", &(head, self.cards_of(&newest))) {
                    sheet.out.append(&mut feed::atom(self, *category, &newest));
                }
            }
            PageKind::CategoriesJson => sheet.fill(&catalog_json::categories(self)),
            PageKind::CategoryJson { category, page } => {
                let node = &self.index.categories[*category];
                let cards = self.cards_of(page_of(&node.reports, *page, ARTICLES));
                if !self.stands(sheet, "json", &(&node.url, &node.name, node.reports.len(), page, cards)) {
                    sheet.out.append(&mut catalog_json::articles(self, *category, *page));
                }
            }
            PageKind::Asset { name } => sheet.fill(self.theme.asset(name)),
        }
        if !self.config.index_names && page.kind.is_html() {
            links::name_folders(sheet.out);
        }
        Ok(())
    }

    /// A file that is published as it is. It is read only when size or time tell of a change, or may hide one.
    fn attachment(&self, file: &Attachment, sheet: &mut Sheet<'_>) -> Result<(), Error> {
        if may_have_changed_unseen(file.modified, self.sources.listed()) {
            sheet.fill_with(self.sources.read(&file.source)?);
        } else if !sheet.stands(&("attachment", file.source.as_str(), file.size, file.modified)) {
            // Not copied: some are of hundreds of megabytes.
            *sheet.out = self.sources.read(&file.source)?;
        }
        Ok(())
    }

    /// Whether the page that `template` makes from `views` stands already. Asked before anything is turned into values of
    /// the engine: that, and not the template, is most of the work for a small page.
    fn stands(&self, sheet: &mut Sheet<'_>, template: &str, views: &impl Serialize) -> bool {
        sheet.stands(&(template, self.shared.common, views))
    }

    fn cards_of(&self, reports: &[ReportId]) -> Vec<Digest> {
        let cards = self.shared.cards(self.index);
        reports.iter().map(|id| cards[*id]).collect()
    }
}
