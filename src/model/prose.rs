//! The text of one report as a reader meets it, for rules over text: blocks of plain text, and for every byte of them the place
//! in the file where it was written. Code, addresses, pictures and tags are not in it, so no rule has to know Markdown.
//! It lives while a report is read and no longer: keeping it would double the memory of a large site.

use std::ops::Range;

use super::published::{Key, Shown};
use super::span::Span;

/// Stands in the text for something that is no prose: code, an address, a picture, the mark of a note. It keeps what stands
/// before and after it apart.
pub const OPAQUE: char = '\u{fffc}';

/// Text of a report, block by block.
#[derive(Debug, Clone, Default)]
pub struct Prose {
    /// All blocks, each ended by a newline. Newlines inside a block are breaks of a line that readers see.
    pub text: String,
    /// In the order of the text.
    pub blocks: Vec<Block>,
    /// Tables, Markdown's and HTML's alike.
    pub tables: Vec<Table>,
    /// Places of code, which is not in the text.
    pub code: Vec<Span>,
    /// HTML comments, for allowances of a single place.
    pub comments: Vec<Span>,
    /// Where Markdown reads something else than its author evidently meant.
    pub guesses: Vec<Guess>,
    pieces: Vec<Piece>,
}

/// A place that is not written as Markdown has it; what was meant is shown nevertheless.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    /// What is not written as Markdown has it.
    pub kind: GuessKind,
    /// Where in the file.
    pub span: Span,
}

/// What an author did that Markdown takes for something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GuessKind {
    /// Bars, dashes or blanks of a table in full width.
    TableForm,
    /// A delimiter row (`|---|`) that has not as many cells as the header.
    Delimiter {
        /// Cells of the delimiter row.
        cells: usize,
        /// Cells of the header.
        columns: usize,
    },
    /// A row with more cells than the header, which Markdown would drop.
    SurplusCells {
        /// Cells of the row.
        cells: usize,
        /// Cells of the header.
        columns: usize,
    },
    /// A row with fewer cells than the header.
    MissingCells {
        /// Cells of the row.
        cells: usize,
        /// Cells of the header.
        columns: usize,
    },
    /// A bar within code, which parts cells.
    BarInCode,
    /// An empty line within a table.
    TableGap,
    /// `[^name]：` with a full-width colon.
    NoteColon {
        /// What stands between `[^` and `]`.
        name: String,
    },
    /// A note that has been defined before.
    NoteTwice {
        /// What stands between `[^` and `]`.
        name: String,
    },
    /// A note that nothing refers to.
    NoteUnused {
        /// What stands between `[^` and `]`.
        name: String,
    },
    /// Code that begins and does not end.
    OpenFence,
}

/// A run of plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What the text is in the page, which decides what rules look at it.
    pub kind: BlockKind,
    /// Bytes of [`Prose::text`], without the newline that ends the block.
    pub range: Range<usize>,
}

/// What a run of text is to its readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// A value of a TOML file: of the front matter, of settings, of a category.
    Field(&'static Key),
    /// A paragraph, or a line that is one.
    Paragraph,
    /// With its numeral, as written.
    Heading,
    /// The text of an item of a list.
    Item,
    /// A cell of a table, also an empty one.
    Cell,
    /// What stands below a picture or over a table as its title.
    Caption,
    /// The text of a note.
    Note,
    /// Alternative text of a picture.
    Alt,
    /// What `title=` shows when somebody points at a link, a picture, a word.
    Title,
}

impl BlockKind {
    /// Whether rules about sentences and punctuation apply. Names, numbers and codes have rules of their own.
    pub fn is_prose(self) -> bool {
        match self {
            BlockKind::Field(key) => key.shown == Shown::Prose,
            _ => true,
        }
    }

    /// Whether rules about words apply.
    pub fn has_words(self) -> bool {
        match self {
            BlockKind::Field(key) => matches!(key.shown, Shown::Prose | Shown::Label),
            _ => true,
        }
    }
}

/// A table as rows of cells.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// From top to bottom, the header with them.
    pub rows: Vec<Row>,
}

/// A row. Cells that span several columns count once.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Whether its cells are heads of columns.
    pub is_header: bool,
    /// Indices into [`Prose::blocks`], from left to right. Empty cells have empty blocks.
    pub cells: Vec<usize>,
}

