//! What all pages take from the settings and the theme.

use serde::Serialize;

use super::menus::{footer_items, footer_links, navigation};
use super::small::picture;
use crate::config::shapes::without_sample_mark;
use crate::config::{Config, Links};
use crate::index::SiteIndex;
use crate::model::date::Offset;
use crate::model::digest::Digest;
use crate::model::page::PagePlan;
use crate::model::path::UrlPath;
use crate::plan::urls;
use crate::render::theme::Theme;
use crate::render::view::{AssetsView, SiteView};

/// All that pages may know of the site as a whole. A page that is made with templates is made again when anything of it changes.
#[derive(Debug, Serialize)]
pub struct SiteFacts {
    /// Of all templates and assets.
    theme: Digest,
    /// Address of the site without a slash at its end, where it is known.
    pub base_url: Option<String>,
    /// Path part of `base_url`, with slashes at both ends.
    pub base_path: String,
    /// Whether links begin with `base_path` on every page.
    has_absolute_links: bool,
    /// Whether links to a folder name its `index.html`.
    pub index_names: bool,
    pub timezone: Offset,
    /// The office's name, or nothing.
    pub organisation: String,
    /// Paths of the navigation, for marking the current item.
    pub nav_paths: Vec<String>,
    /// `site` in the templates.
    pub view: SiteView,
}

impl SiteFacts {
    pub(super) fn new(config: &Config, index: &SiteIndex, plan: &PagePlan, theme: &Theme) -> SiteFacts {
        let view = view(config, index, plan, theme);
        SiteFacts {
            theme: theme.digest(),
            base_url: config.base_url.clone(),
            base_path: config.base_path(),
            has_absolute_links: config.links == Links::Absolute,
            index_names: config.index_names,
            timezone: config.timezone,
            organisation: config.org.name.clone(),
            nav_paths: view.nav.iter().map(|link| link.path.clone()).filter(|path| !path.is_empty()).collect(),
            view,
        }
    }

    /// What links of the page at `url` begin with: `root` in the templates.
    pub fn root(&self, url: &UrlPath) -> String {
        self.absolute_root().map_or_else(|| url.root_prefix(), str::to_string)
    }

    /// The one beginning of all links, where the site wants them absolute.
    pub fn absolute_root(&self) -> Option<&str> {
        self.has_absolute_links.then_some(&self.base_path)
    }

    /// The address at which `url` will be, where that is known.
    pub fn canonical(&self, url: &UrlPath) -> Option<String> {
        self.base_url.as_deref().map(|base| url.absolute(base))
    }
}

/// `site`.
fn view(config: &Config, index: &SiteIndex, plan: &PagePlan, theme: &Theme) -> SiteView {
    let org = &config.org;
    let or = |first: &str, second: &str| if first.is_empty() { second.to_string() } else { first.to_string() };
    SiteView {
        name: config.title.clone(),
        short_name: config.short_title.clone(),
        description: config.description.clone(),
        domain: config.gov.domain.clone(),
        site_id: without_sample_mark(&config.gov.site_id).0.to_string(),
        brand: or(&org.brand, &or(&org.name, &config.title)),
        brand_sub: org.column.clone(),
        // The words beside it say what it shows.
        logo: picture(theme, &org.logo, ""),
        nav: navigation(config, index, plan),
        footer_links: footer_links(config, index, plan),
        footer_items: footer_items(config, theme),
        agency_mark: picture(theme, &config.gov.agency_mark.image, &or(&config.gov.agency_mark.alt, "党政机关网站标识")),
        agency_mark_url: config.gov.agency_mark.url.clone(),
        footer_note: config.footer_note.clone(),
        assets: assets(config, theme),
        share: config.share.clone(),
        has_feeds: config.has_base_url(),
        catalog_path: index
            .roots
            .first()
            .map(|id| urls::catalog(&index.categories[*id].url, 1).encoded())
            .unwrap_or_default(),
        extra: serde_json::json!({ "options": config.theme.options, "site": config.extra }),
    }
}

fn assets(config: &Config, theme: &Theme) -> AssetsView {
    AssetsView {
        site_css: theme.asset_path("site.css"),
        prefs_js: theme.asset_path("prefs.js"),
        site_js: theme.asset_path("site.js"),
        search_js: theme.asset_path("search.js"),
        search_index: urls::search_map().encoded(),
        icon: theme.asset_path("icon.svg"),
        extra_css: theme.extra_css(&config.theme),
        extra_js: config.theme.extra_js.iter().map(|path| theme.asset_path(&path.value)).collect(),
    }
}
