//! What a page of a PDF file writes: its strings, and where a line ends.

use crate::budget::{Budget, PASSED};

/// The strings of a page one behind the other, and where each ends.
#[derive(Debug, Default)]
pub(super) struct Content {
    bytes: Vec<u8>,
    pieces: Vec<Piece>,
}

#[derive(Debug)]
enum Piece {
    /// Up to this byte.
    String(usize),
    LineEnd,
}

impl Content {
    /// Goes through the operators of a page.
    pub(super) fn read(page: &[u8], budget: &Budget) -> Content {
        let mut content = Content::default();
        // The operands that stand before an operator: a matrix has six.
        let mut numbers = [0.0; 6];
        let mut count = 0;
        let mut line = f64::NAN;
        let mut at = 0;
        while let Some(byte) = page.get(at) {
            if !budget.spend(PASSED) {
                break;
            }
            match byte {
                b'(' => {
                    let (string, end) = literal(page, at + 1);
                    content.push(&string);
                    at = end;
                }
                // A dictionary, as tagged text has before it, is no string.
                b'<' if page.get(at + 1) == Some(&b'<') => at += 2,
                b'<' => {
                    let end = page[at..].iter().position(|byte| *byte == b'>').map_or(page.len(), |length| at + length);
                    content.push(&hex(&page[at..end]));
                    at = end + 1;
                }
                b'0'..=b'9' | b'-' | b'+' | b'.' | b'a'..=b'z' | b'A'..=b'Z' | b'*' | b'\'' | b'"' | b'/' => {
                    let is_part = |byte: &u8| !byte.is_ascii_whitespace() && !b"()<>[]{}/%".contains(byte);
                    let length = page[at + 1..].iter().take_while(|byte| is_part(byte)).count() + 1;
                    let word = std::str::from_utf8(&page[at..at + length]).unwrap_or_default();
                    at += length;
                    let last = numbers[numbers.len() - 1];
                    match word {
                        "Td" | "TD" if count >= 2 && last != 0.0 => content.pieces.push(Piece::LineEnd),
                        "Tm" if count >= 1 && last != line => {
                            line = last;
                            content.pieces.push(Piece::LineEnd);
                        }
                        "T*" | "'" | "\"" => content.pieces.push(Piece::LineEnd),
                        _ => {}
                    }
                    match word.parse() {
                        Ok(number) => {
                            numbers.rotate_left(1);
                            numbers[5] = number;
                            count += 1;
                        }
                        Err(_) => count = 0,
                    }
                }
                _ => at += 1,
            }
        }
        content
    }

    fn push(&mut self, string: &[u8]) {
        self.bytes.extend_from_slice(string);
        self.pieces.push(Piece::String(self.bytes.len()));
    }

    /// The text where each string is read so.
    pub(super) fn joined(&self, read: impl Fn(&[u8], &mut String)) -> String {
        let mut text = String::with_capacity(self.bytes.len());
        let mut start = 0;
        for piece in &self.pieces {
            match piece {
                Piece::LineEnd => text.push('\n'),
                Piece::String(end) => {
                    read(&self.bytes[start..*end], &mut text);
                    start = *end;
                }
            }
        }
        text
    }

    /// Characters of one byte.
    pub(super) fn plain(&self) -> String {
        self.joined(|bytes, text| text.extend(bytes.iter().map(|byte| char::from(*byte))))
    }

    /// Characters of two bytes, as fonts of Chinese (UniGB-UCS2-H, UniGB-UTF16-H) have them.
    pub(super) fn wide(&self) -> String {
        self.joined(|bytes, text| text.push_str(&wide(bytes)))
    }

    /// The other way of such fonts (GBK-EUC-H).
    pub(super) fn chinese(&self) -> String {
        self.joined(|bytes, text| text.push_str(&chinese(bytes)))
    }
}

/// A string in brackets from byte `at` on, and where it ends.
pub(super) fn literal(page: &[u8], mut at: usize) -> (Vec<u8>, usize) {
    let (mut string, mut depth) = (Vec::new(), 1);
    while let Some(byte) = page.get(at) {
        at += 1;
        match byte {
            b'\\' => {
                let octal: Vec<u8> =
                    page[at..].iter().take(3).copied().take_while(|byte| matches!(byte, b'0'..=b'7')).collect();
                if octal.is_empty() {
                    string.extend(page.get(at).map(|byte| match byte {
                        b'n' => b'\n',
                        b'r' => b'\r',
                        b't' => b'\t',
                        other => *other,
                    }));
                    at += 1;
                } else {
                    let value = octal.iter().fold(0_u32, |value, digit| value * 8 + u32::from(digit - b'0'));
                    string.push(u8::try_from(value & 0xff).unwrap_or_default());
                    at += octal.len();
                }
                continue;
            }
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
        string.push(*byte);
    }
    (string, at)
}

/// The bytes that hexadecimal digits stand for, whatever stands between them.
pub(super) fn hex(text: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> =
        text.iter().filter_map(|byte| char::from(*byte).to_digit(16)).filter_map(|digit| u8::try_from(digit).ok()).collect();
    digits.chunks(2).map(|pair| pair[0] * 16 + pair.get(1).copied().unwrap_or(0)).collect()
}

/// Bytes as UTF-16, the higher byte first.
pub(super) fn wide(bytes: &[u8]) -> String {
    encoding_rs::UTF_16BE.decode_without_bom_handling(bytes).0.into_owned()
}

/// Bytes as GB18030.
pub(super) fn chinese(bytes: &[u8]) -> String {
    encoding_rs::GB18030.decode_without_bom_handling(bytes).0.into_owned()
}
