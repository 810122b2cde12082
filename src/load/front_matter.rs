//! The front matter of a report: the TOML between two lines of `+++`. A fence that is missing or only nearly right is told
//! from a report without one, because a report must never be published with its settings as text, nor lose them.

use std::collections::BTreeSet;

use super::{aliases, signatures};
use crate::model::fault::{Fault, FaultKind};
use crate::model::metadata::{Allowance, DraftMetadata, Highlight, Update, Validity};
use crate::model::published::Written;
use crate::model::span::{Located, Span};
use crate::strict_toml::{self, Reader};

/// The line before and after the front matter.
pub const FENCE: &str = "+++";
/// A closing fence is looked for in so many lines when something like one must be told from text.
const NEAR_MISS_LINES: usize = 60;

/// The parts of a report's file.
pub(super) struct Split<'t> {
    /// What stands between the fences; `None` where these could not be found.
    pub(super) matter: Option<Matter<'t>>,
    /// Where the text begins in the file, in bytes; 0 where there is no front matter, because then all of it is text.
    pub(super) body_offset: usize,
    /// What is wrong with the fences.
    pub(super) faults: Vec<Fault>,
}

/// The TOML between the fences.
pub(super) struct Matter<'t> {
    text: &'t str,
    offset: usize,
    span: Span,
}

struct Line<'t> {
    start: usize,
    text: &'t str,
}

impl Line<'_> {
    fn span(&self) -> Span {
        Span::new(self.start, self.start + self.text.trim_end().len())
    }
}

fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    text.split_inclusive('\n').scan(0, |start, line| {
        let at = *start;
        *start += line.len();
        Some(Line { start: at, text: line })
    })
}

/// Finds the fences.
pub(super) fn split(text: &str) -> Split<'_> {
    let broken = |fault| Split { matter: None, body_offset: 0, faults: vec![fault] };
    let Some(first) = lines(text).find(|line| !line.text.trim().is_empty()) else {
        return broken(Fault::whole(FaultKind::MissingFence { closing: false }));
    };
    if first.text.trim_end() != FENCE {
        let kind = match near_miss(first.text) {
            Some(found) => FaultKind::NearMissFence { found, closing: false },
            None => FaultKind::MissingFence { closing: false },
        };
        return broken(Fault::at(first.span(), kind));
    }
    let matter_start = first.start + first.text.len();
    let shifted =
        |line: &Line<'_>| Span::new(matter_start + line.start, matter_start + line.start + line.text.trim_end().len());
    let after = &text[matter_start..];
    if let Some(closing) = lines(after).find(|line| line.text.trim_end() == FENCE) {
        let body_offset = matter_start + closing.start + closing.text.len();
        let matter =
            Matter { text: &after[..closing.start], offset: matter_start, span: Span::new(first.start, body_offset) };
        return Split { matter: Some(matter), body_offset, faults: Vec::new() };
    }
    let near = lines(after).take(NEAR_MISS_LINES).find_map(|line| near_miss(line.text).map(|found| (shifted(&line), found)));
    broken(match near {
        Some((span, found)) => Fault::at(span, FaultKind::NearMissFence { found, closing: true }),
        None => Fault::at(first.span(), FaultKind::MissingFence { closing: true }),
    })
}

/// Whether a line looks like a fence that somebody mistyped or knows from another program.
fn near_miss(line: &str) -> Option<String> {
    let text = line.trim();
    let plain: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '＋' | '﹢' | '➕' => '+',
            '－' | '—' | '–' | '─' => '-',
            other => other,
        })
        .collect();
    let only = |mark: char, least: usize| plain.chars().count() >= least && plain.chars().all(|c| c == mark);
    let is_near = only('+', 2) || only('-', 3) || only('=', 3) || plain == "```toml" || plain == "```yaml";
    is_near.then(|| text.to_string())
}

/// The place of the TOML between the fences of `text`; `None` where these cannot be found.
pub fn matter(text: &str) -> Option<Span> {
    split(text).matter.map(|matter| Span::new(matter.offset, matter.offset + matter.text.len()))
}

/// Reads the fields of a report, which `unknown_key.md` lists for editors; whatever else stands there is a fault. Beside them are all texts as they are written.
pub(super) fn read(matter: Matter<'_>, faults: &mut Vec<Fault>) -> (DraftMetadata, Vec<Written>) {
    let (mut draft, written) =
        strict_toml::read(matter.text, matter.offset, faults, |reader| (fields(reader), reader.written()));
    draft.span = matter.span;
    if let (Some(breaks), Some(title)) = (&draft.title_breaks, &draft.title) {
        let joined = breaks.value.concat();
        if joined != title.value {
            faults.push(Fault::at(breaks.span, FaultKind::TitleBreaksMismatch { joined }));
            draft.title_breaks = None;
        }
    }
    (draft, written)
}

/// Every field that front matter may have.
pub fn keys() -> BTreeSet<String> {
    strict_toml::keys(fields)
}

