//! A file of the output folder as a value: the cache keeps it, the manifest lists it, the next build compares it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::disk::stamp::Stamp;
use crate::model::digest::{Digest, whole};
use crate::model::utf8;

/// A published file as the last build left it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedFile {
    /// Below the output folder. Shared by the lists of a build.
    #[serde(deserialize_with = "utf8::deserialize")]
    pub path: Arc<str>,
    /// Size and time as the build left them: where they are others now, somebody changed the file.
    pub state: Stamp,
    /// SHA-256 of its bytes.
    #[serde(with = "whole")]
    pub sha256: [u8; 32],
    /// Fingerprint of all that the file was made from; `None` when it must be made again whatever comes.
    pub fingerprint: Option<Digest>,
}
