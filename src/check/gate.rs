//! The gate between what was written and what is published: the only place that makes a [`CheckedReport`], and only from a
//! report without a finding at error level. Defaults of the site are filled in here, so later stages never ask for them.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::is_certain_draft;
use crate::config::Config;
use crate::diagnostics::{Diagnostic, Level};
use crate::load::Loaded;
use crate::load::resolve::{category_taken, resolve_report};
use crate::model::date::{Date, DateTime, PublishDate};
use crate::model::metadata::{DraftMetadata, Metadata, Validity};
use crate::model::path::SourcePath;
use crate::model::report::{CheckedReport, HoldReason, LoadedReport, Status};
use crate::model::span::Located;

/// The reports that may be published, and those that may not.
#[derive(Debug, Default)]
pub struct Gated {
    /// Complete reports that nothing speaks against, held ones among them, in the order of their paths.
    pub reports: Vec<Arc<CheckedReport>>,
    /// Reports with a finding at error level.
    pub rejected: Vec<SourcePath>,
    /// Drafts that lack what a report must have: held like other drafts, and on no page.
    pub unfinished: Vec<SourcePath>,
}

/// Whether a finding speaks against a report or a file that it publishes.
fn is_blocked(report: &LoadedReport, blocked: &BTreeSet<&SourcePath>) -> bool {
    blocked.contains(&report.path) || report.attachments.iter().any(|file| blocked.contains(&file.source))
}

/// Lets through every report that no finding at error level speaks against. `drafts` shows what would be held back.
pub fn pass(loaded: &Loaded, diagnostics: &[Diagnostic], config: &Config, now: DateTime, drafts: bool) -> Gated {
    let blocked: BTreeSet<&SourcePath> =
        diagnostics.iter().filter(|d| d.level == Level::Error).map(|d| &d.finding.file).collect();
    let check = |report: &Arc<LoadedReport>| match is_blocked(report, &blocked) {
        true => None,
        false => complete(report, loaded, config, now, drafts).map(Arc::new),
    };
    let checked: Vec<Option<Arc<CheckedReport>>> = loaded.reports.par_iter().map(check).collect();
    let mut gated = Gated::default();
    for (report, checked) in loaded.reports.iter().zip(checked) {
        match checked {
            Some(checked) => gated.reports.push(checked),
            None if !drafts && !blocked.contains(&report.path) && is_certain_draft(report) => {
                gated.unfinished.push(report.path.clone());
            }
            None => gated.rejected.push(report.path.clone()),
        }
    }
    gated
}

/// The report with all defaults filled in; `None` without a title or date.
pub fn complete(
    report: &LoadedReport,
    loaded: &Loaded,
    config: &Config,
    now: DateTime,
    drafts: bool,
) -> Option<CheckedReport> {
    let draft = &report.draft;
    let title = draft.title.as_ref()?.value.clone();
    let Located { value: date, span: dated } = draft.date.as_ref()?;
    let metadata = metadata(report, title, *date, config, now.date());
    let also_in = draft.categories.iter().filter_map(|written| category_taken(loaded, &written.value));
    let references = |written: &[Located<String>]| -> Vec<SourcePath> {
        written.iter().filter_map(|reference| resolve_report(loaded, report, &reference.value)).collect()
    };
    Some(CheckedReport {
        path: report.path.clone(),
        folder: report.folder.clone(),
        is_bundle: report.is_bundle,
        status: status(held_as_draft(report), *date, now, drafts),
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

fn held_as_draft(report: &LoadedReport) -> Option<HoldReason> {
    match () {
        () if report.says_draft() => Some(HoldReason::Draft),
        () if report.is_set_aside => Some(HoldReason::SetAside),
        () if report.is_off => Some(HoldReason::ColumnOff),
        () => None,
    }
}

fn status(as_draft: Option<HoldReason>, date: PublishDate, now: DateTime, drafts: bool) -> Status {
    let reason = match as_draft {
        Some(reason) => reason,
        None if date.moment() > now => HoldReason::Scheduled(date),
        None => return Status::Published,
    };
    if drafts { Status::Preview(reason) } else { Status::Held(reason) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_report_appears_on_its_day_and_not_before() {
        let today = date(2024, 11, 11);
        let (now, tomorrow) = (today.at(8, 0, 0, 0), PublishDate::day(date(2024, 11, 12)));
        let at = |hour| PublishDate { day: today, time: Some(jiff::civil::time(hour, 0, 0, 0)) };
        assert_eq!(status(None, PublishDate::day(today), now, false), Status::Published);
        assert_eq!(status(None, tomorrow, now, false), Status::Held(HoldReason::Scheduled(tomorrow)));
        assert_eq!(status(None, at(8), now, false), Status::Published);
        assert_eq!(status(None, at(9), now, false), Status::Held(HoldReason::Scheduled(at(9))));
        assert_eq!(status(Some(HoldReason::Draft), at(7), now, false), Status::Held(HoldReason::Draft));
        assert_eq!(status(Some(HoldReason::Draft), at(7), now, true), Status::Preview(HoldReason::Draft));
    }
}
