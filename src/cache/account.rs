//! What the last build was made from and what it had to say, so that a build to which nothing has happened can say it again
//! at once.

use serde::{Deserialize, Serialize};

use crate::check::registry::RULES;
use crate::diagnostics::{Diagnostic, Finding, HeldReport, Level, Summary};
use crate::model::digest::Digest;
use crate::model::path::SourcePath;
use crate::model::report::HoldReason;

/// The account of a build that published a site.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Account {
    /// Of everything that the build looked at; `None` when it must not be said again.
    pub inputs: Option<Digest>,
    /// Of the ledger that it left.
    pub ledger: Digest,
    findings: Vec<(String, Level, Finding)>,
    reports: usize,
    published: usize,
    rejected: usize,
    /// File, whether it is a draft, and the day it appears.
    held: Vec<(SourcePath, bool, Option<String>)>,
}

impl Account {
    pub fn new(inputs: Digest, ledger: Digest, diagnostics: &[Diagnostic], summary: &Summary) -> Account {
        let finding = |found: &Diagnostic| (found.rule.to_string(), found.level, found.finding.clone());
        let held = |report: &HeldReport| (report.file.clone(), report.reason == draft(), report.until.clone());
        Account {
            inputs: Some(inputs),
            ledger,
            findings: diagnostics.iter().map(finding).collect(),
            reports: summary.reports,
            published: summary.published,
            rejected: summary.rejected,
            held: summary.held.iter().map(held).collect(),
        }
    }

    /// Findings and summary as they were, nothing withdrawn since. `None` when a rule is gone.
    pub fn again(&self) -> Option<(Vec<Diagnostic>, Summary)> {
        let diagnostic = |(name, level, finding): &(String, Level, Finding)| {
            let rule = RULES.iter().find(|rule| rule.name == name)?;
            Some(Diagnostic { rule: rule.name, basis: rule.basis, level: *level, finding: finding.clone() })
        };
        let diagnostics: Option<Vec<Diagnostic>> = self.findings.iter().map(diagnostic).collect();
        let held = |(file, is_draft, until): &(SourcePath, bool, Option<String>)| HeldReport {
            file: file.clone(),
            reason: if *is_draft { draft() } else { scheduled() },
            until: until.clone(),
        };
        let summary = Summary {
            reports: self.reports,
            published: self.published,
            rejected: self.rejected,
            held: self.held.iter().map(held).collect(),
            ..Summary::default()
        };
        Some((diagnostics?, summary))
    }
}

fn draft() -> &'static str {
    HoldReason::Draft.name()
}

fn scheduled() -> &'static str {
    HoldReason::Scheduled(crate::model::date::Date::MAX).name()
}
