//! The pages of a planned site, each made by the stage whose trade it is: search data by `search`, all others by `render`. Stands apart from
//! [`super`] because a build makes all of them and a preview one at a time.

use std::mem::{Discriminant, discriminant};

use rayon::prelude::*;

use super::planned::Planned;
use crate::check::review::TextRules;
use crate::config::Config;
use crate::error::Error;
use crate::load::Reading;
use crate::load::body_reader::BodyReader;
use crate::load::sources::Sources;
use crate::model::page::{PageKind, PagePlan, PlannedPage};
use crate::model::path::UrlPath;
use crate::render::theme::Theme;
use crate::render::{PageBuffer, PageRoom, RenderMemory, Renderer, Sink};
use crate::search::{Search, SearchMemory};

/// What the pages of one site have in common, made once.
pub struct SiteMemory {
    render: RenderMemory,
    search: SearchMemory,
    review: TextRules,
}

impl SiteMemory {
    /// For the pages of `planned`. The global context of `theme` gets `site`.
    pub fn new(planned: &Planned, config: &Config, theme: &mut Theme) -> SiteMemory {
        let (render, search) = rayon::join(
            || RenderMemory::new(config, &planned.index, &planned.plan, theme),
            || SearchMemory::new(&planned.index),
        );
        SiteMemory { render, search, review: TextRules::new(config) }
    }
}

/// Makes pages.
pub struct Pages<'s> {
    planned: &'s Planned,
    renderer: Renderer<'s>,
    search: Search<'s>,
}

impl<'s> Pages<'s> {
    /// `theme` and `memory` are those of [`SiteMemory::new`]. Costs nothing, so a preview can make one for each page asked for.
    pub fn new(
        planned: &'s Planned,
        config: &'s Config,
        theme: &'s Theme,
        sources: &'s dyn Sources,
        memory: &'s SiteMemory,
    ) -> Pages<'s> {
        let Planned { index, plan, targets, .. } = planned;
        let bodies = BodyReader { sources, reading: Reading { markdown: config.markdown(), review: &memory.review } };
        let renderer = Renderer::new(config, (index, plan, targets), theme, bodies, &memory.render);
        let search = Search::new(index, plan, bodies, &memory.search);
        Pages { planned, renderer, search }
    }

    /// Makes every page that `sink` has not got and hands it over, from several threads.
    ///
    /// # Errors
    ///
    /// The error of the first page, reports before other pages, that a template or `sink` fails on.
    pub fn make_all(&self, sink: &dyn Sink) -> Result<(), Error> {
        self.renderer.tell_reports_apart();
        let InOrder { search_data, others } = InOrder::of(self.planned);
        let make = |room: &mut PageRoom, (url, page): &(&UrlPath, &PlannedPage)| {
            let mut buffer = PageBuffer::new(url, room, sink);
            self.make(page, &mut buffer)?;
            if let PageKind::Report(id) = page.kind {
                // No other page shows its text, and the search has read it.
                self.planned.index.reports[id].body.markup.release();
            }
            buffer.deliver()
        };
        // The search data come first: they take the most memory for a while, and pages are then made in what they give back.
        self.search.make_all(sink, &search_data)?;
        let failures: Vec<Error> = others.par_iter().map_init(PageRoom::default, make).filter_map(Result::err).collect();
        failures.into_iter().next().map_or(Ok(()), Err)
    }

    /// The bytes of one page, whatever is published.
    ///
    /// # Errors
    ///
    /// Where a template fails, or a source cannot be read any more.
    pub fn page(&self, url: &UrlPath, page: &PlannedPage) -> Result<Vec<u8>, Error> {
        let mut room = PageRoom::default();
        self.make(page, &mut PageBuffer::unpublished(url, &mut room))?;
        Ok(room.into_page())
    }

    /// Makes one page of each kind and drops it, to find out whether the templates work.
    ///
    /// # Errors
    ///
    /// As [`Pages::page`].
    pub fn try_out(&self) -> Result<(), Error> {
        let mut seen: Vec<Discriminant<PageKind>> = Vec::new();
        for (url, page) in self.planned.plan.iter().filter(|(_, page)| page.kind.is_html()) {
            let kind = discriminant(&page.kind);
            if !seen.contains(&kind) {
                seen.push(kind);
                self.page(url, page)?;
            }
        }
        Ok(())
    }

    /// Never called for terms of the search from a thread of the pool, see [`Search::make`].
    fn make(&self, page: &PlannedPage, buffer: &mut PageBuffer<'_>) -> Result<(), Error> {
        match page.kind {
            PageKind::SearchMap | PageKind::SearchTerms { .. } | PageKind::SearchTexts { .. } => {
                self.search.make(&page.kind, buffer)
            }
            _ => self.renderer.render(page, buffer),
        }
    }
}

/// The pages of a plan in the order in which they are made.
struct InOrder<'p> {
    /// Files of terms and texts.
    search_data: Vec<(&'p UrlPath, &'p PlannedPage)>,
    others: Vec<(&'p UrlPath, &'p PlannedPage)>,
}

impl<'p> InOrder<'p> {
    /// Reports first and in the order in which they were read, so that the memory of their texts is given back in large pieces.
    fn of(planned: &'p Planned) -> InOrder<'p> {
        let plan: &PagePlan = &planned.plan;
        let mut places = vec![0; planned.index.reports.len()];
        for (place, (id, _)) in planned.index.in_order_read().enumerate() {
            places[id] = place;
        }
        let mut reports = vec![None; places.len()];
        let (mut search_data, mut others) = (Vec::new(), Vec::new());
        for (url, page) in plan.as_planned() {
            match page.kind {
                PageKind::Report(id) => reports[places[id]] = Some((url, page)),
                PageKind::SearchTerms { .. } | PageKind::SearchTexts { .. } => search_data.push((url, page)),
                _ => others.push((url, page)),
            }
        }
        InOrder { search_data, others: reports.into_iter().flatten().chain(others).collect() }
    }
}
