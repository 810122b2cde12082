//! Masks private numbers in whatever a finding shows: its own words, and the lines of sources that are printed under it. What is shown
//! anywhere, also in the log of a public CI, passes here, whichever rule speaks.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use super::private::KINDS;
use crate::diagnostics::{Diagnostic, Finding, SourceTexts};
use crate::model::path::SourcePath;
use crate::model::privacy::{Sighting, cover, covered, in_row, looks_private};
use crate::model::span::Span;

/// The finding with every private number masked, whichever rule quotes it.
pub(super) fn discreet(mut finding: Finding) -> Finding {
    let related = finding.related.iter_mut().map(|related| &mut related.message);
    for text in [&mut finding.message, &mut finding.label, &mut finding.effect, &mut finding.help].into_iter().chain(related)
    {
        if let Cow::Owned(shown) = covered(text) {
            *text = shown;
        }
    }
    finding
}

/// Masks what findings mark as private, and every number that looks so, in all lines that findings speak of: their own, those of
/// related places and of what is to be replaced. No other line can be shown, and looking into whole files would cost more than finding.
pub fn mask(texts: &mut SourceTexts, diagnostics: &[Diagnostic]) {
    let kind = |rule: &str| KINDS.iter().find(|(_, name)| *name == rule).map(|(kind, _)| *kind);
    let mut marked: BTreeMap<&SourcePath, Vec<Sighting>> = BTreeMap::new();
    let mut shown: BTreeMap<&SourcePath, Vec<Span>> = BTreeMap::new();
    for Diagnostic { rule, finding, .. } in diagnostics {
        let own = finding.span.into_iter().chain(finding.fixes.iter().map(|edit| edit.span));
        shown.entry(&finding.file).or_default().extend(own);
        for related in &finding.related {
            shown.entry(&related.file).or_default().extend(related.span);
        }
        if let Some((span, kind)) = finding.span.zip(kind(rule)) {
            marked.entry(&finding.file).or_default().push(Sighting { start: span.start, end: span.end, kind });
        }
    }
    for (file, text) in texts.iter_mut() {
        let Some(spans) = shown.get(file) else { continue };
        let mut places = marked.remove(file).unwrap_or_default();
        places.sort_unstable();
        let masked = cover(text, &places);
        let masked = cover(&masked, &in_lines(&masked, spans)).into_owned();
        *text = masked.into();
    }
}

/// What rows of tables are told by: the bar of Markdown, tags, tabs.
const ROWS: [char; 3] = ['|', '<', '\t'];

/// What looks private in the lines of `spans`, in the order of places.
fn in_lines(text: &str, spans: &[Span]) -> Vec<Sighting> {
    let mut spans: Vec<Span> = spans.to_vec();
    spans.sort_unstable();
    // Whole lines, none twice: many findings may stand on one long line.
    let mut lines: Vec<Range<usize>> = Vec::new();
    for span in spans {
        let start = text.floor_char_boundary(span.start);
        let end = text.ceil_char_boundary(span.end.max(start));
        let end_of = |at: usize| text[at..].find('\n').map_or(text.len(), |end| at + end);
        match lines.last_mut().filter(|last| start <= last.end) {
            Some(last) if end <= last.end => {}
            Some(last) => last.end = end_of(end),
            None => lines.push(text[..start].rfind('\n').map_or(0, |at| at + 1)..end_of(end)),
        }
    }
    let private = |lines: Range<usize>| {
        let shown = &text[lines.clone()];
        let mut places = looks_private(shown);
        if shown.contains(ROWS) {
            // Whether a cell is private may depend on the head of its column, which stands on another line; so rows are
            // looked at as rows too.
            places.extend(in_row(shown));
            places.sort_unstable();
        }
        places.into_iter().map(move |seen| Sighting { start: lines.start + seen.start, end: lines.start + seen.end, ..seen })
    };
    lines.into_iter().flat_map(private).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Level;
    use crate::model::remark::Edit;

    #[test]
    fn every_line_that_a_finding_speaks_of_is_masked() {
        let line = "联系人甲，15400001234，乙。\n";
        let text = line.repeat(8);
        let (file, other) =
            (SourcePath::new("reports/a.md").expect("a path"), SourcePath::new("reports/b.md").expect("a path"));
        let place = |number: usize| Span::new(number * line.len() + 3, number * line.len() + 6);
        let mut finding = Finding::new(&file, Some(place(1)), "").related(&other, Some(place(2)), "");
        finding = finding.related(&file, Some(Span::new(place(3).start, place(4).end)), "").related(&other, None, "");
        finding.fixes.push(Edit { span: place(6), replacement: String::new() });
        finding.fixes.push(Edit { span: Span::new(text.len(), 9 * text.len()), replacement: String::new() });
        let mut texts = SourceTexts::from([(file.clone(), text.as_str().into()), (other.clone(), text.as_str().into())]);
        mask(&mut texts, &[Diagnostic { rule: "x", basis: "", level: Level::Info, finding }]);
        let masked = |file| {
            let lines = texts[file].lines().enumerate();
            lines.filter(|(_, line)| line.contains("154****1234")).map(|(number, _)| number).collect::<Vec<_>>()
        };
        assert_eq!((masked(&file), masked(&other)), (vec![1, 3, 4, 6], vec![2]));
    }
}
