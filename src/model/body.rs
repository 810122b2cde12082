//! The text of a report (正文) after Markdown: HTML that lacks only the addresses of its links, and all that the other
//! stages want to know about it. Addresses are filled in when a page is made, because only then is it known where
//! every other page lives.

use serde::{Deserialize, Serialize};

use super::digest::Digest;
use super::span::Span;

/// A parsed body.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Body {
    /// Of the Markdown and of what the site chose about it: equal digests mean equal bodies.
    pub digest: Digest,
    /// Whether `html` and `slots` are in memory. They are not where the report is known from an earlier build; the page that
    /// needs them reads the source again.
    #[serde(skip)]
    pub has_html: bool,
    /// HTML with an empty `href=""` or `src=""` for every reference.
    #[serde(skip)]
    pub html: String,
    /// Where in `html` the address of which reference belongs, ascending by position.
    #[serde(skip)]
    pub slots: Vec<Slot>,
    pub references: Vec<Reference>,
    /// In memory where `html` is: they are shown with it, and rules about them look while the report is read.
    #[serde(skip)]
    pub headings: Vec<Heading>,
    /// Every `id` in `html` (headings, captions, notes): what a link with `#…` may point to.
    pub ids: Ids,
    /// The first whole sentences, for lists and `Description`. Empty for a body without prose.
    pub summary: String,
    /// The text without any markup, blocks separated by newlines. Loading keeps it only where a rule needs it.
    pub text: String,
    /// Raw HTML that was taken out.
    pub removed: Vec<Removed>,
}

/// Ids, which the program gives itself, in one piece: a report has some thirty, and of ten thousand reports hardly any is asked
/// for them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ids(String);

impl Ids {
    const BETWEEN: char = '\n';

    pub fn push(&mut self, id: &str) {
        self.0.push_str(id);
        self.0.push(Ids::BETWEEN);
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.split_terminator(Ids::BETWEEN)
    }
}

/// The place in [`Body::html`] of one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// Byte position between the quotes of the attribute.
    pub position: usize,
    /// Index into [`Body::references`].
    pub reference: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReferenceKind {
    Link,
    Image,
}

/// A link or picture as written.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Reference {
    pub kind: ReferenceKind,
    /// The target as the author wrote it, percent-decoding not yet done.
    pub target: String,
    /// Text of the link, or the alternative text of the picture.
    pub text: String,
    /// Place of the whole link in the body (not yet in the file).
    pub span: Span,
}

/// A heading of the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// HTML level, 2 to 6; never deeper than one below the heading before it.
    pub level: u8,
    /// From the position, never from the text: `s1`, `s1-2`, `s1-2-3`.
    pub id: String,
    /// Numeral as written with its mark, `一、` or `（一）`; empty without.
    pub number: String,
    /// Text after the numeral.
    pub text: String,
    pub span: Span,
}

/// What is said of an attribute that kept its element from readers' eyes: [`Removed::what`].
pub const HIDING: &str = "style（把内容藏起来的写法）";

/// Something that sanitising took out of raw HTML.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removed {
    /// What it was, e.g. `<script>` or `onclick`.
    pub what: String,
    pub span: Span,
}
