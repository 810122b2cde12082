//! What pages are made from: for each kind of page a value that holds all that the page shows and nothing else. It is cheap to put together, and
//! its digest tells whether the published page must be made again. The code that makes pages is handed this value and cannot reach
//! configuration or index, so a page can show nothing that its digest does not tell.

pub mod category;
pub mod file;
pub mod fixed_page;
pub mod head;
pub mod list_page;
pub mod machine;
mod menus;
pub mod report_page;
pub mod reports;
pub mod site;
pub mod small;
pub mod source;
mod tree;

use serde::Serialize;

use crate::error::Error;
use crate::model::digest::Digested;
use crate::model::page::PageKind;
use crate::model::withdrawn::{Remains, Withdrawn};
use file::PublishedAsIs;
use fixed_page::FixedInputs;
use list_page::ListPage;
use machine::{Articles, Categories, Feed, Robots, Sitemap};
use report_page::ReportPage;
use site::SiteFacts;
use source::Source;

/// What one page is made from.
#[derive(Serialize)]
pub enum Inputs<'s> {
    Report(ReportPage<'s>),
    List(ListPage<'s>),
    Fixed(FixedInputs<'s>),
    Feed(Feed<'s>),
    FeedWithdrawn(&'s Digested<SiteFacts>),
    FileWithdrawn,
    Articles(Articles<'s>),
    Categories(Categories<'s>),
    Sitemap(Sitemap<'s>),
    Robots(Robots<'s>),
    Attachment(PublishedAsIs<'s>),
    Asset(Digested<&'s [u8]>),
}

/// What is left at the address of something that was withdrawn: a page in the place of a page, a feed in that of a feed.
fn of_withdrawn<'s>(source: &Source<'s>, withdrawn: &Withdrawn) -> Inputs<'s> {
    match withdrawn.what {
        Remains::OfReport | Remains::OfCategory => Inputs::Fixed(FixedInputs::withdrawn(source, withdrawn)),
        Remains::OfFeed => Inputs::FeedWithdrawn(source.site()),
        Remains::OfFile => Inputs::FileWithdrawn,
    }
}

/// What a page of this kind is made from; nothing for what is not made here.
///
/// # Errors
///
/// Where a source must be read for it and cannot be.
pub fn of<'s>(source: &Source<'s>, kind: &PageKind) -> Result<Option<Inputs<'s>>, Error> {
    Ok(Some(match *kind {
        PageKind::Fixed(page) => Inputs::Fixed(FixedInputs::new(source, page)),
        PageKind::Redirect { ref to } => Inputs::Fixed(FixedInputs::redirect(source, to)),
        PageKind::Withdrawn(ref withdrawn) => of_withdrawn(source, withdrawn),
        PageKind::Report(id) => return Ok(ReportPage::new(source, id).map(Inputs::Report)),
        PageKind::Listing { category, page } => Inputs::List(ListPage::all(source, category, page)),
        PageKind::Year { category, year, page } => {
            return Ok(ListPage::year(source, category, year, page).map(Inputs::List));
        }
        PageKind::Catalog { category, page } => Inputs::List(ListPage::catalog(source, category, page)),
        PageKind::Feed { category } => Inputs::Feed(Feed::new(source, category)),
        PageKind::CategoryJson { category, page } => Inputs::Articles(Articles::new(source, category, page)),
        PageKind::CategoriesJson => Inputs::Categories(Categories::new(source)),
        PageKind::SitemapXml { part } => Inputs::Sitemap(Sitemap::new(source, part)),
        PageKind::Robots => Inputs::Robots(Robots::new(source)),
        PageKind::Attachment { report, attachment } => Inputs::Attachment(PublishedAsIs::new(source, report, attachment)?),
        PageKind::Asset { ref name } => Inputs::Asset(Digested::of_bytes(source.theme.asset(name))),
        PageKind::SearchMap | PageKind::SearchTerms { .. } | PageKind::SearchTexts { .. } => return Ok(None),
    }))
}