fn fields(reader: &Reader<'_>) -> DraftMetadata {
    DraftMetadata {
        title: text(reader, "title"),
        title_breaks: title_breaks(reader),
        date: reader.date("date"),
        source: text(reader, "source"),
        issuer: text(reader, "issuer"),
        written: reader.day("written"),
        number: text(reader, "number"),
        index: text(reader, "index"),
        keywords: reader.strings("keywords"),
        description: text(reader, "description"),
        editor: text(reader, "editor"),
        validity: reader.parsed("validity", &Validity::NAMES.map(|name| format!("`{name}`")).join("、"), Validity::parse),
        expires: reader.day("expires"),
        draft: reader.boolean("draft"),
        slug: text(reader, "slug"),
        aliases: aliases::read(reader),
        categories: reader.strings("categories"),
        related: reader.strings("related"),
        interprets: reader.strings("interprets"),
        highlights: reader.tables("highlights", highlight),
        updates: updates(reader),
        review: signatures::record(reader),
        allow: reader.tables("allow", |allow| Allowance { rule: plain(allow, "rule"), reason: plain(allow, "reason") }),
        extra: reader.table("extra", Reader::free).unwrap_or_default(),
        span: Span::default(),
    }
}

/// A text field, trimmed; one that is empty counts as not given.
fn text(reader: &Reader<'_>, key: &'static str) -> Option<Located<String>> {
    reader.string(key).map(|found| found.map(|text| text.trim().to_string())).filter(|found| !found.value.is_empty())
}

fn plain(reader: &Reader<'_>, key: &'static str) -> String {
    text(reader, key).map(|found| found.value).unwrap_or_default()
}

fn title_breaks(reader: &Reader<'_>) -> Option<Located<Vec<String>>> {
    let span = reader.span_of("title_breaks");
    let parts: Vec<String> = reader.strings("title_breaks").into_iter().map(|part| part.value).collect();
    span.filter(|_| !parts.is_empty()).map(|span| Located::new(parts, span))
}

fn highlight(reader: &Reader<'_>) -> Highlight {
    Highlight {
        label: plain(reader, "label"),
        value: plain(reader, "value"),
        unit: plain(reader, "unit"),
        note: plain(reader, "note"),
    }
}

/// An entry that does not say when or what is a fault: readers would see half of it.
fn updates(reader: &Reader<'_>) -> Vec<Located<Update>> {
    let items = reader.tables("updates", |item| (item.date("date"), plain(item, "note"), item.span_of("date").is_some()));
    let mut updates = Vec::new();
    for Located { value: (date, note, has_date), span } in items {
        match date {
            Some(date) if !note.is_empty() => updates.push(Located::new(Update { date: date.value, note }, span)),
            // A date that cannot be read was told already.
            None if has_date && !note.is_empty() => {}
            _ => {
                let expected = "每一项都要有 `date`（更新的日期）和 `note`（改了什么，一句话）".to_string();
                reader.fault(span, FaultKind::InvalidValue { key: "updates".into(), value: String::new(), expected });
            }
        }
    }
    updates
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults_of(text: &str) -> Vec<FaultKind> {
        let split = split(text);
        let mut faults = split.faults;
        if let Some(matter) = split.matter {
            read(matter, &mut faults);
        }
        faults.into_iter().map(|fault| fault.kind).collect()
    }

    #[test]
    fn of_every_field_it_is_known_what_readers_see() {
        assert_eq!(
            strict_toml::keys(fields),
            crate::model::published::REPORT.iter().map(|key| key.name.to_string()).collect()
        );
    }

    #[test]
    fn spans_count_from_the_start_of_the_file() {
        let text = "\n+++\ntitle = \"甲\"\ntitel = 1\n+++\n正文";
        let split = split(text);
        assert_eq!(&text[split.body_offset..], "正文");
        let mut faults = Vec::new();
        let (draft, _) = read(split.matter.expect("front matter"), &mut faults);
        let title = draft.title.expect("a title");
        assert_eq!(&text[title.span.start..title.span.end], "\"甲\"");
        let span = faults[0].span.expect("a place");
        assert_eq!(&text[span.start..span.end], "titel");
    }

    #[test]
    fn near_misses_of_the_fence_are_told_from_reports_without_one() {
        for opening in ["++++\n", "---\n", "＋＋＋\n", "+ + +\n", " +++\n"] {
            let kinds = faults_of(&format!("{opening}title = \"甲\"\n+++\n"));
            assert!(matches!(kinds[..], [FaultKind::NearMissFence { closing: false, .. }]), "{opening:?}: {kinds:?}");
        }
        assert!(matches!(faults_of("正文\n")[..], [FaultKind::MissingFence { closing: false }]));
        assert!(matches!(faults_of("")[..], [FaultKind::MissingFence { closing: false }]));
        assert!(matches!(
            faults_of("+++\ntitle = \"甲\"\n++\n正文\n")[..],
            [FaultKind::NearMissFence { closing: true, .. }]
        ));
        assert!(matches!(faults_of("+++\ntitle = \"甲\"\n正文\n")[..], [FaultKind::MissingFence { closing: true }]));
    }

    #[test]
    fn windows_line_endings_and_trailing_blanks_are_fine() {
        assert!(faults_of("+++ \r\ntitle = \"甲\"\r\ndate = 2024-01-01\r\n+++\r\n正文\r\n").is_empty());
    }

    #[test]
    fn breaks_that_do_not_make_the_title_are_a_fault() {
        let kinds = faults_of("+++\ntitle = \"甲乙\"\ntitle_breaks = [\"甲\", \"丙\"]\n+++\n");
        assert!(matches!(kinds[..], [FaultKind::TitleBreaksMismatch { .. }]));
    }
}
