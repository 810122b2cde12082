//! The text in raw HTML, for rules over text alone: what is between tags, tables as rows of cells. It decides nothing about what a
//! page shows (`sanitize` does) and so may be simple: a tag is what stands between `<` and `>`.

use crate::model::prose::{BlockKind, Prose, Row, Table};
use crate::model::span::Span;

/// Whether a tag ends the line.
pub(super) fn is_break(tag: &str) -> bool {
    name(tag) == "br"
}

/// Appends the text of an HTML block; `source` leads from a byte of the block to the byte of the file.
pub(super) fn collect(literal: &str, source: impl Fn(usize) -> usize, prose: &mut Prose) {
    let mut collector = Collector { prose, source, block: None, tables: Vec::new() };
    let mut at = 0;
    while at < literal.len() {
        let rest = &literal[at..];
        let length = match () {
            () if rest.starts_with("<!--") => {
                let length = rest.find("-->").map_or(rest.len(), |end| end + 3);
                let span = Span::new((collector.source)(at), (collector.source)(at + length));
                collector.prose.comments.push(span);
                length
            }
            () if is_tag(rest) => {
                let tag = &rest[..rest.find('>').map_or(rest.len(), |end| end + 1)];
                collector.tag(tag);
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
                self.prose.push_exact(visible, (self.source)(from + indent));
            }
            from += line.len();
        }
    }

    fn close(&mut self) {
        let Some((kind, start)) = self.block.take() else { return };
        let index = self.prose.close(kind, start);
        if kind == BlockKind::Cell {
            self.rows(|rows| rows.last_mut().into_iter().for_each(|row| row.cells.push(index)));
        }
    }
}
