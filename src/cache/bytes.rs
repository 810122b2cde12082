//! Values within the cache that stay encoded until somebody asks for them, and are written again as they were.

use serde::{Deserialize, Serialize};

/// Bytes of the old cache, or new ones.
#[derive(Debug, Clone)]
pub enum Bytes<'c> {
    /// Bytes within the file of the old cache, which is in memory as a whole.
    Old(&'c [u8]),
    /// Bytes that this build encoded.
    New(Vec<u8>),
}

impl Default for Bytes<'_> {
    fn default() -> Self {
        Bytes::Old(&[])
    }
}

impl Bytes<'_> {
    /// The bytes, whoever has them.
    pub fn as_slice(&self) -> &[u8] {
        match self {
            Bytes::Old(bytes) => bytes,
            Bytes::New(bytes) => bytes,
        }
    }

    /// How many bytes.
    pub fn len(&self) -> usize {
        self.as_slice().len()
    }

    /// Whether there are none, as in an verdict that must not be said again.
    pub fn is_empty(&self) -> bool {
        self.as_slice().is_empty()
    }
}

impl Serialize for Bytes<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.as_slice())
    }
}

impl<'de: 'c, 'c> Deserialize<'de> for Bytes<'c> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Bytes<'c>, D::Error> {
        <&[u8]>::deserialize(deserializer).map(Bytes::Old)
    }
}
