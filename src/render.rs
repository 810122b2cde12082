//! From the plan to bytes, in two steps: [`inputs`] puts together what a page is made from, and where the published page was made from
//! something else, [`pages`] or [`machine`] makes it from that value and from [`parts`] that are made once. Every page is made by itself, so
//! pages are made in parallel in any order and come out the same.

mod inputs;
mod machine;
mod pages;
mod parts;
mod sink;
pub mod theme;
mod up_to_date;
pub mod view;

use crate::config::Config;
use crate::error::Error;
use crate::index::SiteIndex;
use crate::load::body_reader::BodyReader;
use crate::model::page::{PagePlan, PlannedPage};
use crate::plan::references::Targets;
use inputs::Inputs;
use inputs::source::{InputMemory, Source};
use parts::{Parts, Tools};
pub use sink::Sink;
use theme::Theme;
pub use up_to_date::{PageBuffer, PageRoom};

/// What the pages of one site have in common, made once.
pub struct RenderMemory {
    inputs: InputMemory,
    parts: Parts,
}

impl RenderMemory {
    /// Of a planned site. The global context of `theme` gets `site`.
    pub fn new(config: &Config, index: &SiteIndex, plan: &PagePlan, theme: &mut Theme) -> RenderMemory {
        let inputs = InputMemory::new(config, index, plan, theme);
        theme.share(&inputs.site().view);
        RenderMemory { inputs, parts: Parts::new(index.reports.len()) }
    }
}

/// What pages are made from and with.
pub struct Renderer<'s> {
    source: Source<'s>,
    parts: &'s Parts,
}

impl<'s> Renderer<'s> {
    /// Of a planned site: its index, its pages, and the link targets of each report. `theme` and `memory` are those of [`RenderMemory::new`]. Costs
    /// nothing, so a preview can make one for each page asked for.
    pub fn new(
        config: &'s Config,
        (index, plan, targets): (&'s SiteIndex, &'s PagePlan, &'s [Targets]),
        theme: &'s Theme,
        bodies: BodyReader<'s>,
        memory: &'s RenderMemory,
    ) -> Renderer<'s> {
        let source = Source { config, index, plan, targets, theme, bodies, memory: &memory.inputs };
        Renderer { source, parts: &memory.parts }
    }

    /// Makes the digests of all reports, with all threads. Called before one of them asks for them and the others wait.
    pub fn tell_reports_apart(&self) {
        self.source.reports().digests();
    }

    /// Makes one page, unless it is published as it would come out. Search data are not made here.
    ///
    /// # Errors
    ///
    /// Where a template fails, or a source cannot be read any more.
    pub fn render(&self, page: &PlannedPage, buffer: &mut PageBuffer<'_>) -> Result<(), Error> {
        let Some(inputs) = inputs::of(&self.source, &page.kind)? else { return Ok(()) };
        if buffer.is_up_to_date(&inputs) {
            return Ok(());
        }
        self.make(inputs, buffer)?;
        if !self.source.site().index_names && page.kind.is_html() {
            pages::links::name_folders(buffer.out);
        }
        Ok(())
    }

    fn make(&self, inputs: Inputs<'_>, buffer: &mut PageBuffer<'_>) -> Result<(), Error> {
        let tools = Tools { theme: self.source.theme, parts: self.parts };
        match inputs {
            Inputs::Report(inputs) => pages::report::make(&inputs, tools, buffer)?,
            Inputs::List(inputs) => pages::list::make(&inputs, tools, buffer)?,
            Inputs::Fixed(inputs) => pages::fixed::make(&inputs, tools, buffer)?,
            Inputs::Feed(inputs) => *buffer.out = machine::feed::atom(&inputs),
            Inputs::FeedWithdrawn(site) => *buffer.out = machine::feed::withdrawn(site, buffer.url),
            Inputs::FileWithdrawn => buffer.out.extend_from_slice(machine::WITHDRAWN_FILE.as_bytes()),
            Inputs::Articles(inputs) => *buffer.out = machine::catalog::articles(&inputs, &self.parts.entries),
            Inputs::Categories(inputs) => *buffer.out = machine::catalog::categories(&inputs),
            Inputs::Sitemap(inputs) => *buffer.out = machine::sitemap::xml(&inputs),
            Inputs::Robots(inputs) => *buffer.out = machine::sitemap::robots(&inputs),
            Inputs::Attachment(file) => *buffer.out = file.into_bytes()?,
            Inputs::Asset(bytes) => buffer.out.extend_from_slice(&bytes),
        }
        Ok(())
    }
}
