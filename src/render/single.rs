//! Pages made one at a time and kept by whoever asked: for a preview, and to find out whether the templates work.

use std::mem::{Discriminant, discriminant};

use super::{Renderer, Sheet, Sink};
use crate::error::Error;
use crate::model::digest::Digest;
use crate::model::page::{PageKind, PlannedPage};
use crate::model::path::UrlPath;

/// Every page that is asked for is made, whatever stands.
struct NothingStands;

impl Sink for NothingStands {
    fn has(&self, _: &UrlPath, _: Digest) -> bool {
        false
    }

    fn take(&self, _: &UrlPath, _: &[u8], _: Option<Digest>) -> Result<(), Error> {
        Ok(())
    }
}

impl Renderer<'_> {
    /// The bytes of one page.
    pub fn page(&self, url: &UrlPath, page: &PlannedPage) -> Result<Vec<u8>, Error> {
        let (mut out, mut scratch) = (Vec::new(), Vec::new());
        self.render(page, &mut Sheet::new(url, &mut out, &mut scratch, &NothingStands))?;
        Ok(out)
    }

    /// Makes one page of each kind, to find out whether the templates work.
    pub fn try_out(&self) -> Result<(), Error> {
        let mut seen: Vec<Discriminant<PageKind>> = Vec::new();
        for (url, page) in self.plan.iter().filter(|(_, page)| page.kind.is_html()) {
            let kind = discriminant(&page.kind);
            if !seen.contains(&kind) {
                seen.push(kind);
                self.page(url, page)?;
            }
        }
        Ok(())
    }
}
