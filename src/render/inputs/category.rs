//! What pages take from the category that they belong to.

use serde::Serialize;

use super::small::{count, internal};
use super::tree::{newest, tree};
use crate::index::{CategoryNode, SiteIndex};
use crate::model::digest::Digested;
use crate::model::page::CategoryId;
use crate::plan::urls;
use crate::render::view::{ColumnView, Converted, DateView, LinkView, TreeView, YearLinkView};

/// All that the page of a report may know of its category, and the head of a list of it.
#[derive(Debug, Serialize)]
pub struct CategoryHead {
    pub name: String,
    /// Address of its folder: `xxgk/wgkzl`.
    pub folder: String,
    /// Name of the category above it.
    pub parent: Option<String>,
    /// 频道名: name of the top category of the breadcrumb.
    pub channel: String,
    /// Steps from 首页 to the category, itself included.
    pub crumbs: Converted<Vec<LinkView>>,
    /// Its tags in the head of pages.
    pub column: Converted<ColumnView>,
}

/// All that the lists of a category may know of it, their reports aside.
#[derive(Debug, Serialize)]
pub struct CategoryFacts {
    pub head: Digested<CategoryHead>,
    pub description: String,
    pub count: u32,
    /// The day of its newest report, without the time.
    pub newest: DateView,
    pub years: Converted<Vec<YearLinkView>>,
    pub tree: Converted<TreeView>,
    /// Whether its reports come from several sources, so that lists must show it.
    pub has_several_sources: bool,
    /// Whether any of its reports has an 索引号, a 文号.
    pub has_index_numbers: bool,
    pub has_document_numbers: bool,
}

impl CategoryFacts {
    pub(super) fn new(index: &SiteIndex, id: CategoryId) -> CategoryFacts {
        let node = &index.categories[id];
        let link = |(year, reports): &(i16, Vec<_>)| YearLinkView {
            year: year.to_string(),
            path: urls::year(&node.url, *year, 1).encoded(),
            count: count(reports.len()),
        };
        CategoryFacts {
            head: Digested::new(CategoryHead::new(index, id)),
            description: node.description.clone(),
            count: count(node.reports.len()),
            newest: newest(node),
            years: Converted::from(node.years.iter().map(link).collect::<Vec<_>>()),
            tree: Converted::from(tree(index, id)),
            has_several_sources: node.has_several_sources,
            has_index_numbers: node.has_index_numbers,
            has_document_numbers: node.has_document_numbers,
        }
    }
}

impl CategoryHead {
    fn new(index: &SiteIndex, id: CategoryId) -> CategoryHead {
        let node = &index.categories[id];
        let ancestry = index.ancestry(id);
        let step = |node: &CategoryNode| internal(&node.name, &urls::listing(&node.url, 1));
        let above = ancestry.iter().map(|id| step(&index.categories[*id]));
        let crumbs: Vec<LinkView> = std::iter::once(internal("首页", &urls::fixed("index.html"))).chain(above).collect();
        CategoryHead {
            name: node.name.clone(),
            folder: node.url.clone(),
            parent: node.parent.map(|id| index.categories[id].name.clone()),
            channel: index.categories[ancestry[0]].name.clone(),
            crumbs: Converted::from(crumbs),
            column: Converted::from(ColumnView {
                name: node.name.clone(),
                description: node.description.clone(),
                keywords: node.keywords.join(","),
                kind: node.kind.clone(),
            }),
        }
    }
}
