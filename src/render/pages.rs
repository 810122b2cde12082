//! Pages that are there once: home, 检索, 网站地图, 网站说明, 404; and redirects of old addresses.

use serde::Serialize;

use super::Renderer;
use super::buffer::PageBuffer;
use super::head::{self, Head};
use super::lists::{item, outline, tile};
use super::site::{contact, internal};
use super::structured_data;
use super::view::{AboutView, HomeView, MapView, PageView, Prepared, RedirectView};
use crate::error::Error;
use crate::model::page::{CategoryId, ReportId};
use crate::plan::menu::category_named;
use crate::plan::urls;

pub(super) fn home(renderer: &Renderer<'_>, buffer: &mut PageBuffer<'_>) -> Result<(), Error> {
    let index = renderer.index;
    let tiles = tiles_category(renderer);
    let all = tiles.or_else(|| index.roots.first().copied());
    let sources: std::collections::BTreeSet<&str> =
        index.reports.iter().map(|report| report.metadata.source.as_str()).collect();
    let newest = index.reports.len().min(renderer.config.home.newest);
    let title = tiles.map_or(renderer.config.title.as_str(), |id| index.categories[id].name.as_str());
    let view = HomeView {
        sections: renderer.config.home.sections.iter().map(|section| section.name().to_string()).collect(),
        tiles_name: tiles.map(|id| index.categories[id].name.clone()).unwrap_or_default(),
        tiles: tiles
            .map_or(index.roots.as_slice(), |id| index.categories[id].children.as_slice())
            .iter()
            .map(|id| tile(renderer, *id))
            .collect(),
        newest: (0..newest).map(|id| item(renderer, id, sources.len() > 1)).collect(),
        all_path: all.map(|id| urls::listing(&index.categories[id], 1).encoded()).unwrap_or_default(),
        catalog_path: all.map(|id| urls::catalog(&index.categories[id], 1).encoded()).unwrap_or_default(),
        nodes: index.roots.iter().map(|id| tile(renderer, *id)).collect(),
    };
    let head = Head { description: renderer.config.description.clone(), ..Head::new("home", title) };
    render(renderer, buffer, "home.html", head, Some(("home", &view)))
}

/// The category whose children are the tiles: the one given, or the top one when it is alone and has children.
fn tiles_category(renderer: &Renderer<'_>) -> Option<CategoryId> {
    let index = renderer.index;
    if let Some(written) = &renderer.config.home.tiles
        && let Some(id) = category_named(index, &written.value)
    {
        return Some(id);
    }
    match index.roots.as_slice() {
        [only] if !index.categories[*only].children.is_empty() => Some(*only),
        _ => None,
    }
}

pub(super) fn search(renderer: &Renderer<'_>, buffer: &mut PageBuffer<'_>) -> Result<(), Error> {
    let description = format!("检索{}的文章标题和正文。", renderer.config.title);
    let head = Head { description, last_crumb: Some("检索".into()), noindex: true, ..Head::new("search", "检索结果") };
    render(renderer, buffer, "search.html", head, None::<(&str, &())>)
}

pub(super) fn site_map(renderer: &Renderer<'_>, buffer: &mut PageBuffer<'_>) -> Result<(), Error> {
    let view = MapView {
        nodes: outline(renderer, &renderer.index.roots, |id| &renderer.index.categories[id].children),
        pages: vec![internal("检索", &urls::fixed("search.html")), internal("网站说明", &urls::fixed("about.html"))],
    };
    let description = format!("{}的全部栏目。", renderer.config.title);
    let head = Head { description, last_crumb: Some("网站地图".into()), ..Head::new("sitemap", "网站地图") };
    render(renderer, buffer, "sitemap.html", head, Some(("map", &view)))
}

pub(super) fn about(renderer: &Renderer<'_>, buffer: &mut PageBuffer<'_>) -> Result<(), Error> {
    let view = AboutView {
        contact: contact(renderer.config, renderer.theme),
        find_error_url: renderer.config.gov.find_error_url.clone(),
    };
    let description = format!("{}的无障碍声明、隐私说明和联系方式。", renderer.config.title);
    let head = Head { description, last_crumb: Some("网站说明".into()), ..Head::new("page", "网站说明") };
    render(renderer, buffer, "about.html", head, Some(("about", &view)))
}

/// Served at any depth, so its links are absolute.
pub(super) fn not_found(renderer: &Renderer<'_>, buffer: &mut PageBuffer<'_>) -> Result<(), Error> {
    let description = "网址可能有误，或页面已移动、撤下。".to_string();
    let head = Head { description, noindex: true, ..Head::new("404", "页面不存在") };
    let mut page = head::view(renderer, buffer.url, head);
    page.canonical.clear();
    page.crumbs = Prepared::default();
    let root = renderer.config.base_path();
    finish(renderer, buffer, "404.html", &mut page, &root, None::<(&str, &())>)
}

pub(super) fn redirect(renderer: &Renderer<'_>, buffer: &mut PageBuffer<'_>, id: ReportId) -> Result<(), Error> {
    let report = &renderer.index.reports[id];
    let title = report.metadata.title.clone();
    let path = super::lists::report_path(renderer, id);
    let mut head = Head { noindex: true, ..Head::new("page", &title) };
    head.qualifier = "地址已变更";
    let mut page = head::view(renderer, buffer.url, head);
    // The new address is the canonical one, and a trail to an old address would mislead.
    page.canonical = renderer.config.base_url.as_deref().map(|base| format!("{base}/{path}")).unwrap_or_default();
    page.head_title = format!("{title} - {} - {}", "地址已变更", buffer.url);
    page.crumbs = Prepared::default();
    let root = renderer.root(buffer.url);
    let view = RedirectView { title: title.clone(), path };
    finish(renderer, buffer, "redirect.html", &mut page, &root, Some(("redirect", &view)))
}

fn render<V: Serialize>(
    renderer: &Renderer<'_>,
    buffer: &mut PageBuffer<'_>,
    template: &str,
    head: Head<'_>,
    view: Option<(&'static str, &V)>,
) -> Result<(), Error> {
    let mut page = head::view(renderer, buffer.url, head);
    let root = renderer.root(buffer.url);
    finish(renderer, buffer, template, &mut page, &root, view)
}

fn finish<V: Serialize>(
    renderer: &Renderer<'_>,
    buffer: &mut PageBuffer<'_>,
    template: &str,
    page: &mut PageView,
    root: &str,
    view: Option<(&'static str, &V)>,
) -> Result<(), Error> {
    if renderer.is_up_to_date(buffer, template, &(&*page, root, view)) {
        return Ok(());
    }
    if !matches!(template, "404.html" | "redirect.html") {
        page.json_ld = structured_data::of_page(renderer.config, &page.crumbs);
    }
    let mut context = head::context(renderer, page, root, buffer.url)?;
    if let Some((name, view)) = view {
        context.insert(name, view);
    }
    renderer.theme.render(template, &context, buffer)
}
