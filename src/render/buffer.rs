//! A page in the making, and how it is known whether it must be made at all: by the fingerprint of everything that it shows.

use serde::Serialize;

use super::sink::Sink;
use crate::error::Error;
use crate::model::digest::Digest;
use crate::model::path::UrlPath;

/// Of all that `parts` say, written into `scratch`. What cannot be written down has no fingerprint, and a page of it is made every time.
pub(super) fn fingerprint(parts: &impl Serialize, scratch: &mut Vec<u8>) -> Option<Digest> {
    scratch.clear();
    *scratch = postcard::to_extend(parts, std::mem::take(scratch)).ok()?;
    Some(Digest::of(scratch))
}

/// Where a page will live, and its bytes so far.
pub struct PageBuffer<'s> {
    pub url: &'s UrlPath,
    pub out: &'s mut Vec<u8>,
    scratch: &'s mut Vec<u8>,
    sink: &'s dyn Sink,
    fingerprint: Option<Digest>,
    is_published: bool,
}

impl<'s> PageBuffer<'s> {
    pub fn new(url: &'s UrlPath, out: &'s mut Vec<u8>, scratch: &'s mut Vec<u8>, sink: &'s dyn Sink) -> PageBuffer<'s> {
        PageBuffer { url, out, scratch, sink, fingerprint: None, is_published: false }
    }

    /// Takes the fingerprint of `parts`, which are all that the page shows, and tells whether that page is published already.
    pub fn is_up_to_date(&mut self, parts: &impl Serialize) -> bool {
        self.fingerprint = fingerprint(parts, self.scratch);
        self.ask()
    }

    /// As [`PageBuffer::is_up_to_date`], for pages that share one fingerprint.
    pub fn is_up_to_date_as(&mut self, fingerprint: Digest) -> bool {
        self.fingerprint = Some(fingerprint);
        self.ask()
    }

    /// The whole page at once, where making it costs little.
    pub fn fill(&mut self, bytes: &[u8]) {
        self.fingerprint = Some(Digest::of(bytes));
        if !self.ask() {
            self.out.extend_from_slice(bytes);
        }
    }

    /// As [`PageBuffer::fill`], for bytes that need not be copied.
    pub fn fill_with(&mut self, bytes: Vec<u8>) {
        self.fingerprint = Some(Digest::of(&bytes));
        if !self.ask() {
            *self.out = bytes;
        }
    }

    /// What the page was made from changed while it was made.
    pub fn forget_fingerprint(&mut self) {
        self.fingerprint = None;
    }

    fn ask(&mut self) -> bool {
        self.is_published = self.fingerprint.is_some_and(|fingerprint| self.sink.has(self.url, fingerprint));
        self.is_published
    }

    /// Hands the page over, unless it is published already.
    pub fn deliver(self) -> Result<(), Error> {
        match self.is_published {
            true => Ok(()),
            false => self.sink.take(self.url, self.out, self.fingerprint),
        }
    }
}
