//! `gongkai why`: what a file of the site is and what became of it, or what a page was made from.

#![expect(clippy::disallowed_methods, reason = "a command is the edge: it finds the path that was given")]

mod answer;
mod json;
mod text;

use std::path::{MAIN_SEPARATOR, Path};

use super::Outcome;
use super::in_memory::{OUTPUT, planned};
use super::site::{Place, choices};
use crate::cli::{AnswerFormat, WhyArgs};
use crate::diagnostics::Level;
use crate::diagnostics::exit_code::{CLEAN, FINDINGS};
use crate::disk::site::{OpenSite, resolved};
use crate::error::Error;
use crate::kept::state_folder::StateFolder;
use crate::model::path::{REPORTS, SourcePath};
use crate::permalinks::Known;
use crate::permalinks::entry::mark;
use crate::pipeline;
use crate::provenance::origin::Asked;
use crate::provenance::{address_meant, nearest, of_address, of_file};
use answer::{Answer, Told};

/// `gongkai why`: explains a file or an address of the site, which may have errors.
///
/// # Errors
///
/// When the site cannot be read, and when the theme is at fault.
pub fn run(args: &WhyArgs, place: &Place) -> Result<Outcome, Error> {
    let site = place.open_site()?;
    let (planned, theme) = planned(&site, &StateFolder::of_site(&site.root), choices(&args.selection, &site.config))?;
    let record = Known::read(site.settings.permalinks.as_deref()).into_record();
    let asked = Asked { planned: &planned, theme: &theme, config: &site.config, record: &record };
    let answer = match source_meant(&args.what, place, &site) {
        Meant::Source(path) => {
            let origin = of_file(&asked, &path);
            Answer::File(path, origin)
        }
        Meant::Address(written) => page(&asked, &written),
    };
    let errors = planned.diagnostics.iter().filter(|found| found.level == Level::Error).count();
    let told =
        Told { question: &args.what, answer: &answer, texts: &pipeline::texts(&site.disk, &planned.diagnostics), errors };
    let code = if matches!(answer, Answer::Unknown(_)) { FINDINGS } else { CLEAN };
    Ok(match args.format {
        AnswerFormat::Json => Outcome { code, ..Outcome::data(json::render(&told)) },
        AnswerFormat::Text => {
            let (stdout, stderr) = text::render(&told);
            let stderr = if place.quiet && code == CLEAN { String::new() } else { stderr };
            Outcome { stdout, stderr, code, ..Outcome::default() }
        }
    })
}

fn page(asked: &Asked<'_>, written: &str) -> Answer {
    let found = address_meant(asked, written).and_then(|url| of_address(asked, &url));
    match found {
        Some(page) => Answer::Page(Box::new(page)),
        None => faulty_at(asked, written).unwrap_or_else(|| Answer::Unknown(nearest(asked, written))),
    }
}

/// The report that was public at an address, and has errors now, so that nothing is planned there.
fn faulty_at(asked: &Asked<'_>, written: &str) -> Option<Answer> {
    let entry = asked.record.get(&address_meant(asked, written)?)?;
    let is_it = |path: &&SourcePath| entry.marks.iter().any(|marks| marks.file == mark(path.as_str()));
    let path = asked.planned.index.rejected.iter().find(is_it)?;
    Some(Answer::File(path.clone(), of_file(asked, path)))
}

/// What a question is about.
enum Meant {
    /// A file or folder that is there.
    Source(SourcePath),
    /// Anything else.
    Address(String),
}

/// A path is taken from the current folder, or else from the site; one in the output folder means the address of that page.
fn source_meant(what: &str, place: &Place, site: &OpenSite) -> Meant {
    let root = resolved(&site.root);
    let candidates = [place.here.join(what), root.join(what)];
    for path in candidates.iter().filter(|path| path.exists()) {
        let found = resolved(path);
        if let Ok(inside) = found.strip_prefix(root.join(OUTPUT)) {
            return Meant::Address(with_slashes(inside));
        }
        match found.strip_prefix(&root).ok().map(with_slashes).as_deref() {
            // All reports together are the whole site.
            Some("" | REPORTS) => return Meant::Address("index.html".to_string()),
            Some(inside) => {
                if let Some(source) = SourcePath::new(inside) {
                    return Meant::Source(source);
                }
            }
            None => {}
        }
    }
    Meant::Address(what.to_string())
}

fn with_slashes(path: &Path) -> String {
    path.to_string_lossy().replace(MAIN_SEPARATOR, "/")
}
