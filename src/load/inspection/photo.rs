//! What cameras and phones write into a photo (EXIF): where it was taken (GPS), and how it is to be turned.

use std::io::Cursor;

use exif::{Exif, In, Reader, Tag, Value};

/// Orientations of EXIF that exchange width and height.
const TURNED: std::ops::RangeInclusive<u32> = 5..=8;

fn exif(bytes: &[u8]) -> Option<Exif> {
    let read = Reader::new().continue_on_error(true).read_from_container(&mut Cursor::new(bytes));
    // Programs that edit photos write tables with small faults; what is asked for stands there all the same.
    read.or_else(|error| error.distill_partial_result(|_| {})).ok()
}

/// Whether browsers show the picture turned by a quarter, so that its width is its height.
pub fn is_turned(bytes: &[u8]) -> bool {
    let turned = |exif: Exif| exif.get_field(Tag::Orientation, In::PRIMARY)?.value.get_uint(0);
    exif(bytes).and_then(turned).is_some_and(|orientation| TURNED.contains(&orientation))
}

/// Whether the picture tells its position. A position of zeros is none.
pub(super) fn has_position(bytes: &[u8]) -> bool {
    let Some(exif) = exif(bytes) else { return false };
    [Tag::GPSLatitude, Tag::GPSLongitude].into_iter().any(|tag| {
        let field = exif.get_field(tag, In::PRIMARY);
        field.is_some_and(|field| matches!(&field.value, Value::Rational(parts) if parts.iter().any(|part| part.num != 0)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use exif::experimental::Writer;
    use exif::{Field, Rational};

    /// A JPEG without a picture.
    fn photo(degrees: u32) -> Vec<u8> {
        let part = |num| Rational { num, denom: 1 };
        let value = Value::Rational(vec![part(degrees), part(0), part(0)]);
        let field = Field { tag: Tag::GPSLatitude, ifd_num: In::PRIMARY, value };
        let mut writer = Writer::new();
        writer.push_field(&field);
        let mut exif = Cursor::new(Vec::new());
        writer.write(&mut exif, false).expect("written in memory");
        let exif = exif.into_inner();
        let length = u16::try_from(exif.len() + 8).expect("short").to_be_bytes();
        [b"\xff\xd8\xff\xe1", length.as_slice(), b"Exif\0\0", &exif, b"\xff\xd9"].concat()
    }

    /// What a widespread program writes: the table of the position lacks its last four bytes.
    const TABLE_WITHOUT_END: &[u8] = b"\
        MM\x00*\x00\x00\x00\x08\x00\x01\x88%\x00\x04\x00\x00\x00\x01\x00\x00\x00\x1a\x00\x00\x00\x00\x00\x04\x00\x01\x00\x02\
        \x00\x00\x00\x02N\x00\x00\x00\x00\x02\x00\x05\x00\x00\x00\x03\x00\x00\x00L\x00\x03\x00\x02\x00\x00\x00\x02E\x00\x00\x00\
        \x00\x04\x00\x05\x00\x00\x00\x03\x00\x00\x00d\x00\x00\x00\x16\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x01\
        \x00\x00\x00\x01\x00\x00\x00q\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\
        ";

    #[test]
    fn a_position_is_seen_and_none_is_not() {
        assert!(has_position(&photo(22)));
        assert!(has_position(&[b"\xff\xd8\xff\xe1\0\x84Exif\0\0", TABLE_WITHOUT_END, b"\xff\xd9"].concat()));
        assert!(!has_position(&photo(0)) && !has_position(b"\xff\xd8\xff\xd9") && !has_position(b""));
    }
}
