//! `gongkai fix`: applies the edits that rules over text offer. Only those: what such a rule offers is certain by itself, while the
//! suggestions of other rules (a key that is probably meant) are for people to judge. Besides, public reports get the `slug` that they stand
//! at ([`pins`]). Whatever would be changed back again is not
//! certain and stays as it is, so a second run finds nothing to do.

mod pins;

use std::collections::{BTreeMap, BTreeSet};

use super::Outcome;
use super::check::{is_below, wanted};
use super::site::Place;
use crate::check::review::TextRules;
use crate::check::rule::{Check, Scope};
use crate::check::{self, UsedAllowances, masking, registry};
use crate::cli::FixArgs;
use crate::clock;
use crate::diagnostics::visible::visible;
use crate::diagnostics::{Diagnostic, SourceTexts, diff};
use crate::disk::site::OpenSite;
use crate::disk::writer;
use crate::error::Error;
use crate::load::sources::{FileEntry, NothingKnown, Sources};
use crate::load::{self, Loaded, Reading};
use crate::model::encoding;
use crate::model::fault::FaultKind;
use crate::model::path::SourcePath;
use crate::model::privacy::covered;
use crate::model::remark::{Edit, apply};
use crate::model::report::LoadedReport;

/// One mended place may uncover another, but not for long: what is still changed after so many rounds is changed to and fro.
const MAX_ROUNDS: usize = 8;

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The site with the reports that were mended so far.
struct Mended<'s> {
    site: &'s dyn Sources,
    files: BTreeMap<SourcePath, MendedFile>,
}

/// A report on its way from what is written to what will be.
#[derive(Default)]
struct MendedFile {
    /// The file as it is, and after each round.
    texts: Vec<String>,
    /// What was changed in each round, as people read it, and how many places.
    shown: Vec<(String, usize)>,
    /// What was put in place of what in each round.
    changes: Vec<BTreeSet<Change>>,
    /// Changes that were undone by others.
    refused: BTreeSet<Change>,
}

/// What is written and what is to stand in its place.
type Change = (String, String);

impl Sources for Mended<'_> {
    fn files(&self) -> &[FileEntry] {
        self.site.files()
    }

    fn folders(&self) -> &[SourcePath] {
        self.site.folders()
    }

    fn read(&self, path: &SourcePath) -> Result<Vec<u8>, Error> {
        match self.files.get(path).and_then(|file| file.texts.last()) {
            Some(text) => Ok(text.clone().into_bytes()),
            None => self.site.read(path),
        }
    }
}

/// `gongkai fix`: mends in the sources what is certain, or shows what it would mend.
///
/// # Errors
///
/// When the site cannot be read, a path is not in it, or a file cannot be written.
pub fn run(args: &FixArgs, place: &Place) -> Result<Outcome, Error> {
    let site = place.open_site()?;
    let wanted = wanted(&args.paths, place, &site.root)?;
    let is_wanted = |file: &SourcePath| wanted.is_empty() || is_below(file, &wanted);
    let mut mended = Mended { site: &site.disk, files: BTreeMap::new() };
    let mut unread = Vec::new();
    let mut signed = BTreeSet::new();
    loop {
        let (loaded, found) = findings_now(&mended, &site)?;
        signed = if signed.is_empty() { signed_reports(&loaded) } else { signed };
        unread = if unread.is_empty() { unreadable(&loaded, is_wanted) } else { unread };
        let mut is_done = true;
        for (file, edits) in edits(&found, is_wanted) {
            is_done &= !mend(&mut mended, &file, &edits, &found, place)?;
        }
        if is_done {
            break;
        }
    }
    // An address is none of what was signed.
    signed.retain(|file| mended.files.get(file).is_some_and(|file| !file.shown.is_empty()));
    for (file, edit) in pins::of(&mended, &site)?.into_iter().filter(|(file, _)| is_wanted(file)) {
        mend(&mut mended, &file, &[edit], &[], place)?;
    }
    mended.files.retain(|_, file| !file.shown.is_empty());
    let count = mended.files.values().flat_map(|file| &file.shown).map(|(_, count)| count).sum();
    if !args.dry_run {
        for (file, text) in mended.files.iter().filter_map(|(file, mended)| Some((file, mended.texts.last()?))) {
            writer::replace(&site.root.join(file.as_str()), text.as_bytes())?;
        }
    }
    let mut outcome = Outcome::default();
    let shown = mended.files.values().flat_map(|file| &file.shown);
    outcome.stdout = shown.map(|(shown, _)| shown.as_str()).collect();
    if !place.quiet {
        outcome.stderr = account(mended.files.len(), count, args.dry_run)
            + &signed_account(mended.files.keys().filter(|file| signed.contains(*file)), args.dry_run)
            + &unread_account(&unread);
    }
    Ok(outcome)
}

