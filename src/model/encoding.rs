//! Texts must be UTF-8. Those that are not get no guessing reader that might publish garbage, but the name of the encoding they
//! probably are in, so that the editor can save them again.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GB18030};

/// The text of a file, without a byte order mark; `None` when it is no UTF-8.
pub fn utf8(bytes: &[u8]) -> Option<&str> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    simdutf8::basic::from_utf8(bytes).ok()
}

/// The encoding that bytes which are no UTF-8 probably are in, by the name that editors know; `None` for no text at all.
pub fn guess(bytes: &[u8]) -> Option<&'static str> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Some(encoding.name());
    }
    let zeros = bytes.iter().take(4096).filter(|byte| **byte == 0).count();
    if zeros > 0 {
        let odd = bytes.iter().take(4096).skip(1).step_by(2).filter(|byte| **byte == 0).count();
        return (zeros > 8).then_some(if odd * 2 > zeros { "UTF-16LE" } else { "UTF-16BE" });
    }
    if GB18030.decode_without_bom_handling_and_without_replacement(bytes).is_some() {
        return Some("GBK（GB18030）");
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    Some(detector.guess(Some(b"cn"), Utf8Detection::Deny).name())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_encodings_are_told_apart() {
        let (gbk, _, _) = GB18030.encode("光明区玉塘街道办事处");
        assert_eq!(utf8(&gbk), None);
        assert_eq!(guess(&gbk), Some("GBK（GB18030）"));
        let utf16: Vec<u8> = "\u{feff}标题".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(guess(&utf16), Some("UTF-16LE"));
    }

    #[test]
    fn a_byte_order_mark_is_no_text() {
        assert_eq!(utf8(b"\xef\xbb\xbf+++"), Some("+++"));
    }
}
