//! What readers see of attributes: titles of links, pictures and words, and what stands for pictures. It stands in no paragraph and is
//! published all the same.

use comrak::nodes::{NodeLink, Sourcepos};

use super::super::raw_text;
use super::Collector;
use crate::model::prose::BlockKind;
use crate::model::span::Span;

impl Collector<'_, '_, '_> {
    /// Notes what a tag within a paragraph shows.
    pub(super) fn attributes(&mut self, tag: &str, place: Sourcepos) {
        let at = self.source.offset(place.start);
        let shown = raw_text::shown_by_attributes(tag).into_iter();
        self.asides.extend(shown.map(|(kind, text, range)| (kind, text, Span::from(range).shifted(at))));
    }

    /// Notes the title of a link or picture, which may stand where the link is or in a definition elsewhere (`[1]: … "title"`).
    pub(super) fn title(&mut self, link: &NodeLink, place: Sourcepos) {
        if link.title.is_empty() {
            return;
        }
        let (source, own) = (self.source.text, self.source.span(place));
        let is_quoted = |at: &usize| source[..*at].ends_with(['"', '\'', '(']);
        let here = source[own.start..own.end].find(&link.title).map(|at| own.start + at);
        let found = here.or_else(|| source.match_indices(&link.title).map(|(at, _)| at).find(is_quoted));
        let span = found.map_or(own, |at| Span::new(at, at + link.title.len()));
        self.asides.push((BlockKind::Title, link.title.clone(), span));
    }

    /// A block for each, behind the block that they stand in.
    pub(super) fn push_asides(&mut self) {
        for (kind, text, span) in self.asides.drain(..) {
            let start = self.prose.text.len();
            let place = span.shifted(self.offset);
            match self.source.text.get(span.start..span.end) == Some(text.as_str()) {
                true => self.prose.push_exact(&text, place.start),
                false => self.prose.push_written_as(&text, place),
            }
            self.prose.close(kind, start);
        }
    }
}