/// Makes one round of edits to a file, those aside that were refused. Returns whether there was something to do.
fn mend(
    mended: &mut Mended<'_>,
    file: &SourcePath,
    edits: &[Edit],
    found: &[Diagnostic],
    place: &Place,
) -> Result<bool, Error> {
    let bytes = mended.read(file)?;
    let Some(text) = encoding::utf8(&bytes) else { return Ok(false) };
    let own = mended.files.entry(file.clone()).or_default();
    if own.texts.is_empty() {
        own.texts.push(String::from_utf8_lossy(&bytes).into_owned());
    }
    let change = |edit: &Edit| (text[edit.span.start..edit.span.end].to_string(), edit.replacement.clone());
    let edits: Vec<Edit> = edits.iter().filter(|edit| !own.refused.contains(&change(edit))).cloned().collect();
    if edits.is_empty() {
        return Ok(false);
    }
    // The byte order mark is no part of the text that spans count in.
    let mark = if bytes.starts_with(BYTE_ORDER_MARK.as_bytes()) { BYTE_ORDER_MARK } else { "" };
    let after = format!("{mark}{}", apply(text, &edits));
    own.changes.push(edits.iter().map(change).collect());
    let again = own.texts.iter().position(|text| *text == after);
    if again.is_some() || own.texts.len() > MAX_ROUNDS {
        // From the start again, without whatever goes to and fro.
        let since = again.unwrap_or(own.changes.len().saturating_sub(2));
        own.refused.extend(own.changes.drain(..).skip(since).flatten());
        own.texts.truncate(1);
        own.shown.clear();
        return Ok(true);
    }
    let mut shown = SourceTexts::from([(file.clone(), text.into())]);
    masking::mask(&mut shown, found);
    // Lines around an edit are shown too, whatever findings speak of.
    let diff = shown.values().map(|text| diff::render(file, &covered(text), &edits, place.style)).collect();
    own.shown.push((diff, edits.len()));
    own.texts.push(after);
    Ok(true)
}

/// What was done.
fn account(files: usize, count: usize, is_dry: bool) -> String {
    match (files, is_dry) {
        (0, _) => "没有可以自动改正的地方\n".to_string(),
        (_, true) => format!("可以改正 {count} 处，涉及 {files} 个文件；没有写入，去掉 `--dry-run` 就会改\n"),
        (_, false) => format!("已改正 {count} 处，涉及 {files} 个文件\n"),
    }
}

/// Reports that somebody has signed: another text needs other signatures.
fn signed_reports(loaded: &Loaded) -> BTreeSet<SourcePath> {
    let is_signed = |report: &LoadedReport| report.draft.review.rounds.iter().any(|round| round.code().is_some());
    loaded.reports.iter().filter(|report| is_signed(report)).map(|report| report.path.clone()).collect()
}

/// Which of the mended reports are to be signed anew.
fn signed_account<'f>(files: impl Iterator<Item = &'f SourcePath>, is_dry: bool) -> String {
    let names: Vec<String> = files.map(|file| format!("  {}\n", visible(&covered(file.as_str())))).collect();
    let what = if is_dry {
        "改了就要重新审签"
    } else {
        "要重新审签；不想重审的，从备份或版本库改回原样"
    };
    match names.len() {
        0 => String::new(),
        count => format!("其中 {count} 篇审签过，{what}：\n{}", names.concat()),
    }
}

/// What could not be looked at, and why.
fn unread_account(unread: &[(SourcePath, String)]) -> String {
    if unread.is_empty() {
        return String::new();
    }
    let line = |(file, why): &(SourcePath, String)| format!("  {}：{why}\n", visible(&covered(file.as_str())));
    format!("{} 个文件没有读，也就没有改：\n{}", unread.len(), unread.iter().map(line).collect::<String>())
}

/// Reports whose text could not be read.
fn unreadable(loaded: &Loaded, is_wanted: impl Fn(&SourcePath) -> bool) -> Vec<(SourcePath, String)> {
    let reports = loaded.reports.iter().filter(|report| is_wanted(&report.path));
    let why = |kind: &FaultKind| match kind {
        FaultKind::NotUtf8 { encoding: Some(encoding) } => {
            Some(format!("编码是 {encoding}，不是 UTF-8；另存为 UTF-8 后再改"))
        }
        FaultKind::NotUtf8 { encoding: None } => Some("编码不是 UTF-8；另存为 UTF-8 后再改".to_string()),
        FaultKind::MissingFence { .. } | FaultKind::NearMissFence { .. } => {
            Some("开头的 `+++` 不完整，分不清哪里是正文；先照 `gongkai check` 的提示补上".to_string())
        }
        _ => None,
    };
    reports
        .filter_map(|report| Some((report.path.clone(), report.faults.iter().find_map(|fault| why(&fault.kind))?)))
        .collect()
}

/// The reports as they are now, and what is to be said of them.
fn findings_now(sources: &dyn Sources, site: &OpenSite) -> Result<(Loaded, Vec<Diagnostic>), Error> {
    let review = TextRules::new(&site.config);
    let reading = Reading { markdown: site.config.markdown(), review: &review };
    let loaded = load::load(sources, reading, &NothingKnown)?;
    let scope = Scope::new(&site.config, &loaded, clock::local(site.config.timezone), &[]);
    let found = check::findings(&scope, &mut UsedAllowances::default());
    Ok((loaded, found))
}

/// What rules over text offer, by file, ascending and without overlaps.
fn edits(found: &[Diagnostic], is_wanted: impl Fn(&SourcePath) -> bool) -> BTreeMap<SourcePath, Vec<Edit>> {
    let mut edits: BTreeMap<SourcePath, Vec<Edit>> = BTreeMap::new();
    for Diagnostic { rule, finding, .. } in found {
        let is_text = registry::find(rule).is_some_and(|rule| matches!(rule.check, Check::Text(_)));
        if is_text && !finding.fixes.is_empty() && is_wanted(&finding.file) {
            edits.entry(finding.file.clone()).or_default().extend(finding.fixes.iter().cloned());
        }
    }
    for edits in edits.values_mut() {
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        let mut end = 0;
        edits.retain(|edit| {
            let is_free = edit.span.start >= end;
            end = if is_free { edit.span.end } else { end };
            is_free
        });
    }
    edits
}
