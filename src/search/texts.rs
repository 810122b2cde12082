//! The files of texts: title, address and text of the reports of a group, for those that are shown and those that are looked into.
//! They are most of the bytes of the search data, so they are written by hand, and a file that stands is read where the terms of
//! its reports are asked for again: that costs a fraction of reading and parsing the sources.

use std::io::Write as _;

use memchr::memchr;
use serde::Deserialize;
use serde::de::IgnoredAny;
use unicode_normalization::UnicodeNormalization as _;

use super::corpus::Corpus;
use super::plain;
use super::script::{begin, delivered, end};
use crate::error::Error;
use crate::model::digest::Digest;
use crate::model::page::ReportId;
use crate::render::PageBuffer;

/// What is searched in of one report.
#[derive(PartialEq, Eq)]
pub(super) struct Text {
    pub(super) title: String,
    pub(super) body: String,
}

/// Of the reports of a group.
#[derive(Default)]
pub(super) struct Texts {
    pub(super) reports: Vec<Text>,
    /// A source changed since it was loaded.
    pub(super) is_torn: bool,
}

/// Of all that a group's file is made from.
pub(super) fn fingerprint(corpus: &Corpus<'_>, group: usize) -> Digest {
    let reports = corpus.digest(&corpus.layout().groups[group]);
    Digest::of_parts([&b"search-texts"[..], &reports.0])
}

/// From the reports.
pub(super) fn made(corpus: &Corpus<'_>, group: usize) -> Result<Texts, Error> {
    let layout = corpus.layout();
    let mut texts = Texts::default();
    for id in &layout.order[layout.groups[group].clone()] {
        let (body, is_torn) = body(corpus, *id)?;
        let title = composed(corpus.index.reports[*id].metadata.title.clone());
        texts.reports.push(Text { title, body: composed(body) });
        texts.is_torn |= is_torn;
    }
    Ok(texts)
}

/// The text with letters and their accents in one character each, as nearly everybody types them (NFC): so `café` is found however it
/// is written.
fn composed(text: String) -> String {
    // What U+0300 to U+036F begin with; nothing else of a text has these bytes.
    match memchr::memchr2(0xcc, 0xcd, text.as_bytes()) {
        Some(_) => text.nfc().collect(),
        None => text,
    }
}

/// What is searched in besides the title, and whether the source changed since it was loaded.
fn body(corpus: &Corpus<'_>, id: ReportId) -> Result<(String, bool), Error> {
    let report = &corpus.index.reports[id];
    let (body, markup) = corpus.bodies.read(&report.path, &report.body)?;
    let mut text = String::with_capacity(markup.html.len());
    for fact in [&report.metadata.number, &report.metadata.index].into_iter().filter(|fact| !fact.is_empty()) {
        text.push_str(fact);
        text.push('\n');
    }
    plain::write(&markup.html, &mut text);
    text.truncate(text.trim_end().len());
    for update in &report.metadata.updates {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&update.note);
    }
    Ok((text, body.digest != report.body.digest))
}

/// A report as the search page shows it, where its text is all that is wanted.
#[derive(Deserialize)]
struct PublishedText(String, IgnoredAny, IgnoredAny, IgnoredAny, IgnoredAny, String);

/// From a published file.
pub(super) fn published(script: &[u8]) -> Option<Vec<Text>> {
    let shown: Vec<PublishedText> = serde_json::from_slice(delivered(script)?).ok()?;
    Some(shown.into_iter().map(|PublishedText(title, .., body)| Text { title, body }).collect())
}

/// A group's file.
pub(super) fn fill(corpus: &Corpus<'_>, buffer: &mut PageBuffer<'_>, group: usize, texts: &Texts) {
    if texts.is_torn {
        buffer.forget_fingerprint();
    }
    let layout = corpus.layout();
    begin(buffer, &format!("t{group}"));
    let out = &mut *buffer.out;
    out.push(b'[');
    for (at, (id, text)) in layout.order[layout.groups[group].clone()].iter().zip(&texts.reports).enumerate() {
        let report = &corpus.index.reports[*id];
        let category = corpus.index.home_of(*id).map_or("", |home| corpus.index.categories[home].name.as_str());
        let (path, day) = (corpus.path(*id), report.metadata.date.day.to_string());
        let parts: [&str; 6] = [&text.title, &path, &day, &report.metadata.source, category, &text.body];
        if at > 0 {
            out.push(b',');
        }
        for (at, part) in parts.into_iter().enumerate() {
            out.push(if at == 0 { b'[' } else { b',' });
            string(part, out);
        }
        out.push(b']');
    }
    out.push(b']');
    end(buffer);
}

/// `text` in quotation marks. Nearly every text has nothing in it that must be escaped but the ends of its lines.
fn string(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    // The whole text at once, without an end to it: so it is asked of many bytes at a time.
    let is_plain = |is_plain, byte| is_plain & ((byte >= b' ') | (byte == b'\n')) & (byte != b'"') & (byte != b'\\');
    if text.bytes().fold(true, is_plain) && !ends_lines_of_scripts(text) {
        let mut rest = text.as_bytes();
        while let Some(end) = memchr(b'\n', rest) {
            out.extend_from_slice(&rest[..end]);
            out.extend_from_slice(b"\\n");
            rest = &rest[end + 1..];
        }
        out.extend_from_slice(rest);
    } else {
        text.chars().for_each(|c| escaped(c, out));
    }
    out.push(b'"');
}

/// Whether a text has characters (U+2028, U+2029) that end a line of a script to browsers before ES2019, though JSON has them as they
/// are: one of them in one title would be a syntax error, and all search gone.
fn ends_lines_of_scripts(text: &str) -> bool {
    // Their last two bytes, asked of many at a time; a character that ends in the same ones is written as well in the other way.
    let (bytes, next) = (text.as_bytes(), text.as_bytes().get(1..).unwrap_or_default());
    bytes.iter().zip(next).fold(false, |has, (byte, next)| has | ((*byte == 0x80) & (*next | 1 == 0xa9)))
}

fn escaped(c: char, out: &mut Vec<u8>) {
    match c {
        '"' | '\\' => out.extend([b'\\', c as u8]),
        '\n' => out.extend_from_slice(b"\\n"),
        // Writing to memory cannot fail.
        '\0'..' ' | '\u{2028}' | '\u{2029}' => _ = write!(out, "\\u{:04x}", u32::from(c)),
        _ => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
    }
}

/// The file of one group, for whoever asked for it.
pub(super) fn one(corpus: &Corpus<'_>, buffer: &mut PageBuffer<'_>, group: usize) -> Result<(), Error> {
    if !buffer.is_up_to_date_as(fingerprint(corpus, group)) {
        fill(corpus, buffer, group, &made(corpus, group)?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn strings_are_those_of_json() {
        for text in ["", "正文", "“甲”\n\n乙\n", "a\"b\\c\n\t\u{1}\u{7f}\u{2028}𠀀</script>"] {
            let mut out = Vec::new();
            super::string(text, &mut out);
            assert_eq!(serde_json::from_slice::<String>(&out).ok().as_deref(), Some(text));
            assert!(!String::from_utf8_lossy(&out).contains('\u{2028}'), "no line of a script ends there");
        }
    }
}
