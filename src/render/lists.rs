//! Pages that list reports: a category and its further pages, one year of it, and the 目录 table. A template gets the entries of
//! one page, never the whole list.

use tera::Value;

use super::Renderer;
use super::buffer::PageBuffer;
use super::dates;
use super::entries::Manner;
use super::frame;
use super::head::{self, Head};
use super::structured_data;
use super::view::{CatalogView, DateView, ItemView, NodeView, PagerItemView, PagerView, TreeNodeView, TreeView};
use crate::error::Error;
use crate::index::CategoryNode;
use crate::load::markdown::opening;
use crate::model::date::PublishDate;
use crate::model::metadata::Validity;
use crate::model::page::{CategoryId, ReportId};
use crate::model::path::UrlPath;
use crate::model::report::{HoldReason, Status};
use crate::plan::{ROWS, page_of, pages, urls};

/// `index.html`, `index_2.html` ….
pub(super) fn listing(
    renderer: &Renderer<'_>,
    buffer: &mut PageBuffer<'_>,
    id: CategoryId,
    page: usize,
) -> Result<(), Error> {
    let node = &renderer.index.categories[id];
    let per_page = renderer.config.per_page;
    let total = pages(node.reports.len(), per_page);
    let is_overview = page == 1 && !node.children.is_empty();
    let (kind, template) = if is_overview { ("category", "category.html") } else { ("list", "list.html") };
    let qualifier = if page > 1 { format!("第 {page} 页") } else { String::new() };
    let last_crumb = (page > 1).then(|| qualifier.clone());
    let list = List {
        id,
        template,
        entries: Entries::Grouped(page_of(&node.reports, page, per_page)),
        year: None,
        is_overview,
        pager: (page, total),
    };
    let head = || Head { qualifier: &qualifier, last_crumb, ..head_of(kind, node, id) };
    render(renderer, buffer, &list, head, |number| urls::listing(node, number))
}

/// `2024.html`.
pub(super) fn year(
    renderer: &Renderer<'_>,
    buffer: &mut PageBuffer<'_>,
    id: CategoryId,
    year: i16,
    page: usize,
) -> Result<(), Error> {
    let node = &renderer.index.categories[id];
    let Some((_, reports)) = node.years.iter().find(|(known, _)| *known == year) else { return Ok(()) };
    let qualifier = match page {
        1 => format!("{year}年"),
        _ => format!("{year}年 - 第 {page} 页"),
    };
    let list = List {
        id,
        template: "list.html",
        entries: Entries::Grouped(page_of(reports, page, ROWS)),
        year: Some(year),
        is_overview: false,
        pager: (page, pages(reports.len(), ROWS)),
    };
    let head = || Head { qualifier: &qualifier, last_crumb: Some(format!("{year}年")), ..head_of("list", node, id) };
    render(renderer, buffer, &list, head, |number| urls::year(node, year, number))
}

/// `mulu.html`.
pub(super) fn catalog(
    renderer: &Renderer<'_>,
    buffer: &mut PageBuffer<'_>,
    id: CategoryId,
    page: usize,
) -> Result<(), Error> {
    let node = &renderer.index.categories[id];
    let qualifier = if page > 1 { format!("目录 - 第 {page} 页") } else { "目录".to_string() };
    let list = List {
        id,
        template: "catalog.html",
        entries: Entries::Rows(page_of(&node.reports, page, ROWS)),
        year: None,
        is_overview: false,
        pager: (page, pages(node.reports.len(), ROWS)),
    };
    let head = || Head { qualifier: &qualifier, last_crumb: Some("目录".into()), ..head_of("catalog", node, id) };
    render(renderer, buffer, &list, head, |number| urls::catalog(node, number))
}

fn head_of<'p>(kind: &'static str, node: &'p CategoryNode, id: CategoryId) -> Head<'p> {
    Head { description: node.description.clone(), category: Some(id), ..Head::new(kind, &node.name) }
}

