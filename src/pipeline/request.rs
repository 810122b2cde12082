//! What a build is asked for. Apart from [`super::build`], because a withdrawal and the writing of the record are asked the same.

use std::path::Path;

use crate::disk::site::OpenSite;
use crate::kept::build_cache::Options;
use crate::model::choices::Choices;
use crate::model::date::Date;
use crate::model::digest::Digest;
use crate::model::path::{SourcePath, UrlPath};
use crate::permalinks::entry::Marks;
use crate::publish::sha256sums::Manifest;

/// What is to be published, and where.
pub struct Request<'r> {
    /// Settings and sources.
    pub site: &'r OpenSite,
    /// The time that counts as now, and whether drafts are shown.
    pub choices: Choices,
    /// The output folder, with its links resolved. It may not be there yet.
    pub root: &'r Path,
    /// The same as the ledger names it.
    pub output: &'r str,
    /// `--base-url`; the settings of `site` have it already.
    pub base_url: Option<&'r str>,
    /// Wait for another build that holds the site or the output folder.
    pub wait: bool,
    /// What the command line asks of this run.
    pub options: Options,
    /// What it asks about the addresses of the site.
    pub addresses: Addresses,
}

/// What the command line asks about the addresses of a site.
#[derive(Debug, Default)]
pub struct Addresses {
    /// The day that counts as the first or last of an address, by the clock of the office; none where this build is not the one that
    /// publishes the site, and so does not write the record.
    pub today: Option<Date>,
    /// `--locked`: an address that is not in the record is an error.
    pub is_locked: bool,
    /// What somebody withdraws by hand.
    pub by_hand: Option<ByHand>,
    /// `--previous`: the list of files of the site on the server.
    pub previous: Option<Manifest>,
}

/// An address that somebody withdraws by hand, whether or not its report is still among the sources.
#[derive(Debug, Clone)]
pub struct ByHand {
    /// The address of the report.
    pub address: UrlPath,
    /// Its file, where it is known: this machine may have published it at another address than the record says.
    pub file: Option<SourcePath>,
    /// Its old addresses as its author wrote them: whoever takes it away takes that away too.
    pub aliases: Vec<UrlPath>,
    /// By what the report is known again, where it is known.
    pub marks: Option<Marks>,
    /// What readers are told.
    pub reason: String,
    /// The title, where readers may go on seeing it.
    pub title: String,
    /// Whether nothing but its key may be kept of the address.
    pub is_erased: bool,
}

impl Addresses {
    /// By which a build knows that it was asked the same again.
    pub fn digest(&self) -> Digest {
        let previous = self.previous.as_ref().map(Manifest::text).unwrap_or_default();
        Digest::of_parts([previous.as_bytes(), &[u8::from(self.today.is_some()), u8::from(self.is_locked)]])
    }
}
