//! The tree of a report as plain text with its places, for rules over text. A pass of its own beside the one that writes HTML,
//! because what a page shows (numerals set apart, notes at the end) is not what an author wrote, and because pages that
//! are made again do not need it.

mod asides;

use comrak::arena_tree::NodeEdge;
use comrak::nodes::{Node, NodeLink, NodeValue, Sourcepos};

use super::lines::needs_blank;
use super::raw_text;
use super::source::{SourceMap, unmasked};
use super::text::{is_indent, is_invisible};
use super::tree::{CAPTION, FIGURE_CAPTION, next_visible_char};
use crate::model::prose::{BlockKind, OPAQUE, Prose, Row, Table};
use crate::model::span::Span;

/// Appends the text below `root` to `prose`. The source begins at byte `offset` of its file.
pub(super) fn collect(root: Node<'_>, source: &SourceMap<'_>, offset: usize, prose: &mut Prose) {
    prose.text.reserve(source.text.len());
    let mut collector = Collector {
        source,
        offset,
        prose,
        block: None,
        items: 0,
        notes: 0,
        opaque: None,
        pictures: Vec::new(),
        asides: Vec::new(),
    };
    for edge in root.traverse() {
        match edge {
            NodeEdge::Start(node) => collector.enter(node),
            NodeEdge::End(node) => collector.leave(node),
        }
    }
    collector.push_asides();
}

struct Collector<'c, 's, 'a> {
    source: &'c SourceMap<'s>,
    offset: usize,
    prose: &'c mut Prose,
    block: Option<Open>,
    /// List items and notes around the place we are at.
    items: usize,
    notes: usize,
    /// The node whose content is not read.
    opaque: Option<Node<'a>>,
    /// Pictures of the open block.
    pictures: Vec<Node<'a>>,
    /// What attributes of the open block show, each with its place in the source.
    asides: Vec<(BlockKind, String, Span)>,
}

/// The block that is being collected.
struct Open {
    kind: BlockKind,
    start: usize,
    /// Bytes of the source that belong to it, and how far they are read.
    source: Span,
    line_start: bool,
}

impl<'a> Collector<'_, '_, 'a> {
    fn enter(&mut self, node: Node<'a>) {
        if self.opaque.is_some() {
            return;
        }
        let data = node.data();
        let place = data.sourcepos;
        match &data.value {
            NodeValue::Item(_) => self.items += 1,
            NodeValue::FootnoteDefinition(_) => self.notes += 1,
            NodeValue::Table(_) => self.prose.tables.push(Table::default()),
            NodeValue::TableRow(is_header) => {
                let row = Row { is_header: *is_header, cells: Vec::new() };
                self.prose.tables.last_mut().into_iter().for_each(|table| table.rows.push(row.clone()));
            }
            NodeValue::Paragraph => {
                let kind = match () {
                    () if self.notes > 0 => BlockKind::Note,
                    () if self.items > 0 => BlockKind::Item,
                    () => BlockKind::Paragraph,
                };
                self.open(kind, place);
            }
            NodeValue::Heading(_) => self.open(BlockKind::Heading, place),
            NodeValue::TableCell => self.open(BlockKind::Cell, place),
            &CAPTION | &FIGURE_CAPTION => self.open(BlockKind::Caption, place),
            NodeValue::CodeBlock(_) => self.prose.code.push(self.span(place)),
            NodeValue::HtmlBlock(block) => {
                let map = self.source.block(place.start.line, &block.literal);
                raw_text::collect(&block.literal, |at| map.source(at) + self.offset, self.prose);
            }
            _ => self.enter_inline(node, &data.value, place),
        }
    }

