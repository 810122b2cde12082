//! Digits of other scripts than Latin: whoever hides a number from a search writes it with these, and readers still see it.

/// The lowest digit of [`ZEROS`].
pub(super) const FIRST: char = '\u{660}';

/// The zero of every script of Unicode 16 that writes numbers by place (category Nd), ASCII and full-width ones aside. The digits
/// from one to nine follow each of them.
const ZEROS: &[u32] = &[
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0, 0xf20, 0x1040,
    0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0,
    0xa9f0, 0xaa50, 0xabf0, 0x104a0, 0x10d30, 0x10d40, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0,
    0x11650, 0x116c0, 0x116d0, 0x116da, 0x11730, 0x118e0, 0x11950, 0x11bf0, 0x11c50, 0x11d50, 0x11da0, 0x11f50, 0x16130,
    0x16a60, 0x16ac0, 0x16b50, 0x16d70, 0x1ccf0, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e4f0,
    0x1e5f1, 0x1e950, 0x1fbf0,
];

/// The ASCII digit that `c` is.
#[cold]
pub(super) fn digit(c: char) -> Option<u8> {
    let code = u32::from(c);
    let zero = ZEROS.partition_point(|zero| *zero <= code).checked_sub(1).and_then(|at| ZEROS.get(at))?;
    let value = u8::try_from(code - zero).ok()?;
    (value < 10).then(|| b'0' + value)
}

#[cfg(test)]
mod tests {
    use super::super::digits::half_width;
    use super::*;

    #[test]
    fn digits_of_every_script_are_numbers_of_unicode() {
        assert!(ZEROS.is_sorted() && ZEROS[0] == u32::from(FIRST));
        for zero in ZEROS.iter().copied() {
            for value in 0..10_u8 {
                let c = char::from_u32(zero + u32::from(value)).expect("a character");
                assert_eq!(digit(c), Some(b'0' + value), "U+{zero:04X}");
            }
        }
        let digits = ('\0'..=char::MAX).filter(|c| digit(*c).is_some()).count();
        assert_eq!(digits, ZEROS.len() * 10, "and no other character is one");
        let known = ('\0'..=char::MAX).filter(|c| half_width(*c).is_some()).count();
        assert_eq!(known, digits + 20, "with those of ASCII and full width");
    }
}
