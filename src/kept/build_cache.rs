//! What `build` keeps from one run to the next: `cache.bin`, and in `cache-changes.bin` what has changed since that was written. Both are read once at the start; one of them is written last of all, so that it never speaks of a file that is not there
//! yet.

#![expect(clippy::disallowed_methods, reason = "it reads and writes the cache and asks what program runs")]

use std::fs;
use std::path::Path;

use rayon::prelude::*;

use super::last_good;
use super::state_folder::{LEDGER, StateFolder};
use crate::cache::changes::{Changes, Difference, ReadChanges};
use crate::cache::last_verdict::{LastVerdict, Left};
use crate::cache::reports;
use crate::cache::{self, Cache, Published, Read, Useless};
use crate::check::reviews::Reviews;
use crate::check::text;
use crate::diagnostics::{ChangeCounts, Diagnostic, Summary};
use crate::disk::plain;
use crate::disk::site::OpenSite;
use crate::disk::stamp::Stamp;
use crate::disk::writer::Staged;
use crate::error::Error;
use crate::load::Loaded;
use crate::load::sources::ThemeFiles;
use crate::load::sources::{FileEntry, KnownReports, NothingKnown, Sources, may_have_changed_unseen};
use crate::model::choices::Choices;
use crate::model::date::DateTime;
use crate::model::digest::Digest;
use crate::publish::apply;
use crate::publish::ledger::Ledger;
use crate::publish::published_file::PublishedFile;

const CACHE: &str = "cache.bin";
const CHANGES: &str = "cache-changes.bin";

/// The two files.
pub struct Files {
    base: Vec<u8>,
    changes: Option<Vec<u8>>,
}

/// What was read and said, for the next build.
pub struct Next<'c> {
    verdict: LastVerdict<'static>,
    read: Read<'c>,
    /// How it differs from the base; `None` where that is to be written anew.
    changes: Option<ReadChanges<'c>>,
    /// Encoded, for a new base.
    encoded: Option<Vec<u8>>,
}

/// What a build may do beside publishing.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Use what the last build knew, and keep what this one knows.
    pub cache: bool,
    /// Wait until what is kept and published is on the disk.
    pub sync: bool,
    /// Warnings keep the site from being published.
    pub deny_warnings: bool,
    /// So do reports that wait for signatures.
    pub deny_unreviewed: bool,
    /// Of what was asked about addresses, which decides pages and findings too.
    pub addresses: Digest,
}

/// What a build compares the cache with, and what it writes into the next one.
pub struct BuildCache {
    is_wanted: bool,
    /// Where the cache is, and what else is kept from build to build.
    pub folder: StateFolder,
    /// Whether what is kept and published is to outlast a power cut.
    pub sync: bool,
    /// Of everything that this build looks at.
    inputs: Digest,
    reading: Digest,
    /// What the office's clock shows.
    now: DateTime,
    /// The output folder, as the ledger names it.
    pub output: String,
}

/// The cache. One that cannot be read counts as none.
pub fn read(folder: &StateFolder) -> Option<Files> {
    let file = |name| plain::read(&folder.file(name)).ok();
    Some(Files { base: file(CACHE)?, changes: file(CHANGES) })
}

/// What the files hold, or why they are of no use.
pub fn decode(files: &Files) -> Result<Cache<'_>, Useless> {
    cache::decode(&files.base, files.changes.as_deref(), program())
}

impl BuildCache {
    /// What this build looks at and where it keeps what it knows. `output` is the output folder as the ledger names it.
    pub fn new(
        site: &OpenSite,
        theme_files: &ThemeFiles,
        choices: Choices,
        output: &str,
        options: Options,
        folder: StateFolder,
    ) -> BuildCache {
        BuildCache {
            is_wanted: options.cache && folder.can_be_written,
            sync: options.sync,
            folder,
            inputs: inputs(site, theme_files, choices, output, options),
            reading: text::reading(&site.config),
            now: choices.now,
            output: output.to_string(),
        }
    }

