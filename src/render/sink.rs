//! The seam through which pages leave: `publish` stands right of `render`, so it is given as a [`Sink`].

use crate::error::Error;
use crate::model::digest::Digest;
use crate::model::path::UrlPath;

/// Takes finished pages, from several threads.
pub trait Sink: Sync {
    /// Whether the page made from what `fingerprint` is of stands already, so that it need not be made.
    fn has(&self, url: &UrlPath, fingerprint: Digest) -> bool;

    /// The fingerprint of what the page was made from that the last build left. `None` where it is not certain that it is as it was left.
    fn kept(&self, _url: &UrlPath) -> Option<Digest> {
        None
    }

    /// The bytes of a page that is [`kept`](Sink::kept).
    fn read(&self, _url: &UrlPath) -> Option<Vec<u8>> {
        None
    }

    /// Whether the page that is [`kept`](Sink::kept) stays, because what `fingerprint` is of would make the same bytes.
    fn renew(&self, _url: &UrlPath, _fingerprint: Digest) -> bool {
        false
    }

    /// Takes a page. The bytes are the sink's only while this runs. Without a fingerprint it must be made again next time.
    fn take(&self, url: &UrlPath, bytes: &[u8], fingerprint: Option<Digest>) -> Result<(), Error>;
}
