//! Collects, while pages are made, what differs from the published file; what is the same is dropped at once.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Mutex, PoisonError};

use super::changes::Others;
use super::page_text::PageText;
use crate::disk::published_folder::{FileKind, ListedFile, PublishedFolder};
use crate::error::Error;
use crate::model::digest::Digest;
use crate::model::page::{DIGESTS, PageKind};
use crate::model::path::UrlPath;
use crate::pipeline::Planned;
use crate::publish::sha256sums::{self, Manifest, Sum};
use crate::render::Sink;

/// Bytes of a published page that is read as one of a report. That of a report of a million characters has some three millions.
const LARGEST_PAGE: usize = 64 << 20;

/// What differs, by address.
#[derive(Default)]
pub(super) struct Found {
    /// Pages of reports that come.
    pub(super) added: BTreeMap<String, PageText>,
    /// Pages of reports that go, or give way to a page that is none.
    pub(super) gone: BTreeMap<String, PageText>,
    /// Pages of reports with another text: before and after.
    pub(super) changed: BTreeMap<String, (PageText, PageText)>,
    /// Attachments that come, with the sum of their bytes.
    pub(super) files_added: BTreeMap<String, Sum>,
    /// Attachments with other bytes.
    pub(super) files_changed: Vec<String>,
    /// Files that go and are no pages of reports.
    pub(super) files_gone: Vec<String>,
    pub(super) others: Others,
}

/// Whether a report will be at an address.
pub(super) fn is_report(planned: &Planned, page: &str) -> bool {
    let page = UrlPath::new(page).and_then(|url| planned.plan.get(&url));
    page.is_some_and(|page| matches!(page.kind, PageKind::Report(_)))
}

/// The page of the report in whose folder a file lies, and its name there.
pub(super) fn owner(path: &str, is_page: impl Fn(&str) -> bool) -> Option<(String, String)> {
    path.rmatch_indices('/').find_map(|(slash, _)| {
        let page = format!("{}.html", &path[..slash]);
        is_page(&page).then(|| (page, path[slash + 1..].to_string()))
    })
}

/// Takes every page that is made.
pub(super) struct Collected<'c> {
    planned: &'c Planned,
    folder: &'c PublishedFolder,
    found: Mutex<Found>,
}

/// The published file that a page takes the place of.
enum Before {
    Nothing,
    Same,
    /// A page of a report, as it reads.
    Report(PageText),
    Other,
}

impl<'c> Collected<'c> {
    pub(super) fn new(planned: &'c Planned, folder: &'c PublishedFolder) -> Collected<'c> {
        Collected { planned, folder, found: Mutex::default() }
    }

    fn before(&self, url: &UrlPath, made: &[u8]) -> io::Result<Before> {
        match self.folder.holds(url.as_str(), made) {
            Ok(true) => Ok(Before::Same),
            Ok(false) => self.published(url.as_str()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Before::Nothing),
            Err(error) => Err(error),
        }
    }

    fn published(&self, path: &str) -> io::Result<Before> {
        if !path.ends_with(".html") {
            return Ok(Before::Other);
        }
        let page = self.folder.read_small(path, LARGEST_PAGE)?;
        Ok(page.and_then(|page| PageText::read(&page)).map_or(Before::Other, Before::Report))
    }

    /// What differs, with what is published and will be no more.
    pub(super) fn into_found(self) -> Result<Found, Error> {
        let unreadable = |path: &str, error| Error::io("读取", self.folder.root().join(path), error);
        // Files of others stay when a site is published.
        let list = match self.folder.read(DIGESTS) {
            Ok(bytes) => Some(Manifest::rest(&String::from_utf8_lossy(&bytes))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(unreadable(DIGESTS, error)),
        };
        let is_ours = |path: &str| list.as_ref().is_none_or(|list| list.has(path));
        let is_planned = |path: &str| UrlPath::new(path).is_some_and(|url| self.planned.plan.get(&url).is_some());
        let mut pages = BTreeMap::new();
        let mut files = Vec::new();
        for ListedFile { path, kind } in self.folder.files() {
            if *kind != FileKind::Plain || path == DIGESTS || is_planned(path) || !is_ours(path) {
                continue;
            }
            match self.published(path).map_err(|error| unreadable(path, error))? {
                Before::Report(page) => {
                    pages.insert(path.clone(), page);
                }
                _ => files.push(path.clone()),
            }
        }
        let mut found = self.found.into_inner().unwrap_or_else(PoisonError::into_inner);
        found.gone.extend(pages);
        found.files_gone.extend(files);
        Ok(found)
    }
}

impl Sink for Collected<'_> {
    /// Every page is made, because what it will be is to be read.
    fn has(&self, _: &UrlPath, _: Digest) -> bool {
        false
    }

    fn take(&self, url: &UrlPath, bytes: &[u8], _: Option<Digest>) -> Result<(), Error> {
        let before =
            self.before(url, bytes).map_err(|error| Error::io("读取", self.folder.root().join(url.as_str()), error))?;
        if matches!(before, Before::Same) {
            return Ok(());
        }
        let kind = self.planned.plan.get(url).map(|page| &page.kind);
        let address = url.to_string();
        let after = matches!(kind, Some(PageKind::Report(_))).then(|| PageText::read(bytes)).flatten();
        let sum = matches!(kind, Some(PageKind::Attachment { .. })).then(|| sha256sums::sum(bytes));
        let is_report = |page: &str| is_report(self.planned, page);
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        match (before, after, sum) {
            (Before::Report(before), Some(after), _) if before == after => found.others.changed += 1,
            (Before::Report(before), Some(after), _) => {
                found.changed.insert(address, (before, after));
            }
            (_, Some(after), _) => {
                found.added.insert(address, after);
            }
            (Before::Nothing, None, Some(sum)) => {
                found.files_added.insert(address, sum);
            }
            (_, None, Some(_)) => found.files_changed.push(address),
            (Before::Report(before), None, None) => {
                found.gone.insert(address, before);
                found.others.changed += 1;
            }
            // A file of a report gives way to something that is none.
            (Before::Other, None, None) if !address.ends_with(".html") && owner(&address, is_report).is_some() => {
                found.files_gone.push(address);
            }
            (Before::Nothing, None, None) => found.others.added += 1,
            (_, None, None) => found.others.changed += 1,
        }
        Ok(())
    }
}
