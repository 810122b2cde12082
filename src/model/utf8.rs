//! Strings of what is kept from build to build, checked for UTF-8 many bytes at a time. The standard check goes through Chinese text
//! character by character, which was a tenth of a rebuild. For formats that write strings and bytes alike, as that of the cache does.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::{Error, Visitor};

/// Takes a string that becomes a `T`.
///
/// # Errors
///
/// Where it is no UTF-8.
pub fn deserialize<'de, D: Deserializer<'de>, T: for<'s> From<&'s str>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_bytes(Checked(PhantomData))
}

struct Checked<T>(PhantomData<T>);

impl<T: for<'s> From<&'s str>> Visitor<'_> for Checked<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UTF-8")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<T, E> {
        simdutf8::basic::from_utf8(bytes).map(T::from).map_err(E::custom)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde::{Deserialize, Serialize};

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Kept {
        #[serde(deserialize_with = "super::deserialize")]
        text: String,
        #[serde(deserialize_with = "super::deserialize")]
        path: Arc<str>,
    }

    #[test]
    fn strings_come_back_and_what_is_none_is_refused() {
        let kept = Kept { text: "工作总结。😀".repeat(40), path: "reports/文章.md".into() };
        let bytes = postcard::to_allocvec(&kept).expect("bytes");
        assert_eq!(postcard::from_bytes(&bytes), Ok(kept));
        let at = bytes.iter().position(|byte| *byte == 0xe5).expect("a Chinese character");
        let damaged = [&bytes[..at], &[0xff], &bytes[at + 1..]].concat();
        assert!(postcard::from_bytes::<Kept>(&damaged).is_err());
    }
}
