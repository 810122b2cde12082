//! One look at every byte of a text: where its digits, its marks and its invisible characters are. Rules about numbers, punctuation
//! and stray characters walk through these short lists instead of the text.

use std::ops::Range;

/// What one pass over a text finds. All places are bytes of that text, ascending.
#[derive(Debug, Clone, Default)]
pub struct Scan {
    /// Runs of digits, ASCII and full-width (`１２`) ones alike. A decimal point ends a run.
    pub digits: Vec<Range<usize>>,
    /// Punctuation, brackets and signs, Chinese and ASCII: `，` `(` `“` `%` `～`. Not spaces.
    pub marks: Vec<Mark>,
    /// Characters that show nothing: zero-width ones, marks of direction, soft hyphens, control characters.
    pub invisible: Vec<Mark>,
}

/// A character and its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    pub at: usize,
    pub c: char,
}

impl Mark {
    pub fn range(self) -> Range<usize> {
        self.at..self.at + self.c.len_utf8()
    }
}

impl Scan {
    pub fn of(text: &str) -> Scan {
        let bytes = text.as_bytes();
        let mut scan = Scan::default();
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            at += match byte {
                0xE4..=0xE9 => han(&bytes[at..]),
                b'0'..=b'9' => scan.digit(at, 1),
                b' ' | b'\n' | b'\t' | b'\r' | b'a'..=b'z' | b'A'..=b'Z' => 1,
                b'!'..=b'~' => {
                    scan.marks.push(Mark { at, c: char::from(*byte) });
                    1
                }
                _ => match text.get(at..).and_then(|rest| rest.chars().next()) {
                    Some(c) => scan.other(at, c),
                    None => 1,
                },
            };
        }
        scan
    }

    fn digit(&mut self, at: usize, length: usize) -> usize {
        match self.digits.last_mut().filter(|run| run.end == at) {
            Some(run) => run.end += length,
            None => self.digits.push(at..at + length),
        }
        length
    }

    fn other(&mut self, at: usize, c: char) -> usize {
        match c {
            '０'..='９' => {
                self.digit(at, c.len_utf8());
            }
            _ if is_invisible(c) => self.invisible.push(Mark { at, c }),
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
            _ => {}
        }
        c.len_utf8()
    }
}

/// Bytes of the run of Han characters from U+4000 on that `bytes` begin with: nearly all of a report stands in such runs.
fn han(bytes: &[u8]) -> usize {
    bytes.chunks_exact(3).take_while(|c| matches!(c[0], 0xE4..=0xE9)).count() * 3
}

/// Characters that a reader cannot see and that hide words from searching or turn their order.
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_look_finds_digits_marks_and_what_cannot_be_seen() {
        let scan = Scan::of("增长10.5%，约１２个\u{200b}（含“甲”）。㐀𠀀é 3");
        assert_eq!(scan.digits, [6..8, 9..10, 17..23, 60..61]);
        let marks: String = scan.marks.iter().map(|mark| mark.c).collect();
        assert_eq!(marks, ".%，（“”）。");
        assert_eq!(scan.invisible, [Mark { at: 26, c: '\u{200b}' }]);
    }
}
