//! SHA-256, by which others check what the program has made: the list of published files, the record of addresses, review codes. What only
//! the program itself compares bears a shorter digest (`model::digest`).

use sha2::{Digest as _, Sha256};

/// 32 bytes.
pub type Sum = [u8; 32];

/// The sum of these bytes.
pub fn sum(bytes: &[u8]) -> Sum {
    Sha256::digest(bytes).into()
}

/// Digits of hexadecimal numbers, as `sha256sum` writes them.
pub const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// `bytes` in hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|half| char::from(DIGITS[usize::from(half)])).collect()
}

/// As many bytes as `digits` must be of; nothing for anything but two hexadecimal digits a byte.
pub fn parse<const N: usize>(digits: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let digit = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    };
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    if pairs.len() != bytes.len() || !rest.is_empty() {
        return None;
    }
    for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
        *byte = digit(*high)? << 4 | digit(*low)?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_those_of_sha256sum_and_are_read_again() {
        // `printf abc | sha256sum`
        assert_eq!(hex(&sum(b"abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(parse(&hex(&sum(b"abc"))), Some(sum(b"abc")));
        assert_eq!((parse::<2>("0aFf"), parse::<2>("0aF"), parse::<2>("0aFg")), (Some([10, 255]), None, None));
    }
}