    fn enter_inline(&mut self, node: Node<'a>, value: &NodeValue, place: Sourcepos) {
        match value {
            NodeValue::Text(text) => self.text(text, place),
            NodeValue::SoftBreak => self.soft_break(node, place),
            NodeValue::LineBreak => self.newline(place),
            NodeValue::Code(_) => {
                self.prose.code.push(self.span(place));
                self.opaque(place);
            }
            NodeValue::FootnoteReference(_) => self.opaque(place),
            NodeValue::HtmlInline(literal) if literal.starts_with("<!--") => {
                self.prose.comments.push(self.span(place));
            }
            NodeValue::HtmlInline(literal) if raw_text::is_break(literal) => self.newline(place),
            NodeValue::HtmlInline(literal) => self.attributes(literal, place),
            NodeValue::Link(link) if is_bare(node, link) => {
                self.opaque(place);
                self.opaque = Some(node);
            }
            NodeValue::Link(link) => self.title(link, place),
            NodeValue::Image(link) => {
                self.title(link, place);
                self.opaque(place);
                self.pictures.push(node);
                self.opaque = Some(node);
            }
            _ => {}
        }
    }

    fn leave(&mut self, node: Node<'a>) {
        if let Some(opaque) = self.opaque {
            if opaque.same_node(node) {
                self.opaque = None;
            }
            return;
        }
        let data = node.data();
        match &data.value {
            NodeValue::Item(_) => self.items -= 1,
            NodeValue::FootnoteDefinition(_) => self.notes -= 1,
            NodeValue::TableCell => {
                let cell = self.close();
                let rows = self.prose.tables.last_mut().and_then(|table| table.rows.last_mut());
                rows.into_iter().for_each(|row| row.cells.extend(cell));
            }
            NodeValue::Paragraph | NodeValue::Heading(_) => {
                self.close();
            }
            &CAPTION | &FIGURE_CAPTION => {
                self.close();
            }
            _ => {}
        }
    }

    /// Bytes of the file.
    fn span(&self, place: Sourcepos) -> Span {
        self.source.span(place).shifted(self.offset)
    }

    fn open(&mut self, kind: BlockKind, place: Sourcepos) {
        self.close();
        let source = self.source.span(place);
        self.block = Some(Open { kind, start: self.prose.text.len(), source, line_start: true });
    }

    fn close(&mut self) -> Option<usize> {
        let block = self.block.take()?;
        let index = self.prose.close(block.kind, block.start);
        for picture in std::mem::take(&mut self.pictures) {
            self.block = Some(Open {
                kind: BlockKind::Alt,
                start: self.prose.text.len(),
                source: self.source.span(picture.data().sourcepos),
                line_start: true,
            });
            for node in picture.descendants() {
                if let NodeValue::Text(text) = &node.data().value {
                    self.text(text, node.data().sourcepos);
                }
            }
            if let Some(block) = self.block.take() {
                self.prose.close(block.kind, block.start);
            }
        }
        self.push_asides();
        Some(index)
    }

    fn text(&mut self, literal: &str, place: Sourcepos) {
        let Some(block) = &mut self.block else { return };
        let mut text = literal;
        let mut at = self.source.offset(place.start);
        if block.line_start {
            text = text.trim_start_matches(is_indent);
            at += literal.len() - text.len();
        }
        if text.is_empty() {
            return;
        }
        block.line_start = false;
        let source = self.source.text;
        let end = block.source.end.max(at).min(source.len());
        let is_here = source.as_bytes().get(at..).is_some_and(|rest| rest.starts_with(text.as_bytes()));
        if !is_here {
            // Columns are off where the parser has rewritten the line; the text itself is not.
            let from = block.source.start.min(end);
            let found = source.get(from..end).and_then(|rest| rest.find(text));
            match found {
                Some(found) => at = from + found,
                None => return self.align(text, at.min(end), end),
            }
        }
        block.source.start = at + text.len();
        self.prose.push_exact(text, self.offset + at);
    }

