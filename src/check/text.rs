//! Rules over text, run while a report is read. All of them share one pass over the text for every literal that any of
//! them looks for ([`literals`]), and one scan for digits, marks and invisible characters ([`scan`]): a rule asks for what was
//! found and walks through the text itself only where neither can help. What they say becomes [`Remark`]s, which are
//! kept with the report until its file changes.

pub(crate) mod amounts;
pub mod codes;
mod foreign;
pub(crate) mod half_width;
mod literals;
pub(crate) mod numbering;
pub(crate) mod punctuation;
pub mod scan;
pub(crate) mod stray;
pub(crate) mod table_sums;

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use serde::Serialize;

use super::registry::RULES;
use super::rule::{Check, Rule};
use super::rules::half_width_punctuation;
use super::wording::Wording;
use crate::config::words::FILE;
use crate::config::{Config, Punctuation};
use crate::load::review::{Draft, Review, Reviewed};
use crate::model::allowance::Allowed;
use crate::model::digest::Digest;
use crate::model::look_alike::meant;
use crate::model::privacy::Sighting;
use crate::model::prose::Prose;
use crate::model::remark::{Edit, Remark};
use crate::model::span::Span;
use literals::Literals;
use numbering::Numbered;
use scan::{Mark, Scan};

/// How a rule over text works.
#[derive(Debug)]
pub struct TextCheck {
    /// Literals whose places the rule wants to know; [`Hit::pattern`] counts in this list.
    pub patterns: fn(&Terms) -> Vec<Cow<'static, str>>,
    /// What there is to say of one report. The name of the rule is filled in afterwards.
    pub look: fn(&Text<'_>) -> Vec<Remark>,
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
    pub punctuation: Punctuation,
}

impl Terms {
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

/// Of everything in the settings that changes what is made of a report when it is read.
pub fn reading(config: &Config) -> Digest {
    let terms = postcard::to_allocvec(&Terms::of(config)).unwrap_or_default();
    Digest::of_parts([config.markdown().code().as_slice(), &terms])
}

/// One report before the eyes of one rule.
#[derive(Debug, Clone, Copy)]
pub struct Text<'t> {
    pub draft: &'t Draft<'t>,
    pub prose: &'t Prose,
    pub scan: &'t Scan,
    /// Places of the rule's own patterns, in the order in which they end. They may overlap.
    pub hits: &'t [Hit],
    pub terms: &'t Terms,
    pub(crate) shared: &'t Shared,
}

/// What several rules ask of one report, found when the first of them asks.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    pub(crate) private: OnceCell<Vec<Sighting>>,
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

    /// Places that are no prose though they stand in it, ascending: names of files, paths, formulas.
    fn foreign(&self) -> &[Range<usize>] {
        self.shared.foreign.get_or_init(|| foreign::places(self.text(), self.scan))
    }

    /// Whether byte `at` stands in such a place.
    pub(crate) fn is_foreign(&self, at: usize) -> bool {
        let places = self.foreign();
        places.get(places.partition_point(|place| place.end <= at)).is_some_and(|place| place.start <= at)
    }

    pub fn before(&self, at: usize) -> Option<char> {
        self.prose.text.get(..at)?.chars().next_back()
    }

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
    pub pattern: usize,
    /// Bytes of the plain text.
    pub range: Range<usize>,
}

/// The rules over text of a site, ready to look at reports.
#[derive(Debug)]
pub struct TextRules {
    terms: Terms,
    // Where no report is read, none is needed.
    prepared: OnceLock<Prepared>,
}

#[derive(Debug)]
struct Prepared {
    rules: Vec<(&'static Rule, &'static TextCheck)>,
    literals: Literals,
    /// Whose pattern it is (an index into `rules`), and which of its own.
    owners: Vec<(usize, usize)>,
}

impl TextRules {
    pub fn new(config: &Config) -> TextRules {
        TextRules { terms: Terms::of(config), prepared: OnceLock::new() }
    }
}

