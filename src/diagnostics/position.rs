//! Where a byte span lies for a person: line, column, display width. It stands apart so that every format counts alike:
//! lines and columns from 1, columns in characters. Spans come from parsers and from people's files, so a span beyond
//! the end of its text, or inside a character, gives the nearest place and never a panic.

use std::collections::BTreeMap;

use unicode_width::UnicodeWidthStr;

use super::{Diagnostic, SourceTexts};
use crate::model::path::SourcePath;
use crate::model::span::Span;

/// Columns that a tab is shown as.
pub const TAB_WIDTH: usize = 4;

const BYTE_ORDER_MARK: char = '\u{feff}';

/// A span in lines and columns, both from 1. The end is the first character that no longer belongs to the span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Line of the first character.
    pub line: usize,
    /// Column of the first character, in characters.
    pub column: usize,
    /// Line of the end.
    pub end_line: usize,
    /// Column of the end, in characters.
    pub end_column: usize,
}

/// A text and where its lines begin.
#[derive(Debug)]
pub struct LineTable<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> LineTable<'a> {
    /// Finds the lines of `text`, which end with a line feed.
    pub fn new(text: &'a str) -> LineTable<'a> {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        LineTable { text, starts }
    }

    /// Line and column of a byte.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.starts.partition_point(|start| *start <= offset);
        let before = &self.text[self.starts[line - 1]..offset];
        // Editors do not count the mark at the start of a file.
        let mark = usize::from(line == 1 && before.starts_with(BYTE_ORDER_MARK));
        (line, before.chars().count() - mark + 1)
    }

    /// The span in lines and columns; one that leads beyond the text ends with the text.
    pub fn place(&self, span: Span) -> Place {
        let span = self.clamp(span);
        let (line, column) = self.position(span.start);
        let (end_line, end_column) = self.position(span.end);
        Place { line, column, end_line, end_column }
    }

    /// The line that the span starts in, in three parts: before the span, marked, after it. A span over several lines
    /// marks its first line to the end.
    pub fn line_around(&self, span: Span) -> (&'a str, &'a str, &'a str) {
        let span = self.clamp(span);
        let line = self.starts.partition_point(|start| *start <= span.start);
        let first = self.starts[line - 1];
        let past = self.starts.get(line).copied().unwrap_or(self.text.len());
        let end = first + self.text[first..past].trim_end_matches(['\n', '\r']).len();
        let (from, to) = (span.start.min(end), span.end.min(end));
        let mark =
            if self.text[first..from].starts_with(BYTE_ORDER_MARK) && first == 0 { BYTE_ORDER_MARK.len_utf8() } else { 0 };
        (&self.text[first + mark..from], &self.text[from..to], &self.text[to..end])
    }

    /// The span widened to whole characters and cut to the text.
    fn clamp(&self, span: Span) -> Span {
        let end = if span.end > span.start { self.text.ceil_char_boundary(span.end) } else { 0 };
        Span::new(self.text.floor_char_boundary(span.start), end)
    }
}

/// The line tables of all files that some findings point into, each built once.
#[derive(Debug)]
pub struct LineTables<'a>(BTreeMap<&'a SourcePath, LineTable<'a>>);

impl<'a> LineTables<'a> {
    /// Makes a table of each file that one of the findings points into, also by a related place; files without a text have
    /// none.
    pub fn new(diagnostics: &'a [Diagnostic], sources: &'a SourceTexts) -> LineTables<'a> {
        let mut tables = BTreeMap::new();
        for Diagnostic { finding, .. } in diagnostics {
            for file in std::iter::once(&finding.file).chain(finding.related.iter().map(|related| &related.file)) {
                if let Some(text) = sources.get(file) {
                    tables.entry(file).or_insert_with(|| LineTable::new(text));
                }
            }
        }
        LineTables(tables)
    }

    /// The table of a file; `None` when no finding points into it or its text is not at hand.
    pub fn of(&self, file: &SourcePath) -> Option<&LineTable<'a>> {
        self.0.get(file)
    }

    /// `None` when the file as a whole is meant or its text is not at hand.
    pub fn place(&self, file: &SourcePath, span: Option<Span>) -> Option<Place> {
        Some(self.of(file)?.place(span?))
    }
}

/// How many columns a terminal needs for the text: two for a Han character, [`TAB_WIDTH`] for a tab.
pub fn display_width(text: &str) -> usize {
    // `width` counts a tab as one.
    text.width() + text.matches('\t').count() * (TAB_WIDTH - 1)
}

/// The longest start of `text` that is not wider than `columns`.
pub fn keep_start(text: &str, columns: usize) -> &str {
    let mut width = 0;
    let end = text.char_indices().find(|(_, character)| {
        width += display_width(character.encode_utf8(&mut [0; 4]));
        width > columns
    });
    &text[..end.map_or(text.len(), |(at, _)| at)]
}

/// The longest end of `text` that is not wider than `columns`.
pub fn keep_end(text: &str, columns: usize) -> &str {
    let mut width = 0;
    let cut = text.char_indices().rev().find(|(_, character)| {
        width += display_width(character.encode_utf8(&mut [0; 4]));
        width > columns
    });
    &text[cut.map_or(0, |(at, character)| at + character.len_utf8())..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str, start: usize, end: usize) -> (usize, usize, usize, usize) {
        let place = LineTable::new(text).place(Span::new(start, end));
        (place.line, place.column, place.end_line, place.end_column)
    }

    #[test]
    fn columns_count_characters_and_lines_end_at_line_feeds() {
        assert_eq!(place("标题\r\n街道x", 6, 11), (1, 3, 2, 2));
        assert_eq!(place("标题\n街道x", 13, 14), (2, 3, 2, 4));
        assert_eq!(place("", 0, 0), (1, 1, 1, 1));
        assert_eq!(place("\u{feff}标题", 3, 6), (1, 1, 1, 2));
    }

    #[test]
    fn a_span_beyond_the_end_or_inside_a_character_gives_the_nearest_place() {
        assert_eq!(place("街道", 1, 4), (1, 1, 1, 3));
        assert_eq!(place("街道\n", 900, 1000), (2, 1, 2, 1));
        assert_eq!(place("街道", 0, usize::MAX), (1, 1, 1, 3));
        let table = LineTable::new("街道\n办事处");
        for start in 0..24 {
            for end in start..24 {
                let place = table.place(Span::new(start, end));
                assert!((place.line, place.column) <= (place.end_line, place.end_column));
                let (before, marked, after) = table.line_around(Span::new(start, end));
                assert!("街道\n办事处".contains(&format!("{before}{marked}{after}")));
            }
        }
    }

    #[test]
    fn the_line_around_a_span_leaves_out_the_line_end() {
        let table = LineTable::new("ab街道\r\ncd");
        assert_eq!(table.line_around(Span::new(2, 5)), ("ab", "街", "道"));
        assert_eq!(table.line_around(Span::new(2, 11)), ("ab", "街道", ""));
        assert_eq!(table.line_around(Span::new(9, 9)), ("ab街道", "", ""));
    }

    #[test]
    fn width_is_that_of_a_terminal() {
        assert_eq!(display_width("a街\t道"), 1 + 2 + 4 + 2);
        assert_eq!(keep_start("街道办", 5), "街道");
        assert_eq!(keep_end("街道办", 5), "道办");
        assert_eq!(keep_end("街道办", 6), "街道办");
        assert_eq!(keep_start("街道办", 0), "");
    }
}
