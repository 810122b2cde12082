//! Pages that list reports. A template gets the entries of one page, never the whole list.

use std::borrow::Cow;

use crate::error::Error;
use crate::model::path::UrlPath;
use crate::plan::urls;
use crate::render::inputs::head::Head;
use crate::render::inputs::list_page::{Child, ListForm, ListPage};
use crate::render::inputs::reports::ReportFacts;
use crate::render::inputs::small::count;
use crate::render::pages::{head, structured_data};
use crate::render::parts::Tools;
use crate::render::parts::entries::EntryMarkup;
use crate::render::up_to_date::PageBuffer;
use crate::render::view::{
    CatalogView, CategoryView, ChildView, Converted, ItemView, PagerItemView, PagerView, YearGroupView,
};

/// # Errors
///
/// Where a template fails.
pub fn make(inputs: &ListPage<'_>, tools: Tools<'_>, buffer: &mut PageBuffer<'_>) -> Result<(), Error> {
    let (site, category) = (inputs.site, inputs.category);
    let (template, head) = head_of(inputs);
    let mut page = head::view(site, buffer.url, &head);
    page.json_ld = structured_data::of_page(site, &page.crumbs);
    let root = site.root(buffer.url);
    let mut context = head::context(tools, &page, &root, buffer.url)?;
    let (groups, year) = match inputs.form {
        ListForm::All => (groups(inputs, tools, false, &root), String::new()),
        ListForm::Year(year) => (groups(inputs, tools, true, &root), year.to_string()),
        ListForm::Catalog => {
            context.insert("catalog", &catalog(inputs, tools, &root));
            Default::default()
        }
    };
    context.insert(
        "category",
        &CategoryView {
            name: category.head.name.clone(),
            description: category.description.clone(),
            count: category.count,
            newest: category.newest.clone(),
            children: inputs.children.iter().map(|child| child_view(child, tools)).collect(),
            groups,
            years: category.years.clone(),
            year,
            list_path: urls::listing(&category.head.folder, 1).encoded(),
            catalog_path: urls::catalog(&category.head.folder, 1).encoded(),
            pager: pager(inputs.number, inputs.total, |number| inputs.url(number)),
            tree: category.tree.clone(),
        },
    );
    tools.theme.render(template, &context, buffer)
}

/// The template, and what distinguishes the page's head.
fn head_of<'p>(inputs: &'p ListPage<'_>) -> (&'static str, Head<'p>) {
    let category = inputs.category;
    let further = (inputs.number > 1).then(|| format!("第 {} 页", inputs.number));
    let (kind, template, name) = match inputs.form {
        ListForm::All if !inputs.children.is_empty() => ("category", "category.html", None),
        ListForm::All => ("list", "list.html", None),
        ListForm::Year(year) => ("list", "list.html", Some(format!("{year}年"))),
        ListForm::Catalog => ("catalog", "catalog.html", Some("目录".to_string())),
    };
    let qualifier = [name.as_deref(), further.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" - ");
    let head = Head {
        qualifier: Cow::Owned(qualifier),
        description: Cow::Borrowed(&category.description),
        category: Some(&category.head),
        last_crumb: name.or(further),
        ..Head::new(kind, category.head.name.as_str())
    };
    (template, head)
}

/// The entries in their order, cut where the year changes.
fn groups(inputs: &ListPage<'_>, tools: Tools<'_>, is_brief: bool, root: &str) -> Vec<YearGroupView> {
    let has_source = inputs.category.has_several_sources;
    let year_of = |report: &ReportFacts<'_>| report.metadata.date.day.year();
    let reports: Vec<ReportFacts<'_>> = inputs.reports.iter().collect();
    let group = |reports: &[ReportFacts<'_>]| YearGroupView {
        year: reports.first().map(|report| year_of(report).to_string()).unwrap_or_default(),
        items: items(reports.iter().copied(), tools, has_source),
        html: tools.parts.entries.written(
            tools.theme,
            reports.iter().copied(),
            has_source,
            EntryMarkup::Item { is_brief },
            root,
        ),
        brief: is_brief,
    };
    reports.chunk_by(|a, b| year_of(a) == year_of(b)).map(group).collect()
}

fn catalog(inputs: &ListPage<'_>, tools: Tools<'_>, root: &str) -> CatalogView {
    let category = inputs.category;
    let (has_index_number, has_document_number) = (category.has_index_numbers, category.has_document_numbers);
    let has_source = category.has_several_sources;
    let row = EntryMarkup::Row { has_index_number, has_document_number };
    CatalogView {
        rows: items(inputs.reports.iter(), tools, has_source),
        has_index_number,
        has_document_number,
        has_source,
        html: tools.parts.entries.written(tools.theme, inputs.reports.iter(), has_source, row, root),
    }
}

fn child_view(child: &Child<'_>, tools: Tools<'_>) -> ChildView {
    ChildView {
        name: child.name.to_string(),
        path: urls::listing(child.folder, 1).encoded(),
        description: child.description.to_string(),
        count: count(child.count),
        items: items(child.newest.iter(), tools, child.has_several_sources),
    }
}

fn items<'r>(
    reports: impl Iterator<Item = ReportFacts<'r>>,
    tools: Tools<'_>,
    has_source: bool,
) -> Vec<Converted<ItemView>> {
    reports.map(|report| tools.parts.entries.view(&report, has_source)).collect()
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
