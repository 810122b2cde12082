//! Pages that list the reports of a category: the category itself and its further pages, one year of it, and the 目录 table.

use serde::Serialize;

use super::category::CategoryFacts;
use super::reports::ReportList;
use super::site::SiteFacts;
use super::source::Source;
use crate::index::CategoryNode;
use crate::model::digest::Digested;
use crate::model::page::CategoryId;
use crate::model::path::UrlPath;
use crate::plan::{ROWS, page_of, pages, urls};

/// Newest reports shown for each sub-category.
const PER_CHILD: usize = 5;

/// All that such a page is made from.
#[derive(Serialize)]
pub struct ListPage<'s> {
    pub site: &'s Digested<SiteFacts>,
    pub category: &'s Digested<CategoryFacts>,
    pub form: ListForm,
    /// The page's number from 1, and how many there are.
    pub number: usize,
    pub total: usize,
    /// Those on this page.
    pub reports: ReportList<'s>,
    /// Sub-categories, on the first page of a category that has some.
    pub children: Vec<Child<'s>>,
}

/// What kind of list it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum ListForm {
    /// `index.html`, `index_2.html` ….
    All,
    /// `2024.html`.
    Year(i16),
    /// `mulu.html`.
    Catalog,
}

/// A sub-category on the page of the one above.
#[derive(Serialize)]
pub struct Child<'s> {
    pub name: &'s str,
    pub folder: &'s str,
    pub description: &'s str,
    /// Reports in it and below.
    pub count: usize,
    pub has_several_sources: bool,
    /// Its newest reports.
    pub newest: ReportList<'s>,
}

impl<'s> ListPage<'s> {
    pub(super) fn all(source: &Source<'s>, id: CategoryId, number: usize) -> ListPage<'s> {
        let node = &source.index.categories[id];
        let per_page = source.config.per_page;
        let reports = source.reports();
        let child = |id: &CategoryId| {
            let child: &'s CategoryNode = &source.index.categories[*id];
            Child {
                name: &child.name,
                folder: &child.url,
                description: &child.description,
                count: child.reports.len(),
                has_several_sources: child.has_several_sources,
                newest: reports.list(page_of(&child.reports, 1, PER_CHILD)),
            }
        };
        let children = if number == 1 { node.children.iter().map(child).collect() } else { Vec::new() };
        ListPage {
            total: pages(node.reports.len(), per_page),
            reports: reports.list(page_of(&node.reports, number, per_page)),
            children,
            ..ListPage::of_category(source, id, ListForm::All, number)
        }
    }

    /// Nothing for a year without reports.
    pub(super) fn year(source: &Source<'s>, id: CategoryId, year: i16, number: usize) -> Option<ListPage<'s>> {
        let node = &source.index.categories[id];
        let (_, reports) = node.years.iter().find(|(known, _)| *known == year)?;
        Some(ListPage {
            total: pages(reports.len(), ROWS),
            reports: source.reports().list(page_of(reports, number, ROWS)),
            ..ListPage::of_category(source, id, ListForm::Year(year), number)
        })
    }

    pub(super) fn catalog(source: &Source<'s>, id: CategoryId, number: usize) -> ListPage<'s> {
        let node = &source.index.categories[id];
        ListPage {
            total: pages(node.reports.len(), ROWS),
            reports: source.reports().list(page_of(&node.reports, number, ROWS)),
            ..ListPage::of_category(source, id, ListForm::Catalog, number)
        }
    }

    fn of_category(source: &Source<'s>, id: CategoryId, form: ListForm, number: usize) -> ListPage<'s> {
        ListPage {
            site: source.site(),
            category: source.category(id),
            form,
            number,
            total: 1,
            reports: source.reports().list(&[][..]),
            children: Vec::new(),
        }
    }

    /// The address of page `number` of this list.
    pub fn url(&self, number: usize) -> UrlPath {
        let folder = &self.category.head.folder;
        match self.form {
            ListForm::All => urls::listing(folder, number),
            ListForm::Year(year) => urls::year(folder, year, number),
            ListForm::Catalog => urls::catalog(folder, number),
        }
    }
}
