//! The text in raw HTML, for rules over text alone: what is between tags, tables as rows of cells. It decides nothing about what a
//! page shows (`sanitize` does) and so may be simple: a tag is what stands between `<` and `>`.

use std::ops::Range;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};

use super::raw_tags::has_overloaded_tag;
use crate::model::prose::{BlockKind, Prose, Row, Table};
use crate::model::span::Span;

/// Whether a tag ends the line.
pub(super) fn is_break(tag: &str) -> bool {
    name(tag) == "br"
}

/// What readers see of the attributes of a tag, each with its bytes in the tag.
pub(super) fn shown_by_attributes(tag: &str) -> Vec<(BlockKind, String, Range<usize>)> {
    const SHOWN: [(&str, BlockKind); 2] = [("title", BlockKind::Title), ("alt", BlockKind::Alt)];
    // Starting the tokenizer is slow, and a tag without `=` has no attribute with a value.
    if !tag.contains('=') || tag.starts_with("</") || has_overloaded_tag(tag) {
        return Vec::new();
    }
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let tokens = Tokenizer::new_with_emitter(tag, emitter).map(|token| token.unwrap_or_else(|never| match never {}));
    let Some(Token::StartTag(start)) = tokens.into_iter().next() else { return Vec::new() };
    let shown = SHOWN.iter().filter_map(|(name, kind)| {
        let value = start.attributes.get(name.as_bytes())?;
        let text = String::from_utf8_lossy(value).trim().to_string();
        // The tokenizer counts quotes.
        let written = tag.get(value.span.start..value.span.end)?;
        let range = match written.find(&text) {
            Some(at) => value.span.start + at..value.span.start + at + text.len(),
            None => value.span.start..value.span.end,
        };
        (!text.is_empty()).then_some((*kind, text, range))
    });
    shown.collect()
}

/// The text that a character written as an entity (`&nbsp;`) stands for.
fn decoded(entity: &str) -> String {
    let tokens = Tokenizer::new(entity).map(|token| token.unwrap_or_else(|never| match never {}));
    let text = tokens.filter_map(|token| match token {
        Token::String(text) => Some(String::from_utf8_lossy(&text.value).into_owned()),
        _ => None,
    });
    text.collect()
}

/// Appends the text of an HTML block; `source` leads from a byte of the block to the byte of the file.
pub(super) fn collect(literal: &str, source: impl Fn(usize) -> usize, prose: &mut Prose) {
    let mut collector = Collector { prose, source, block: None, tables: Vec::new(), asides: Vec::new() };
    let mut at = 0;
    // What is not written to its end is no tag and is shown.
    let last_end = literal.rfind('>').unwrap_or(0);
    while at < literal.len() {
        let rest = &literal[at..];
        let length = match () {
            () if rest.starts_with("<!--") => {
                let length = rest.find("-->").map_or(rest.len(), |end| end + 3);
                let span = Span::new((collector.source)(at), (collector.source)(at + length));
                collector.prose.comments.push(span);
                length
            }
            () if at < last_end && is_tag(rest) => {
                let tag = &rest[..rest.find('>').map_or(rest.len(), |end| end + 1)];
                collector.tag(tag);
                let shown = shown_by_attributes(tag).into_iter();
                collector.asides.extend(shown.map(|(kind, text, range)| (kind, text, at + range.start..at + range.end)));
                tag.len() + hidden(tag, &rest[tag.len()..])
            }
            () => {
                let from = rest.chars().next().map_or(1, char::len_utf8);
                let length = rest[from..].find('<').map_or(rest.len(), |next| from + next);
                collector.text(&rest[..length], at);
                length
            }
        };
        at += length;
    }
    collector.close();
}

