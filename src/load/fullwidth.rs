//! A report as its pages show it where the site wants marks put right that its source has wrong (`[markdown] punctuation =
//! "fullwidth"`). The source stays as it is, and every place that a finding points to is a place of the source.

use super::front_matter;
use super::markdown;
use crate::model::body::Body;
use crate::model::digest::Digest;
use crate::model::markdown_options::MarkdownOptions;
use crate::model::metadata::DraftMetadata;
use crate::model::remark::{Edit, apply};
use crate::model::span::Located;

/// Gives `draft` and `body`, read from `source`, the text that `source` has with `edits` made. These are ascending; each puts one
/// character of the text in place of another, or in the body takes a blank out.
pub(super) fn amend(draft: &mut DraftMetadata, body: &mut Body, source: &str, edits: &[Edit], options: &MarkdownOptions) {
    let amended = apply(source, edits);
    let split = front_matter::split(&amended);
    let Some(matter) = split.matter else { return };
    let text = &amended[split.body_offset..];
    let shown = markdown::parse(text, options);
    // A mark never makes a link or undoes one; if it did, the report would be shown as it is written.
    if shown.references.len() != body.references.len() {
        return;
    }
    for (own, shown) in body.references.iter_mut().zip(shown.references) {
        own.text = shown.text;
    }
    body.digest = Digest::of_parts([&body.digest.0[..], &shown.digest.0]);
    body.summary = shown.summary;
    body.markup = shown.markup;
    // What is wrong with it was told of the source.
    let (shown, _) = front_matter::read(matter, &mut Vec::new());
    take(&mut draft.description, shown.description);
    take(&mut draft.title, shown.title);
    if let (Some(title), Some(pieces)) = (&draft.title, &mut draft.title_breaks) {
        let mut rest = title.value.chars();
        for piece in &mut pieces.value {
            *piece = rest.by_ref().take(piece.chars().count()).collect();
        }
    }
}

fn take(own: &mut Option<Located<String>>, shown: Option<Located<String>>) {
    if let (Some(own), Some(shown)) = (own, shown) {
        own.value = shown.value;
    }
}
