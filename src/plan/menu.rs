//! Where the entries of the navigation and the footer lead. People write a category or a page of the site; one that leads nowhere is
//! a dead link like any other. A category that is empty for now has no page: its entry waits, and `empty-category` says so.

use crate::config::{Config, MenuTarget};
use crate::index::SiteIndex;
use crate::load::Loaded;
use crate::load::resolve::categories_meant;
use crate::model::page::{CategoryId, DeadReason, DeadReference, PagePlan};
use crate::model::path::UrlPath;
use crate::model::span::Span;
use crate::plan::urls;
use crate::strict_toml::nearest;

/// Where an entry leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A page of this site, and a fragment without `#` (empty for none).
    Page {
        /// Its address.
        url: UrlPath,
        /// What stands behind `#`; empty for the page as a whole.
        fragment: String,
    },
    /// Another site.
    Url(String),
}

/// The place of an entry; nothing while its category has no page.
pub fn place(target: &MenuTarget, index: &SiteIndex, plan: &PagePlan) -> Option<Place> {
    let written = match target {
        MenuTarget::Url(url) => return Some(Place::Url(url.clone())),
        MenuTarget::Site(written) => written.trim().trim_start_matches('/'),
    };
    if let Some(id) = category_named(index, written) {
        return Some(Place::Page { url: urls::listing(&index.categories[id].url, 1), fragment: String::new() });
    }
    let (path, fragment) = written.split_once('#').unwrap_or((written, ""));
    let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_string() };
    let url = UrlPath::new(&file).filter(|url| plan.get(url).is_some())?;
    Some(Place::Page { url, fragment: fragment.to_string() })
}

/// The category that an entry is taken for: of those with a page the first that it may mean, so that a menu that works does not stop
/// working because another category gets its first report.
pub fn category_named(index: &SiteIndex, written: &str) -> Option<CategoryId> {
    let with_a_page = index.categories.iter().map(|category| &category.folder);
    index.category_at(categories_meant(with_a_page, written).first()?)
}

/// Entries of `site.toml` that name nothing there is: navigation, footer, and the category of the tiles.
pub fn dead(config: &Config, loaded: &Loaded, index: &SiteIndex, plan: &PagePlan) -> Vec<DeadReference> {
    let entries = config.nav.iter().flatten().chain(&config.footer_links);
    let mut written: Vec<(&str, Span)> = Vec::new();
    for entry in entries {
        if let MenuTarget::Site(name) = &entry.target
            && place(&entry.target, index, plan).is_none()
        {
            written.push((name, entry.span));
        }
    }
    if let Some(tiles) = &config.home.tiles
        && category_named(index, &tiles.value).is_none()
    {
        written.push((&tiles.value, tiles.span));
    }
    let nearest = |name: &str| nearest(name, loaded.categories.iter().map(|category| category.written_path()));
    // A category that exists and has nothing to show is no slip of the pen.
    let is_category = |name: &str| !categories_meant(loaded.category_folders(), name).is_empty();
    let reason = |name: &str| (!is_category(name)).then(|| DeadReason::NoSuchPage { nearest: nearest(name) });
    let dead = |(name, span): (&str, Span)| {
        let (file, target) = (Config::file(), name.to_string());
        Some(DeadReference { file, span: Some(span), target, reason: reason(name)? })
    };
    written.into_iter().filter_map(dead).collect()
}
