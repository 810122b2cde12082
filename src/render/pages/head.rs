//! `page` in the templates: title, tags, breadcrumb and structured data of one page.

use tera::Context;

use crate::error::Error;
use crate::model::fixed_page::FixedPage;
use crate::model::path::UrlPath;
use crate::plan::urls;
use crate::render::inputs::head::{Head, REPORT};
use crate::render::inputs::site::SiteFacts;
use crate::render::inputs::small::internal;
use crate::render::parts::Tools;
use crate::render::view::{Converted, LinkView, PageView};

/// A context with `page`, `chrome` and `root` in it, for the page at `url`.
///
/// # Errors
///
/// Where a component of the theme fails.
pub fn context(tools: Tools<'_>, page: &PageView, root: &str, url: &UrlPath) -> Result<Context, Error> {
    let mut context = Context::new();
    context.insert("root", root);
    context.insert("page", page);
    context.insert_value("chrome", tools.parts.surround.value(tools.theme, page, root, url)?);
    Ok(context)
}

/// The view of a page at `url`, without its structured data.
pub fn view(site: &SiteFacts, url: &UrlPath, head: &Head<'_>) -> PageView {
    let path = url.encoded();
    let nav_path = nav_path(site, &path, head);
    let (feed_title, feed) = feed_of(site, head);
    PageView {
        kind: head.kind.to_string(),
        title: head.title.to_string(),
        head_title: head_title(site, head),
        description: head.description.to_string(),
        json_ld: String::new(),
        nav_is_page: nav_path == path,
        nav_path,
        column: head.category.map(|category| category.column.clone()).unwrap_or_default(),
        feed_title,
        feed,
        crumbs: crumbs(&path, head),
        canonical: site.canonical(url).unwrap_or_default(),
        noindex: head.noindex,
    }
}

/// The way to the page: that to its category, and what it is there, without an address.
fn crumbs(path: &str, head: &Head<'_>) -> Converted<Vec<LinkView>> {
    let above = match head.category {
        Some(category) => category.crumbs.clone(),
        None if head.kind == FixedPage::Home.page_type() => Converted::default(),
        None => Converted::from(vec![internal("首页", &urls::fixed("index.html"))]),
    };
    let is_last_this = above.last().is_some_and(|last| last.path == path);
    if head.last_crumb.is_none() && !is_last_this {
        return above;
    }
    let mut crumbs = above.to_vec();
    match (&head.last_crumb, crumbs.last_mut()) {
        (Some(last), _) => crumbs.push(LinkView { text: last.clone(), ..LinkView::default() }),
        (None, Some(last)) => last.path.clear(),
        (None, None) => {}
    }
    Converted::from(crumbs)
}

/// `页名 - 栏目 - 站名`: with the category, because two categories may hold reports or pages of one name.
fn head_title(site: &SiteFacts, head: &Head<'_>) -> String {
    if head.kind == FixedPage::Home.page_type() {
        return site.view.name.clone();
    }
    // A list bears the name of its category already, so it is told by the one above.
    let place = head.category.and_then(|category| match head.kind {
        REPORT => Some(category.name.as_str()),
        _ => category.parent.as_deref(),
    });
    let qualifier = Some(&*head.qualifier).filter(|qualifier| !qualifier.is_empty());
    let parts = [Some(&*head.title), qualifier, place, Some(site.view.short_name.as_str())];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" - ")
}

/// The deepest navigation item that leads to this page or to a category above it.
fn nav_path(site: &SiteFacts, path: &str, head: &Head<'_>) -> String {
    let navigation = &site.nav_paths;
    if navigation.iter().any(|item| item == path) {
        return path.to_string();
    }
    let Some(category) = head.category else { return String::new() };
    let mut above = category.crumbs.iter().skip(1).rev().map(|crumb| &crumb.path);
    above.find(|crumb| navigation.contains(crumb)).cloned().unwrap_or_default()
}

/// Title and path of the nearest feed; both empty where there is none.
fn feed_of(site: &SiteFacts, head: &Head<'_>) -> (String, String) {
    match head.category {
        _ if site.base_url.is_none() => Default::default(),
        Some(category) => (format!("{} - {}", category.name, site.view.short_name), urls::feed(&category.folder).encoded()),
        None => (site.view.name.clone(), urls::fixed("feed.xml").encoded()),
    }
}