fn is_tag(text: &str) -> bool {
    let after = text.strip_prefix('<').map(|text| text.strip_prefix('/').unwrap_or(text));
    after.is_some_and(|text| text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!' || c == '?'))
}

fn name(tag: &str) -> String {
    let inner = tag.trim_start_matches(['<', '/']);
    inner.chars().take_while(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// Bytes after a tag that no reader sees.
fn hidden(tag: &str, rest: &str) -> usize {
    let name = name(tag);
    if tag.starts_with("</") || !matches!(name.as_str(), "script" | "style") {
        return 0;
    }
    rest.to_ascii_lowercase().find(&format!("</{name}")).unwrap_or(rest.len())
}

struct Collector<'p, F> {
    prose: &'p mut Prose,
    source: F,
    /// Kind and start of the open block.
    block: Option<(BlockKind, usize)>,
    /// Open tables, as indices into [`Prose::tables`].
    tables: Vec<usize>,
    /// What attributes show, each with its bytes in the HTML.
    asides: Vec<(BlockKind, String, Range<usize>)>,
}

impl<F: Fn(usize) -> usize> Collector<'_, F> {
    fn tag(&mut self, tag: &str) {
        let is_end = tag.starts_with("</");
        match (name(tag).as_str(), is_end) {
            ("table", false) => {
                self.close();
                self.tables.push(self.prose.tables.len());
                self.prose.tables.push(Table::default());
            }
            ("table", true) => {
                self.close();
                self.tables.pop();
            }
            ("tr", false) => {
                self.close();
                self.rows(|rows| rows.push(Row::default()));
            }
            (cell @ ("td" | "th"), false) => {
                self.close();
                let is_header = cell == "th";
                self.rows(|rows| {
                    if rows.is_empty() {
                        rows.push(Row::default());
                    }
                    if let Some(row) = rows.last_mut() {
                        row.is_header = is_header && (row.is_header || row.cells.is_empty());
                    }
                });
                self.block = Some((BlockKind::Cell, self.prose.text.len()));
            }
            ("caption" | "figcaption", false) => {
                self.close();
                self.block = Some((BlockKind::Caption, self.prose.text.len()));
            }
            ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", false) => {
                self.close();
                self.block = Some((BlockKind::Heading, self.prose.text.len()));
            }
            ("br", _) => self.newline(),
            ("p" | "div" | "li", _) if self.block.is_some_and(|(kind, _)| kind == BlockKind::Cell) => self.newline(),
            ("td" | "th" | "tr" | "caption" | "figcaption" | "p" | "div" | "li" | "ul" | "ol" | "summary", _)
            | ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", true) => self.close(),
            _ => {}
        }
    }

    fn rows(&mut self, change: impl FnOnce(&mut Vec<Row>)) {
        if let Some(table) = self.tables.last().and_then(|index| self.prose.tables.get_mut(*index)) {
            change(&mut table.rows);
        }
    }

    fn newline(&mut self) {
        if self.block.is_some() && !self.prose.text.ends_with('\n') {
            let at = self.prose.span(self.prose.text.len()..self.prose.text.len());
            self.prose.push_written_as("\n", at);
        }
    }

    fn text(&mut self, text: &str, at: usize) {
        // Line by line: containers around the block may stand before each.
        let mut from = at;
        for line in text.split_inclusive('\n') {
            let visible = line.trim();
            if !visible.is_empty() {
                let start = self.prose.text.len();
                let (_, begun) = *self.block.get_or_insert((BlockKind::Paragraph, start));
                if begun < start && line.len() > line.trim_start().len() && !self.prose.text.ends_with('\n') {
                    self.prose.push_written_as(" ", Span::new((self.source)(from), (self.source)(from)));
                }
                let indent = line.len() - line.trim_start().len();
                self.visible(visible, from + indent);
            }
            from += line.len();
        }
    }

    /// Text of one line, which begins at byte `from` of the HTML.
    fn visible(&mut self, text: &str, from: usize) {
        /// Bytes of the longest name of a character.
        const LONGEST: usize = 40;
        let mut at = 0;
        for (start, _) in text.match_indices('&') {
            let rest = &text.as_bytes()[start..];
            let end = rest.iter().take(LONGEST).position(|byte| *byte == b';').map(|end| start + end + 1);
            let Some((end, entity)) = end.and_then(|end| Some((end, text.get(start..end)?))) else { continue };
            let character = decoded(entity);
            if start < at || character == entity {
                continue;
            }
            self.prose.push_exact(&text[at..start], (self.source)(from + at));
            self.prose.push_written_as(&character, Span::new((self.source)(from + start), (self.source)(from + end)));
            at = end;
        }
        self.prose.push_exact(&text[at..], (self.source)(from + at));
    }

    fn close(&mut self) {
        if let Some((kind, start)) = self.block.take() {
            let index = self.prose.close(kind, start);
            if kind == BlockKind::Cell {
                self.rows(|rows| rows.last_mut().into_iter().for_each(|row| row.cells.push(index)));
            }
        }
        for (kind, text, range) in std::mem::take(&mut self.asides) {
            let start = self.prose.text.len();
            self.prose.push_written_as(&text, Span::new((self.source)(range.start), (self.source)(range.end)));
            self.prose.close(kind, start);
        }
    }
}
