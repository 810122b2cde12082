//! What every page has before its content and around it: tags, style sheets and scripts in the head, the bar above, the masthead, the
//! navigation, the footer, and on pages of reports the breadcrumb. The theme's components for these run once for the site instead
//! of once a page; navigation and breadcrumb once for each category and each item that may be marked.

use std::sync::{Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;
use tera::{Context, TeraResult, Value};

use super::fragment::Fragment;
use crate::error::Error;
use crate::model::path::UrlPath;
use crate::render::inputs::head::REPORT;
use crate::render::theme::Theme;
use crate::render::view::{ChromeView, Html, PageView};

/// Made when a page first asks for it.
#[derive(Default)]
pub struct Surround {
    fixed: OnceLock<Fixed>,
    values: Mutex<FxHashMap<Key, Value>>,
}

/// What pages with one `chrome` have in common.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    root: String,
    /// The path of the marked item of the navigation, and whether that is the page itself.
    marked: (String, bool),
    /// On pages of reports the path of their category: all its reports have one way to them.
    category: Option<String>,
}

/// What is the same on all pages.
struct Fixed {
    site_meta: Fragment,
    assets: Fragment,
    utility: Fragment,
    masthead: Fragment,
    footer_links: Fragment,
    footer_info: Fragment,
}

impl Surround {
    /// `chrome` in the templates of `page`, which lives at `url` and from which `root` leads to the root of the site.
    pub fn value(&self, theme: &Theme, page: &PageView, root: &str, url: &UrlPath) -> Result<Value, Error> {
        let key = Key {
            root: root.to_owned(),
            marked: (page.nav_path.clone(), page.nav_is_page),
            category: page.crumbs.last().filter(|_| page.kind == REPORT).map(|last| last.path.clone()),
        };
        let known = || self.values.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(value) = known().get(&key) {
            return Ok(value.clone());
        }
        let fixed = self.fixed(theme, url)?;
        let html = |part: &Fragment| Html::from(part.at(root).as_str());
        let of_page = |made: TeraResult<Html>| made.map_err(|error| theme.fault(&error, url));
        let value = Value::from_serializable(&ChromeView {
            site_meta: html(&fixed.site_meta),
            assets: html(&fixed.assets),
            crumbs: of_page(Surround::crumbs(theme, page, root))?,
            utility: html(&fixed.utility),
            masthead: html(&fixed.masthead),
            navigation: of_page(Surround::navigation(theme, page, root))?,
            footer_links: html(&fixed.footer_links),
            footer_info: html(&fixed.footer_info),
        });
        known().insert(key, value.clone());
        Ok(value)
    }

    fn fixed(&self, theme: &Theme, url: &UrlPath) -> Result<&Fixed, Error> {
        if let Some(fixed) = self.fixed.get() {
            return Ok(fixed);
        }
        let made = |name: &str| {
            let made = Fragment::made(theme, name, &Context::new());
            made.map_err(|error| theme.fault(&error, url))
        };
        let fixed = Fixed {
            site_meta: made("site_meta")?,
            assets: made("assets")?,
            utility: made("utility")?,
            masthead: made("masthead")?,
            footer_links: made("footer_links")?,
            footer_info: made("footer_info")?,
        };
        Ok(self.fixed.get_or_init(|| fixed))
    }

    /// The breadcrumb of a report's page; of other pages it differs from page to page.
    fn crumbs(theme: &Theme, page: &PageView, root: &str) -> TeraResult<Html> {
        if page.kind != REPORT {
            return Ok(Html::default());
        }
        let mut arguments = Context::new();
        arguments.insert("steps", &page.crumbs);
        arguments.insert("is_report", &true);
        made(theme, "crumbs", &arguments, root)
    }

    fn navigation(theme: &Theme, page: &PageView, root: &str) -> TeraResult<Html> {
        let mut arguments = Context::new();
        arguments.insert("path", &page.nav_path);
        arguments.insert("is_page", &page.nav_is_page);
        made(theme, "navigation", &arguments, root)
    }
}

fn made(theme: &Theme, name: &str, arguments: &Context, root: &str) -> TeraResult<Html> {
    let mut around = Context::new();
    around.insert("root", root);
    Ok(Html::from(theme.component(name, arguments, &around)?.as_str()))
}
