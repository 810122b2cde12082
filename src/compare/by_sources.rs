//! A folder against the sources: every page is made again in memory and compared with the file at its address, byte for byte. Same sources,
//! same bytes, so no list need be trusted.

use std::sync::{Arc, Mutex, PoisonError};

use super::injected::injected_script;
use super::verification::{Class, Verification};
use crate::config::Config;
use crate::disk::published_folder::PublishedFolder;
use crate::error::Error;
use crate::load::sources::Sources;
use crate::model::digest::Digest;
use crate::model::page::DIGESTS;
use crate::model::path::UrlPath;
use crate::pipeline::{self, Planned};
use crate::publish::sha256sums::{self, Entry, Manifest};
use crate::render::Sink;
use crate::render::theme::Theme;

/// Bytes that one injected script may have. Those of firewalls have some thousands.
const LONGEST_SCRIPT: usize = 1 << 20;

/// Makes every page of the planned site and compares it with the file in `folder`.
///
/// # Errors
///
/// When a page cannot be made.
pub fn agrees_with_sources(
    planned: &Planned,
    (config, theme): (&Config, &mut Theme),
    sources: &dyn Sources,
    folder: &PublishedFolder,
) -> Result<Verification, Error> {
    let compared = Compared { folder, pages: Mutex::default() };
    pipeline::render(planned, config, theme, sources, &compared)?;
    let pages = compared.pages.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut entries: Vec<Entry> = Vec::with_capacity(pages.len());
    let mut classes = Vec::with_capacity(pages.len() + 1);
    for (entry, class) in pages {
        classes.push((entry.0.to_string(), class));
        entries.push(entry);
    }
    let wanted = Manifest::sorted(entries);
    let list = match folder.holds(DIGESTS, wanted.text().as_bytes()) {
        Ok(true) => None,
        Ok(false) => Some(Class::Altered),
        Err(error) => Some(Class::of_error(&error)),
    };
    classes.push((DIGESTS.to_string(), list));
    Ok(Verification::of(folder, &wanted, classes))
}

/// Takes every page that is made, compares it, and keeps nothing of it but its sum.
struct Compared<'f> {
    folder: &'f PublishedFolder,
    pages: Mutex<Vec<(Entry, Option<Class>)>>,
}

impl Compared<'_> {
    fn class(&self, path: &str, made: &[u8]) -> Option<Class> {
        match self.folder.holds(path, made) {
            Ok(true) => None,
            Ok(false) => Some(self.injected(path, made).unwrap_or(Class::Altered)),
            Err(error) => Some(Class::of_error(&error)),
        }
    }

    fn injected(&self, path: &str, made: &[u8]) -> Option<Class> {
        if !path.ends_with(".html") {
            return None;
        }
        let file = self.folder.read_small(path, made.len().saturating_add(LONGEST_SCRIPT)).ok().flatten()?;
        let is_made = |before: &[u8], behind: &[u8]| {
            before.len() + behind.len() == made.len() && made.starts_with(before) && made.ends_with(behind)
        };
        injected_script(&file, is_made).map(Class::injected)
    }
}

impl Sink for Compared<'_> {
    /// Nothing that was published is believed, so every page is made.
    fn has(&self, _: &UrlPath, _: Digest) -> bool {
        false
    }

    fn take(&self, url: &UrlPath, bytes: &[u8], _: Option<Digest>) -> Result<(), Error> {
        let class = self.class(url.as_str(), bytes);
        let entry = (Arc::from(url.as_str()), sha256sums::sum(bytes));
        self.pages.lock().unwrap_or_else(PoisonError::into_inner).push((entry, class));
        Ok(())
    }
}
