//! What rules over text see of a report. All of them share one pass over the text for every literal that any of them looks for
//! ([`literals`]), and one scan for digits, marks and invisible characters ([`scan`]): a rule asks for what was found and walks through
//! the text itself only where neither can help. Who runs the rules stands above them, in `review`; what they need stands here.

pub(crate) mod amounts;
pub mod code_units;
pub(crate) mod document_number;
mod foreign;
pub(crate) mod half_width;
pub(super) mod literals;
pub(crate) mod numbering;
pub(super) mod occurrences;
pub(crate) mod punctuation;
pub mod scan;
pub(crate) mod stray;
pub(crate) mod table_sums;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;

use super::wording::Wording;
use crate::config::words::FILE;
use crate::config::{Config, Punctuation};
use crate::load::review::Draft;
use crate::model::allowance::Allowed;
use crate::model::digest::Digest;
use crate::model::privacy::Sighting;
use crate::model::prose::Prose;
use crate::model::remark::Remark;
use crate::model::span::Span;
use numbering::Numbered;
use scan::Scan;

/// How a rule over text works.
#[derive(Debug)]
pub struct TextCheck {
    /// Literals whose places the rule wants to know; [`Hit::pattern`] counts in this list.
    pub patterns: fn(&Terms) -> Vec<Cow<'static, str>>,
    /// What there is to say of one report. The name of the rule is filled in afterwards.
    pub check: fn(&Text<'_>) -> Vec<Remark>,
}

/// For rules without literals.
pub fn no_patterns(_: &Terms) -> Vec<Cow<'static, str>> {
    Vec::new()
}

/// All that rules over text may know of the site. What is kept of a report is thrown away when this changes, so whatever such a
/// rule depends on belongs here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Terms {
    /// The site's own list of words.
    pub words: Vec<Wording>,
    /// Longer texts in which a word of any list is right.
    pub exceptions: Vec<String>,
    /// What becomes of half-width marks, which a rule about them need not tell where nothing does.
    pub punctuation: Punctuation,
}

impl Terms {
    /// What the settings say of texts.
    pub fn of(config: &Config) -> Terms {
        let word = |(wrong, right): &(String, String)| Wording {
            wrong: wrong.clone(),
            right: right.clone(),
            except: Vec::new(),
            seam: None,
            is_only_told: false,
            source: FILE.to_string(),
        };
        Terms {
            words: config.words.words.iter().map(word).collect(),
            exceptions: config.words.exceptions.clone(),
            punctuation: config.punctuation,
        }
    }
}

/// Digest of everything in the settings that changes what is made of a report when it is read.
pub fn reading(config: &Config) -> Digest {
    let terms = postcard::to_allocvec(&Terms::of(config)).unwrap_or_default();
    Digest::of_parts([config.markdown().code().as_slice(), &terms])
}

/// One report before the eyes of one rule.
#[derive(Debug, Clone, Copy)]
pub struct Text<'t> {
    /// The report on its way from text to value, with its source and its front matter.
    pub draft: &'t Draft<'t>,
    /// The plain text with its places. All offsets that rules work with are of it.
    pub prose: &'t Prose,
    /// What the one pass over the text has found.
    pub scan: &'t Scan,
    /// Places of the rule's own patterns, in the order in which they end. They may overlap.
    pub hits: &'t [Hit],
    /// What the site chose about its texts.
    pub terms: &'t Terms,
    /// What rules find out for one another.
    pub(crate) shared: &'t Shared,
}

/// What several rules ask of one report, found when the first of them asks.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    /// Private data of all kinds; each rule about it tells one.
    pub(crate) private: OnceCell<Vec<Sighting>>,
    /// Blocks that begin with a numeral, for the rules about numbering.
    pub(crate) numbers: OnceCell<Vec<Numbered>>,
    foreign: OnceCell<Vec<Range<usize>>>,
}

impl Text<'_> {
    /// The plain text.
    pub fn text(&self) -> &str {
        &self.prose.text
    }

    /// Where bytes `range` of the plain text are written.
    pub fn span(&self, range: Range<usize>) -> Span {
        self.prose.span(range)
    }

    /// Places of one fault, in their order, as findings tell them: together, but those on a line where a comment allows `rule` by
    /// themselves, so that the comment takes them out of what is told, counted and mended, and nothing else.
    pub(crate) fn told_together<P>(
        &self,
        rule: &str,
        places: impl IntoIterator<Item = P>,
        span: impl Fn(&P) -> Span,
    ) -> Vec<Vec<P>> {
        if self.draft.line_allows.is_empty() {
            let together: Vec<P> = places.into_iter().collect();
            return if together.is_empty() { Vec::new() } else { vec![together] };
        }
        let allowed = Allowed::of_rule(self.draft.line_allows, rule);
        let mut together: BTreeMap<Option<Span>, Vec<P>> = BTreeMap::new();
        for place in places {
            let line = allowed.at(span(&place)).map(|allow| allow.line);
            together.entry(line).or_default().push(place);
        }
        together.into_values().collect()
    }

    /// Whether byte `at` stands in prose, not in a name, number or code of the front matter.
    pub fn is_prose(&self, at: usize) -> bool {
        self.prose.block_at(at).is_some_and(|block| block.kind.is_prose())
    }

    /// Whether byte `at` stands in words, be they a name: of the front matter only numbers, codes and addresses are none.
    pub fn has_words(&self, at: usize) -> bool {
        self.prose.block_at(at).is_some_and(|block| block.kind.has_words())
    }

    /// Blocks that begin with a numeral, in the order of the text.
    pub(crate) fn numbered(&self) -> &[Numbered] {
        self.shared.numbers.get_or_init(|| numbering::numbered(self.prose))
    }

    /// Places that are no prose though they stand in it, ascending: names of files, paths, formulas.
    pub(super) fn foreign(&self) -> &[Range<usize>] {
        self.shared.foreign.get_or_init(|| foreign::places(self.text(), self.scan))
    }

    /// Whether byte `at` stands in such a place.
    pub(crate) fn is_foreign(&self, at: usize) -> bool {
        let places = self.foreign();
        places.get(places.partition_point(|place| place.end <= at)).is_some_and(|place| place.start <= at)
    }

    /// The character that ends at byte `at` of the plain text.
    pub fn before(&self, at: usize) -> Option<char> {
        self.prose.text.get(..at)?.chars().next_back()
    }

    /// The character that begins at byte `at` of the plain text.
    pub fn after(&self, at: usize) -> Option<char> {
        self.prose.text.get(at..)?.chars().next()
    }
}

/// At most `bytes` at the end of a text.
pub(crate) fn end_of(text: &str, bytes: usize) -> &str {
    &text[text.ceil_char_boundary(text.len().saturating_sub(bytes))..]
}

/// At most `bytes` at the start of a text.
pub(crate) fn start_of(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes.min(text.len()))]
}

/// Whether nothing but blanks stands behind the last break of a line in `before`.
pub(crate) fn is_line_start(before: &str) -> bool {
    let rest = before.trim_end_matches(|c: char| c != '\n' && c.is_whitespace());
    rest.is_empty() || rest.ends_with('\n')
}

/// A literal that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Which literal: an index into the list of [`TextCheck::patterns`].
    pub pattern: usize,
    /// Bytes of the plain text.
    pub range: Range<usize>,
}
