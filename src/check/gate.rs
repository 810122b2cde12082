//! The gate between what was written and what is published: the only place that makes a [`CheckedReport`], and only from a
//! report without a finding at error level. Defaults of the site are filled in here, so later stages never ask for them.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::reviews::Reviews;
use super::waits;
use crate::config::Config;
use crate::diagnostics::{Diagnostic, Level};
use crate::load::Loaded;
use crate::load::resolve::{category_taken, resolve_report};
use crate::model::choices::Choices;
use crate::model::date::{Date, PublishDate};
use crate::model::metadata::{DraftMetadata, Metadata, Update, Validity};
use crate::model::path::SourcePath;
use crate::model::report::{CheckedReport, HoldReason, LoadedReport, Status};
use crate::model::review::Lack;
use crate::model::span::Located;

/// The reports that may be published, and those that may not.
#[derive(Debug, Default)]
pub struct Gated {
    /// Complete reports that nothing speaks against, held ones among them, in the order of their paths.
    pub reports: Vec<Arc<CheckedReport>>,
    /// Reports with a finding at error level.
    pub rejected: Vec<SourcePath>,
    /// Drafts that lack what a report must have: held like other drafts, and on no page.
    pub unfinished: Vec<(SourcePath, HoldReason)>,
}

/// Whether a finding speaks against a report or a file that it publishes.
fn is_blocked(report: &LoadedReport, blocked: &BTreeSet<&SourcePath>) -> bool {
    blocked.contains(&report.path) || report.attachments.iter().any(|file| blocked.contains(&file.source))
}

/// What the gate goes by, beside the report and what was found.
#[derive(Clone, Copy)]
pub struct Gate<'g> {
    /// Everything that was read.
    pub loaded: &'g Loaded,
    /// For what a report does not say itself.
    pub config: &'g Config,
    /// Which reports wait for signatures.
    pub reviews: &'g Reviews,
    /// The time that counts as now, and whether what would be held back is shown.
    pub choices: Choices,
}

/// Lets through every report that no finding at error level speaks against.
pub fn pass(gate: Gate<'_>, diagnostics: &[Diagnostic]) -> Gated {
    let Gate { loaded, reviews, choices, .. } = gate;
    let blocked: BTreeSet<&SourcePath> =
        diagnostics.iter().filter(|d| d.level == Level::Error).map(|d| &d.finding.file).collect();
    let check = |report: &Arc<LoadedReport>| match is_blocked(report, &blocked) {
        true => None,
        false => complete(report, gate).map(Arc::new),
    };
    let checked: Vec<Option<Arc<CheckedReport>>> = loaded.reports.par_iter().map(check).collect();
    let mut gated = Gated::default();
    for (report, checked) in loaded.reports.iter().zip(checked) {
        match checked {
            Some(checked) => gated.reports.push(checked),
            None if !choices.drafts && !blocked.contains(&report.path) && waits(report, reviews) => {
                let lack = reviews.held(&report.path).map(|lack| HoldReason::Unreviewed { lack, until: None });
                let reason = held_as_draft(report).or(lack).unwrap_or(HoldReason::Draft);
                gated.unfinished.push((report.path.clone(), reason));
            }
            None => gated.rejected.push(report.path.clone()),
        }
    }
    gated
}

/// The report with all defaults filled in; `None` without a title or date.
pub fn complete(report: &LoadedReport, gate: Gate<'_>) -> Option<CheckedReport> {
    let Gate { loaded, config, reviews, choices } = gate;
    let draft = &report.draft;
    let title = draft.title.as_ref()?.value.clone();
    let Located { value: date, span: dated } = draft.date.as_ref()?;
    let metadata = metadata(report, title, *date, config, choices.now.date());
    let also_in = draft.categories.iter().filter_map(|written| category_taken(loaded, &written.value));
    let references = |written: &[Located<String>]| -> Vec<SourcePath> {
        written.iter().filter_map(|reference| resolve_report(loaded, report, &reference.value)).collect()
    };
    Some(CheckedReport {
        path: report.path.clone(),
        folder: report.folder.clone(),
        is_bundle: report.is_bundle,
        status: status((held_as_draft(report), reviews.held(&report.path)), *date, choices),
        slug: draft.slug.clone(),
        dated: *dated,
        also_in: also_in.filter(|folder| **folder != report.folder).cloned().collect(),
        aliases: draft.aliases.clone(),
        related: references(&draft.related),
        interprets: references(&draft.interprets),
        metadata,
        body: report.body.clone(),
        attachments: report.attachments.clone(),
    })
}

