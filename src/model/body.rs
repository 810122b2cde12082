//! The text of a report (正文) after Markdown: HTML that lacks only the addresses of its links, and all that the other
//! stages want to know about it. Addresses are filled in when a page is made, because only then is it known where
//! every other page lives.

use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::digest::Digest;
use super::span::Span;
use super::utf8;

/// A parsed body.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Body {
    /// Digest of the Markdown, whatever its lines end in, and of what the site chose about it: equal digests mean equal markup.
    pub digest: Digest,
    /// What its page shows.
    #[serde(skip)]
    pub markup: Held,
    /// Every link and picture, in the order of the text; [`Slot::reference`] counts in it.
    pub references: Vec<Reference>,
    /// Every `id` in the HTML (headings, captions, notes): what a link with `#…` may point to.
    pub ids: Ids,
    /// The first whole sentences, for lists and `Description`. Empty for a body without prose.
    #[serde(deserialize_with = "utf8::deserialize")]
    pub summary: Arc<str>,
    /// The text without any markup, blocks separated by newlines. Loading keeps it only where a rule needs it.
    pub text: String,
    /// Raw HTML that was taken out.
    pub removed: Vec<Removed>,
    /// Whether there is anything to read, for the rule `blank-report`.
    pub substance: Substance,
}

/// What there is to see in a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Substance {
    /// No text, no picture, no table.
    #[default]
    Nothing,
    /// Headings and nothing below them.
    Headings,
    /// Something beside headings.
    Full,
}

/// What a page shows of a text. Most of what is in memory of a report.
#[derive(Debug, Clone, Default)]
pub struct Markup {
    /// HTML with an empty `href=""` or `src=""` for every reference.
    pub html: String,
    /// Where in `html` the address of which reference belongs, ascending by position.
    pub slots: Vec<Slot>,
    /// The headings of the text, for the table of contents beside it.
    pub headings: Headings,
}

/// Markup while it is in memory. It never is where the report is known from an earlier build, and no longer is once a build has
/// made the page; who needs it then reads the source again.
#[derive(Debug, Default)]
pub struct Held(Mutex<Option<Arc<Markup>>>);

impl Held {
    /// Takes the markup in; there it stays until [`Held::release`].
    pub fn new(markup: Markup) -> Held {
        Held(Mutex::new(Some(Arc::new(markup))))
    }

    /// The markup, shared and not copied; `None` where it is not in memory and the source must be read again.
    pub fn get(&self) -> Option<Arc<Markup>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Gives the memory of the markup back. Whoever has got it before keeps it.
    pub fn release(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl Clone for Held {
    fn clone(&self) -> Held {
        Held(Mutex::new(self.get()))
    }
}

/// Ids, which the program gives itself, in one piece: a report has some thirty, and of ten thousand reports hardly any is asked
/// for them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ids(#[serde(deserialize_with = "utf8::deserialize")] String);

impl Ids {
    const BETWEEN: char = '\n';

    /// Appends an id. It may not have a newline in it, which parts the ids.
    pub fn push(&mut self, id: &str) {
        self.0.push_str(id);
        self.0.push(Ids::BETWEEN);
    }

    /// The ids in the order of the text.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.split_terminator(Ids::BETWEEN)
    }
}

/// The place in [`Markup::html`] of one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// Byte position between the quotes of the attribute.
    pub position: usize,
    /// Index into [`Body::references`].
    pub reference: usize,
}

/// What an address in a text is used for, which decides what it may lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReferenceKind {
    /// `<a href>`: a report, a category, a file, another site.
    Link,
    /// `<img src>`: a picture.
    Image,
}

/// A link or picture as written.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Reference {
    /// Whether it is a link or a picture.
    pub kind: ReferenceKind,
    /// The target as the author wrote it, percent-decoding not yet done.
    #[serde(deserialize_with = "utf8::deserialize")]
    pub target: String,
    /// Text of the link, or the alternative text of the picture.
    #[serde(deserialize_with = "utf8::deserialize")]
    pub text: String,
    /// Place of the whole link in the body (not yet in the file).
    pub span: Span,
}

/// A heading of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heading<'h> {
    /// HTML level, 2 to 6; never deeper than one below the heading before it.
    pub level: u8,
    /// From the position, never from the text: `s1`, `s1-2`, `s1-2-3`.
    pub id: &'h str,
    /// Numeral as written with its mark, `一、` or `（一）`; empty without.
    pub number: &'h str,
    /// Text after the numeral.
    pub text: &'h str,
    /// Place in the body (not yet in the file).
    pub span: Span,
}

/// Headings in the order of the text. In one piece: a report has thirty, and as strings of their own they took as much memory as
/// the text.
#[derive(Debug, Clone, Default)]
pub struct Headings {
    entries: Vec<Entry>,
    /// Id, numeral and text of each.
    text: String,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    level: u8,
    /// Where in [`Headings::text`] its id begins, its numeral, its text, and where that ends.
    parts: [u32; 4],
    span: Span,
}

impl Headings {
    /// Begins a heading, whose text is still to come.
    pub fn push(&mut self, level: u8, id: &str, number: &str, span: Span) {
        let start = self.end();
        self.text.push_str(id);
        let middle = self.end();
        self.text.push_str(number);
        let end = self.end();
        self.entries.push(Entry { level, parts: [start, middle, end, end], span });
    }

    /// Gives the last heading its text, and its level back.
    pub fn finish_last(&mut self, text: &str) -> Option<u8> {
        self.text.push_str(text);
        let end = self.end();
        let last = self.entries.last_mut()?;
        last.parts[3] = end;
        Some(last.level)
    }

    /// The headings in the order of the text.
    pub fn iter(&self) -> impl Iterator<Item = Heading<'_>> {
        self.entries.iter().map(|entry| {
            let part = |at: usize| {
                let range = entry.parts[at] as usize..entry.parts[at + 1] as usize;
                self.text.get(range).unwrap_or_default()
            };
            Heading { level: entry.level, id: part(0), number: part(1), text: part(2), span: entry.span }
        })
    }

    /// Gives back the room for more, once the whole text is read: of ten thousand reports that room would be most of the
    /// memory.
    pub fn shrink_to_fit(&mut self) {
        self.entries.shrink_to_fit();
        self.text.shrink_to_fit();
    }

    fn end(&self) -> u32 {
        u32::try_from(self.text.len()).unwrap_or(u32::MAX)
    }
}

/// What is said of an attribute that kept its element from readers' eyes: [`Removed::what`].
pub const HIDING: &str = "style（把内容藏起来的写法）";

/// Ends what is said of raw HTML without an end, which was cut off at a blank line: [`Removed::what`].
pub const UNCLOSED: &str = "（没有结尾）";

/// Ends what is said of a tag that is not written to its end and is shown as it is: [`Removed::what`].
pub const UNFINISHED: &str = "（没有写完的标签）";

/// Something that sanitising took out of raw HTML.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removed {
    /// What it was, e.g. `<script>` or `onclick`.
    pub what: String,
    /// Place of the tag in the body (not yet in the file).
    pub span: Span,
}
