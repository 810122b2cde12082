//! The text of a report for whoever writes it down, pages and search: out of memory, or read from its source once more, because a report that is
//! known from the last build has no markup in memory.

use std::sync::Arc;

use super::sources::Sources;
use super::{Reading, read_body};
use crate::error::Error;
use crate::model::body::{Body, Markup};
use crate::model::path::SourcePath;

/// Where texts come from, and how they are read.
#[derive(Clone, Copy)]
pub struct BodyReader<'s> {
    /// Has the files of reports.
    pub sources: &'s dyn Sources,
    /// As it was when the reports were loaded: else the digests of equal texts would differ.
    pub reading: Reading<'s>,
}

impl BodyReader<'_> {
    /// The text of the report in the file at `path`, and its markup. `loaded` is what was read from it at first; whoever compares the two
    /// digests knows whether the source has changed since.
    ///
    /// # Errors
    ///
    /// Where the file cannot be read any more.
    pub fn read(&self, path: &SourcePath, loaded: &Arc<Body>) -> Result<(Arc<Body>, Arc<Markup>), Error> {
        if let Some(markup) = loaded.markup.get() {
            return Ok((loaded.clone(), markup));
        }
        let read = read_body(path, self.sources, self.reading)?.unwrap_or_default();
        let markup = read.markup.get().unwrap_or_default();
        Ok((Arc::new(read), markup))
    }
}