    /// Why the cache was of no use, for people.
    pub fn useless(&self, reason: Useless) -> String {
        format!("{} {reason}，已不用它，全部重新生成\n", self.folder.shown(CACHE))
    }

    /// What the last builds published; nothing where that cannot be read.
    pub fn noted(&self) -> Vec<u8> {
        plain::read(&self.folder.file(LEDGER)).unwrap_or_default()
    }

    /// Writes what this build publishes beside its place, where it is news. Before anything is published: a disk that is full here
    /// leaves the site as it is.
    pub fn stage_ledger(&self, text: &[u8]) -> Result<Option<Staged>, Error> {
        let write = || Staged::write_private(&self.folder.file(LEDGER), &[text], self.sync);
        self.folder.can_be_written.then(write).transpose()
    }

    /// Removes what is kept for withdrawals from output folders that `ledger` knows no more.
    pub fn forget_texts_of_others(&self, ledger: &Ledger) -> Result<(), Error> {
        let remove = || self.folder.remove_if(|name| last_good::is_of_none(name, ledger.outputs()));
        if self.folder.can_be_written { remove() } else { Ok(()) }
    }

    /// What the last build said, when nothing has happened since: neither to the sources nor to what it published.
    pub fn repeated(&self, cache: &Cache<'_>, site: &OpenSite, root: &Path) -> Option<(Vec<Diagnostic>, Summary)> {
        let is_sure = || {
            let files = site.disk.files().iter();
            files.filter(|file| !file.is_special).all(|file| !may_have_changed_unseen(file.modified, cache.read.listed))
        };
        let published = &cache.published;
        let is_same = published.verdict.inputs == Some(self.inputs)
            && published.verdict.holds_at(self.now)
            && published.output == self.output
            && is_sure()
            && Digest::of(&self.noted()) == published.verdict.ledger
            && apply::stands(root, &published.files);
        let (diagnostics, mut summary) = is_same.then(|| published.verdict.repeated()).flatten()?;
        // SHA256SUMS does not count itself.
        summary.changes =
            Some(ChangeCounts { unchanged: published.files.len().saturating_sub(1), ..ChangeCounts::default() });
        Some((diagnostics, summary))
    }

    /// What was read for the last build, where this one reads in the same way.
    fn read_alike<'c>(&self, cache: Option<&'c Cache<'c>>) -> Option<&'c Read<'c>> {
        cache.map(|cache| &cache.read).filter(|read| read.reading == self.reading)
    }

    /// The reports that need not be read again.
    pub fn reports<'c>(&self, cache: Option<&'c Cache<'c>>, site: &'c OpenSite) -> Box<dyn KnownReports + 'c> {
        match self.read_alike(cache) {
            Some(read) => Box::new(reports::CachedReports::new(read, &site.disk)),
            None => Box::new(NothingKnown),
        }
    }

    /// What the last build left in this output folder.
    pub fn files<'c>(&self, cache: Option<&'c Cache<'_>>) -> &'c [PublishedFile] {
        let published = cache.map(|cache| &cache.published).filter(|published| published.output == self.output);
        published.map(|published| published.files.as_slice()).unwrap_or_default()
    }

    /// What was read and said, for the next build, and what this one leaves of addresses; nothing where no cache is wanted.
    pub fn next<'c>(
        &self,
        site: &OpenSite,
        (loaded, reviews): (&'c Loaded, &Reviews),
        (diagnostics, summary): (&[Diagnostic], &Summary),
        left: &Left,
        old: Option<&'c Cache<'c>>,
    ) -> Option<Next<'c>> {
        if !self.is_wanted {
            return None;
        }
        let before = self.read_alike(old).map(|read| read.reports.as_slice()).unwrap_or_default();
        let read = Read {
            listed: site.disk.listed(),
            reading: self.reading,
            reports: reports::keep(&loaded.reports, reviews, &site.disk, before),
            attachments: reports::keep_attachments(&loaded.reports),
        };
        let changes = old.and_then(|old| ReadChanges::between(old, &read));
        let encoded = if changes.is_none() { cache::encode_read(&read) } else { None };
        let mut verdict = LastVerdict::new(self.inputs, (self.now, loaded.next_due(self.now)), diagnostics, summary);
        verdict.leave(left);
        Some(Next { verdict, read, changes, encoded })
    }

    /// Writes the cache for the next build. Only now, when everything is published: it may not take the room of a page.
    pub fn save(
        &self,
        next: Next<'_>,
        (files, ledger): (Vec<PublishedFile>, &[u8]),
        old: Option<&Cache<'_>>,
    ) -> Result<(), Error> {
        let Next { mut verdict, read, changes, encoded } = next;
        verdict.ledger = Digest::of(ledger);
        if let Some((old, changes)) = old.zip(changes)
            && old.published.output == self.output
            && let Some(files) = Difference::between(&old.published.files, &old.since.files, &files)
        {
            let changes = Changes { listed: read.listed, read: changes, files, verdict };
            let Some(bytes) = changes.encode(&old.since) else { return Ok(()) };
            return Staged::write_private(&self.folder.file(CHANGES), &[&bytes], self.sync)?.put_in_place();
        }
        let read = encoded.or_else(|| cache::encode_read(&read));
        let published = cache::encode_published(&Published { output: self.output.clone(), files, verdict });
        let Some((read, published)) = read.zip(published) else { return Ok(()) };
        let header = cache::header(&read, &published, program());
        Staged::write_private(&self.folder.file(CACHE), &[&header, &read, &published], self.sync)?.put_in_place()?;
        // What has changed since the base before.
        let _ = fs::remove_file(self.folder.file(CHANGES));
        Ok(())
    }
}

