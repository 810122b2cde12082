//! Between comrak's lines and columns and the bytes of the source, and the masks that are laid over the source before it is parsed. No
//! byte within a line moves, so spans stay true.

use std::borrow::Cow;

use comrak::nodes::{LineColumn, Sourcepos};

use super::text::is_wide;
use crate::model::span::Span;

/// The source with the byte position of each line.
pub(super) struct SourceMap<'s> {
    /// The source as it was parsed, masks included.
    pub text: &'s str,
    starts: Vec<usize>,
}

impl<'s> SourceMap<'s> {
    /// Finds the lines of `text`, in the way comrak counts them.
    pub(super) fn new(text: &'s str) -> SourceMap<'s> {
        let bytes = text.as_bytes();
        let mut starts = Vec::with_capacity(bytes.len() / 32 + 1);
        starts.push(0);
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            // As comrak does: \n, \r\n and a lone \r end a line.
            if bytes.get(at) == Some(&b'\n') || bytes.get(at + 1) != Some(&b'\n') {
                starts.push(at + 1);
            }
        }
        SourceMap { text, starts }
    }

    /// Byte position of line `line` (counted from 1) and where the next one begins.
    fn line(&self, line: usize) -> (usize, usize) {
        let end = self.text.len();
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or(end);
        (start, self.starts.get(line).copied().unwrap_or(end))
    }

    /// Number of lines.
    pub(super) fn lines(&self) -> usize {
        self.starts.len()
    }

    /// A line (counted from 1) with its end.
    pub(super) fn whole_line(&self, line: usize) -> &'s str {
        let (start, end) = self.line(line);
        &self.text[start..end]
    }

    /// A line without its end.
    pub(super) fn visible_line(&self, line: usize) -> &'s str {
        self.whole_line(line).trim_end_matches(['\n', '\r'])
    }

    /// The bytes of a line without the blanks around it.
    pub(super) fn line_span(&self, line: usize) -> Span {
        let text = self.visible_line(line);
        let start = self.line(line).0 + text.len() - text.trim_start().len();
        Span::new(start, start + text.trim().len())
    }

    /// The byte at comrak's line and column, both of which count from 1.
    pub(super) fn offset(&self, place: LineColumn) -> usize {
        (self.line(place.line).0 + place.column.saturating_sub(1)).min(self.text.len())
    }

    /// The bytes of a node. Columns may point into the middle of a character after comrak's own rewriting, so both ends
    /// are moved outwards to whole characters.
    pub(super) fn span(&self, place: Sourcepos) -> Span {
        self.clamp(self.offset(place.start), self.offset(place.end) + 1)
    }

    /// What is written at a place.
    pub(super) fn slice(&self, place: Sourcepos) -> &'s str {
        let span = self.span(place);
        &self.text[span.start..span.end]
    }

    /// How positions in the text of an HTML block lead back to the source.
    pub(super) fn block(&self, first_line: usize, literal: &str) -> BlockMap {
        let mut lines = Vec::new();
        let mut at = 0;
        for (row, line) in literal.split_inclusive('\n').enumerate() {
            let (start, end) = self.line(first_line + row);
            let visible = self.text[start..end].trim_end_matches(['\n', '\r']).len();
            lines.push((at, start + visible.saturating_sub(line.trim_end_matches(['\n', '\r']).len())));
            at += line.len();
        }
        BlockMap { lines }
    }

    /// A span that may be off by some bytes, moved outwards to whole characters of the source.
    pub(super) fn clamp(&self, start: usize, end: usize) -> Span {
        let mut start = start.min(self.text.len());
        let mut end = end.min(self.text.len()).max(start);
        while !self.text.is_char_boundary(start) {
            start -= 1;
        }
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        Span::new(start, end)
    }
}

/// The text of an HTML block has lost the marks of the containers around it (`> `, list indents), so its lines are matched
/// with those of the source from the right.
pub(super) struct BlockMap {
    /// Where a line starts in the block and in the source.
    lines: Vec<(usize, usize)>,
}

impl BlockMap {
    /// The byte of the source for byte `at` of the block.
    pub(super) fn source(&self, at: usize) -> usize {
        let row = self.lines.partition_point(|(start, _)| *start <= at);
        match row.checked_sub(1).and_then(|row| self.lines.get(row)) {
            Some((start, source)) => source + (at - start),
            None => at,
        }
    }
}

/// Stands for a `[` that must not begin the definition of a link; see [`mask_prose_definitions`].
pub(super) const MASKED_BRACKET: char = '\u{1a}';

/// Stands for a `|` that must not part the cells of a table; see [`bars`](super::bars).
pub(super) const MASKED_BAR: char = '\u{1b}';

/// Stand for the `:` behind a scheme and the `.` behind `www` of an address that is none to the parser; see [`bare`](super::bare).
pub(super) const MASKED_COLON: char = '\u{1c}';
/// See [`MASKED_COLON`].
pub(super) const MASKED_DOT: char = '\u{1d}';

