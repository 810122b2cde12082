//! Rounds: from what may have changed to a new site on the bulletin, or to problems beside the old one. What did not change is
//! neither listed, read nor parsed again; everything after that is made anew each time, so a round equals a build.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use super::bulletin::Bulletin;
use super::changes::Dirty;
use super::problem::Problems;
use super::read_reports::ReadReports;
use super::site::Site;
use crate::check::review::TextRules;
use crate::check::text;
use crate::clock;
use crate::config::{self, Config, Settings};
use crate::diagnostics::{Diagnostic, Level, SourceTexts, Summary};
use crate::disk::Disk;
use crate::error::Error;
use crate::load::sources::ThemeFiles;
use crate::load::sources::{FileEntry, Sources};
use crate::load::survey::is_dropping;
use crate::load::{self, Reading};
use crate::model::date::DateTime;
use crate::model::path::{REPORTS, SourcePath};
use crate::permalinks::Known;
use crate::pipeline::after_one_save::replan_one;
use crate::pipeline::{self, Choices, Planned};
use crate::render::theme::Theme;

/// A site under preview.
pub struct Session {
    /// `--as-of`; otherwise each round asks for the time.
    as_of: Option<DateTime>,
    drafts: bool,
    disk: Disk,
    settings: Settings,
    theme_files: ThemeFiles,
    config: Arc<Config>,
    /// The rules over text for `config`; ready after the first report that they look at.
    review: TextRules,
    /// `None` while it is to be loaded.
    theme: Option<Theme>,
    known: ReadReports,
    /// When the last round was that made the site as a whole.
    now: DateTime,
    /// When the next report appears by itself.
    next_due: Option<DateTime>,
    /// Whether the last round got to no site, so that the next one begins without any change.
    is_pending: bool,
    /// What the last round showed; `None` when it showed nothing new.
    shown: Option<Shown>,
    bulletin: Arc<Bulletin>,
}

struct Shown {
    site: Arc<Site>,
    diagnostics: Vec<Diagnostic>,
}

/// What came of a round.
pub struct Round {
    /// Changed files.
    pub files: usize,
    /// What is to be said; an error where the round could not be finished, e.g. because of a broken template.
    pub result: Result<Findings, Error>,
}

/// What a round found out about the site.
pub struct Findings {
    /// Whether the site of this round is what pages show now; not where an error stands in its way.
    pub is_shown: bool,
    /// All findings, in the order of files and places.
    pub diagnostics: Vec<Diagnostic>,
    /// Texts of the files that errors point into, for excerpts.
    pub texts: SourceTexts,
    /// Counts of reports, as a build gives them.
    pub summary: Summary,
}

/// What is different from the last round.
#[derive(Debug, Default)]
struct Changes {
    reports: BTreeSet<SourcePath>,
    /// Files of the theme, `site.toml` and `words.toml`.
    appearance: BTreeSet<String>,
}

impl Session {
    /// Opens the site in `root` and makes it for the first time.
    ///
    /// # Errors
    ///
    /// When its files cannot be read. A site with findings, or with a template at fault, is opened.
    pub fn open(
        root: &Path,
        as_of: Option<DateTime>,
        drafts: bool,
        bulletin: Arc<Bulletin>,
    ) -> Result<(Session, Round), Error> {
        let disk = Disk::open(root)?;
        let settings = disk.settings()?;
        let theme_files = disk.theme_files()?;
        let config = Arc::new(Config::read(&settings));
        let review = TextRules::new(&config);
        let now = as_of.unwrap_or_else(|| clock::local(config.timezone));
        let known = ReadReports::default();
        let mut session = Session {
            as_of,
            drafts,
            disk,
            settings,
            theme_files,
            config,
            review,
            theme: None,
            known,
            now,
            next_due: None,
            is_pending: false,
            shown: None,
            bulletin,
        };
        let round = session.make(&Changes::default());
        match round.result {
            Err(error @ (Error::Io { .. } | Error::Usage(_))) => Err(error),
            _ => Ok((session, round)),
        }
    }

