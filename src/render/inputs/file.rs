//! Files that are published as they are: attachments and the theme's assets.

use serde::Serialize;

use super::source::Source;
use crate::error::Error;
use crate::load::sources::{Sources, may_have_changed_unseen};
use crate::model::digest::Digested;
use crate::model::page::ReportId;
use crate::model::path::SourcePath;

/// A file of the site. It is known by path, size and time, so that it need not be read where these are as they were.
#[derive(Serialize)]
pub struct PublishedAsIs<'s> {
    path: &'s SourcePath,
    size: u64,
    modified: u64,
    /// Of a file that may have changed without showing it by size or time.
    content: Option<Digested<Vec<u8>>>,
    #[serde(skip)]
    sources: &'s dyn Sources,
}

impl<'s> PublishedAsIs<'s> {
    /// # Errors
    ///
    /// Where the file must be read and cannot be.
    pub(super) fn new(source: &Source<'s>, report: ReportId, attachment: usize) -> Result<PublishedAsIs<'s>, Error> {
        let file = &source.index.reports[report].attachments[attachment];
        let sources = source.bodies.sources;
        let content = match may_have_changed_unseen(file.modified, sources.listed()) {
            true => Some(Digested::of_bytes(sources.read(&file.source)?)),
            false => None,
        };
        Ok(PublishedAsIs { path: &file.source, size: file.size, modified: file.modified, content, sources })
    }

    /// # Errors
    ///
    /// Where the file cannot be read any more.
    pub fn into_bytes(self) -> Result<Vec<u8>, Error> {
        match self.content {
            Some(content) => Ok(content.into_value()),
            // Not copied: some are of hundreds of megabytes.
            None => self.sources.read(self.path),
        }
    }
}
