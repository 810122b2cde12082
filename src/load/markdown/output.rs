//! What a body is written into: HTML and plain text side by side, so that every character is looked at once.

use std::borrow::Cow;

use super::open_tags::RawTags;
use super::outline::Outline;
use super::source::{SourceMap, unmasked};
use super::table_shape::TableShape;
use super::text::is_indent;
use crate::model::body::{Body, Markup, Reference, Slot};
use crate::model::control::is_unprintable;
use crate::model::escape;

/// HTML and plain text of a body while they are written.
pub(super) struct Output<'s> {
    /// The source, for the places of what is written.
    pub source: SourceMap<'s>,
    /// What other stages want to know of the body; its text grows with the HTML.
    pub body: Body,
    /// The HTML and its slots.
    pub markup: Markup,
    /// The headings so far, for their levels and ids.
    pub outline: Outline,
    /// Raw tags that are open.
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
    /// The text may have characters that are not to be shown as they are.
    needs_care: bool,
}

/// A Markdown link on its way.
pub(super) struct OpenLink {
    /// `None` when the link was not made.
    pub reference: Option<usize>,
    /// Where in the plain text the text of the link begins.
    pub text_start: usize,
}

impl<'s> Output<'s> {
    /// Nothing yet. `needs_care` is what [`needs_care`] said of the source.
    pub(super) fn new(source: SourceMap<'s>, needs_care: bool) -> Output<'s> {
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
            needs_care,
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
        let text = visible(text, self.needs_care);
        escape::in_element(&text, &mut self.markup.html);
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
        escape::in_attribute(&visible(value, self.needs_care), &mut self.markup.html);
        self.markup.html.push('"');
    }

    /// ` id="…"`, noted as one that links may point to.
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

/// Whether a text may have characters that pages must not have, as such or written as numbers, or masked ones. Most texts have none,
/// and nobody looks again.
pub(super) fn needs_care(text: &str) -> bool {
    // U+0080 to U+009F begin with this byte, and some other characters.
    const LEAD_OF_CONTROLS: u8 = 0xc2;
    let may_be_control =
        |byte: u8| ((byte < b' ') & (byte != b'\n') & (byte != b'\t')) | (byte == 0x7f) | (byte == LEAD_OF_CONTROLS);
    // U+FDD0 to U+FDEF and U+FFFE begin with one of the first two pairs.
    let may_begin =
        |byte: u8, next: u8| ((byte == 0xef) & ((next == 0xb7) | (next == 0xbf))) | ((byte == b'&') & (next == b'#'));
    let (bytes, next) = (text.as_bytes(), text.as_bytes().get(1..).unwrap_or_default());
    // Of all bytes, so that the processor looks at many with one instruction.
    bytes.iter().fold(false, |found, byte| found | may_be_control(*byte))
        || bytes.iter().zip(next).fold(false, |found, (byte, next)| found | may_begin(*byte, *next))
}

/// The text as pages may have it: a masked character is itself again, others of its kind are nowhere, and lines end in line feeds, whatever
/// the editor ends them in. The parser leaves carriage returns in code, where it makes a blank of the line feed behind one.
fn visible(text: &str, needs_care: bool) -> Cow<'_, str> {
    let is_special = |c: char| c == '\r' || is_unprintable(c);
    if !needs_care || !text.contains(is_special) {
        return Cow::Borrowed(text);
    }
    let shown = |c: char| match c {
        // As HTML has it.
        '\0' => Some('\u{fffd}'),
        _ => unmasked(c).or_else(|| (!is_unprintable(c)).then_some(c)),
    };
    let text = text.replace("\r\n", "\n").replace("\r ", " ").replace('\r', "\n");
    Cow::Owned(text.chars().filter_map(shown).collect())
}
