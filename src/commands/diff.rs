//! `gongkai diff`: what readers will see change when the site is published now, before anything is published.

mod html;
mod json;
mod out;
mod text;
mod words;

use super::Outcome;
use super::in_memory::{LastBuild, OUTPUT, planned, refusal};
use super::site::{Place, choices};
use crate::cli::{DiffArgs, DiffFormat};
use crate::compare::site_changes;
use crate::diagnostics::exit_code::{CLEAN, FINDINGS};
use crate::diagnostics::style::Style;
use crate::disk::published_folder::PublishedFolder;
use crate::disk::site::resolved;
use crate::disk::writer;
use crate::error::Error;
use words::Compared;

/// `gongkai diff`: makes the site in memory and tells what differs from the published one.
///
/// # Errors
///
/// When the sources or the published folder cannot be read, when a template is at fault, and when the file for the answer cannot be written.
/// Findings that keep the site from being made are no errors: they are told, and the exit code says that nothing was compared.
pub fn run(args: &DiffArgs, place: &Place) -> Result<Outcome, Error> {
    let mut site = place.open_site()?;
    let root = args.dir.as_ref().map_or_else(|| site.root.join(OUTPUT), |dir| place.here.join(dir));
    // Else every page would have another address in it.
    let state = place.state(args.state.as_deref(), &site.root);
    if let Some(base_url) = LastBuild::of(&site, &state, &root).and_then(LastBuild::base_url) {
        site.config.base_url = Some(base_url);
    }
    let out = match &args.out {
        Some(out) => Some(out::writable(place.here.join(out), &site.root, &root)?),
        None => None,
    };
    let choices = choices(&args.selection, &site.config);
    // The folder is listed while the sources are read.
    let (folder, made) = rayon::join(|| PublishedFolder::open(&root), || planned(&site, &state, choices));
    let (folder, (planned, mut theme)) = (folder?, made?);
    if !planned.is_publishable() {
        return Ok(refusal(place, &site, &planned, "源文件有错误，做不出网站，没法比较\n  处理：改好以后再比较"));
    }
    let changes = site_changes(&planned, (&site.config, &mut theme), &site.disk, &folder)?;
    // The program ends soon, and giving back what is known of ten thousand files would take as long as listing them.
    std::mem::forget((planned, theme));
    let shown_root = folder.root().strip_prefix(resolved(&site.root)).unwrap_or(folder.root()).display().to_string();
    let compared = Compared { changes: &changes, now: choices.now, folder: &shown_root, site: &site.config.title };
    let answer = match args.format {
        DiffFormat::Text if out.is_some() => {
            format!("{}{}{}", words::BEGINNING, words::account(&compared), text::render(&compared, Style::Plain, true))
        }
        DiffFormat::Text => text::render(&compared, place.style, place.verbose),
        DiffFormat::Json => json::render(&compared),
        DiffFormat::Html => html::render(&compared),
    };
    let mut outcome = Outcome {
        is_for_programs: args.format != DiffFormat::Text,
        code: if changes.is_none() { CLEAN } else { FINDINGS },
        ..Outcome::default()
    };
    match &out {
        Some(out) => {
            writer::replace(out, answer.as_bytes())?;
            outcome.stderr = format!("已写到 {}\n", out.display());
        }
        None => outcome.stdout = answer,
    }
    if place.quiet {
        outcome.stderr.clear();
    } else {
        outcome.stderr.push_str(&words::account(&compared));
    }
    Ok(outcome)
}
