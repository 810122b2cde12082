//! What all pages of one category share: its view with the tree beside it, and its digest. Made once a category instead of once
//! a page, because a large column has thousands of pages.

use std::sync::OnceLock;

use serde::Serialize;
use serde_json::value::RawValue;
use tera::{Map, Value};

use super::Renderer;
use super::entries::Manner;
use super::lists::{self, count, newest};
use super::structured_data;
use super::view::{CategoryView, ChildView, PagerView, YearGroupView, YearLinkView};
use crate::index::CategoryNode;
use crate::model::digest::Digest;
use crate::model::page::{CategoryId, ReportId};
use crate::plan::{page_of, urls};

/// Newest reports shown for each sub-category.
const PER_CHILD: usize = 5;

/// The part of `category` that every page of it has.
pub(super) struct Frame {
    /// Of what the page of a report takes from its category: breadcrumb, column tags, names in the head.
    pub(super) head: Digest,
    /// Of all that a list takes from its category.
    pub(super) digest: Digest,
    /// The breadcrumb of its reports' pages for search engines; nothing where the site's address is not known.
    pub(super) way: Option<Box<RawValue>>,
    fields: Map,
}

impl Frame {
    fn new(renderer: &Renderer<'_>, id: CategoryId) -> Frame {
        let view = view(renderer, id);
        let node = &renderer.index.categories[id];
        let columns = (node.has_several_sources, node.has_index_numbers, node.has_document_numbers);
        let head = digest(&(
            &*renderer.shared.crumbs[id],
            &*renderer.shared.columns[id],
            &node.url,
            lists::channel(renderer, node),
        ));
        let digest = digest(&(&view, columns, head));
        let way = structured_data::way_to_reports(renderer.config, &renderer.shared.crumbs[id]);
        Frame { head, digest, way, fields: Value::from_serializable(&view).into_map().unwrap_or_default() }
    }

    /// `category` on a page with these entries.
    pub(super) fn value(&self, pager: &PagerView, year: &str, groups: Value, children: Value) -> Value {
        let mut fields = self.fields.clone();
        let own = [
            ("pager", Value::from_serializable(pager)),
            ("year", Value::from(year)),
            ("groups", groups),
            ("children", children),
        ];
        for (name, value) in own {
            fields.insert(name.into(), value);
        }
        Value::from(fields)
    }
}

/// Frames, made when a page first asks for one.
#[derive(Default)]
pub(super) struct Frames {
    frames: Vec<OnceLock<Frame>>,
}

impl Frames {
    pub(super) fn new(categories: usize) -> Frames {
        let mut frames = Vec::new();
        frames.resize_with(categories, OnceLock::new);
        Frames { frames }
    }

    pub(super) fn of(&self, renderer: &Renderer<'_>, id: CategoryId) -> &Frame {
        self.frames[id].get_or_init(|| Frame::new(renderer, id))
    }
}

/// Only views come here, and these can be written down.
fn digest(parts: &impl Serialize) -> Digest {
    postcard::to_allocvec(parts).map(|bytes| Digest::of(&bytes)).unwrap_or_default()
}

fn view(renderer: &Renderer<'_>, id: CategoryId) -> CategoryView {
    let node = &renderer.index.categories[id];
    CategoryView {
        name: node.name.clone(),
        description: node.description.clone(),
        count: count(node.reports.len()),
        newest: newest(node),
        children: Vec::new(),
        groups: Vec::new(),
        years: node
            .years
            .iter()
            .map(|(year, reports)| YearLinkView {
                year: year.to_string(),
                path: urls::year(node, *year, 1).encoded(),
                count: count(reports.len()),
            })
            .collect(),
        year: String::new(),
        list_path: urls::listing(node, 1).encoded(),
        catalog_path: urls::catalog(node, 1).encoded(),
        pager: PagerView::default(),
        tree: lists::tree(renderer, id),
    }
}

/// The reports that the sub-categories of `node` show on its page.
pub(super) fn shown_in_children(renderer: &Renderer<'_>, node: &CategoryNode) -> Vec<ReportId> {
    let children = node.children.iter().map(|id| &renderer.index.categories[*id]);
    children.flat_map(|child| page_of(&child.reports, 1, PER_CHILD)).copied().collect()
}

/// What the page above shows of a category, its reports aside.
pub(super) fn told_by(node: &CategoryNode) -> (&str, &str, &str, usize, bool) {
    (&node.name, &node.url, &node.description, node.reports.len(), node.has_several_sources)
}

/// Sub-categories with their newest reports.
pub(super) fn children(renderer: &Renderer<'_>, node: &CategoryNode) -> Value {
    let child = |id: &CategoryId| {
        let child = &renderer.index.categories[*id];
        let view = ChildView {
            name: child.name.clone(),
            path: urls::listing(child, 1).encoded(),
            description: child.description.clone(),
            count: count(child.reports.len()),
            items: Vec::new(),
        };
        let newest = page_of(&child.reports, 1, PER_CHILD);
        Value::from(with_entries(renderer, &view, "items", newest, child.has_several_sources))
    };
    Value::from(node.children.iter().map(child).collect::<Vec<Value>>())
}

/// Entries in their order, cut where the year changes.
pub(super) fn groups(
    renderer: &Renderer<'_>,
    node: &CategoryNode,
    reports: &[ReportId],
    is_brief: bool,
    root: &str,
) -> Value {
    let year_of = |id: &ReportId| renderer.index.reports[*id].metadata.date.day.year();
    let group = |reports: &[ReportId]| {
        let year = reports.first().map(|id| year_of(id).to_string()).unwrap_or_default();
        let view = YearGroupView { year, brief: is_brief, ..YearGroupView::default() };
        let mut fields = with_entries(renderer, &view, "items", reports, node.has_several_sources);
        let manner = Manner::Item { is_brief };
        let html = renderer.shared.entries.written(renderer, reports, node.has_several_sources, manner, root);
        fields.insert("html".into(), html);
        Value::from(fields)
    };
    Value::from(reports.chunk_by(|a, b| year_of(a) == year_of(b)).map(group).collect::<Vec<Value>>())
}

/// The fields of a view, and the reports in its field `name`.
pub(super) fn with_entries(
    renderer: &Renderer<'_>,
    view: &impl Serialize,
    name: &'static str,
    reports: &[ReportId],
    has_source: bool,
) -> Map {
    let mut fields = Value::from_serializable(view).into_map().unwrap_or_default();
    let entries = reports.iter().map(|id| renderer.shared.entries.value(renderer, *id, has_source));
    fields.insert(name.into(), Value::from(entries.collect::<Vec<Value>>()));
    fields
}