fn metadata(report: &LoadedReport, title: String, date: PublishDate, config: &Config, today: Date) -> Metadata {
    let draft = &report.draft;
    let text = |field: &Option<Located<String>>| field.as_ref().map(|found| found.value.clone()).unwrap_or_default();
    let written = |field: &Option<Located<String>>, defaults: [&str; 2]| {
        let given = field.as_ref().map_or("", |found| found.value.as_str());
        [given, defaults[0], defaults[1]].into_iter().find(|text| !text.is_empty()).unwrap_or_default().to_string()
    };
    let org = &config.org;
    Metadata {
        title_parts: draft.title_breaks.as_ref().map_or_else(|| vec![title.clone()], |parts| parts.value.clone()),
        date,
        source: written(&draft.source, [&org.source, &org.name]),
        issuer: written(&draft.issuer, [&org.issuer, ""]),
        written: draft.written.as_ref().map(|day| day.value),
        number: text(&draft.number),
        index: text(&draft.index),
        keywords: draft.keywords.iter().map(|word| word.value.clone()).collect(),
        description: match &draft.description {
            Some(given) if !given.value.is_empty() => given.value.as_str().into(),
            _ if !report.body.summary.is_empty() => Arc::clone(&report.body.summary),
            _ => title.as_str().into(),
        },
        editor: text(&draft.editor),
        validity: validity(draft, today),
        validity_given: draft.validity.is_some() || draft.expires.is_some(),
        expires: last_day(draft, today),
        draft: report.says_draft(),
        highlights: draft.highlights.iter().map(|found| found.value.clone()).collect(),
        updates: updates(draft),
        extra: draft.extra.clone(),
        title,
    }
}

/// A report whose last day is over has expired, whatever `validity` says.
fn validity(draft: &DraftMetadata, today: Date) -> Validity {
    let given = draft.validity.as_ref().map(|found| found.value).unwrap_or_default();
    let is_over = draft.expires.as_ref().is_some_and(|day| day.value < today);
    if given == Validity::Valid && is_over { Validity::Expired } else { given }
}

/// 有效期的最后一天. A report that was declared 失效 or 废止 before that day has none any more: no page may say that it ended on a
/// day that is still to come.
fn last_day(draft: &DraftMetadata, today: Date) -> Option<Date> {
    let ended_early = draft.validity.as_ref().is_some_and(|given| given.value != Validity::Valid);
    draft.expires.as_ref().map(|day| day.value).filter(|day| !ended_early || *day < today)
}

/// Newest first; of one moment, the one that is written last.
fn updates(draft: &DraftMetadata) -> Vec<Update> {
    let mut updates: Vec<Update> = draft.updates.iter().rev().map(|update| update.value.clone()).collect();
    updates.sort_by_key(|update| Reverse(update.date.moment()));
    updates
}

fn held_as_draft(report: &LoadedReport) -> Option<HoldReason> {
    match () {
        () if report.says_draft() => Some(HoldReason::Draft),
        () if report.is_set_aside => Some(HoldReason::SetAside),
        () if report.is_off => Some(HoldReason::ColumnOff),
        () => None,
    }
}

/// A draft is one whatever else it is. A report that waits for signatures waits for its date too.
fn status((as_draft, lack): (Option<HoldReason>, Option<Lack>), date: PublishDate, choices: Choices) -> Status {
    let until = Some(date).filter(|date| date.moment() > choices.now);
    let reason = match (as_draft, lack, until) {
        (Some(reason), ..) => reason,
        (None, Some(lack), until) => HoldReason::Unreviewed { lack, until },
        (None, None, Some(date)) => HoldReason::Scheduled(date),
        (None, None, None) => return Status::Published,
    };
    if choices.drafts { Status::Preview(reason) } else { Status::Held(reason) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::review::Step;
    use jiff::civil::date;

    #[test]
    fn a_report_appears_on_its_day_and_not_before() {
        let today = date(2024, 11, 11);
        let (now, tomorrow) = (today.at(8, 0, 0, 0), PublishDate::day(date(2024, 11, 12)));
        let status = |as_draft, date, now, drafts| super::status((as_draft, None), date, Choices { now, drafts });
        let at = |hour| PublishDate { day: today, time: Some(jiff::civil::time(hour, 0, 0, 0)) };
        assert_eq!(status(None, PublishDate::day(today), now, false), Status::Published);
        assert_eq!(status(None, tomorrow, now, false), Status::Held(HoldReason::Scheduled(tomorrow)));
        assert_eq!(status(None, at(8), now, false), Status::Published);
        assert_eq!(status(None, at(9), now, false), Status::Held(HoldReason::Scheduled(at(9))));
        assert_eq!(status(Some(HoldReason::Draft), at(7), now, false), Status::Held(HoldReason::Draft));
        assert_eq!(status(Some(HoldReason::Draft), at(7), now, true), Status::Preview(HoldReason::Draft));
        let lack = Lack::Step(Step::First);
        let unreviewed = |until| Status::Held(HoldReason::Unreviewed { lack, until });
        let waiting = |as_draft, date| super::status((as_draft, Some(lack)), date, Choices { now, drafts: false });
        assert_eq!(waiting(None, at(7)), unreviewed(None));
        assert_eq!(waiting(None, tomorrow), unreviewed(Some(tomorrow)));
        assert_eq!(waiting(Some(HoldReason::Draft), at(7)), Status::Held(HoldReason::Draft));
    }
}
