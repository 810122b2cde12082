//! From the plan to bytes. Every planned page is rendered by itself, from the index, the configuration and the theme, so pages
//! are made in parallel in any order and come out the same. A page is handed to `sink` as soon as it is made and then
//! dropped, and with it the text that it shows.

mod body;
mod buffer;
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
mod sink;
mod site;
mod sitemap;
mod structured_data;
pub mod theme;
pub mod view;

use serde::Serialize;

use crate::config::Config;
use crate::error::Error;
use crate::index::SiteIndex;
use crate::load::body_reader::BodyReader;
use crate::load::sources::may_have_changed_unseen;
use crate::model::digest::Digest;
use crate::model::page::{PageKind, PagePlan, PlannedPage, ReportId};
use crate::model::report::Attachment;
use crate::plan::references::Targets;
use crate::plan::{ARTICLES, page_of, urls};
pub use buffer::PageBuffer;
pub use sink::Sink;
pub use site::Shared;
use theme::Theme;

/// What every page is made from.
pub struct Renderer<'a> {
    pub config: &'a Config,
    pub index: &'a SiteIndex,
    pub plan: &'a PagePlan,
    /// Link targets of each report of the index.
    pub targets: &'a [Targets],
    pub theme: &'a Theme,
    pub bodies: BodyReader<'a>,
    /// Of [`prepare`], for the same site.
    pub shared: &'a Shared,
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

impl Renderer<'_> {
    /// Makes the digests by which lists tell reports, with all threads. Called before one of them asks for them and the others wait.
    pub fn tell_reports_apart(&self) {
        self.shared.cards(self.index);
    }

    /// One page. Search data are not made here.
    ///
    /// # Errors
    ///
    /// Where a template fails, or a source cannot be read any more.
    pub fn render(&self, page: &PlannedPage, buffer: &mut PageBuffer<'_>) -> Result<(), Error> {
        match &page.kind {
            PageKind::Home => pages::home(self, buffer)?,
            PageKind::Listing { category, page } => lists::listing(self, buffer, *category, *page)?,
            PageKind::Year { category, year, page } => lists::year(self, buffer, *category, *year, *page)?,
            PageKind::Catalog { category, page } => lists::catalog(self, buffer, *category, *page)?,
            PageKind::Report(id) => report::page(self, buffer, *id)?,
            PageKind::Redirect(id) => pages::redirect(self, buffer, *id)?,
            PageKind::Search => pages::search(self, buffer)?,
            PageKind::SiteMap => pages::site_map(self, buffer)?,
            PageKind::About => pages::about(self, buffer)?,
            PageKind::NotFound => pages::not_found(self, buffer)?,
            PageKind::Attachment { report, attachment } => {
                self.attachment(&self.index.reports[*report].attachments[*attachment], buffer)?;
            }
            PageKind::SitemapXml { part } => {
                let categories: Vec<_> =
                    self.index.categories.iter().map(|node| (&node.url, node.newest, node.reports.len())).collect();
                let reports = self.index.reports.iter().zip(self.shared.report_paths.iter());
                let reports: Vec<_> = reports.map(|(report, path)| (path, report.metadata.date, report.status)).collect();
                let is_split = self.plan.get(&urls::fixed("sitemap_1.xml")).is_some();
                if !self.is_up_to_date(buffer, "sitemap", &(part, is_split, categories, reports)) {
                    buffer.out.append(&mut sitemap::xml(self, *part));
                }
            }
            PageKind::Robots => buffer.fill(&sitemap::robots(self)),
            PageKind::Feed { category } => {
                let newest = feed::newest(self, *category);
                let head = category.map(|id| self.shared.frames.of(self, id).head);
                if !self.is_up_to_date(buffer, "feed", &(head, self.cards_of(&newest))) {
                    buffer.out.append(&mut feed::atom(self, *category, &newest));
                }
            }
            PageKind::CategoriesJson => buffer.fill(&catalog_json::categories(self)),
            PageKind::CategoryJson { category, page } => {
                let node = &self.index.categories[*category];
                let cards = self.cards_of(page_of(&node.reports, *page, ARTICLES));
                if !self.is_up_to_date(buffer, "json", &(&node.url, &node.name, node.reports.len(), page, cards)) {
                    buffer.out.append(&mut catalog_json::articles(self, *category, *page));
                }
            }
            PageKind::SearchMap | PageKind::SearchTerms { .. } | PageKind::SearchTexts { .. } => {}
            PageKind::Asset { name } => buffer.fill(self.theme.asset(name)),
        }
        if !self.config.index_names && page.kind.is_html() {
            links::name_folders(buffer.out);
        }
        Ok(())
    }

    /// A file that is published as it is. It is read only when size or time tell of a change, or may hide one.
    fn attachment(&self, file: &Attachment, buffer: &mut PageBuffer<'_>) -> Result<(), Error> {
        if may_have_changed_unseen(file.modified, self.bodies.sources.listed()) {
            buffer.fill_with(self.bodies.sources.read(&file.source)?);
        } else if !buffer.is_up_to_date(&("attachment", file.source.as_str(), file.size, file.modified)) {
            // Not copied: some are of hundreds of megabytes.
            *buffer.out = self.bodies.sources.read(&file.source)?;
        }
        Ok(())
    }

    /// Whether the page that `template` makes from `views` is published already. Asked before anything is turned into values of
    /// the engine: that, and not the template, is most of the work for a small page.
    fn is_up_to_date(&self, buffer: &mut PageBuffer<'_>, template: &str, views: &impl Serialize) -> bool {
        buffer.is_up_to_date(&(template, self.shared.common, views))
    }

    fn cards_of(&self, reports: &[ReportId]) -> Vec<Digest> {
        let cards = self.shared.cards(self.index);
        reports.iter().map(|id| cards[*id]).collect()
    }
}
