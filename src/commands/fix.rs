//! `gongkai fix`: applies the edits that rules over text offer. Only those: what such a rule offers is certain by itself, while the
//! suggestions of other rules (a key that is probably meant) are for people to judge.

#![expect(clippy::disallowed_methods, reason = "a command is the edge: it writes the reports that it mends")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::Outcome;
use super::check::{is_below, wanted};
use super::site::{OpenSite, Place};
use crate::check::rule::{Check, Scope};
use crate::check::text::TextRules;
use crate::check::{self, UsedAllowances, private, registry};
use crate::cli::FixArgs;
use crate::clock;
use crate::diagnostics::{Diagnostic, SourceTexts, diff};
use crate::error::Error;
use crate::load::sources::{FileEntry, NothingKnown, Sources};
use crate::load::{self, Reading, encoding};
use crate::model::path::SourcePath;
use crate::model::privacy::covered;
use crate::model::remark::{Edit, apply};
use crate::publish::plain;

/// One mended place may uncover another, but not for long.
const MAX_ROUNDS: usize = 4;

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The site with the reports that were mended so far.
struct Mended<'s> {
    site: &'s dyn Sources,
    texts: BTreeMap<SourcePath, String>,
}

impl Sources for Mended<'_> {
    fn files(&self) -> &[FileEntry] {
        self.site.files()
    }

    fn folders(&self) -> &[SourcePath] {
        self.site.folders()
    }

    fn read(&self, path: &SourcePath) -> Result<Vec<u8>, Error> {
        match self.texts.get(path) {
            Some(text) => Ok(text.clone().into_bytes()),
            None => self.site.read(path),
        }
    }
}

pub fn run(args: &FixArgs, place: &Place) -> Result<Outcome, Error> {
    let site = OpenSite::open(place)?;
    let wanted = wanted(&args.paths, place, &site.root)?;
    let is_wanted = |file: &SourcePath| wanted.is_empty() || is_below(file, &wanted);
    let mut mended = Mended { site: &site.disk, texts: BTreeMap::new() };
    let mut outcome = Outcome::default();
    let mut count = 0;
    for _ in 0..MAX_ROUNDS {
        let found = findings(&mended, &site)?;
        let edits = edits(&found, is_wanted);
        if edits.is_empty() {
            break;
        }
        for (file, edits) in edits {
            let bytes = mended.read(&file)?;
            let Some(text) = encoding::utf8(&bytes) else { continue };
            // The byte order mark is no part of the text that spans count in.
            let mut shown = SourceTexts::from([(file.clone(), text.into())]);
            private::mask(&mut shown, &found);
            for text in shown.values() {
                // Lines around an edit are shown too, whatever findings speak of.
                outcome.stdout += &diff::render(&file, &covered(text), &edits, place.style);
            }
            count += edits.len();
            let mark = if bytes.starts_with(BYTE_ORDER_MARK.as_bytes()) { BYTE_ORDER_MARK } else { "" };
            let text = format!("{mark}{}", apply(text, &edits));
            mended.texts.insert(file, text);
        }
    }
    let files = mended.texts.len();
    if !args.dry_run {
        for (file, text) in &mended.texts {
            replace(&site.root.join(file.as_str()), text)?;
        }
    }
    outcome.stderr = match (files, args.dry_run) {
        (0, _) => "没有可以自动改正的地方\n".to_string(),
        (_, true) => format!("可以改正 {count} 处，涉及 {files} 个文件；没有写入，去掉 `--dry-run` 就会改\n"),
        (_, false) => format!("已改正 {count} 处，涉及 {files} 个文件\n"),
    };
    if place.quiet {
        outcome.stderr.clear();
    }
    Ok(outcome)
}

/// What is to be said of the reports as they are now.
fn findings(sources: &dyn Sources, site: &OpenSite) -> Result<Vec<Diagnostic>, Error> {
    let review = TextRules::new(&site.config);
    let reading = Reading { markdown: site.config.markdown(), review: &review };
    let loaded = load::load(sources, reading, &NothingKnown)?;
    let scope = Scope::new(&site.config, &loaded, clock::local(site.config.timezone), &[]);
    Ok(check::findings(&scope, &mut UsedAllowances::default()))
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

/// Puts the new text in the place of the old one; nobody ever meets half of it.
fn replace(path: &Path, text: &str) -> Result<(), Error> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let staged = path.with_file_name(format!(".{name}.gongkai-tmp"));
    let failed = |error| Error::io("写入", path, error);
    // What a run that was cut off left, or a link that somebody put there.
    let _ = fs::remove_file(&staged);
    let written = plain::write_new(&staged, text.as_bytes()).map_err(failed)?;
    if let Ok(metadata) = fs::metadata(path) {
        fs::set_permissions(&staged, metadata.permissions()).map_err(failed)?;
    }
    // A power cut between the two must not leave an empty report.
    written.sync_all().map_err(failed)?;
    fs::rename(&staged, path).map_err(failed)
}
