//! From files to values: which folders are categories, which files are reports, what they say. Loading stops at no fault:
//! faults come back beside the values, and `check` words them. No file is skipped in silence: what is no report, no
//! category and no attachment is listed in [`Loaded::unused`].

mod aliases;
pub mod attachments;
pub mod body_reader;
pub mod category;
pub mod front_matter;
mod fullwidth;
pub mod inspection;
pub mod manuscript;
pub mod markdown;
pub mod memory;
pub mod published;
pub mod resolve;
pub mod review;
pub mod signatures;
pub mod sources;
pub mod survey;

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use crate::error::Error;
use crate::model::allowance;
use crate::model::body::Body;
use crate::model::category::Category;
use crate::model::date::DateTime;
use crate::model::digest::Digest;
use crate::model::encoding;
use crate::model::fault::{Fault, FaultKind};
use crate::model::markdown_options::MarkdownOptions;
use crate::model::metadata::DraftMetadata;
use crate::model::path::SourcePath;
use crate::model::published::REPORT;
use crate::model::report::LoadedReport;
use crate::model::set_aside::is_report_set_aside;
use review::{Draft, Review, Reviewed};
use sources::{FileEntry, KnownReports, LeftOut, Sources};
use survey::ReportFile;

/// Everything below `reports/`, read.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// In the order of their paths.
    pub reports: Vec<Arc<LoadedReport>>,
    /// Parents before children.
    pub categories: Vec<Category>,
    /// Faults of `_category.toml` files.
    pub category_faults: Vec<(SourcePath, Fault)>,
    /// Files that nobody takes for published because of their names: hidden ones, and what systems and editors leave behind.
    pub skipped: Vec<SourcePath>,
    /// Files that nothing publishes.
    pub unused: Vec<SourcePath>,
    /// Files and folders that nothing was read of.
    pub left_out: Vec<LeftOut>,
    /// Every file that reports may link to as a file.
    pub files: BTreeSet<SourcePath>,
}

impl Loaded {
    /// The report in exactly this file.
    pub fn report(&self, path: &SourcePath) -> Option<&LoadedReport> {
        self.reports.binary_search_by(|report| report.path.cmp(path)).ok().map(|at| &*self.reports[at])
    }

    /// When the next report appears by itself: the first date after `now` of a report that is no draft.
    pub fn next_due(&self, now: DateTime) -> Option<DateTime> {
        let dates = self.reports.iter().filter(|report| !report.is_draft()).filter_map(|report| report.draft.date.as_ref());
        dates.map(|date| date.value.moment()).filter(|moment| *moment > now).min()
    }

    /// The category of exactly this folder.
    pub fn category(&self, folder: &SourcePath) -> Option<&Category> {
        self.categories.iter().find(|category| category.folder == *folder)
    }

    /// The folders of the categories that people may name: not those whose names set them aside. One that is off has been public, and what
    /// names it is no slip.
    pub fn category_folders(&self) -> impl Iterator<Item = &SourcePath> {
        let is_one = |category: &&Category| category.is_off || !category.is_set_aside();
        self.categories.iter().filter(is_one).map(|category| &category.folder)
    }
}

/// How reports are read.
#[derive(Clone, Copy)]
pub struct Reading<'r> {
    /// What the site chose about its texts.
    pub markdown: MarkdownOptions,
    /// Who looks at the text of what is read.
    pub review: &'r dyn Review,
}

/// Reads the site's reports.
///
/// # Errors
///
/// Only when a file that is listed cannot be read.
pub fn load(sources: &dyn Sources, reading: Reading<'_>, known: &dyn KnownReports) -> Result<Loaded, Error> {
    let survey = survey::survey(sources.files(), sources.folders());
    let skipped = survey.skipped;
    let mut category_faults = Vec::new();
    let mut categories = Vec::new();
    for folder in survey.categories {
        categories.push(category::load(folder, &survey.category_files, sources, reading.review, &mut category_faults)?);
    }
    let reports: Result<Vec<Arc<LoadedReport>>, Error> =
        survey.reports.par_iter().map(|file| load_report(file, sources, reading, known)).collect();
    let mut reports = reports?;
    switch_off(&mut categories, &mut reports);
    let unused = attachments::attach(&mut reports, &survey.loose);
    attachments::examine(&mut reports, sources, known)?;
    let mut files: BTreeSet<SourcePath> = survey.loose.into_iter().map(|entry| entry.path).collect();
    files.extend(reports.iter().flat_map(|report| report.attachments.iter().map(|file| file.source.clone())));
    Ok(Loaded { reports, categories, category_faults, skipped, unused, left_out: left_out(sources), files })
}

/// What is off holds back all that is below it.
fn switch_off(categories: &mut [Category], reports: &mut [Arc<LoadedReport>]) {
    // Parents come before children.
    for at in 0..categories.len() {
        let (above, rest) = categories.split_at_mut(at);
        let is_below = |category: &Category| category.is_off && rest[0].folder.below(&category.folder).is_some();
        rest[0].is_off |= above.iter().any(is_below);
    }
    let off: BTreeSet<&SourcePath> =
        categories.iter().filter(|category| category.is_off).map(|category| &category.folder).collect();
    for report in reports {
        // A report that the cache knows may be from when its category was another way.
        if report.is_off != off.contains(&report.folder) {
            let report = Arc::make_mut(report);
            report.is_off = !report.is_off;
        }
    }
}

