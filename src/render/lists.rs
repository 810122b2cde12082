//! Pages that list reports: a category and its further pages, one year of it, and the 目录 table. A template gets the entries of
//! one page, never the whole list.

use super::Renderer;
use super::dates;
use super::head::{self, Head};
use super::sheet::Sheet;
use super::view::{
    CatalogView, CategoryView, ChildView, DateView, ItemView, NodeView, PagerItemView, PagerView, TreeNodeView, TreeView,
    YearGroupView, YearLinkView,
};
use crate::error::Error;
use crate::index::CategoryNode;
use crate::model::date::PublishDate;
use crate::model::metadata::Validity;
use crate::model::page::{CategoryId, ReportId};
use crate::model::path::UrlPath;
use crate::model::report::{HoldReason, Status};
use crate::plan::{ROWS, page_of, pages, urls};

/// Newest reports shown for each sub-category.
const PER_CHILD: usize = 5;

/// `index.html`, `index_2.html` ….
pub(super) fn listing(renderer: &Renderer<'_>, sheet: &mut Sheet<'_>, id: CategoryId, page: usize) -> Result<(), Error> {
    let node = &renderer.index.categories[id];
    let per_page = renderer.config.per_page;
    let total = pages(node.reports.len(), per_page);
    let mut category = category(renderer, id);
    category.pager = pager(page, total, |number| urls::listing(node, number));
    let is_overview = page == 1 && !node.children.is_empty();
    let shown = page_of(&node.reports, page, per_page);
    if is_overview {
        category.children = children(renderer, node);
    }
    let (kind, template) = if is_overview { ("category", "category.html") } else { ("list", "list.html") };
    let qualifier = if page > 1 { format!("第 {page} 页") } else { String::new() };
    let last_crumb = (page > 1).then(|| qualifier.clone());
    render(
        renderer,
        sheet,
        template,
        Head { qualifier: &qualifier, last_crumb, ..head_of(kind, node, id) },
        category,
        Entries::Grouped(node, shown),
    )
}

/// `2024.html`.
pub(super) fn year(
    renderer: &Renderer<'_>,
    sheet: &mut Sheet<'_>,
    id: CategoryId,
    year: i16,
    page: usize,
) -> Result<(), Error> {
    let node = &renderer.index.categories[id];
    let Some((_, reports)) = node.years.iter().find(|(known, _)| *known == year) else { return Ok(()) };
    let mut category = category(renderer, id);
    category.pager = pager(page, pages(reports.len(), ROWS), |number| urls::year(node, year, number));
    category.year = year.to_string();
    let qualifier = match page {
        1 => format!("{year}年"),
        _ => format!("{year}年 - 第 {page} 页"),
    };
    let head = Head { qualifier: &qualifier, last_crumb: Some(format!("{year}年")), ..head_of("list", node, id) };
    render(renderer, sheet, "list.html", head, category, Entries::Grouped(node, page_of(reports, page, ROWS)))
}

/// `mulu.html`.
pub(super) fn catalog(renderer: &Renderer<'_>, sheet: &mut Sheet<'_>, id: CategoryId, page: usize) -> Result<(), Error> {
    let node = &renderer.index.categories[id];
    let mut category = category(renderer, id);
    category.pager = pager(page, pages(node.reports.len(), ROWS), |number| urls::catalog(node, number));
    let shown = page_of(&node.reports, page, ROWS);
    let qualifier = if page > 1 { format!("目录 - 第 {page} 页") } else { "目录".to_string() };
    let head = Head { qualifier: &qualifier, last_crumb: Some("目录".into()), ..head_of("catalog", node, id) };
    render(renderer, sheet, "catalog.html", head, category, Entries::Rows(node, shown))
}

fn head_of<'p>(kind: &'static str, node: &'p CategoryNode, id: CategoryId) -> Head<'p> {
    Head { description: node.description.clone(), category: Some(id), ..Head::new(kind, &node.name) }
}

