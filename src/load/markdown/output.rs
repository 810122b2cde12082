//! What a body is written into: HTML and plain text side by side, so that every character is looked at once. The
//! primitives here are the only code that escapes.

use std::borrow::Cow;

use super::outline::Outline;
use super::raw_tags::RawTags;
use super::source::{MASKED_BRACKET, SourceMap};
use super::table::TableShape;
use super::text::is_indent;
use crate::model::body::{Body, Markup, Reference, Slot};

pub(super) struct Output<'s> {
    pub source: SourceMap<'s>,
    pub body: Body,
    pub markup: Markup,
    pub outline: Outline,
    pub raw: RawTags,
    /// Shape of the Markdown table that is being written.
    pub table: TableShape,
    /// Tables so far, for their ids.
    pub tables: usize,
    /// Notes so far.
    pub notes: usize,
    /// Where in the plain text the paragraphs of the top level stand, and whether they begin in bold.
    pub prose: Vec<(std::ops::Range<usize>, bool)>,
    /// References that were opened and not yet closed: index, start of the text.
    pub open_links: Vec<OpenLink>,
    /// Where in the plain text the current heading starts, its numeral left out.
    pub heading_start: usize,
    /// No visible character of this line has been written: white space is indentation and left out.
    pub line_start: bool,
    /// White space is kept as it is (code).
    pub verbatim: bool,
}

/// A Markdown link on its way.
pub(super) struct OpenLink {
    /// `None` when the link was not made.
    pub reference: Option<usize>,
    pub text_start: usize,
}

impl<'s> Output<'s> {
    pub(super) fn new(source: SourceMap<'s>) -> Output<'s> {
        let size = source.text.len();
        let mut body = Body::default();
        let mut markup = Markup::default();
        markup.html.reserve(size + size / 4);
        body.text.reserve(size);
        Output {
            source,
            body,
            markup,
            outline: Outline::default(),
            raw: RawTags::default(),
            table: TableShape::default(),
            tables: 0,
            notes: 0,
            prose: Vec::new(),
            open_links: Vec::new(),
            heading_start: 0,
            line_start: true,
            verbatim: false,
        }
    }

    /// Trusted markup.
    pub(super) fn html(&mut self, markup: &str) {
        self.markup.html.push_str(markup);
    }

    /// Text that a reader sees.
    pub(super) fn text(&mut self, text: &str) {
        let mut text = text;
        if self.line_start && !self.verbatim {
            text = text.trim_start_matches(is_indent);
        }
        if text.is_empty() {
            return;
        }
        self.line_start = false;
        let text = visible(text);
        escape_text(&text, &mut self.markup.html);
        self.body.text.push_str(&text);
    }

    /// A new line in both forms.
    pub(super) fn newline(&mut self) {
        self.markup.html.push('\n');
        self.body.text.push('\n');
    }

    /// A block begins or ends: its text stands on lines of its own.
    pub(super) fn block_boundary(&mut self) {
        while self.body.text.ends_with([' ', '\t']) {
            self.body.text.pop();
        }
        if !self.body.text.is_empty() && !self.body.text.ends_with('\n') {
            self.body.text.push('\n');
        }
        self.line_start = true;
    }

    /// ` name="value"`.
    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        self.markup.html.push(' ');
        self.markup.html.push_str(name);
        self.markup.html.push_str("=\"");
        escape_attribute(value, &mut self.markup.html);
        self.markup.html.push('"');
    }

    pub(super) fn id_attribute(&mut self, id: &str) {
        self.attribute("id", id);
        self.body.ids.push(id);
    }

    /// ` href=""` with a slot between the quotes. Returns the index of the reference.
    pub(super) fn slot_attribute(&mut self, name: &str, reference: Reference) -> usize {
        self.markup.html.push(' ');
        self.markup.html.push_str(name);
        self.markup.html.push_str("=\"");
        let index = self.body.references.len();
        self.markup.slots.push(Slot { position: self.markup.html.len(), reference: index });
        self.markup.html.push('"');
        self.body.references.push(reference);
        index
    }
}

fn escape_text(text: &str, html: &mut String) {
    escape(text, html, memchr::memchr3_iter(b'&', b'<', b'>', text.as_bytes()));
}

fn escape_attribute(text: &str, html: &mut String) {
    let text = visible(text);
    let special = text.bytes().enumerate().filter(|(_, byte)| matches!(byte, b'&' | b'<' | b'>' | b'"'));
    escape(&text, html, special.map(|(at, _)| at));
}

/// HTML has no NUL, not even written as a number; a masked bracket is a bracket again.
fn visible(text: &str) -> Cow<'_, str> {
    let has_masked = memchr::memchr2(0, MASKED_BRACKET as u8, text.as_bytes()).is_some();
    match has_masked {
        true => Cow::Owned(text.replace('\0', "\u{fffd}").replace(MASKED_BRACKET, "[")),
        false => Cow::Borrowed(text),
    }
}

/// Copies `text`, whole runs at a time. `special` are the places of characters that are to be escaped, all of them ASCII.
fn escape(text: &str, html: &mut String, special: impl Iterator<Item = usize>) {
    let mut copied = 0;
    for at in special {
        html.push_str(&text[copied..at]);
        html.push_str(match text.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&quot;",
        });
        copied = at + 1;
    }
    html.push_str(&text[copied..]);
}
