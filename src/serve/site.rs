//! A site in memory: planned as for `build`, its pages made when they are asked for and kept until the next round. It owns all that
//! rendering borrows, so that it can be shared between connections and replaced while they still answer from it.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use crate::config::Config;
use crate::disk::Disk;
use crate::error::Error;
use crate::model::page::PageKind;
use crate::model::path::UrlPath;
use crate::pipeline::Planned;
use crate::pipeline::pages::{Pages, SiteMemory};
use crate::render::theme::Theme;

/// A site without errors, whose pages are made when somebody asks for them.
pub(super) struct Site {
    config: Arc<Config>,
    planned: Planned,
    theme: Theme,
    files: Disk,
    memory: SiteMemory,
    pages: RwLock<HashMap<UrlPath, Arc<[u8]>>>,
}

/// A file of the site as `build` would write it.
pub(super) struct Page {
    /// What a browser gets, but for the reload script.
    pub(super) bytes: Arc<[u8]>,
    /// Whether it has a place for the reload script: redirects forbid scripts.
    pub(super) takes_script: bool,
}

impl Site {
    /// Makes ready what pages share; no page is made yet.
    pub(super) fn new(config: Arc<Config>, planned: Planned, mut theme: Theme, files: Disk) -> Site {
        let memory = SiteMemory::new(&planned, &config, &mut theme);
        Site { config, planned, theme, files, memory, pages: RwLock::default() }
    }

    /// This site with other texts.
    pub(super) fn amended(&self, planned: Planned, files: Disk) -> Site {
        Site::new(self.config.clone(), planned, self.theme.clone(), files)
    }

    /// What the site was made from.
    pub(super) fn planned(&self) -> &Planned {
        &self.planned
    }

    /// The file at an address; `None` when the plan has none.
    pub(super) fn page(&self, url: &UrlPath) -> Option<Result<Page, Error>> {
        let page = self.planned.plan.get(url)?;
        let takes_script = page.kind.is_html() && !matches!(page.kind, PageKind::Redirect { .. });
        let kept = self.pages.read().unwrap_or_else(PoisonError::into_inner).get(url).cloned();
        if let Some(bytes) = kept {
            return Some(Ok(Page { bytes, takes_script }));
        }
        Some(self.makers().page(url, page).map(|bytes| {
            let bytes: Arc<[u8]> = bytes.into();
            // The disk may hold a newer attachment by the time it is asked for again.
            if !matches!(page.kind, PageKind::Attachment { .. }) {
                self.pages.write().unwrap_or_else(PoisonError::into_inner).insert(url.clone(), bytes.clone());
            }
            Page { bytes, takes_script }
        }))
    }

    /// Makes one page of each kind, to find out whether the templates work.
    pub(super) fn try_out(&self) -> Result<(), Error> {
        self.makers().try_out()
    }

    /// Addresses of the style sheets, from the root.
    pub(super) fn style_sheets(&self) -> Vec<String> {
        let urls = self.planned.plan.iter().map(|(url, _)| url);
        urls.filter(|url| url.as_str().ends_with(".css")).map(|url| format!("/{}", url.encoded())).collect()
    }

    /// The path part of `base_url`: the 404 page's links begin with it.
    pub(super) fn base_path(&self) -> String {
        self.config.base_path()
    }

    fn makers(&self) -> Pages<'_> {
        Pages::new(&self.planned, &self.config, &self.theme, &self.files, &self.memory)
    }
}
