//! Pages that are there once: home, 检索, 网站地图, 网站说明, 404; and those at addresses at which nothing stands any more. They are few, so what they are made from is their views.

use std::collections::BTreeSet;

use serde::Serialize;

use super::head::Head;
use super::menus::contact;
use super::site::SiteFacts;
use super::small::{date, internal};
use super::source::Source;
use super::tree::{outline, tile};
use crate::model::date::PublishDate;
use crate::model::digest::Digested;
use crate::model::fixed_page::FixedPage;
use crate::model::page::{CategoryId, PageKind, ReportId};
use crate::model::path::UrlPath;
use crate::model::withdrawn::{Remains, Withdrawn};
use crate::plan::menu::category_named;
use crate::plan::urls;
use crate::render::view::{AboutView, GoneView, HomeView, MapView, RedirectView};

/// All that such a page is made from.
#[derive(Serialize)]
pub struct FixedInputs<'s> {
    pub site: &'s Digested<SiteFacts>,
    pub head: Head<'s>,
    pub template: &'static str,
    pub content: Content,
}

/// What it shows.
#[derive(Serialize)]
pub enum Content {
    Home(HomeView),
    Search,
    SiteMap(MapView),
    About(AboutView),
    NotFound,
    Redirect(RedirectView),
    Gone(GoneView),
}

impl<'s> FixedInputs<'s> {
    pub(super) fn new(source: &Source<'s>, page: FixedPage) -> FixedInputs<'s> {
        let (head, content) = match page {
            FixedPage::Home => home(source),
            FixedPage::Search => search(source),
            FixedPage::SiteMap => site_map(source),
            FixedPage::About => about(source),
            FixedPage::NotFound => not_found(),
        };
        FixedInputs { site: source.site(), head, template: page.template(), content }
    }

    /// An old address that leads to the page at `to`.
    pub(super) fn redirect(source: &Source<'s>, to: &UrlPath) -> FixedInputs<'s> {
        let title = match source.plan.get(to).map(|page| &page.kind) {
            Some(PageKind::Report(id)) => source.index.reports[*id].metadata.title.as_str(),
            Some(PageKind::Listing { category, .. } | PageKind::Catalog { category, .. }) => {
                source.index.categories[*category].name.as_str()
            }
            _ => "新网址",
        };
        let head = Head { noindex: true, qualifier: "地址已变更".into(), ..Head::new("page", title) };
        let content = Content::Redirect(RedirectView { title: title.to_string(), path: to.encoded() });
        FixedInputs { site: source.site(), head, template: "redirect.html", content }
    }

    /// 撤下页.
    pub(super) fn withdrawn(source: &Source<'s>, withdrawn: &Withdrawn) -> FixedInputs<'s> {
        let is_category = withdrawn.what == Remains::OfCategory;
        let title = match (is_category, withdrawn.reason.is_empty()) {
            (false, _) => "页面已撤下",
            // It may have a report again tomorrow.
            (true, true) => "栏目暂无内容",
            (true, false) => "栏目已停用",
        };
        let above = withdrawn.above.map(|id| &source.index.categories[id]);
        let view = GoneView {
            is_category,
            date: withdrawn.day.map(|day| date(PublishDate::day(day))).unwrap_or_default(),
            reason: withdrawn.reason.clone(),
            title: withdrawn.title.clone(),
            category: above.map(|node| internal(&node.name, &urls::listing(&node.url, 1))).unwrap_or_default(),
            catalog_path: above.map(|node| urls::catalog(&node.url, 1).encoded()).unwrap_or_default(),
        };
        let head = Head { noindex: true, last_crumb: Some(title.into()), ..Head::new("gone", title) };
        FixedInputs { site: source.site(), head, template: "gone.html", content: Content::Gone(view) }
    }
}

fn home<'s>(source: &Source<'s>) -> (Head<'s>, Content) {
    let (index, config) = (source.index, source.config);
    let tiles = tiles_category(source);
    let all = tiles.or_else(|| index.roots.first().copied()).map(|id| &index.categories[id]);
    let sources: BTreeSet<&str> = index.reports.iter().map(|report| report.metadata.source.as_str()).collect();
    let newest: Vec<ReportId> = (0..index.reports.len().min(config.home.newest)).collect();
    let title = tiles.map_or(config.title.as_str(), |id| index.categories[id].name.as_str());
    let top = tiles.map_or(index.roots.as_slice(), |id| index.categories[id].children.as_slice());
    let view = HomeView {
        sections: config.home.sections.iter().map(|section| section.name().to_string()).collect(),
        tiles_name: tiles.map(|id| index.categories[id].name.clone()).unwrap_or_default(),
        tiles: top.iter().map(|id| tile(index, *id)).collect(),
        newest: source.reports().list(newest).iter().map(|report| report.item(sources.len() > 1)).collect(),
        all_path: all.map(|node| urls::listing(&node.url, 1).encoded()).unwrap_or_default(),
        catalog_path: all.map(|node| urls::catalog(&node.url, 1).encoded()).unwrap_or_default(),
        nodes: index.roots.iter().map(|id| tile(index, *id)).collect(),
    };
    let head = Head { description: config.description.as_str().into(), ..Head::new(FixedPage::Home.page_type(), title) };
    (head, Content::Home(view))
}

fn search<'s>(source: &Source<'s>) -> (Head<'s>, Content) {
    let description = format!("检索{}的文章标题和正文。", source.config.title).into();
    let last_crumb = Some("检索".into());
    let head = Head { description, last_crumb, noindex: true, ..Head::new(FixedPage::Search.page_type(), "检索结果") };
    (head, Content::Search)
}

fn site_map<'s>(source: &Source<'s>) -> (Head<'s>, Content) {
    let index = source.index;
    let view = MapView {
        nodes: outline(index, &index.roots, |id| &index.categories[id].children),
        pages: vec![internal("检索", &urls::fixed("search.html")), internal("网站说明", &urls::fixed("about.html"))],
    };
    let description = format!("{}的全部栏目。", source.config.title).into();
    let head =
        Head {
            description, last_crumb: Some("网站地图".into()), ..Head::new(FixedPage::SiteMap.page_type(), "网站地图")
        };
    (head, Content::SiteMap(view))
}

fn about<'s>(source: &Source<'s>) -> (Head<'s>, Content) {
    let view = AboutView {
        contact: contact(source.config, source.theme),
        find_error_url: source.config.gov.find_error_url.clone(),
    };
    let description = format!("{}的无障碍声明、隐私说明和联系方式。", source.config.title).into();
    let head =
        Head {
            description, last_crumb: Some("网站说明".into()), ..Head::new(FixedPage::About.page_type(), "网站说明")
        };
    (head, Content::About(view))
}

fn not_found<'s>() -> (Head<'s>, Content) {
    let description = "网址可能有误，或页面已移动、撤下。".into();
    let head = Head { description, noindex: true, ..Head::new(FixedPage::NotFound.page_type(), "页面不存在") };
    (head, Content::NotFound)
}

/// The category whose children are the tiles: the one given, or the top one when it is alone and has children.
fn tiles_category(source: &Source<'_>) -> Option<CategoryId> {
    let index = source.index;
    if let Some(written) = &source.config.home.tiles
        && let Some(id) = category_named(index, &written.value)
    {
        return Some(id);
    }
    match index.roots.as_slice() {
        [only] if !index.categories[*only].children.is_empty() => Some(*only),
        _ => None,
    }
}
