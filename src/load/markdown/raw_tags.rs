//! How raw tags that are [open](super::open_tags) end. Apart from the sanitiser because Markdown itself ends raw tags too: where a
//! node of the tree ends, everything opened inside it does.

use std::cell::Cell;
use std::fmt;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Readable, Reader, Token, Tokenizer};

use super::allowlist;
use super::output::Output;
use crate::model::body::{Removed, UNFINISHED};
use crate::model::span::Span;

/// More attributes than this in one tag are no mark-up but an attack: the tokenizer goes one call deeper for each of them
/// that is quoted.
const MAX_ATTRIBUTES: usize = 256;

impl Output<'_> {
    /// Notes that something was taken out; a rule tells the author.
    pub(super) fn remove(&mut self, what: String, span: Span) {
        self.body.removed.push(Removed { what, span });
    }

    /// A tag that is not written to its end has taken all behind it for attributes: readers see it as it is written.
    pub(super) fn show_unfinished(&mut self, what: String, span: Span, text: &str) {
        self.remove(what, span);
        if self.raw.muted.is_none() {
            self.text(text);
        }
    }

    /// Ends the innermost raw tag. `report` notes an end that is missing, where HTML does not end such an element by itself.
    pub(super) fn close_top(&mut self, report: bool) {
        let Some(tag) = self.raw.open.pop() else { return };
        let name = tag.element.name;
        if report && !allowlist::end_is_optional(name) {
            self.remove(format!("<{name}>（未闭合）"), tag.span);
        }
        self.html("</");
        self.html(name);
        self.html(if tag.wrapped { "></div>" } else { ">" });
        if let Some((index, text_start)) = tag.link {
            self.set_link_text(index, text_start);
        }
        if name == "pre" {
            self.verbatim = self.raw.has("pre");
        }
        if !tag.element.kind.is_phrase() && !matches!(name, "td" | "th") {
            self.block_boundary();
        }
    }

    /// Closes what is open in the Markdown node that ends here.
    pub(super) fn close_raw_tags(&mut self) {
        while self.raw.open.last().is_some_and(|tag| tag.depth >= self.raw.depth) {
            self.close_top(true);
        }
        if self.raw.muted.as_ref().is_some_and(|(_, depth)| *depth >= self.raw.depth) {
            self.raw.muted = None;
        }
    }

    /// A Markdown block ends a raw paragraph, as it would in a browser.
    pub(super) fn close_raw_paragraph(&mut self) {
        while self.raw.open.last().is_some_and(|tag| tag.depth == self.raw.depth && tag.element.name == "p") {
            self.close_top(false);
        }
    }
}

/// Whether a tag has more attributes than can be read safely. Asks the tokenizer itself, as only it knows where a tag is one.
pub fn has_overloaded_tag(literal: &str) -> bool {
    // An attribute takes two bytes at least, a blank and a letter.
    if literal.len() <= 2 * MAX_ATTRIBUTES {
        return false;
    }
    let quotes = Cell::new(0);
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(Guarded { inner: literal.to_reader(), quotes: &quotes }, emitter) {
        match token {
            Err(Overloaded) => return true,
            Ok(Token::StartTag(tag)) if tag.attributes.len() > MAX_ATTRIBUTES => return true,
            // The tokenizer tells errors before the tag that has them is over, so the quotes of that tag are still counted.
            Ok(Token::Error(_)) => {}
            Ok(_) => quotes.set(0),
        }
    }
    false
}

/// Notes in `read` how far tags were read. When the text ends inside a tag, all from its `<` on is taken for attributes and shown
/// nowhere: the place of such a tag, and what to call it.
pub(super) fn unfinished_tag(token: &Token<usize>, read: &mut usize, literal: &str) -> Option<(usize, String)> {
    match token {
        Token::StartTag(tag) => *read = tag.span.end,
        Token::EndTag(tag) => *read = tag.span.end,
        Token::Error(error) if error.value == html5gum::Error::EofInTag => {
            let rest = literal.get(*read..)?;
            let begins = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
            let (at, _) = rest.match_indices('<').find(|(at, _)| begins(&rest[at + 1..]))?;
            let name: String = rest[at + 1..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '/').collect();
            return Some((*read + at, format!("<{name}{UNFINISHED}")));
        }
        _ => {}
    }
    None
}

/// Stops the tokenizer before its calls run too deep. Each of them has read the quote before a value, as a byte of its own;
/// quotes of running text come in longer pieces.
struct Guarded<'q, R> {
    inner: R,
    quotes: &'q Cell<usize>,
}

#[derive(Debug)]
struct Overloaded;

impl fmt::Display for Overloaded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("too many attributes")
    }
}

impl std::error::Error for Overloaded {}

impl<R: Reader<Error = std::convert::Infallible>> Reader for Guarded<'_, R> {
    type Error = Overloaded;

    fn read_byte(&mut self) -> Result<Option<u8>, Overloaded> {
        let Ok(byte) = self.inner.read_byte();
        if byte == Some(b'"') {
            self.quotes.set(self.quotes.get() + 1);
        }
        if self.quotes.get() > MAX_ATTRIBUTES { Err(Overloaded) } else { Ok(byte) }
    }

    fn try_read_string(&mut self, text: &[u8], case_sensitive: bool) -> Result<bool, Overloaded> {
        let Ok(found) = self.inner.try_read_string(text, case_sensitive);
        Ok(found)
    }

    fn read_until<'b>(&'b mut self, needle: &[u8], buffer: &'b mut [u8; 4]) -> Result<Option<&'b [u8]>, Overloaded> {
        let Ok(chunk) = self.inner.read_until(needle, buffer);
        Ok(chunk)
    }
}

#[cfg(test)]
mod tests {
    use crate::load::markdown::parse;
    use crate::load::markdown::tests::html_of;
    use crate::model::markdown_options::MarkdownOptions;

    /// The HTML and what was removed.
    fn cleaned(source: &str) -> (String, Vec<String>) {
        let body = parse(source, &MarkdownOptions { run_in_leads: true, ..MarkdownOptions::default() });
        (html_of(&body), body.removed.into_iter().map(|removed| removed.what).collect())
    }

    #[test]
    fn a_tag_with_thousands_of_attributes_goes_as_a_whole() {
        for attribute in [" x=\"y\"", " x = \"\"", " x=\">\""] {
            let tag = format!("<a{}>", attribute.repeat(27_000));
            for source in [format!("甲{tag}乙"), format!("<div>\n<!-- <b x=\" -->{tag}\n</div>\n")] {
                let (html, gone) = cleaned(&source);
                assert!(html.len() < 40, "{} bytes", html.len());
                assert_eq!(gone.iter().filter(|what| *what == "属性过多的标签").count(), 1);
            }
        }
        let distinct: String = (0..300).map(|number| format!(" x{number}")).collect();
        assert_eq!(cleaned(&format!("甲<b{distinct}>乙")).1[0], "属性过多的标签");
        let cells = format!("<table><tr>{}</table>", "<td rowspan=\"2\">“&amp;\"</td>".repeat(1000));
        assert_eq!(cleaned(&cells).1, Vec::<String>::new());
    }

    #[test]
    fn floods_of_tags_are_read_in_reasonable_time() {
        let count = 100_000;
        let (open, close) = ("<b>".repeat(count), "</b>".repeat(count));
        let mixed = format!("<b>*{}{}*", "<i>".repeat(count), "</b><td>".repeat(count));
        for source in [open, close, mixed] {
            assert!(cleaned(&source).1.len() > count / 2);
        }
    }
}
