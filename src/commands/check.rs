//! `gongkai check`: findings only. It writes nothing and works on a broken site.

#![expect(clippy::disallowed_methods, reason = "a command is the edge: it finds the paths that were given")]

mod columns;

use std::path::{Path, PathBuf};

use super::Outcome;
use super::site::{Findings, Place, choices, tell};
use crate::check::reviews;
use crate::check::rule::Scope;
use crate::cli::{CheckArgs, Deny, Format};
use crate::diagnostics::Level;
use crate::diagnostics::exit_code::COULD_NOT_RUN;
use crate::error::Error;
use crate::kept::remembered::Remembered;
use crate::kept::state_folder::{LEDGER, StateFolder};
use crate::load::sources::{KnownReports, NothingKnown};
use crate::model::path::SourcePath;
use crate::permalinks::Known;
use crate::pipeline;
use crate::render::theme::Theme;

/// `gongkai check`: tells what is wrong, and writes nothing.
///
/// # Errors
///
/// When the site cannot be read, or a path is not in it.
pub fn run(args: &CheckArgs, place: &Place) -> Result<Outcome, Error> {
    let site = place.open_site()?;
    let theme = Theme::load(&site.config, &site.disk.theme_files()?);
    let facts = theme.as_ref().map(|theme| theme.facts(&site.config)).unwrap_or_default();
    let known = Remembered::new(Box::new(NothingKnown), StateFolder::of_site(&site.root).file(LEDGER));
    let known = (&known as &dyn KnownReports, &Known::read(site.settings.permalinks.as_deref()));
    let planned = pipeline::plan(&site.disk, &site.config, choices(&args.selection, &site.config), known, &facts)?;
    let fault = theme.and_then(|theme| pipeline::try_out(&planned, &site.config, theme, &site.disk)).err();
    let mut diagnostics = planned.diagnostics;
    if args.findings.deny.contains(&Deny::Unreviewed) {
        reviews::deny(&mut diagnostics);
    }
    if !args.paths.is_empty() {
        let wanted = wanted(&args.paths, place, &site.root)?;
        diagnostics.retain(|diagnostic| is_below(&diagnostic.finding.file, &wanted));
    }
    let mut summary = planned.summary;
    if args.report {
        let now = choices(&args.selection, &site.config).now;
        let scope = Scope::new(&site.config, &planned.loaded, now, &[]).with_reviews(&planned.reviews);
        summary.columns = columns::rows(&scope);
    }
    // Whoever asks for the columns wants the table; findings are told by a check without it, or in the formats for programs.
    let findings = match args.report && args.findings.format == Format::Text {
        true => Findings::Talk { least: Level::Error },
        false => Findings::Data { least: args.level.map_or(Level::Info, Level::from) },
    };
    let mut outcome = tell(place, &site, &diagnostics, &summary, &args.findings, findings);
    if args.report && args.findings.format == Format::Text {
        outcome.stdout.push_str(&columns::table(&summary.columns));
    }
    // A theme at fault hides no finding, and no finding hides it.
    if let Some(fault) = fault {
        outcome.stderr.insert_str(0, &format!("错误：{fault}\n\n"));
        // As `build` ends then.
        outcome.code = COULD_NOT_RUN;
    }
    Ok(outcome)
}

/// The given paths below the site. A path is taken from the current folder, or else from the site.
pub(super) fn wanted(paths: &[PathBuf], place: &Place, root: &Path) -> Result<Vec<String>, Error> {
    let root = std::path::absolute(root).unwrap_or_else(|_| root.to_path_buf());
    let mut wanted = Vec::new();
    for path in paths {
        let from_here = std::path::absolute(place.here.join(path)).unwrap_or_else(|_| place.here.join(path));
        let candidates = [from_here, root.join(path)];
        let Some(found) = candidates.iter().find(|path| path.exists()) else {
            return Err(Error::Usage(format!(
                "没有 `{}` 这个文件或文件夹\n  处理：写文件或文件夹的路径，如 reports/信息公开",
                path.display()
            )));
        };
        let Ok(inside) = found.strip_prefix(&root) else {
            return Err(Error::Usage(format!("{} 不在网站文件夹 {} 里", path.display(), root.display())));
        };
        wanted.push(inside.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/"));
    }
    Ok(wanted)
}

/// Whether `file` is one of the paths or lies below one.
pub(super) fn is_below(file: &SourcePath, wanted: &[String]) -> bool {
    let file = file.as_str();
    wanted.iter().any(|path| {
        path.is_empty() || file == path || file.strip_prefix(path.as_str()).is_some_and(|rest| rest.starts_with('/'))
    })
}
