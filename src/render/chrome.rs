//! What every page has around its content: the bar above, the masthead, the navigation, the footer. The theme's components for
//! these run once for the site instead of once a page, and the navigation once for each item that may be marked in it.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;
use tera::{Context, Map, Value};

use super::Renderer;
use super::rootless::Rootless;
use super::view::{ChromeView, PageView};
use crate::error::Error;
use crate::model::path::UrlPath;

/// Made when a page first asks for it.
#[derive(Default)]
pub(super) struct Chrome {
    fixed: OnceLock<Fixed>,
    /// By the path of the marked item, and whether that is the page itself.
    navigations: Mutex<FxHashMap<(String, bool), Arc<Rootless>>>,
}

/// What is the same on all pages.
struct Fixed {
    utility: Rootless,
    masthead: Rootless,
    footer_links: Rootless,
    footer_info: Rootless,
}

impl Chrome {
    /// `chrome` in the templates of `page`, which lives at `url` and from which `root` leads to the root of the site.
    pub(super) fn value(&self, renderer: &Renderer<'_>, page: &PageView, root: &str, url: &UrlPath) -> Result<Value, Error> {
        let fixed = self.fixed(renderer, url)?;
        let view = ChromeView {
            utility: fixed.utility.at(root),
            masthead: fixed.masthead.at(root),
            navigation: self.navigation(renderer, page, url)?.at(root),
            footer_links: fixed.footer_links.at(root),
            footer_info: fixed.footer_info.at(root),
        };
        Ok(value(&view))
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
            utility: made("utility")?,
            masthead: made("masthead")?,
            footer_links: made("footer_links")?,
            footer_info: made("footer_info")?,
        };
        Ok(self.fixed.get_or_init(|| fixed))
    }

    fn navigation(&self, renderer: &Renderer<'_>, page: &PageView, url: &UrlPath) -> Result<Arc<Rootless>, Error> {
        let key = (page.nav_path.clone(), page.nav_is_page);
        let known = || self.navigations.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(made) = known().get(&key) {
            return Ok(made.clone());
        }
        let mut arguments = Context::new();
        arguments.insert("path", &page.nav_path);
        arguments.insert("is_page", &page.nav_is_page);
        let made = Rootless::made(renderer.theme, "navigation", &arguments);
        let made = Arc::new(made.map_err(|error| renderer.theme.fault(&error, url))?);
        known().insert(key, made.clone());
        Ok(made)
    }
}

/// Markup of the theme itself, which templates need not mark as safe.
fn value(view: &ChromeView) -> Value {
    let parts = [
        ("utility", &view.utility),
        ("masthead", &view.masthead),
        ("navigation", &view.navigation),
        ("footer_links", &view.footer_links),
        ("footer_info", &view.footer_info),
    ];
    Value::from(parts.into_iter().map(|(name, markup)| (name.into(), Value::safe_string(markup))).collect::<Map>())
}