/// A page of a list: what tells it from the other pages of its category.
struct List<'p> {
    id: CategoryId,
    template: &'static str,
    entries: Entries<'p>,
    /// Of `2024.html`.
    year: Option<i16>,
    /// Whether it shows the sub-categories.
    is_overview: bool,
    /// The page's number, and how many there are.
    pager: (usize, usize),
}

/// The reports of a page, not yet as templates see them.
#[derive(Clone, Copy)]
enum Entries<'p> {
    Grouped(&'p [ReportId]),
    Rows(&'p [ReportId]),
}

/// Makes the page unless it stands. All that it shows follows from its category's frame, from its place among the pages and from
/// the cards of the reports on it; `head` and `url` are for a page that must be made.
fn render<'p>(
    renderer: &Renderer<'_>,
    buffer: &mut PageBuffer<'_>,
    list: &List<'_>,
    head: impl FnOnce() -> Head<'p>,
    url: impl Fn(usize) -> UrlPath,
) -> Result<(), Error> {
    let node = &renderer.index.categories[list.id];
    let frame = renderer.shared.frames.of(renderer, list.id);
    let (Entries::Grouped(shown) | Entries::Rows(shown)) = list.entries;
    let below = if list.is_overview { frame::shown_in_children(renderer, node) } else { Vec::new() };
    let children = if list.is_overview { node.children.as_slice() } else { &[] };
    let children: Vec<_> = children.iter().map(|id| frame::told_by(&renderer.index.categories[*id])).collect();
    let place = (list.year, list.pager, list.is_overview, frame.digest, children);
    let cards = (renderer.cards_of(shown), renderer.cards_of(&below));
    if renderer.is_up_to_date(buffer, list.template, &(buffer.url.as_str(), place, cards)) {
        return Ok(());
    }
    let mut page = head::view(renderer, buffer.url, head());
    page.json_ld = structured_data::of_page(renderer.config, &page.crumbs);
    let root = renderer.root(buffer.url);
    let mut context = head::context(renderer, &page, &root, buffer.url)?;
    let mut groups = Value::from(Vec::<Value>::new());
    match list.entries {
        Entries::Grouped(shown) => groups = frame::groups(renderer, node, shown, list.year.is_some(), &root),
        Entries::Rows(shown) => context.insert_value("catalog", rows(renderer, node, shown, &root)),
    }
    let children = if list.is_overview { frame::children(renderer, node) } else { Value::from(Vec::<Value>::new()) };
    let year = list.year.map(|year| year.to_string()).unwrap_or_default();
    let pager = pager(list.pager.0, list.pager.1, url);
    context.insert_value("category", frame.value(&pager, &year, groups, children));
    renderer.theme.render(list.template, &context, buffer)
}

fn rows(renderer: &Renderer<'_>, node: &CategoryNode, shown: &[ReportId], root: &str) -> Value {
    let view = CatalogView {
        has_index_number: node.has_index_numbers,
        has_document_number: node.has_document_numbers,
        has_source: node.has_several_sources,
        ..CatalogView::default()
    };
    let CatalogView { has_index_number, has_document_number, has_source, .. } = view;
    let manner = Manner::Row { has_index_number, has_document_number };
    let mut fields = frame::with_entries(renderer, &view, "rows", shown, has_source);
    fields.insert("html".into(), renderer.shared.entries.written(renderer, shown, has_source, manner, root));
    Value::from(fields)
}

/// The day of the newest report, without the time.
pub(super) fn newest(node: &CategoryNode) -> DateView {
    node.newest.map(|date| dates::view(PublishDate::day(date.day))).unwrap_or_default()
}

/// One report as lists show it.
pub(super) fn item(renderer: &Renderer<'_>, id: ReportId, show_source: bool) -> ItemView {
    let report = &renderer.index.reports[id];
    let metadata = &report.metadata;
    ItemView {
        title: metadata.title.clone(),
        path: report_path(renderer, id),
        date: dates::view(metadata.date),
        summary: if *metadata.description == *metadata.title { String::new() } else { opening(&metadata.description) },
        source: if show_source { metadata.source.clone() } else { String::new() },
        document_number: metadata.number.clone(),
        index_number: metadata.index.clone(),
        attachments: count(report.attachments.iter().filter(|file| !file.in_text).count()),
        state: match metadata.validity {
            Validity::Valid => String::new(),
            other => format!("已{}", other.name()),
        },
        preview: preview(report.status).to_string(),
    }
}