/// Which program this is: another build of the same version may make other pages.
fn program() -> Digest {
    let file = std::env::current_exe().and_then(fs::metadata);
    let state = file.map(|metadata: fs::Metadata| Stamp::of(&metadata)).unwrap_or_default();
    let (size, modified) = (state.size.to_le_bytes(), state.modified.to_le_bytes());
    Digest::of_parts([env!("CARGO_PKG_VERSION").as_bytes(), &size, &modified])
}

/// Files whose listing is digested together.
const PIECE: usize = 1024;

/// Of everything that a build looks at: files by name, size and time; settings and theme by content; what was asked for.
fn inputs(site: &OpenSite, theme_files: &ThemeFiles, choices: Choices, output: &str, options: Options) -> Digest {
    let listing = |files: &[FileEntry]| {
        let mut listing = Vec::with_capacity(files.len() * 128);
        for file in files {
            listing.extend(file.path.as_str().as_bytes());
            // No path has this byte, so it ends the path.
            listing.push(0);
            listing.extend(file.size.to_le_bytes());
            listing.extend(file.modified.to_le_bytes());
            listing.push(u8::from(file.is_special));
        }
        Digest::of(&listing).0
    };
    let listing: Vec<[u8; 16]> = site.disk.files().par_chunks(PIECE).map(listing).collect();
    let left_out = site.disk.left_out().iter().map(|left| &left.shown);
    let folders: Vec<&str> = site.disk.folders().iter().chain(left_out).map(|folder| folder.as_str()).collect();
    let theme = Digest::of_parts(theme_files.iter().flat_map(|(path, bytes)| [path.as_bytes(), bytes.as_slice()]));
    let denied = (options.deny_warnings, options.deny_unreviewed);
    let asked = format!("{} {} {denied:?} {:?}", choices.now.date(), choices.drafts, options.addresses);
    let base_url = site.config.base_url.as_deref().unwrap_or_default();
    let folders = folders.join("\n");
    let texts = [folders.as_bytes(), &theme.0, asked.as_bytes(), base_url.as_bytes(), output.as_bytes()];
    let permalinks = site.settings.permalinks.as_deref().unwrap_or_default();
    let settings = [listing.as_flattened(), &site.settings.site, &site.settings.words, permalinks];
    Digest::of_parts(settings.into_iter().chain(texts))
}