/// The reports of a page, not yet as templates see them.
#[derive(Clone, Copy)]
enum Entries<'p> {
    Grouped(&'p CategoryNode, &'p [ReportId]),
    Rows(&'p CategoryNode, &'p [ReportId]),
}

fn rows(renderer: &Renderer<'_>, node: &CategoryNode, shown: &[ReportId]) -> CatalogView {
    CatalogView {
        rows: shown.iter().map(|id| item(renderer, *id, node.has_several_sources)).collect(),
        has_index_number: node.has_index_numbers,
        has_document_number: node.has_document_numbers,
        has_source: node.has_several_sources,
    }
}

fn render(
    renderer: &Renderer<'_>,
    sheet: &mut Sheet<'_>,
    template: &str,
    head: Head<'_>,
    mut category: CategoryView,
    entries: Entries<'_>,
) -> Result<(), Error> {
    let mut page = head::view(renderer, sheet.url, head);
    let root = sheet.url.root_prefix();
    let (Entries::Grouped(node, shown) | Entries::Rows(node, shown)) = entries;
    let columns = (node.has_several_sources, node.has_index_numbers, node.has_document_numbers);
    if renderer.stands(sheet, template, &(&page, &root, &category, columns, renderer.cards_of(shown))) {
        return Ok(());
    }
    head::describe(renderer, &mut page, None);
    let mut context = head::context(&page, &root);
    match entries {
        Entries::Grouped(..) => category.groups = groups(renderer, node, shown),
        Entries::Rows(..) => context.insert("catalog", &rows(renderer, node, shown)),
    }
    context.insert("category", &category);
    renderer.theme.render(template, &context, sheet)
}

/// What every page of a category shows.
fn category(renderer: &Renderer<'_>, id: CategoryId) -> CategoryView {
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
        tree: tree(renderer, id),
    }
}

/// The day of the newest report, without the time.
fn newest(node: &CategoryNode) -> DateView {
    node.newest.map(|date| dates::view(PublishDate::day(date.day))).unwrap_or_default()
}

fn children(renderer: &Renderer<'_>, node: &CategoryNode) -> Vec<ChildView> {
    node.children
        .iter()
        .map(|id| {
            let child = &renderer.index.categories[*id];
            ChildView {
                name: child.name.clone(),
                path: urls::listing(child, 1).encoded(),
                description: child.description.clone(),
                count: count(child.reports.len()),
                items: page_of(&child.reports, 1, PER_CHILD)
                    .iter()
                    .map(|id| ItemView { summary: String::new(), ..item(renderer, *id, child.has_several_sources) })
                    .collect(),
            }
        })
        .collect()
}

/// Entries in their order, cut where the year changes.
fn groups(renderer: &Renderer<'_>, node: &CategoryNode, reports: &[ReportId]) -> Vec<YearGroupView> {
    let mut groups: Vec<YearGroupView> = Vec::new();
    for id in reports {
        let year = renderer.index.reports[*id].metadata.date.day.year().to_string();
        let entry = item(renderer, *id, node.has_several_sources);
        match groups.last_mut() {
            Some(group) if group.year == year => group.items.push(entry),
            _ => groups.push(YearGroupView { year, items: vec![entry] }),
        }
    }
    groups
}

/// One report as lists show it.
pub(super) fn item(renderer: &Renderer<'_>, id: ReportId, show_source: bool) -> ItemView {
    let report = &renderer.index.reports[id];
    let metadata = &report.metadata;
    ItemView {
        title: metadata.title.clone(),
        path: report_path(renderer, id),
        date: dates::view(metadata.date),
        summary: if metadata.description == metadata.title { String::new() } else { metadata.description.clone() },
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
        Status::Preview(HoldReason::Draft) => "草稿",
        Status::Preview(HoldReason::Scheduled(_)) => "定时发布",
        Status::Published | Status::Held(_) => "",
    }
}

pub(super) fn report_path(renderer: &Renderer<'_>, id: ReportId) -> String {
    renderer.shared.report_paths[id].clone()
}

/// The branch of the top category, with the way down to `id` and its children open.
fn tree(renderer: &Renderer<'_>, id: CategoryId) -> TreeView {
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
