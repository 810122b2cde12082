//! What the inputs of pages are taken from. The renderer puts it together and only modules of [`super`] read it, so that a page can show nothing but
//! what its inputs hold.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::category::CategoryFacts;
use super::reports::Reports;
use super::site::SiteFacts;
use crate::config::Config;
use crate::index::SiteIndex;
use crate::load::body_reader::BodyReader;
use crate::model::digest::{Digest, Digested};
use crate::model::page::{CategoryId, PagePlan, ReportId};
use crate::plan::references::Targets;
use crate::render::theme::Theme;

/// A planned site.
pub struct Source<'s> {
    pub config: &'s Config,
    pub index: &'s SiteIndex,
    pub plan: &'s PagePlan,
    /// Link targets of each report of the index.
    pub targets: &'s [Targets],
    pub theme: &'s Theme,
    pub bodies: BodyReader<'s>,
    /// Of the same site.
    pub memory: &'s InputMemory,
}

/// What many inputs of a site have in common, made once.
pub struct InputMemory {
    site: Digested<SiteFacts>,
    /// Made when a page first asks for one.
    categories: Vec<OnceLock<Digested<CategoryFacts>>>,
    report_digests: OnceLock<Vec<Option<Digest>>>,
    /// For each report whether its title alone does not name it.
    shared_titles: Vec<bool>,
}

impl InputMemory {
    pub fn new(config: &Config, index: &SiteIndex, plan: &PagePlan, theme: &Theme) -> InputMemory {
        InputMemory {
            site: Digested::new(SiteFacts::new(config, index, plan, theme)),
            categories: index.categories.iter().map(|_| OnceLock::new()).collect(),
            report_digests: OnceLock::new(),
            shared_titles: shared_titles(index),
        }
    }

    /// What all pages know of the site.
    pub fn site(&self) -> &Digested<SiteFacts> {
        &self.site
    }
}

impl<'s> Source<'s> {
    pub fn site(&self) -> &'s Digested<SiteFacts> {
        &self.memory.site
    }

    pub fn reports(&self) -> Reports<'s> {
        Reports { index: self.index, plan: self.plan, digests: &self.memory.report_digests }
    }

    pub fn category(&self, id: CategoryId) -> &'s Digested<CategoryFacts> {
        self.memory.categories[id].get_or_init(|| Digested::new(CategoryFacts::new(self.index, id)))
    }

    /// Whether another report of its category has the same title, so that `<title>` needs more to be unique.
    pub fn is_title_shared(&self, id: ReportId) -> bool {
        self.memory.shared_titles.get(id).copied().unwrap_or(false)
    }
}

/// Which reports have a title that another of their category has too.
fn shared_titles(index: &SiteIndex) -> Vec<bool> {
    let mut first: FxHashMap<(CategoryId, &str), ReportId> = FxHashMap::default();
    first.reserve(index.reports.len());
    let mut shared = vec![false; index.reports.len()];
    for (id, report) in index.reports.iter().enumerate() {
        let Some(home) = index.home_of(id) else { continue };
        let other = *first.entry((home, report.metadata.title.as_str())).or_insert(id);
        if other != id {
            shared[id] = true;
            shared[other] = true;
        }
    }
    shared
}
