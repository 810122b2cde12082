//! Digests by which the program knows again what it has seen: of sources, bodies and pages. They tell changes apart, not
//! forgeries; what others are to check bears SHA-256 (`publish::manifest`).

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_128;

/// 128 bits; two different contents never meet by accident.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Digest(#[serde(with = "whole")] pub [u8; 16]);

/// Arrays of bytes in one piece. Serde takes them for tuples and hands them over byte by byte, which was a third of the time that the
/// cache took.
pub mod whole {
    use std::fmt;

    use serde::de::{Error, Visitor};
    use serde::{Deserializer, Serializer};

    /// # Errors
    ///
    /// What `serializer` fails with.
    pub fn serialize<S: Serializer, const N: usize>(bytes: &[u8; N], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(bytes)
    }

    /// # Errors
    ///
    /// Where there are not exactly `N` bytes.
    pub fn deserialize<'de, D: Deserializer<'de>, const N: usize>(deserializer: D) -> Result<[u8; N], D::Error> {
        struct Whole<const N: usize>;

        impl<const N: usize> Visitor<'_> for Whole<N> {
            type Value = [u8; N];

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{N} bytes")
            }

            fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<[u8; N], E> {
                bytes.try_into().map_err(|_| E::invalid_length(bytes.len(), &self))
            }
        }

        deserializer.deserialize_bytes(Whole)
    }
}

impl Digest {
    /// XXH3 (128 bits) of `bytes`, the same on every machine.
    pub fn of(bytes: &[u8]) -> Digest {
        Digest(xxh3_128(bytes).to_le_bytes())
    }

    /// Of several parts; where one ends and the next begins counts.
    pub fn of_parts<'p>(parts: impl IntoIterator<Item = &'p [u8]>) -> Digest {
        let mut digests = Vec::new();
        for part in parts {
            digests.extend(Digest::of(part).0);
        }
        Digest::of(&digests)
    }
}

#[cfg(test)]
mod tests {
    use super::Digest;

    #[test]
    fn the_border_between_parts_counts() {
        let of = |parts: &[&str]| Digest::of_parts(parts.iter().map(|part| part.as_bytes()));
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
        assert_ne!(of(&["a"]), of(&["a", ""]));
    }
}