/// The mark of a report that is shown only for `--drafts`.
pub(super) fn preview(status: Status) -> &'static str {
    match status {
        Status::Preview(HoldReason::Draft | HoldReason::SetAside) => "草稿",
        Status::Preview(HoldReason::Scheduled(_)) => "定时发布",
        Status::Published | Status::Held(_) => "",
    }
}

pub(super) fn report_path(renderer: &Renderer<'_>, id: ReportId) -> String {
    renderer.shared.report_paths[id].clone()
}

/// 频道名: the top category of the breadcrumb.
pub(super) fn channel(renderer: &Renderer<'_>, node: &CategoryNode) -> String {
    let mut top = node;
    while let Some(parent) = top.parent {
        top = &renderer.index.categories[parent];
    }
    top.name.clone()
}

/// The branch of the top category, with the way down to `id` and its children open.
pub(super) fn tree(renderer: &Renderer<'_>, id: CategoryId) -> TreeView {
    let ancestry = renderer.index.ancestry(id);
    // A single top category (信息公开) says nothing; its child that we are in is the useful heading.
    let top = ancestry.get(1).or(ancestry.first()).copied().unwrap_or(id);
    let node = &renderer.index.categories[top];
    TreeView {
        name: node.name.clone(),
        path: urls::listing(node, 1).encoded(),
        nodes: outline(renderer, &node.children, |id| match ancestry.contains(&id) {
            true => renderer.index.categories[id].children.as_slice(),
            false => &[],
        }),
    }
}

/// Categories as a flat list in the order of a tree. Without recursion: folders may be nested as deep as a disk allows.
pub(super) fn outline<'r>(
    renderer: &'r Renderer<'_>,
    roots: &[CategoryId],
    shown_below: impl Fn(CategoryId) -> &'r [CategoryId],
) -> Vec<TreeNodeView> {
    let mut nodes: Vec<TreeNodeView> = Vec::new();
    let mut waiting: Vec<(CategoryId, u32)> = roots.iter().rev().map(|id| (*id, 1)).collect();
    while let Some((id, depth)) = waiting.pop() {
        let category = &renderer.index.categories[id];
        let below = shown_below(id);
        waiting.extend(below.iter().rev().map(|child| (*child, depth + 1)));
        nodes.push(TreeNodeView {
            name: category.name.clone(),
            path: urls::listing(category, 1).encoded(),
            count: count(category.reports.len()),
            depth,
            opens: !below.is_empty(),
            closes: if below.is_empty() { depth - waiting.last().map_or(1, |(_, next)| *next) } else { 0 },
        });
    }
    nodes
}

/// A category by itself.
pub(super) fn tile(renderer: &Renderer<'_>, id: CategoryId) -> NodeView {
    let node = &renderer.index.categories[id];
    NodeView {
        name: node.name.clone(),
        path: urls::listing(node, 1).encoded(),
        description: node.description.clone(),
        count: count(node.reports.len()),
        newest: newest(node),
    }
}

/// First, last, and two pages on either side. A list of one page says so too: 第 1 页，共 1 页.
fn pager(current: usize, total: usize, url: impl Fn(usize) -> UrlPath) -> PagerView {
    let mut view = PagerView { current: count(current), total: count(total), ..PagerView::default() };
    if current > 1 {
        view.previous = url(current - 1).encoded();
    }
    if current < total {
        view.next = url(current + 1).encoded();
    }
    let mut last = 0;
    for number in (1..=total).filter(|number| *number == 1 || *number == total || number.abs_diff(current) <= 2) {
        if number > last + 1 {
            view.pages.push(PagerItemView { gap: true, ..PagerItemView::default() });
        }
        view.pages.push(PagerItemView { number: count(number), path: url(number).encoded(), gap: false });
        last = number;
    }
    view
}

pub(super) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
