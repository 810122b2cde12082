//! `page` in the templates: title, tags, breadcrumb and structured data of one page.

use tera::Context;

use super::Renderer;
use super::view::{LinkView, PageView, Prepared};
use crate::error::Error;
use crate::model::page::CategoryId;
use crate::model::path::UrlPath;
use crate::plan::urls;

/// [`Head::kind`] of the page of a report.
pub(super) const REPORT: &str = "report";

/// What distinguishes a page's head from that of others of its kind.
pub(super) struct Head<'p> {
    pub(super) kind: &'static str,
    /// `h1`.
    pub(super) title: &'p str,
    /// Added to the title in `<title>` only, so that it is unique: `第 2 页`, `2024年`.
    pub(super) qualifier: &'p str,
    pub(super) description: String,
    pub(super) category: Option<CategoryId>,
    /// Ends the breadcrumb as the current page; `None` when the template does it.
    pub(super) last_crumb: Option<String>,
    pub(super) noindex: bool,
}

impl<'p> Head<'p> {
    pub(super) fn new(kind: &'static str, title: &'p str) -> Head<'p> {
        Head { kind, title, qualifier: "", description: String::new(), category: None, last_crumb: None, noindex: false }
    }
}

/// A context with `page`, `chrome` and `root` in it, for the page at `url`.
pub(super) fn context(renderer: &Renderer<'_>, page: &PageView, root: &str, url: &UrlPath) -> Result<Context, Error> {
    let mut context = Context::new();
    context.insert("root", root);
    context.insert("page", page);
    context.insert_value("chrome", renderer.shared.chrome.value(renderer, page, root, url)?);
    Ok(context)
}

/// The page view.
pub(super) fn view(renderer: &Renderer<'_>, url: &UrlPath, head: Head<'_>) -> PageView {
    let config = renderer.config;
    let path = url.encoded();
    let canonical = config.base_url.as_deref().map(|base| url.absolute(base)).unwrap_or_default();
    let crumbs = crumbs(renderer, &path, &head);
    let nav_path = nav_path(renderer, &path, head.category);
    let feed = feed_of(renderer, head.category);
    PageView {
        kind: head.kind.to_string(),
        title: head.title.to_string(),
        head_title: head_title(renderer, &head),
        description: head.description,
        json_ld: String::new(),
        nav_is_page: nav_path == path,
        nav_path,
        column: head.category.map(|id| renderer.shared.columns[id].clone()).unwrap_or_default(),
        feed_title: feed.0,
        feed: feed.1,
        crumbs,
        canonical,
        noindex: head.noindex,
    }
}

/// The way to the page: that to its category, and what it is there, without an address.
fn crumbs(renderer: &Renderer<'_>, path: &str, head: &Head<'_>) -> Prepared<Vec<LinkView>> {
    let above = match head.category {
        Some(id) => renderer.shared.crumbs[id].clone(),
        None if head.kind == "home" => Prepared::default(),
        None => Prepared::from(vec![super::site::internal("首页", &urls::fixed("index.html"))]),
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
    Prepared::from(crumbs)
}

/// `页名 - 栏目 - 站名`: with the category, because two categories may hold reports or pages of one name.
fn head_title(renderer: &Renderer<'_>, head: &Head<'_>) -> String {
    let site = &renderer.config.short_title;
    if head.kind == "home" {
        return renderer.config.title.clone();
    }
    let mut parts = vec![head.title.to_string()];
    if !head.qualifier.is_empty() {
        parts.push(head.qualifier.to_string());
    }
    if let Some(id) = head.category {
        let ancestry = renderer.index.ancestry(id);
        let own = if head.kind == REPORT { ancestry.as_slice() } else { &ancestry[..ancestry.len().saturating_sub(1)] };
        if let Some(above) = own.last() {
            parts.push(renderer.index.categories[*above].name.clone());
        }
    }
    parts.push(site.clone());
    parts.join(" - ")
}

/// The deepest navigation item that leads to this page or to a category above it.
fn nav_path(renderer: &Renderer<'_>, path: &str, category: Option<CategoryId>) -> String {
    let navigation = &renderer.shared.nav_paths;
    if navigation.iter().any(|item| item == path) {
        return path.to_string();
    }
    let Some(category) = category else { return String::new() };
    let crumbs = &renderer.shared.crumbs[category];
    let above = crumbs.iter().skip(1).rev().map(|crumb| &crumb.path);
    above.into_iter().find(|crumb| navigation.contains(crumb)).cloned().unwrap_or_default()
}

fn feed_of(renderer: &Renderer<'_>, category: Option<CategoryId>) -> (String, String) {
    if !renderer.config.has_base_url() {
        return Default::default();
    }
    match category {
        Some(id) => {
            let node = &renderer.index.categories[id];
            (format!("{} - {}", node.name, renderer.config.short_title), urls::feed(node).encoded())
        }
        None => (renderer.config.title.clone(), urls::fixed("feed.xml").encoded()),
    }
}
