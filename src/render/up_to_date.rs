//! A page in the making, and whether it must be made at all.

use serde::Serialize;

use super::sink::Sink;
use crate::error::Error;
use crate::model::digest::Digest;
use crate::model::path::UrlPath;

/// Room for one page after another, kept from page to page.
#[derive(Debug, Default)]
pub struct PageRoom {
    page: Vec<u8>,
    /// What its inputs say of themselves, for their digest.
    inputs: Vec<u8>,
}

/// Bytes of a page whose room is kept for the next one: more than any page of text has. Attachments may have hundreds of times as many.
const LARGEST_KEPT: usize = 8 << 20;

/// Where a page will live, and its bytes so far.
pub struct PageBuffer<'s> {
    /// Address of the page.
    pub url: &'s UrlPath,
    /// What has been made of it so far.
    pub out: &'s mut Vec<u8>,
    inputs: &'s mut Vec<u8>,
    sink: Option<&'s dyn Sink>,
    fingerprint: Option<Digest>,
    is_published: bool,
}

impl<'s> PageBuffer<'s> {
    /// For a page that `sink` may have already.
    pub fn new(url: &'s UrlPath, room: &'s mut PageRoom, sink: &'s dyn Sink) -> PageBuffer<'s> {
        PageBuffer { sink: Some(sink), ..PageBuffer::unpublished(url, room) }
    }

    /// For a page that is made whatever is published, and delivered to nobody.
    pub fn unpublished(url: &'s UrlPath, room: &'s mut PageRoom) -> PageBuffer<'s> {
        room.page.clear();
        if room.page.capacity() > LARGEST_KEPT {
            room.page = Vec::new();
        }
        let PageRoom { page, inputs } = room;
        PageBuffer { url, out: page, inputs, sink: None, fingerprint: None, is_published: false }
    }

    /// Takes the fingerprint of `inputs`, which are all that the page shows, and tells whether the page that is made from them is
    /// published already.
    pub fn is_up_to_date(&mut self, inputs: &impl Serialize) -> bool {
        if self.sink.is_some() {
            self.fingerprint = Digest::of_value(inputs, self.inputs);
        }
        self.ask()
    }

    /// As [`PageBuffer::is_up_to_date`], for pages that share one fingerprint.
    pub fn is_up_to_date_as(&mut self, fingerprint: Digest) -> bool {
        self.fingerprint = Some(fingerprint);
        self.ask()
    }

    /// What the page was made from changed while it was made, so the next build must make it again.
    pub fn forget_fingerprint(&mut self) {
        self.fingerprint = None;
    }

    fn ask(&mut self) -> bool {
        let has = |sink: &'s dyn Sink| self.fingerprint.is_some_and(|fingerprint| sink.has(self.url, fingerprint));
        self.is_published = self.sink.is_some_and(has);
        self.is_published
    }

    /// Hands the page over, unless it is published already.
    ///
    /// # Errors
    ///
    /// Where the sink fails.
    pub fn deliver(self) -> Result<(), Error> {
        match self.sink {
            Some(sink) if !self.is_published => sink.take(self.url, self.out, self.fingerprint),
            _ => Ok(()),
        }
    }
}

impl PageRoom {
    /// The page that was made last.
    pub fn into_page(self) -> Vec<u8> {
        self.page
    }
}