    /// Text with escapes (`\*`) and entities (`&amp;`): what is the same in the source is found there.
    fn align(&mut self, text: &str, from: usize, end: usize) {
        let Span { start: from, end } = self.source.clamp(from, end);
        let mut at = from;
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let source = &self.source.text[at..end];
            let escaped = source.strip_prefix('\\').filter(|after| after.starts_with(c));
            let taken = match () {
                () if source.starts_with(c) => (0, c.len_utf8()),
                () if unmasked(c).is_some_and(|own| source.starts_with(own)) => (0, 1),
                () if escaped.is_some() => (1, c.len_utf8()),
                () => (0, 0),
            };
            let file = self.offset + at;
            let mut visible = c;
            let length = match taken {
                (_, 0) if source.starts_with('&') => source.find(';').map_or(source.len(), |semicolon| semicolon + 1),
                (_, 0) => {
                    // Nothing matches: what is left is somewhere in the block.
                    self.prose.push_written_as(rest, Span::new(file, self.offset + end));
                    return;
                }
                (skipped, length) => {
                    visible = unmasked(c).unwrap_or(c);
                    self.prose.push_exact(visible.encode_utf8(&mut [0; 4]), file + skipped);
                    at += skipped + length;
                    rest = &rest[c.len_utf8()..];
                    continue;
                }
            };
            self.prose.push_written_as(visible.encode_utf8(&mut [0; 4]), Span::new(file, file + length));
            at += length;
            rest = &rest[c.len_utf8()..];
        }
        if let Some(block) = &mut self.block {
            block.source.start = at;
        }
    }

    fn opaque(&mut self, place: Sourcepos) {
        let span = self.span(place);
        if let Some(block) = &mut self.block {
            block.line_start = false;
            block.source.start = block.source.start.max(span.end - self.offset);
            self.prose.push_written_as(OPAQUE.encode_utf8(&mut [0; 4]), span);
        }
    }

    /// A line break between Chinese characters is none; see the pass that writes HTML.
    fn soft_break(&mut self, node: Node<'_>, place: Sourcepos) {
        let before = self.prose.text.chars().rev().find(|c| !is_invisible(*c));
        if needs_blank(before, next_visible_char(node)) {
            self.newline(place);
        } else {
            self.block.iter_mut().for_each(|block| block.line_start = true);
        }
    }

    fn newline(&mut self, place: Sourcepos) {
        let span = self.span(place);
        if let Some(block) = &mut self.block {
            block.line_start = true;
            self.prose.push_written_as("\n", span);
        }
    }
}

