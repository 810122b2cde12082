//! Digests by which the program knows again what it has seen: of sources, bodies and pages. They tell changes apart, not
//! forgeries; what others are to check bears SHA-256 (`publish::manifest`).

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_128;

/// 128 bits; two different contents never meet by accident.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Digest(pub [u8; 16]);

impl Digest {
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
