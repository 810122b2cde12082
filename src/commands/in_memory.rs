//! What commands share that make a site in memory and publish nothing: as of which moment it is made, and what they say where it cannot
//! be made.

use std::path::Path;

use super::Outcome;
pub(super) use super::build::OUTPUT;
use super::build::checked_base_url;
use super::site::{Findings, Place, tell};
use crate::cli::{FindingsArgs, Format, SelectionArgs};
use crate::clock;
use crate::config::Config;
use crate::diagnostics::Level;
use crate::diagnostics::exit_code::COULD_NOT_RUN;
use crate::diagnostics::style::Style;
use crate::disk::site::{OpenSite, resolved};
use crate::error::Error;
use crate::kept::last_good;
use crate::kept::remembered::Remembered;
use crate::kept::state_folder::{LEDGER, StateFolder};
use crate::load::sources::{KnownReports, NothingKnown};
use crate::model::choices::Choices;
use crate::permalinks::Known;
use crate::pipeline::{self, Planned};
use crate::publish::sha256sums::Sum;
use crate::publish::snapshot::{Asked, Snapshot};
use crate::render::theme::Theme;

/// Who said which moment counts as now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ChosenBy {
    /// `--as-of`.
    Option,
    /// The last build that published, as it noted it.
    LastBuild,
    /// Nobody: it is now.
    Clock,
}

impl ChosenBy {
    /// Name in JSON.
    pub(super) fn name(self) -> &'static str {
        match self {
            ChosenBy::Option => "option",
            ChosenBy::LastBuild => "last-build",
            ChosenBy::Clock => "clock",
        }
    }
}

/// What the last build into a folder was asked for, and the sum of the list that it left there.
pub(super) struct LastBuild {
    pub(super) asked: Asked,
    /// Of `SHA256SUMS`.
    pub(super) sums: Sum,
}

impl LastBuild {
    /// The last build into `folder`, or else into the site's own output folder: another folder is most likely a copy of that one. `None`
    /// where nothing was kept.
    pub(super) fn of(site: &OpenSite, state: &StateFolder, folder: &Path) -> Option<LastBuild> {
        let folder = resolved(folder);
        let name = folder.strip_prefix(resolved(&site.root)).unwrap_or(&folder).display().to_string();
        [name.as_str(), OUTPUT].into_iter().find_map(|name| {
            let list = last_good::Place::new(state, name, false).read_list();
            let Snapshot { asked, sums, .. } = Snapshot::decode(&list)?;
            Some(LastBuild { asked, sums })
        })
    }

    /// The address of the site, where it was not that of the settings.
    pub(super) fn base_url(self) -> Option<String> {
        self.asked.base_url
    }
}

/// How a site is made that is compared with what is published.
pub(super) struct AsBuilt {
    /// The moment, and whether drafts are shown.
    pub(super) choices: Choices,
    /// Whence the moment is.
    pub(super) by: ChosenBy,
}

impl AsBuilt {
    /// As the command line says, or else as the last build was asked for. `--as-of` describes a build as a whole: then nothing is taken from
    /// the last one. The settings get the address of the site.
    ///
    /// # Errors
    ///
    /// When `--base-url` is none.
    pub(super) fn of(
        selection: &SelectionArgs,
        base_url: Option<&str>,
        last: Option<&LastBuild>,
        config: &mut Config,
    ) -> Result<AsBuilt, Error> {
        let asked = last.map(|last| &last.asked).filter(|_| selection.as_of.is_none());
        if let Some(base_url) = base_url.or(asked.and_then(|asked| asked.base_url.as_deref())) {
            config.base_url = Some(checked_base_url(base_url)?);
        }
        let drafts = selection.drafts || asked.is_some_and(|asked| asked.drafts);
        let (now, by) = match (selection.as_of, asked.and_then(|asked| asked.now.parse().ok())) {
            (Some(now), _) => (now, ChosenBy::Option),
            (None, Some(now)) => (now, ChosenBy::LastBuild),
            (None, None) => (clock::local(config.timezone), ChosenBy::Clock),
        };
        Ok(AsBuilt { choices: Choices { now, drafts }, by })
    }
}

/// Everything up to the plan, and the theme. `state` is what earlier builds kept.
///
/// # Errors
///
/// When a source cannot be read, or the theme is at fault.
pub(super) fn planned(site: &OpenSite, state: &StateFolder, choices: Choices) -> Result<(Planned, Theme), Error> {
    let theme = Theme::load(&site.config, &site.disk.theme_files()?)?;
    let known = Remembered::new(Box::new(NothingKnown), state.file(LEDGER));
    let known = (&known as &dyn KnownReports, &Known::read(site.settings.permalinks.as_deref()));
    let planned = pipeline::plan(&site.disk, &site.config, choices, known, &theme.facts(&site.config))?;
    Ok((planned, theme))
}

/// What is said where findings keep the site from being made: the errors, and `last` below them.
pub(super) fn refusal(place: &Place, site: &OpenSite, planned: &Planned, last: &str) -> Outcome {
    let args = FindingsArgs { deny: Vec::new(), format: Format::Text };
    let findings = Findings::Talk { least: Level::Error };
    // The style of the place may be that of stdout, and the errors go to stderr.
    let quiet = Place { quiet: true, style: Style::Plain, ..place.clone() };
    let told = tell(&quiet, site, &planned.diagnostics, &planned.summary, &args, findings);
    Outcome { stderr: format!("{}{last}\n", told.stderr), code: COULD_NOT_RUN, ..Outcome::default() }
}