/// Droppings of editors and systems aside.
fn left_out(sources: &dyn Sources) -> Vec<LeftOut> {
    sources.left_out().iter().filter(|left| !survey::is_dropping(&left.shown)).cloned().collect()
}

/// The report of `old` as its file, listed as `entry`, says it now, in the place and with the attachments that it had.
///
/// # Errors
///
/// When the file cannot be read.
pub fn load_again(
    old: &LoadedReport,
    entry: &FileEntry,
    sources: &dyn Sources,
    reading: Reading<'_>,
) -> Result<LoadedReport, Error> {
    let (folder, is_bundle) = (old.folder.clone(), old.is_bundle);
    let file = ReportFile { entry: entry.clone(), folder, is_bundle, attachments: Vec::new() };
    let (is_off, attachments) = (old.is_off, old.attachments.clone());
    Ok(LoadedReport { is_off, attachments, ..read_report(&file, sources, reading)? })
}

fn load_report(
    file: &ReportFile,
    sources: &dyn Sources,
    reading: Reading<'_>,
    known: &dyn KnownReports,
) -> Result<Arc<LoadedReport>, Error> {
    let mut report = match known.get(&file.entry) {
        Some(report) => report,
        None => Arc::new(read_report(file, sources, reading)?),
    };
    // Folder, kind and attachments depend on the files beside it, so a known report may differ in them. Most do not and stay
    // shared with the cache, so they are copied only where something differs.
    let attachments = attachments::of_bundle(&file.attachments, file);
    let has_none = report.attachments.is_empty() && attachments.is_empty();
    if !has_none || report.folder != file.folder || report.is_bundle != file.is_bundle {
        let report = Arc::make_mut(&mut report);
        report.folder = file.folder.clone();
        report.is_bundle = file.is_bundle;
        report.is_set_aside = is_report_set_aside(report.path.as_str(), file.is_bundle);
        report.attachments = attachments;
    }
    Ok(report)
}

fn read_report(file: &ReportFile, sources: &dyn Sources, reading: Reading<'_>) -> Result<LoadedReport, Error> {
    let path = &file.entry.path;
    let bytes = sources.read(path)?;
    let mut report = LoadedReport {
        path: path.clone(),
        folder: file.folder.clone(),
        is_bundle: file.is_bundle,
        is_set_aside: is_report_set_aside(path.as_str(), file.is_bundle),
        is_off: false,
        draft: DraftMetadata::default(),
        body: Arc::new(Body::default()),
        body_offset: 0,
        digest: Digest::of(&bytes),
        remarks: Vec::new(),
        line_allows: Vec::new(),
        attachments: Vec::new(),
        faults: Vec::new(),
    };
    let Some(text) = encoding::utf8(&bytes) else {
        report.faults.push(Fault::whole(FaultKind::NotUtf8 { encoding: encoding::guess(&bytes) }));
        return Ok(report);
    };
    let parsed = front_matter::split(text);
    report.faults = parsed.faults;
    let Some(matter) = parsed.matter else { return Ok(report) };
    let written;
    (report.draft, written) = front_matter::read(matter, &mut report.faults);
    report.body_offset = parsed.body_offset;
    let mut prose = published::prose(&written, REPORT, text, &report.faults);
    let mut body =
        markdown::parse_with_prose(&text[parsed.body_offset..], parsed.body_offset, &reading.markdown, &mut prose);
    report.line_allows = prose.comments.iter().filter_map(|span| allowance::parse(text, *span)).collect();
    let (matter, body_offset, line_allows) = (&report.draft, parsed.body_offset, report.line_allows.as_slice());
    let Reviewed { remarks, shown } =
        reading.review.review(&Draft { source: text, matter, body: &body, body_offset, prose: &prose, line_allows });
    report.remarks = remarks;
    if !shown.is_empty() {
        fullwidth::amend(&mut report.draft, &mut body, text, &shown, &reading.markdown);
    }
    if report.draft.highlights.is_empty() {
        // Only the rule about key figures looks into the plain text; on a large site it would double the memory.
        body.text = String::new();
    }
    report.body = Arc::new(body);
    for removed in &report.body.removed {
        let kind = FaultKind::RemovedHtml { what: removed.what.clone() };
        report.faults.push(Fault::at(removed.span.shifted(parsed.body_offset), kind));
    }
    Ok(report)
}

/// The body of the report at `path`, read and parsed once more; `None` when the file is no report any longer.
///
/// # Errors
///
/// When the file cannot be read.
pub fn read_body(path: &SourcePath, sources: &dyn Sources, reading: Reading<'_>) -> Result<Option<Body>, Error> {
    if reading.review.may_amend() {
        let entry = FileEntry { path: path.clone(), size: 0, modified: 0, is_special: false };
        let file = ReportFile { entry, folder: SourcePath::default(), is_bundle: false, attachments: Vec::new() };
        return Ok(Some(Arc::unwrap_or_clone(read_report(&file, sources, reading)?.body)));
    }
    let bytes = sources.read(path)?;
    let Some(text) = encoding::utf8(&bytes) else { return Ok(None) };
    let split = front_matter::split(text);
    Ok(split.matter.is_some().then(|| markdown::parse(&text[split.body_offset..], &reading.markdown)))
}
