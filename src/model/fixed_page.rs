//! The pages that every site has once, whatever its reports are: one list of them, which plan, rendering, sitemap and the trial of a theme go by.

use serde::Serialize;

/// A page that is there once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum FixedPage {
    /// 首页.
    Home,
    /// 检索.
    Search,
    /// 网站地图, for people.
    SiteMap,
    /// 网站说明.
    About,
    /// What a server shows for an address that is none.
    NotFound,
}

impl FixedPage {
    /// All of them.
    pub const ALL: [FixedPage; 5] =
        [FixedPage::Home, FixedPage::Search, FixedPage::SiteMap, FixedPage::About, FixedPage::NotFound];

    /// Its name at the root of the site.
    pub fn file(self) -> &'static str {
        match self {
            FixedPage::Home => "index.html",
            FixedPage::Search => "search.html",
            FixedPage::SiteMap => "sitemap.html",
            FixedPage::About => "about.html",
            FixedPage::NotFound => "404.html",
        }
    }

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            FixedPage::Home => "首页",
            FixedPage::Search => "检索页",
            FixedPage::SiteMap => "网站地图",
            FixedPage::About => "网站说明",
            FixedPage::NotFound => "404 页",
        }
    }

    /// The template that it is made with.
    pub fn template(self) -> &'static str {
        match self {
            FixedPage::Home => "home.html",
            other => other.file(),
        }
    }

    /// `<meta name="page-type">`.
    pub fn page_type(self) -> &'static str {
        match self {
            FixedPage::Home => "home",
            FixedPage::Search => "search",
            FixedPage::SiteMap => "sitemap",
            FixedPage::About => "page",
            FixedPage::NotFound => "404",
        }
    }

    /// Whether crawlers are told of it.
    pub fn is_in_sitemap(self) -> bool {
        !matches!(self, FixedPage::Search | FixedPage::NotFound)
    }
}
