//! The texts of a TOML file that readers see, as blocks for rules over text. It is the same for settings, categories and front matter;
//! `model::published` says which keys they are.

use crate::model::fault::{Fault, FaultKind};
use crate::model::prose::{BlockKind, Prose};
use crate::model::published::{Key, Shown, Written, find};
use crate::model::span::Span;

/// What of `written` is shown, in the order of the file. What the parser made of a line that it could not read is no text.
pub fn prose(written: &[Written], keys: &'static [Key], source: &str, faults: &[Fault]) -> Prose {
    let is_syntax = |fault: &&Fault| matches!(fault.kind, FaultKind::MalformedToml { .. });
    let unread: Vec<Span> = faults.iter().filter(is_syntax).filter_map(|fault| fault.span).collect();
    let mut prose = Prose::with_room(source.len());
    for Written { key, value, span } in written {
        let Some(key) = find(keys, key).filter(|key| key.shown != Shown::No) else { continue };
        let value = value.trim();
        if value.is_empty() || unread.iter().any(|fault| share_a_line(source, *fault, *span)) {
            continue;
        }
        let start = prose.text.len();
        let written = source.get(span.start..span.end).unwrap_or_default();
        // Nearly always the value stands behind its quotation mark as it is.
        let is_quoted = written.get(1..).is_some_and(|inside| inside.starts_with(value));
        match is_quoted.then_some(1).or_else(|| written.find(value)) {
            Some(at) => prose.push_exact(value, span.start + at),
            // A value with escapes stands nowhere in the file as it is, so its place is that of the whole.
            None => prose.push_written_as(value, *span),
        }
        prose.close(BlockKind::Field(key), start);
    }
    prose
}

fn share_a_line(text: &str, a: Span, b: Span) -> bool {
    let (first, second) = if a.start <= b.start { (a, b) } else { (b, a) };
    text.get(first.end..second.start).is_none_or(|between| !between.contains('\n'))
}