    /// Looks at what may have changed and makes the site anew if it did.
    pub fn round(&mut self, dirty: &Dirty) -> Option<Round> {
        let changes = match self.read_changes(dirty) {
            Ok(changes) => changes,
            Err(error) => return Some(self.fail(0, error)),
        };
        let now = self.as_of.unwrap_or_else(|| clock::local(self.config.timezone));
        let is_as_planned = now.date() == self.now.date() && self.next_due.is_none_or(|due| now < due);
        let is_same = changes.reports.is_empty() && changes.appearance.is_empty() && is_as_planned;
        if is_same && !self.is_pending {
            return None;
        }
        if !is_as_planned {
            // Reports have appeared or expired since, so the short way of a saved text, which starts from what was shown, is
            // closed.
            self.shown = None;
        }
        self.now = now;
        let round = self.make(&changes);
        let is_torn = matches!(round.result, Err(Error::Io { .. }));
        if !is_torn {
            return Some(round);
        }
        // A file that was listed could not be read, so it went in between. The site is listed again before anybody is told
        // of an error.
        match self.read_changes(&Dirty::everything()) {
            Ok(more) => Some(self.make(&more)),
            Err(error) => Some(self.fail(round.files, error)),
        }
    }

    fn read_changes(&mut self, dirty: &Dirty) -> Result<Changes, Error> {
        let is_report = |path: &&SourcePath| path.as_str().split('/').next() == Some(REPORTS);
        let (reports, appearance): (Vec<&SourcePath>, Vec<&SourcePath>) = dirty.paths.iter().partition(is_report);
        let mut changes = Changes::default();
        if dirty.everything || reports.iter().any(|path| path.as_str() == REPORTS) {
            let now = Disk::open(self.disk.root())?;
            let before = std::mem::replace(&mut self.disk, now);
            changes.reports = differences(&before, &self.disk);
        } else if !reports.is_empty() {
            let touched: BTreeSet<SourcePath> = reports.iter().copied().cloned().collect();
            let before = self.disk.clone();
            self.disk.refresh(&touched)?;
            changes.reports = differences(&before, &self.disk);
            // Two saves within one tick of the file system's clock look alike, so an event counts more.
            let is_file = |path: &&SourcePath| self.disk.files().binary_search_by(|file| file.path.cmp(path)).is_ok();
            changes.reports.extend(touched.iter().filter(is_file).cloned());
        }
        self.known.distrust(changes.reports.iter().cloned());
        if dirty.everything || !appearance.is_empty() {
            let (settings, files) = (self.disk.settings()?, self.disk.theme_files()?);
            changes.appearance = changed_files(&self.theme_files, &files);
            if settings != self.settings {
                changes.appearance.insert(config::FILE.to_string());
                self.take_settings(settings);
            }
            if !changes.appearance.is_empty() {
                self.theme_files = files;
                self.theme = None;
            }
        }
        Ok(changes)
    }

    fn take_settings(&mut self, settings: Settings) {
        let config = Config::read(&settings);
        if text::reading(&config) != text::reading(&self.config) {
            // What is known of reports depends on these settings, so all of them are read again.
            self.known.forget();
        }
        self.settings = settings;
        self.review = TextRules::new(&config);
        self.config = Arc::new(config);
    }

    fn make(&mut self, changes: &Changes) -> Round {
        let files = changes.reports.len() + changes.appearance.len();
        let before = self.shown.take().filter(|_| !self.is_pending);
        if let Some(round) = before.and_then(|shown| self.replan_one(shown, changes)) {
            return round;
        }
        let planned = match self.plan() {
            Ok(planned) => planned,
            Err(error) => return self.fail(files, error),
        };
        let (mut planned, theme) = planned;
        self.known.remember(planned.loaded.reports.clone(), self.disk.files());
        let diagnostics = std::mem::take(&mut planned.diagnostics);
        // Only errors are told where there is no site to show; warnings and hints are told on the pages of one.
        let errors: Vec<Diagnostic> = diagnostics.iter().filter(|found| found.level == Level::Error).cloned().collect();
        let texts = pipeline::texts(&self.disk, &errors);
        let summary = planned.summary.clone();
        let is_shown = errors.is_empty();
        if is_shown {
            let site = Site::new(self.config.clone(), planned, theme, self.disk.unlisted());
            let is_untried = self.is_pending || !changes.appearance.is_empty() || self.bulletin.now().site.is_none();
            if let Err(error) = if is_untried { site.try_out() } else { Ok(()) } {
                return self.fail(files, error);
            }
            let is_style = |file: &String| file.ends_with(".css");
            let only_styles =
                changes.reports.is_empty() && !changes.appearance.is_empty() && changes.appearance.iter().all(is_style);
            let site = Arc::new(site);
            self.shown = Some(Shown { site: site.clone(), diagnostics: diagnostics.clone() });
            let remarks = self.remarks(&diagnostics);
            self.bulletin.show(site, only_styles, remarks);
        } else {
            self.bulletin.warn(Problems::of_findings(&errors.iter().collect::<Vec<_>>(), &texts));
        }
        self.is_pending = false;
        Round { files, result: Ok(Findings { is_shown, diagnostics, texts, summary }) }
    }