const MASKS: [char; 4] = [MASKED_BRACKET, MASKED_BAR, MASKED_COLON, MASKED_DOT];

/// What a character that stands for another means.
pub(super) fn unmasked(c: char) -> Option<char> {
    match c {
        MASKED_BRACKET => Some('['),
        MASKED_BAR => Some('|'),
        MASKED_COLON => Some(':'),
        MASKED_DOT => Some('.'),
        _ => None,
    }
}

/// Stands for what looks like a masked character and is none.
const NO_MASK: char = '\u{18}';

/// Control characters of a report that mean something to this program lose their meaning. None of them is shown, so it does not
/// matter which one stands there.
pub(super) fn without_masks(source: &str) -> Cow<'_, str> {
    // Of all bytes, so that the processor looks at many with one instruction.
    let is_mask = |byte: u8| (MASKED_BRACKET as u8..=MASKED_DOT as u8).contains(&byte);
    match source.bytes().fold(false, |found, byte| found | is_mask(byte)) {
        true => Cow::Owned(source.replace(MASKS, NO_MASK.encode_utf8(&mut [0; 4]))),
        false => Cow::Borrowed(source),
    }
}

/// `[注]: 数据为初步核算数` is the definition of a link to Markdown and would vanish without a trace. Lines of this form
/// whose target can only be prose lose their bracket to a control character of the same length, which turns back when
/// text is written.
pub(super) fn mask_prose_definitions(source: &str) -> Cow<'_, str> {
    if !source.contains("]:") || source.contains(MASKED_BRACKET) {
        return Cow::Borrowed(source);
    }
    let mut masked = String::with_capacity(source.len());
    for line in source.split_inclusive('\n') {
        if defines_prose(line) {
            masked.push_str(&line.replacen('[', MASKED_BRACKET.encode_utf8(&mut [0; 4]), 1));
        } else {
            masked.push_str(line);
        }
    }
    Cow::Owned(masked)
}

fn defines_prose(line: &str) -> bool {
    let Some(label) = line.trim_start().strip_prefix('[').filter(|label| !label.starts_with('^')) else { return false };
    let Some((_, target)) = label.split_once("]:") else { return false };
    target.contains(is_wide) && !target.contains(['/', '.', '#', '<', '"', '\''])
}

/// Whether an indented code block is in truth a paragraph with its indentation: pasted documents indent by four or more
/// spaces, and nobody indents a program that begins in Chinese.
pub(super) fn is_indented_prose(literal: &str) -> bool {
    let line = literal.trim_start().lines().next().unwrap_or("");
    match line.chars().next() {
        Some(c) if is_wide(c) => true,
        Some(c) if c.is_ascii_digit() || c == '(' || c == '"' => line.chars().any(is_wide),
        _ => false,
    }
}

/// Turns the indentation of the given lines (counted from 1, both ends included, ascending) into white space that Markdown does not
/// read, byte for byte: two spaces become one no-break space.
pub(super) fn mask_indentation(source: &str, lines: &[(usize, usize)]) -> String {
    let mut masked = String::with_capacity(source.len());
    let map = SourceMap::new(source);
    let mut lines = lines.iter().peekable();
    for number in 1..=map.starts.len() {
        let (start, end) = map.line(number);
        let line = &source[start..end];
        let text = line.trim_start_matches([' ', '\t']);
        let indent = line.len() - text.len();
        while lines.next_if(|(_, last)| *last < number).is_some() {}
        if lines.peek().is_some_and(|(first, _)| *first <= number) {
            let pairs = if indent > 3 { indent / 2 } else { 0 };
            masked.extend(std::iter::repeat_n(' ', indent - 2 * pairs));
            masked.extend(std::iter::repeat_n('\u{a0}', pairs));
            masked.push_str(text);
        } else {
            masked.push_str(line);
        }
    }
    masked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masking_keeps_every_byte_in_place() {
        let source = "    一、总结\n\t二、计划\n     三、其他\n    code\n";
        let masked = mask_indentation(source, &[(1, 3)]);
        assert_eq!(masked, "\u{a0}\u{a0}一、总结\n 二、计划\n \u{a0}\u{a0}三、其他\n    code\n");
        assert_eq!(masked.len(), source.len());
    }

    #[test]
    fn programs_stay_programs() {
        assert!(is_indented_prose("一、总结\n"));
        assert!(is_indented_prose("2023年，玉塘街道\n"));
        assert!(is_indented_prose("　　(一)党建\n"));
        assert!(!is_indented_prose("let x = 1; // 中文\n"));
        assert!(!is_indented_prose("42\n"));
    }

    #[test]
    fn spans_are_clamped_to_whole_characters() {
        let map = SourceMap::new("一二\n三");
        assert_eq!(map.slice((1, 2, 1, 3).into()), "一");
        assert_eq!(map.slice((2, 1, 9, 9).into()), "三");
    }
}
