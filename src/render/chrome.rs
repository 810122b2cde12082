//! What every page has around its content: the bar above, the masthead, the navigation, the footer. The theme's components for
//! these run once for the site instead of once a page, and the navigation once for each item that may be marked in it.

use std::sync::{Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;
use tera::{Context, Value};

use super::Renderer;
use super::head::REPORT;
use super::rootless::Rootless;
use super::view::{ChromeView, Html, PageView};
use crate::error::Error;
use crate::model::path::UrlPath;

/// Made when a page first asks for it.
#[derive(Default)]
pub(super) struct Chrome {
    fixed: OnceLock<Fixed>,
    navigations: Mutex<FxHashMap<Marked, Rootless>>,
    /// By the way to the root, the marked item, and on pages of reports the path of their category.
    values: Mutex<FxHashMap<(String, Marked, Option<String>), Value>>,
}

/// The path of the marked item of the navigation, and whether that is the page itself.
type Marked = (String, bool);

/// What is the same on all pages.
struct Fixed {
    site_meta: Rootless,
    assets: Rootless,
    utility: Rootless,
    masthead: Rootless,
    footer_links: Rootless,
    footer_info: Rootless,
}

impl Chrome {
    /// `chrome` in the templates of `page`, which lives at `url` and from which `root` leads to the root of the site.
    pub(super) fn value(&self, renderer: &Renderer<'_>, page: &PageView, root: &str, url: &UrlPath) -> Result<Value, Error> {
        // Reports of a category have one way to them.
        let way = if page.kind == REPORT { page.crumbs.last().map(|last| last.path.clone()) } else { None };
        let key = (root.to_owned(), (page.nav_path.clone(), page.nav_is_page), way);
        let known = || self.values.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(value) = known().get(&key) {
            return Ok(value.clone());
        }
        let fixed = self.fixed(renderer, url)?;
        let html = |part: &Rootless| Html::from(part.at(root).as_str());
        let value = Value::from_serializable(&ChromeView {
            site_meta: html(&fixed.site_meta),
            assets: html(&fixed.assets),
            crumbs: Html::from(Chrome::crumbs(renderer, page, root, url)?.as_str()),
            utility: html(&fixed.utility),
            masthead: html(&fixed.masthead),
            navigation: Html::from(self.navigation(renderer, &key.1, root, url)?.as_str()),
            footer_links: html(&fixed.footer_links),
            footer_info: html(&fixed.footer_info),
        });
        known().insert(key, value.clone());
        Ok(value)
    }

    fn fixed(&self, renderer: &Renderer<'_>, url: &UrlPath) -> Result<&Fixed, Error> {
        if let Some(fixed) = self.fixed.get() {
            return Ok(fixed);
        }
        let made = |name: &str| {
            let made = Rootless::made(renderer.theme, name, &Context::new());
            made.map_err(|error| renderer.theme.fault(&error, url))
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
    fn crumbs(renderer: &Renderer<'_>, page: &PageView, root: &str, url: &UrlPath) -> Result<String, Error> {
        if page.kind != REPORT {
            return Ok(String::new());
        }
        let mut arguments = Context::new();
        arguments.insert("steps", &page.crumbs);
        arguments.insert("is_report", &true);
        let made = Rootless::made(renderer.theme, "crumbs", &arguments);
        Ok(made.map_err(|error| renderer.theme.fault(&error, url))?.at(root))
    }

    fn navigation(&self, renderer: &Renderer<'_>, marked: &Marked, root: &str, url: &UrlPath) -> Result<String, Error> {
        let known = || self.navigations.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(made) = known().get(marked) {
            return Ok(made.at(root));
        }
        let mut arguments = Context::new();
        arguments.insert("path", &marked.0);
        arguments.insert("is_page", &marked.1);
        let made = Rootless::made(renderer.theme, "navigation", &arguments);
        let made = made.map_err(|error| renderer.theme.fault(&error, url))?;
        let markup = made.at(root);
        known().insert(marked.clone(), made);
        Ok(markup)
    }
}
