//! Runs the rules over text while a report is read. What they say becomes [`Remark`]s, which are kept with the report until its file
//! changes. This stands above the list of rules, and `text`, which the rules use, below it.

use std::cell::RefCell;
use std::sync::OnceLock;

use super::registry::RULES;
use super::rule::{Check, Rule};
use super::rules::half_width_punctuation;
use super::text::literals::Literals;
use super::text::scan::{Mark, Scan};
use super::text::{Hit, Shared, Terms, Text, TextCheck};
use crate::config::{Config, Punctuation};
use crate::load::review::{Draft, Review, Reviewed};
use crate::model::allowance::Allowed;
use crate::model::look_alike::meant;
use crate::model::prose::Prose;
use crate::model::remark::{Edit, Remark};
use crate::model::span::Span;

/// The rules over text of a site, ready to look at reports.
#[derive(Debug)]
pub struct TextRules {
    terms: Terms,
    // Made when the first report is read: a rebuild in which nothing changed reads none.
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
    /// The rules as the settings want them. Their literals are prepared when the first text is looked at, because a rebuild
    /// may read none.
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
    fn check(&self, draft: &Draft<'_>, scan: &Scan, terms: &Terms) -> Vec<Remark> {
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
            let said = (check.check)(&text).into_iter().map(|remark| Remark { rule: rule.name.to_string(), ..remark });
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
                return prepared.check(draft, scan, &self.terms);
            }
            let prose = with_meant(draft.prose, scan);
            prepared.check(&Draft { prose: &prose, ..*draft }, scan, &self.terms)
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
    // A title may be shown in pieces, which are told from one another by their lengths. So nothing may be taken out of front matter,
    // only replaced.
    let stays = |edit: &Edit| !edit.replacement.is_empty() || edit.span.start >= draft.body_offset;
    let mut edits: Vec<Edit> = own.flat_map(|remark| remark.fixes).filter(stays).collect();
    edits.sort_by_key(|edit| edit.span);
    edits
}
