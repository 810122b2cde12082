//! What the last build was made from and what it had to say, so that a build to which nothing has happened can say it again
//! at once. What it said stays encoded: any other build does not ask.

use serde::{Deserialize, Serialize};

use super::bytes::Bytes;
use crate::check::registry::RULES;
use crate::diagnostics::{Diagnostic, Due, Finding, HeldReport, Level, Summary};
use crate::model::date::DateTime;
use crate::model::digest::Digest;
use crate::model::path::SourcePath;
use crate::model::privacy::is_private;
use crate::model::report::HoldReason;
use crate::model::review::Lack;
use crate::permalinks::concluded::Concluded;

/// The verdict of a build that published a site.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct LastVerdict<'c> {
    /// Digest of everything that the build looked at; `None` when the verdict must not be said again.
    pub inputs: Option<Digest>,
    /// When the build was, and when the next report appears by itself: in between, the office's clock changes nothing but the
    /// day, which is among the inputs.
    period: Option<(DateTime, Option<DateTime>)>,
    /// Digest of the ledger that the build left: where another stands in its place, the verdict is of an older state.
    pub ledger: Digest,
    /// Digest of the record of addresses as the build left it: where another stands in its place, somebody merged or changed it.
    pub record: Digest,
    /// What the build concluded of addresses, where the next one may rely on it ([`Concluded`]).
    #[serde(borrow)]
    concluded: Bytes<'c>,
    /// [`Verdict`].
    #[serde(borrow)]
    said: Bytes<'c>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Verdict<F> {
    findings: Vec<(String, Level, F)>,
    reports: usize,
    published: usize,
    rejected: usize,
    skipped: usize,
    /// File, the name of the reason, when it appears, and what it lacks of its review.
    held: Vec<(SourcePath, String, Option<String>, Option<String>)>,
    due: Option<Due>,
}

/// What a build leaves of addresses for the next one.
#[derive(Debug, Default)]
pub struct Left {
    /// Of the record as it is afterwards.
    pub record: Digest,
    /// What was concluded from it.
    pub concluded: Option<Concluded>,
}

impl LastVerdict<'_> {
    /// Notes what the build leaves of addresses.
    pub fn leave(&mut self, Left { record, concluded }: &Left) {
        self.record = *record;
        let encoded = concluded.as_ref().and_then(|concluded| postcard::to_allocvec(concluded).ok());
        self.concluded = Bytes::New(encoded.unwrap_or_default());
    }

    /// What the build concluded of addresses.
    pub fn concluded(&self) -> Option<Concluded> {
        postcard::from_bytes(self.concluded.as_slice()).ok()
    }

    /// Of a build whose ledger and record are still to come, at the time and until the time of `period`.
    pub fn new(
        inputs: Digest,
        period: (DateTime, Option<DateTime>),
        diagnostics: &[Diagnostic],
        summary: &Summary,
    ) -> LastVerdict<'static> {
        let held = |report: &HeldReport| {
            (report.file.clone(), report.reason.to_string(), report.until.clone(), report.lack.map(str::to_string))
        };
        let said = Verdict {
            findings: diagnostics.iter().map(|found| (found.rule.to_string(), found.level, &found.finding)).collect(),
            reports: summary.reports,
            published: summary.published,
            rejected: summary.rejected,
            skipped: summary.skipped,
            held: summary.held.iter().map(held).collect(),
            due: summary.due.clone(),
        };
        let said = postcard::to_extend(&said, Vec::with_capacity(512 * diagnostics.len()));
        // Messages mask a path with private data in it; here it would be kept in clear. So such an verdict is not kept at
        // all.
        let mut files =
            diagnostics.iter().map(|found| &found.finding.file).chain(summary.held.iter().map(|held| &held.file));
        if files.any(|file| is_private(file.as_str())) {
            return LastVerdict::default();
        }
        let inputs = said.is_ok().then_some(inputs);
        let (ledger, record, concluded) = Default::default();
        LastVerdict { inputs, period: Some(period), ledger, record, concluded, said: Bytes::New(said.unwrap_or_default()) }
    }

    /// Whether no report has appeared by itself between the build and `now`.
    pub fn holds_at(&self, now: DateTime) -> bool {
        self.period.is_some_and(|(from, until)| from <= now && until.is_none_or(|until| now < until))
    }

    /// Bytes of what was said, for setting room aside.
    pub(super) fn size(&self) -> usize {
        self.said.len() + self.concluded.len()
    }

    /// Findings and summary as they were, nothing withdrawn since. `None` when a rule is gone.
    pub fn repeated(&self) -> Option<(Vec<Diagnostic>, Summary)> {
        let said: Verdict<Finding> = postcard::from_bytes(self.said.as_slice()).ok()?;
        let diagnostic = |(name, level, finding): (String, Level, Finding)| {
            let rule = RULES.iter().find(|rule| rule.name == name)?;
            Some(Diagnostic { rule: rule.name, basis: rule.basis, level, finding })
        };
        let diagnostics: Option<Vec<Diagnostic>> = said.findings.into_iter().map(diagnostic).collect();
        let held = |(file, reason, until, lack): (SourcePath, String, Option<String>, Option<String>)| HeldReport {
            file,
            reason: HoldReason::name_of(&reason),
            until,
            lack: lack.and_then(|lack| Lack::name_of(&lack)),
        };
        let summary = Summary {
            reports: said.reports,
            published: said.published,
            rejected: said.rejected,
            skipped: said.skipped,
            held: said.held.into_iter().map(held).collect(),
            due: said.due,
            ..Summary::default()
        };
        Some((diagnostics?, summary))
    }
}