impl Prepared {
    fn new(terms: &Terms) -> Prepared {
        let text = |rule: &&'static Rule| match &rule.check {
            Check::Text(check) => Some((*rule, check)),
            _ => None,
        };
        let rules: Vec<(&'static Rule, &'static TextCheck)> = RULES.iter().filter_map(text).collect();
        let mut owners = Vec::new();
        let mut patterns = Vec::new();
        for (rule, (_, check)) in rules.iter().enumerate() {
            let own = (check.patterns)(terms);
            owners.extend((0..own.len()).map(|pattern| (rule, pattern)));
            patterns.extend(own);
        }
        Prepared { rules, literals: Literals::new(patterns), owners }
    }

    /// Every place of every literal, rule by rule.
    fn hits(&self, text: &str, scan: &Scan) -> Vec<(usize, Hit)> {
        let mut hits = Vec::new();
        self.literals.find(text, &scan.codes, |number, range| {
            if let Some((rule, pattern)) = self.owners.get(number) {
                hits.push((*rule, Hit { pattern: *pattern, range }));
            }
        });
        hits.sort_unstable_by_key(|(rule, hit)| (*rule, hit.range.end, hit.range.start, hit.pattern));
        hits
    }

    /// What all rules have to say.
    fn look(&self, draft: &Draft<'_>, scan: &Scan, terms: &Terms) -> Vec<Remark> {
        let mut hits = self.hits(&draft.prose.text, scan).into_iter().peekable();
        let shared = Shared::default();
        let mut own = Vec::new();
        let mut remarks = Vec::new();
        for (index, (rule, check)) in self.rules.iter().enumerate() {
            own.clear();
            while let Some((_, hit)) = hits.next_if(|(of, _)| *of == index) {
                own.push(hit);
            }
            let text = Text { draft, prose: draft.prose, scan, hits: &own, terms, shared: &shared };
            let said = (check.look)(&text).into_iter().map(|remark| Remark { rule: rule.name.to_string(), ..remark });
            remarks.extend(said);
        }
        let text = Text { draft, prose: draft.prose, scan, hits: &[], terms, shared: &shared };
        leave_foreign(&text, &mut remarks);
        remarks
    }
}

/// Takes out what would mend names of files, paths and formulas, whichever rule offers it.
fn leave_foreign(text: &Text<'_>, remarks: &mut [Remark]) {
    if remarks.iter().all(|remark| remark.fixes.is_empty()) || text.foreign().is_empty() {
        return;
    }
    let mut places: Vec<Span> = text.foreign().iter().map(|place| text.span(place.clone())).collect();
    places.sort_unstable();
    let is_free = |edit: &Edit| {
        let next = places.partition_point(|place| place.end <= edit.span.start);
        places.get(next).is_none_or(|place| edit.span.end.max(edit.span.start + 1) <= place.start)
    };
    remarks.iter_mut().for_each(|remark| remark.fixes.retain(|edit| is_free(edit)));
}

thread_local! {
    /// Of the report that a thread looks at. Kept, because fresh memory for every report takes a quarter of the time of a scan.
    static SCAN: RefCell<Scan> = RefCell::default();
}

impl Review for TextRules {
    fn may_amend(&self) -> bool {
        self.terms.punctuation == Punctuation::Fullwidth
    }

    fn review(&self, draft: &Draft<'_>) -> Reviewed {
        let prepared = self.prepared.get_or_init(|| Prepared::new(&self.terms));
        let mut remarks = SCAN.with_borrow_mut(|scan| {
            scan.read(&draft.prose.text);
            if scan.look_alikes.is_empty() {
                return prepared.look(draft, scan, &self.terms);
            }
            let prose = with_meant(draft.prose, scan);
            prepared.look(&Draft { prose: &prose, ..*draft }, scan, &self.terms)
        });
        let name = half_width_punctuation::RULE.name;
        let shown = match self.terms.punctuation {
            Punctuation::Warn => Vec::new(),
            Punctuation::Keep => {
                remarks.retain(|remark| remark.rule != name);
                Vec::new()
            }
            // Whoever allows half-width marks wants them shown as they are written.
            Punctuation::Fullwidth if draft.matter.allow.iter().any(|allow| allow.value.rule == name) => Vec::new(),
            Punctuation::Fullwidth => take_edits(&mut remarks, draft, name),
        };
        Reviewed { remarks, shown }
    }
}

/// The text with the characters that look-alikes stand for, of which `scan` remembers where they were: so no other rule has to know of
/// them. A character keeps its bytes, so all places stay what they are.
fn with_meant(prose: &Prose, scan: &mut Scan) -> Prose {
    let found = std::mem::take(&mut scan.look_alikes);
    let mut text = String::with_capacity(prose.text.len());
    for Mark { at, c } in &found {
        text.push_str(prose.text.get(text.len()..*at).unwrap_or_default());
        let meant = meant(*c).map(|meant| meant.c).filter(|meant| meant.len_utf8() == c.len_utf8());
        text.push(meant.unwrap_or(*c));
    }
    text.push_str(prose.text.get(text.len()..).unwrap_or_default());
    scan.read(&text);
    scan.look_alikes = found;
    let mut seen = prose.clone();
    seen.text = text;
    seen
}

/// Takes out the remarks of a rule that no comment allows, and gives what would mend them, in the order of places.
fn take_edits(remarks: &mut Vec<Remark>, draft: &Draft<'_>, rule: &str) -> Vec<Edit> {
    let allowed = Allowed::of_rule(draft.line_allows, rule);
    let is_own = |remark: &Remark| remark.rule == rule && !remark.fixes.is_empty() && allowed.at(remark.span).is_none();
    let own = remarks.extract_if(.., |remark| is_own(remark));
    // A title is shown in pieces that are told by their lengths, so nothing of the settings goes.
    let stays = |edit: &Edit| !edit.replacement.is_empty() || edit.span.start >= draft.body_offset;
    let mut edits: Vec<Edit> = own.flat_map(|remark| remark.fixes).filter(stays).collect();
    edits.sort_by_key(|edit| edit.span);
    edits
}
