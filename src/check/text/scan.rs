//! One look at every byte of a text: where its digits, its marks and its invisible characters are. Rules about numbers, punctuation
//! and stray characters walk through these short lists instead of the text; what must be asked of every character is asked of
//! [`CodeUnits`], which are written down along the way.

use std::ops::Range;

use super::code_units::{CodeUnits, code};
use crate::model::control::{is_annotation, is_formatting, is_line_separator, is_unprintable};
use crate::model::look_alike::meant;
use crate::model::privacy::is_digit;

/// What one pass over a text finds. All places are bytes of that text, ascending.
#[derive(Debug, Clone, Default)]
pub struct Scan {
    /// Runs of digits, ASCII and full-width (`１２`) ones alike. A decimal point ends a run.
    pub digits: Vec<Range<usize>>,
    /// The marks `，`, `。` and `、`, three of four marks of a report. Nobody asks which one it is.
    pub stops: Vec<usize>,
    /// All other punctuation, brackets and signs, Chinese and ASCII: `；` `(` `“` `%` `～`. Not spaces.
    pub marks: Vec<Mark>,
    /// Characters that show nothing: zero-width ones, marks of direction, soft hyphens, control characters.
    pub invisible: Vec<Mark>,
    /// Radicals and compatibility ideographs, which look like a Han character ([`look_alike`](crate::model::look_alike)).
    pub look_alikes: Vec<Mark>,
    /// Characters that show something else on every machine: private ones, and U+FFFD in place of a character that was lost.
    pub unreadable: Vec<Mark>,
    /// Digits of other scripts. No number of an official text is written with them.
    pub foreign_digits: Vec<usize>,
    /// Every character.
    pub codes: CodeUnits,
}

/// A character and its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Its first byte in the text.
    pub at: usize,
    /// The character, half-width or full-width as it is written.
    pub c: char,
}

impl Mark {
    /// The bytes of the character.
    pub fn range(self) -> Range<usize> {
        self.at..self.at + self.c.len_utf8()
    }
}

impl Scan {
    /// Scans a text once.
    pub fn of(text: &str) -> Scan {
        let mut scan = Scan::default();
        scan.read(text);
        scan
    }

    /// Forgets what it knows, and looks at this text.
    pub fn read(&mut self, text: &str) {
        self.digits.clear();
        self.stops.clear();
        self.marks.clear();
        self.invisible.clear();
        self.look_alikes.clear();
        self.unreadable.clear();
        self.foreign_digits.clear();
        self.codes.clear();
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            at += match byte {
                0xE0..=0xEF => self.wide(&bytes[at..], at),
                0..0x80 => self.ascii(&bytes[at..], at),
                _ => text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, |c| self.single(at, c)),
            };
        }
    }

    /// The characters of three bytes each that `bytes` begin with: nearly all of a report stands in such runs. Returns their bytes.
    fn wide(&mut self, bytes: &[u8], at: usize) -> usize {
        let (chars, _) = bytes.as_chunks::<3>();
        let mut count = 0;
        for c in chars {
            match c[0] {
                // Han characters from U+4000 on.
                0xE4..=0xE9 => {}
                0xE0..=0xEF => {
                    self.other(at + 3 * count, char::from_u32(u32::from(code_of_three(c))).unwrap_or_default());
                }
                _ => break,
            }
            count += 1;
        }
        self.codes.extend(at, 3, chars[..count].iter().map(code_of_three));
        3 * count
    }

    /// The same for ASCII.
    fn ascii(&mut self, bytes: &[u8], at: usize) -> usize {
        let end = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(bytes.len());
        let bytes = &bytes[..end];
        self.codes.extend(at, 1, bytes.iter().map(|byte| u16::from(*byte)));
        for (at, byte) in (at..).zip(bytes) {
            match byte {
                b'0'..=b'9' => self.digit(at, 1),
                b' ' | b'\n' | b'\t' | b'\r' | b'a'..=b'z' | b'A'..=b'Z' => {}
                b'!'..=b'~' => self.marks.push(Mark { at, c: char::from(*byte) }),
                _ => self.other(at, char::from(*byte)),
            }
        }
        bytes.len()
    }

    /// A character of any other length.
    fn single(&mut self, at: usize, c: char) -> usize {
        self.codes.extend(at, c.len_utf8(), std::iter::once(code(c)));
        self.other(at, c);
        c.len_utf8()
    }

    fn digit(&mut self, at: usize, length: usize) {
        match self.digits.last_mut().filter(|run| run.end == at) {
            Some(run) => run.end += length,
            None => self.digits.push(at..at + length),
        }
    }

    fn other(&mut self, at: usize, c: char) {
        match c {
            '，' | '。' | '、' => self.stops.push(at),
            '０'..='９' => self.digit(at, c.len_utf8()),
            _ if is_invisible(c) => self.invisible.push(Mark { at, c }),
            '\u{2e80}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}' => {
                self.look_alikes.extend(meant(c).map(|_| Mark { at, c }));
            }
            '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' | '\u{fffd}' => self.unreadable.push(Mark { at, c }),
            '\u{2010}'..='\u{2027}'
            | '\u{2030}'..='\u{205e}'
            | '\u{3001}'..='\u{3004}'
            | '\u{3008}'..='\u{3020}'
            | '\u{30fb}'
            | '\u{fe30}'..='\u{fe6f}'
            | '\u{ff01}'..='\u{ff0f}'
            | '\u{ff1a}'..='\u{ff20}'
            | '\u{ff3b}'..='\u{ff40}'
            | '\u{ff5b}'..='\u{ff65}'
            | '\u{a1}'..='\u{a7}'
            | '\u{ab}'
            | '\u{b0}'..='\u{b1}'
            | '\u{b7}'
            | '\u{bb}'
            | '×'
            | '÷' => self.marks.push(Mark { at, c }),
            _ if c.is_numeric() && is_digit(c) => self.foreign_digits.push(at),
            _ => {}
        }
    }
}

/// Of a character that is known to take three bytes.
#[inline]
fn code_of_three([lead, second, third]: &[u8; 3]) -> u16 {
    // UTF-8 marks the second and the third byte by their highest bit, which is taken out here. The marks of the first byte
    // were shifted beyond the sixteen bits and are gone already.
    const MARKS: u16 = 0x80 << 6 | 0x80;
    let bits = (u16::from(*lead) << 12).wrapping_add(u16::from(*second) << 6).wrapping_add(u16::from(*third));
    bits.wrapping_sub(MARKS)
}

/// Characters that a reader cannot see and that hide words from searching or turn their order.
pub fn is_invisible(c: char) -> bool {
    is_unprintable(c) || is_formatting(c) || is_line_separator(c) || is_annotation(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_look_finds_digits_marks_and_what_cannot_be_seen() {
        let text = "增长10.5%，约１２个\u{200b}（含“甲”）。㐀𠀀é 3";
        let scan = Scan::of(text);
        assert_eq!(scan.digits, [6..8, 9..10, 17..23, 60..61]);
        assert_eq!(scan.stops, [11, 47]);
        let marks: String = scan.marks.iter().map(|mark| mark.c).collect();
        assert_eq!(marks, ".%（“”）");
        assert_eq!(scan.invisible, [Mark { at: 26, c: '\u{200b}' }]);
        let mut place = scan.codes.places();
        let codes = scan.codes.all().iter().enumerate().map(|(index, code)| (place(index), *code));
        assert!(codes.eq(text.char_indices().map(|(at, c)| (at, code(c)))));
    }
}