/// Whether a link shows nothing but its own address.
fn is_bare(node: Node<'_>, link: &NodeLink) -> bool {
    let Some(child) = node.first_child() else { return true };
    let data = child.data();
    let NodeValue::Text(text) = &data.value else { return false };
    child.next_sibling().is_none() && link.url.ends_with(text.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::markdown::parse_with_prose;
    use crate::model::markdown_options::MarkdownOptions;

    const OFFSET: usize = 100;

    fn prose(source: &str) -> Prose {
        let mut prose = Prose::default();
        parse_with_prose(source, OFFSET, &MarkdownOptions { run_in_leads: true, ..MarkdownOptions::default() }, &mut prose);
        for (at, c) in prose.text.char_indices() {
            let range = at..at + c.len_utf8();
            let span = prose.span(range.clone());
            assert!(span.start >= OFFSET && span.end <= OFFSET + source.len(), "{source:?}: {c:?} at {span:?}");
            if c != '\n' && prose.is_verbatim(&range) {
                let written = source.get(span.start - OFFSET..span.end - OFFSET);
                let written =
                    if c == '[' { written.map(|text| text.replace('\u{1a}', "[")) } else { written.map(str::to_owned) };
                assert_eq!(written.as_deref(), Some(c.encode_utf8(&mut [0; 4]) as &str), "{source:?}");
            }
        }
        prose
    }

    fn blocks(source: &str) -> Vec<(BlockKind, String)> {
        let prose = prose(source);
        prose.blocks.iter().map(|block| (block.kind, prose.text_of(block).to_owned())).collect()
    }

    #[test]
    fn blocks_are_what_a_reader_sees_of_them() {
        use BlockKind::{Caption, Cell, Heading, Item, Note, Paragraph};
        let source = "一、总结\n　　甲**乙**，\n丙，见[附件](a.pdf)[^1]。\n\n- 丁\n\n表：指标\n\n| a | b\\|c |\n|---|---|\n| 1 | |\n\n[^1]: 戊";
        let expected = [
            (Heading, "一、总结"),
            (Paragraph, "甲乙，丙，见附件\u{fffc}。"),
            (Item, "丁"),
            (Caption, "指标"),
            (Cell, "a"),
            (Cell, "b|c"),
            (Cell, "1"),
            (Cell, ""),
            (Note, "戊"),
        ];
        assert_eq!(blocks(source), expected.map(|(kind, text)| (kind, text.to_owned())));
        let prose = prose(source);
        let rows: Vec<(bool, usize)> =
            prose.tables.iter().flat_map(|table| &table.rows).map(|row| (row.is_header, row.cells.len())).collect();
        assert_eq!(rows, [(true, 2), (false, 2)]);
    }

    #[test]
    fn code_addresses_and_tags_are_no_prose() {
        let text = |source| blocks(source).into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("/");
        assert_eq!(text("见`a,b`与https://a.cn/a甲,乙 <b>丙</b><!-- 丁 -->"), "见\u{fffc}与\u{fffc}甲,乙 丙");
        assert_eq!(text("```\n甲\n```\n\n![替,代](a.png)乙"), "\u{fffc}乙/替,代");
        assert_eq!(prose("`甲`\n\n```\n乙\n```").code.len(), 2);
        assert_eq!(text("甲&amp;乙\\*丙\n\n> 丁  \n> 戊"), "甲&乙*丙/丁\n戊");
    }

    #[test]
    fn html_is_read_for_its_text() {
        let source = "<table>\n<tr><th>姓名</th><th>电话</th></tr>\n<tr><td>甲<br>乙</td><td> 1 </td></tr>\n</table>\n";
        let prose = prose(source);
        let cells: Vec<&str> = prose.blocks.iter().map(|block| prose.text_of(block)).collect();
        assert_eq!(cells, ["姓名", "电话", "甲\n乙", "1"]);
        let rows: Vec<bool> = prose.tables[0].rows.iter().map(|row| row.is_header).collect();
        assert_eq!(rows, [true, false]);
        assert_eq!(blocks("<div>甲<script>乙</script></div>"), [(BlockKind::Paragraph, "甲".to_owned())]);
    }

    #[test]
    fn every_character_leads_back_to_itself() {
        for source in [
            "    一、总结\n\n    2023年，**玉塘**街道。\n\n\t（一）党建\n",
            "> - 甲\n>\n>   <div class=\"乙\">\n>   丙<font>丁\n>   </div>\n",
            "[注]:数据\n尾[乙](x)\n\n1. 甲\n   乙\n2. **丙\n   丁**",
            "| 甲 | `a|b` | **乙** \\| 丙 |\n|-|-|-|\n| &nbsp;丁 | \\| | 戊 |\r\n",
            "# 甲 #\n\n乙\n===\n\n\u{0}丙 &#x4e01; &bogus; \\",
            "甲[^1][^2]\n\n[^1]: 乙\n\n    丙\n\n[^2]: 丁\n",
            "- 甲\n\n      一、缩进\n      文字\n",
            "甲\t乙\n\t丙\n丁\t**戊**\t己\n1. 庚\n辛\n3. 壬\n　　癸\n\n2024年5月6日\n",
            "规格3*4*5米，5~8人，9~10人，**丙**\n\n![丁](a.png)\n图1 戊\n\n1. 己\n\n庚",
            "甲\n\n<!-- 乙\n\n丙\n\n<div class=\"丁\n戊",
            "> 甲\n乙\n\n[^1]: 丙[^1]\n丁\n> 戊\n",
            "<p>甲<td>乙<b>丙",
            "",
            "<!--",
        ] {
            prose(source);
            prose(&source.replace('\n', "\r\n"));
        }
        prose(&"> ".repeat(20_000));
        prose(&"<div>\n\n".repeat(5_000));
    }
}