    /// The short way of a saved text.
    fn replan_one(&mut self, shown: Shown, changes: &Changes) -> Option<Round> {
        let path = changes.reports.first().filter(|_| changes.reports.len() == 1 && changes.appearance.is_empty())?;
        let files = self.disk.files();
        let file = files.binary_search_by(|file| file.path.cmp(path)).ok().map(|at| &files[at]);
        let file = file.filter(|file| !file.is_special)?;
        let (before, theme) = (shown.site.planned(), self.theme.as_ref()?);
        let reading = Reading { markdown: self.config.markdown(), review: &self.review };
        let report = Arc::new(load::load_again(before.loaded.report(path)?, file, &self.disk, reading).ok()?);
        let (choices, facts) = (Choices { now: self.now, drafts: self.drafts }, theme.facts(&self.config));
        let (planned, diagnostics) = replan_one(before, &shown.diagnostics, report.clone(), &self.config, choices, &facts)?;
        self.known.replace(report, file);
        let summary = planned.summary.clone();
        let site = Arc::new(shown.site.amended(planned, self.disk.unlisted()));
        self.shown = Some(Shown { site: site.clone(), diagnostics: diagnostics.clone() });
        let remarks = self.remarks(&diagnostics);
        self.bulletin.show(site, false, remarks);
        Some(Round { files: 1, result: Ok(Findings { is_shown: true, diagnostics, texts: SourceTexts::new(), summary }) })
    }

    /// Warnings and hints, for pages. Warnings come first: of many findings only the first are told in full.
    fn remarks(&self, diagnostics: &[Diagnostic]) -> Problems {
        let of = |level| diagnostics.iter().filter(move |found| found.level == level);
        let remarks: Vec<&Diagnostic> = of(Level::Warning).chain(of(Level::Info)).collect();
        Problems::of_findings(&remarks, &pipeline::texts(&self.disk, &Problems::listed(&remarks)))
    }

    fn plan(&mut self) -> Result<(Planned, Theme), Error> {
        let theme = match &self.theme {
            Some(theme) => theme.clone(),
            None => self.theme.insert(Theme::load(&self.config, &self.theme_files)?).clone(),
        };
        let choices = Choices { now: self.now, drafts: self.drafts };
        let known = Known::read(self.settings.permalinks.as_deref());
        let facts = theme.facts(&self.config);
        let planned = pipeline::plan(&self.disk, &self.config, choices, (&self.known, &known), &facts)?;
        self.next_due = planned.loaded.next_due(self.now);
        Ok((planned, theme))
    }

    fn fail(&mut self, files: usize, error: Error) -> Round {
        self.is_pending = true;
        self.bulletin.warn(Problems::of_error(&error));
        Round { files, result: Err(error) }
    }
}

/// Files and folders that came, went, or have another size or time.
fn differences(before: &Disk, after: &Disk) -> BTreeSet<SourcePath> {
    let mut different = BTreeSet::new();
    differing(before.files(), after.files(), |file: &FileEntry| &file.path, &mut different);
    differing(before.folders(), after.folders(), |folder| folder, &mut different);
    differing(before.left_out(), after.left_out(), |left| &left.shown, &mut different);
    different.retain(|path| !is_dropping(path));
    different
}

/// Walks two lists, both in the order of paths, side by side.
fn differing<T: PartialEq>(before: &[T], after: &[T], path: impl Fn(&T) -> &SourcePath, out: &mut BTreeSet<SourcePath>) {
    let (mut old, mut new) = (before.iter().peekable(), after.iter().peekable());
    loop {
        match (old.peek(), new.peek()) {
            (Some(a), Some(b)) if a == b => {
                old.next();
                new.next();
            }
            (Some(a), Some(b)) => match path(a).cmp(path(b)) {
                Ordering::Less => out.extend(old.next().map(|a| path(a).clone())),
                Ordering::Greater => out.extend(new.next().map(|b| path(b).clone())),
                Ordering::Equal => {
                    out.extend(old.next().map(|a| path(a).clone()));
                    new.next();
                }
            },
            (Some(_), None) => out.extend(old.next().map(|a| path(a).clone())),
            (None, Some(_)) => out.extend(new.next().map(|b| path(b).clone())),
            (None, None) => return,
        }
    }
}

fn changed_files(before: &ThemeFiles, after: &ThemeFiles) -> BTreeSet<String> {
    let names = before.keys().chain(after.keys());
    names.filter(|name| before.get(*name) != after.get(*name)).cloned().collect()
}
