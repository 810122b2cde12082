//! Digests by which the program knows again what it has seen: of sources, bodies and pages. They tell changes apart, not
//! forgeries; what others are to check bears SHA-256 (`publish::sha256sums`).

use std::ops::Deref;

use serde::ser::Error as _;
use serde::{Deserialize, Serialize, Serializer};
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

    /// Digest of several parts. Where one ends and the next begins counts: `ab`, `c` differs from `a`, `bc`.
    pub fn of_parts<'p>(parts: impl IntoIterator<Item = &'p [u8]>) -> Digest {
        let mut digests = Vec::new();
        for part in parts {
            digests.extend(Digest::of(part).0);
        }
        Digest::of(&digests)
    }

    /// Of all that `value` says of itself when it is written down, which `scratch` is used for. `None` for what cannot be written down.
    pub fn of_value(value: &impl Serialize, scratch: &mut Vec<u8>) -> Option<Digest> {
        scratch.clear();
        *scratch = postcard::to_extend(value, std::mem::take(scratch)).ok()?;
        Some(Digest::of(scratch))
    }
}

/// A value with the digest of all that it says. As a part of a larger value it is written down as its digest alone, so the digest of that
/// one costs little however much it holds. A value that has no digest keeps what it is part of from having one.
#[derive(Debug, Clone, Copy)]
pub struct Digested<T> {
    value: T,
    digest: Option<Digest>,
}

impl<T: Serialize> Digested<T> {
    /// Takes the digest of `value`.
    pub fn new(value: T) -> Digested<T> {
        let digest = Digest::of_value(&value, &mut Vec::new());
        Digested { value, digest }
    }
}

impl<T: AsRef<[u8]>> Digested<T> {
    /// Takes the digest of bytes as they are, without writing them down a second time.
    pub fn of_bytes(value: T) -> Digested<T> {
        let digest = Some(Digest::of(value.as_ref()));
        Digested { value, digest }
    }
}

impl<T> Digested<T> {
    /// The value alone.
    pub fn into_value(self) -> T {
        self.value
    }
}

impl<T> Deref for Digested<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> Serialize for Digested<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.digest {
            Some(digest) => digest.serialize(serializer),
            None => Err(S::Error::custom("a value without a digest")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Digest, Digested};

    #[test]
    fn the_digest_of_a_whole_follows_from_those_of_its_parts() {
        let of = |part: &str| Digest::of_value(&(1, Digested::new(part)), &mut Vec::new());
        assert!(of("甲").is_some());
        assert_eq!(of("甲"), of("甲"));
        assert_ne!(of("甲"), of("乙"));
    }

    #[test]
    fn what_sites_and_reports_add_of_their_own_has_a_digest() {
        let extra = serde_json::json!({ "a": [1, -2, 2.5, null, true], "b": { "c": "甲" } });
        assert!(Digest::of_value(&Digested::new(extra), &mut Vec::new()).is_some());
    }

    #[test]
    fn what_has_a_part_without_a_digest_has_none() {
        // A sequence whose length is not known beforehand cannot be written down.
        struct Endless;
        impl serde::Serialize for Endless {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_seq((0..3).filter(|number| *number > 0))
            }
        }
        assert_eq!(Digest::of_value(&(1, Digested::new(Endless)), &mut Vec::new()), None);
    }

    #[test]
    fn the_border_between_parts_counts() {
        let of = |parts: &[&str]| Digest::of_parts(parts.iter().map(|part| part.as_bytes()));
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
        assert_ne!(of(&["a"]), of(&["a", ""]));
    }
}