/// Text that stands in one run in the file.
#[derive(Debug, Clone, Copy)]
struct Piece {
    text: usize,
    source: usize,
    /// Bytes in the file. Where they are as many as in the text, each stands for one.
    length: usize,
    is_exact: bool,
}

impl Prose {
    /// Nothing yet, with room for what a file of so many bytes commonly has.
    pub fn with_room(bytes: usize) -> Prose {
        Prose {
            text: String::with_capacity(bytes),
            blocks: Vec::with_capacity(bytes / 128),
            pieces: Vec::with_capacity(bytes / 64),
            ..Prose::default()
        }
    }

    /// Appends text that stands at `source` of the file, byte for byte.
    pub fn push_exact(&mut self, text: &str, source: usize) {
        if text.is_empty() {
            return;
        }
        let at = self.text.len();
        self.text.push_str(text);
        if let Some(last) = self.pieces.last_mut()
            && last.is_exact
            && last.source + last.length == source
            && last.text + last.length == at
        {
            last.length += text.len();
            return;
        }
        self.pieces.push(Piece { text: at, source, length: text.len(), is_exact: true });
    }

    /// Appends text that is written differently in the file, somewhere in `span`.
    pub fn push_written_as(&mut self, text: &str, span: Span) {
        if text.is_empty() {
            return;
        }
        let piece = Piece { text: self.text.len(), source: span.start, length: span.end - span.start, is_exact: false };
        self.text.push_str(text);
        self.pieces.push(piece);
    }

    /// Ends the block that began at byte `start` of the text.
    pub fn close(&mut self, kind: BlockKind, start: usize) -> usize {
        self.blocks.push(Block { kind, range: start..self.text.len() });
        self.text.push('\n');
        self.blocks.len() - 1
    }

    /// Where in the file bytes `range` of the text are written. What is written differently (`&amp;`) is meant as a whole.
    pub fn span(&self, range: Range<usize>) -> Span {
        let start = self.piece(range.start).map_or(0, |piece| match piece.is_exact {
            true => piece.source + (range.start - piece.text).min(piece.length),
            false => piece.source,
        });
        let last = range.end.max(range.start + 1) - 1;
        let end = self.piece(last).map_or(start, |piece| match piece.is_exact {
            true => piece.source + (last + 1 - piece.text).min(piece.length),
            false => piece.source + piece.length,
        });
        Span::new(start, if range.is_empty() { start } else { end })
    }

    /// Whether bytes `range` of the text stand in the file as they are, in one run, so that they can be replaced there.
    pub fn is_verbatim(&self, range: &Range<usize>) -> bool {
        self.piece(range.start).is_some_and(|piece| piece.is_exact && range.end <= piece.text + piece.length)
    }

    /// The block that byte `at` of the text belongs to.
    pub fn block_at(&self, at: usize) -> Option<&Block> {
        let index = self.blocks.partition_point(|block| block.range.end < at);
        self.blocks.get(index).filter(|block| block.range.start <= at)
    }

    /// The text of a block.
    pub fn text_of(&self, block: &Block) -> &str {
        self.text.get(block.range.clone()).unwrap_or_default()
    }

    fn piece(&self, at: usize) -> Option<&Piece> {
        let after = self.pieces.partition_point(|piece| piece.text <= at);
        after.checked_sub(1).and_then(|index| self.pieces.get(index))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_leads_back_to_where_it_was_written() {
        let mut prose = Prose::default();
        prose.push_exact("甲", 10);
        prose.push_exact("乙", 13);
        prose.push_written_as("&", Span::new(16, 21));
        prose.push_exact("丙", 21);
        prose.close(BlockKind::Paragraph, 0);
        assert_eq!(prose.text, "甲乙&丙\n");
        assert_eq!(prose.span(0..6), Span::new(10, 16));
        assert_eq!(prose.span(3..7), Span::new(13, 21));
        assert_eq!(prose.span(7..10), Span::new(21, 24));
        assert_eq!(prose.span(3..3), Span::new(13, 13));
        assert!(prose.is_verbatim(&(0..6)) && !prose.is_verbatim(&(3..7)));
        assert_eq!(prose.block_at(4).map(|block| block.kind), Some(BlockKind::Paragraph));
        assert_eq!(prose.block_at(11), None);
    }
}
