//! The data of the search page (检索), made for Chinese and for pages that may come from a USB stick: plain scripts, because a script
//! may be loaded from `file://`, below any path and under the pages' own policy, and nothing else may.
//!
//! Three kinds of files (cut as `plan::search` tells):
//!
//! - `search/map.js`: where each report is, its day and its category; how characters fold. Loaded with the page.
//! - `search/N.js`: terms whose hash is N, and the reports that have them, a part for each segment. A query loads those of its terms.
//! - `search/tG.js`: title, address and text of a few reports. Loaded for what is shown.
//!
//! Terms are up to three characters, so a word of up to three is answered by the index alone, exactly. A longer one has its terms
//! in a few more reports than have it. Of each pair of letters the index therefore knows the reports where more than one thing
//! stands before it (`postings::Postings::various`): where it is always the same, two terms that share the pair stand side by side, and so most
//! words of four characters and many longer ones are answered exactly too. For the rest, and for words with a mark in them, the
//! browser looks into the texts of the candidates, in the order in which they would be shown. So what is shown is always right,
//! and nothing is missing. What it costs: where there are more candidates than may be loaded (`plan::search::BUDGET`), only those
//! of the first screen are checked, the number of hits is said to be at least and at most so many, and the reader may have all of
//! them checked. Where most candidates are wrong, the first screen may hold fewer than ten until the reader asks for more.
//!
//! Positions of the terms would settle all of it without texts, but weigh several times as much as the terms, change with every
//! word that is put in before them, and would have to be loaded for frequent terms by the hundred kilobytes.
//!
//! Nothing of this is in the cache, which every build reads and writes. A file is told by a digest of all that it says of its
//! reports, so one that stands is not made. When a report changes, what it was is read from the published files: those have the
//! fingerprint of what `map.js` says they were made from, so they are what would be made again (`files`, `edit`).

mod corpus;
mod edit;
mod files;
mod fold;
mod map;
mod plain;
mod postings;
mod script;
mod segment;
mod sets;
mod terms;
mod texts;

use corpus::{Corpus, Digests};

use crate::error::Error;
use crate::index::SiteIndex;
use crate::load::body_reader::BodyReader;
use crate::model::page::{PageKind, PagePlan, PlannedPage};
use crate::model::path::UrlPath;
use crate::plan::search::SearchLayout;
use crate::render::{PageBuffer, Sink};

/// What is kept from file to file while the search data of one site is made.
pub struct SearchMemory {
    digests: Digests,
    made: files::Made,
}

impl SearchMemory {
    /// Nothing made yet.
    pub fn new(index: &SiteIndex) -> SearchMemory {
        SearchMemory { digests: Digests::new(SearchLayout::new(&index.reports)), made: files::Made::default() }
    }
}

/// The search data of a site.
pub struct Search<'s> {
    corpus: Corpus<'s>,
    made: &'s files::Made,
}

impl<'s> Search<'s> {
    /// Of the reports of `index`, whose addresses `plan` knows. `memory` is that of the same site.
    pub fn new(index: &'s SiteIndex, plan: &'s PagePlan, bodies: BodyReader<'s>, memory: &'s SearchMemory) -> Search<'s> {
        Search { corpus: Corpus { index, plan, bodies, digests: &memory.digests }, made: &memory.made }
    }

    /// Makes every file of terms and texts among `pages` that `sink` has not got. The map is not among them: the next build takes what
    /// it says for the truth about the others, so it is made after them.
    ///
    /// # Errors
    ///
    /// Where a source cannot be read any more, or where `sink` fails.
    pub fn make_all(&self, sink: &dyn Sink, pages: &[(&UrlPath, &PlannedPage)]) -> Result<(), Error> {
        files::all(&self.corpus, sink, pages)
    }

    /// Makes one file, if `kind` is one of the search data. Never called for terms from a thread of the pool, because making them waits for the pool.
    ///
    /// # Errors
    ///
    /// Where a source cannot be read any more.
    pub fn make(&self, kind: &PageKind, buffer: &mut PageBuffer<'_>) -> Result<(), Error> {
        match kind {
            PageKind::SearchMap => map::write(&self.corpus, buffer),
            PageKind::SearchTerms { shard } => files::one(&self.corpus, self.made, buffer, *shard)?,
            PageKind::SearchTexts { group } => texts::one(&self.corpus, buffer, *group)?,
            _ => {}
        }
        Ok(())
    }
}
