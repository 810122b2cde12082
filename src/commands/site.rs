//! What `build` and `check` share: opening a site, and telling what was found in the format that was asked for.

use std::path::PathBuf;

use super::Outcome;
use crate::check::registry::RULES;
use crate::cli::{Deny, FindingsArgs, Format, SelectionArgs};
use crate::clock;
use crate::config::{Config, Settings};
use crate::diagnostics::sarif::RuleInfo;
use crate::diagnostics::text::Style;
use crate::diagnostics::{Diagnostic, Level, Summary, github, json, sarif, statistics, text};
use crate::disk::{self, Disk};
use crate::error::Error;
use crate::pipeline::{self, Choices};

/// Findings from which on they are also counted by rule: fewer are seen at a glance.
const STATISTICS_FROM: usize = 10;

/// Warnings that a build tells one by one where more than these and [`COUNTED_FROM`] would be: it is run again and again, and
/// hundreds of known warnings hide the new line of today.
const TOLD_WARNINGS: usize = 20;
/// Warnings that are worth a line that counts them instead.
const COUNTED_FROM: usize = 5;

/// Where and how a command runs, beside its own arguments.
#[derive(Debug, Clone)]
pub struct Place {
    /// `-C`.
    pub site: Option<PathBuf>,
    /// The current folder.
    pub here: PathBuf,
    pub style: Style,
    pub quiet: bool,
    pub verbose: bool,
}

impl Place {
    /// The folder of the site that is meant.
    pub fn find_site(&self) -> Result<PathBuf, Error> {
        let given = self.site.as_ref().map(|site| self.here.join(site));
        disk::find_site(given.as_deref(), &self.here)
    }
}

/// A site opened for reading.
pub struct OpenSite {
    pub settings: Settings,
    pub root: PathBuf,
    pub disk: Disk,
    pub config: Config,
}

impl OpenSite {
    pub fn open(place: &Place) -> Result<OpenSite, Error> {
        OpenSite::open_in(place.find_site()?)
    }

    /// The site whose folder is `root`.
    pub fn open_in(root: PathBuf) -> Result<OpenSite, Error> {
        let disk = Disk::open(&root)?;
        let settings = disk.settings()?;
        let config = Config::read(&settings);
        Ok(OpenSite { settings, root, disk, config })
    }

    /// The time that counts as now, and whether drafts are shown.
    pub fn choices(&self, selection: &SelectionArgs) -> Choices {
        let now = selection.as_of.unwrap_or_else(|| clock::local(self.config.timezone));
        Choices { now, drafts: selection.drafts }
    }
}

/// Whether a run counts as failed: an error, or a warning where warnings are denied.
pub fn fails(diagnostics: &[Diagnostic], deny: Option<Deny>) -> bool {
    let least = if deny.is_some() { Level::Warning } else { Level::Error };
    diagnostics.iter().any(|diagnostic| diagnostic.level >= least)
}

/// Findings and summary in the format asked for. In words, findings below `least` are only counted, and where hints are below it
/// so are warnings beyond the first; other formats have all.
pub fn tell(
    place: &Place,
    site: &OpenSite,
    diagnostics: &[Diagnostic],
    summary: &Summary,
    args: &FindingsArgs,
    least: Level,
) -> Outcome {
    let mut outcome = Outcome { code: u8::from(fails(diagnostics, args.deny)), ..Outcome::default() };
    let texts = || pipeline::texts(&site.disk, diagnostics);
    match args.format {
        Format::Text => outcome.stderr = in_words(place, site, diagnostics, summary, args.deny, least),
        Format::Json => outcome.stdout = json::render(diagnostics, &texts(), summary),
        Format::Github => outcome.stdout = github::render(diagnostics, &texts()),
        Format::Sarif => {
            let rules: Vec<RuleInfo<'_>> = RULES
                .iter()
                .map(|rule| RuleInfo { name: rule.name, summary: rule.summary, basis: rule.basis, level: rule.level })
                .collect();
            outcome.stdout = sarif::render(diagnostics, &texts(), &rules);
        }
    }
    outcome
}

fn in_words(
    place: &Place,
    site: &OpenSite,
    diagnostics: &[Diagnostic],
    summary: &Summary,
    deny: Option<Deny>,
    least: Level,
) -> String {
    let told = diagnostics.iter().filter(|diagnostic| diagnostic.level >= least);
    // Where warnings are denied, every one of them keeps the site from being built.
    let (shown, counted) = match deny.is_none() && least == Level::Warning {
        true => in_brief(told),
        false => (told.cloned().collect(), Vec::new()),
    };
    // Only files that are shown an excerpt of are read.
    let mut words = text::render(&shown, &pipeline::texts(&site.disk, &shown), place.style);
    if !words.is_empty() && !words.ends_with("\n\n") {
        words.push('\n');
    }
    if !counted.is_empty() {
        words.push_str(&format!("还有 {} 处警告没有逐条列出，全部内容用 gongkai check 查看\n", counted.len()));
        words.push_str(&statistics::table(&counted));
    }
    if !place.quiet {
        if least == Level::Info && shown.len() >= STATISTICS_FROM {
            words.push_str(&statistics::table(&shown));
        }
        let account = text::account(summary);
        words.push_str(account.trim_end_matches('\n'));
        if !account.trim().is_empty() {
            words.push('\n');
        }
        words.push_str(&text::summary_line(summary, diagnostics));
        if shown.len() + counted.len() < diagnostics.len() {
            words.push_str("（提示的内容用 gongkai check 查看）");
        }
        words.push('\n');
    }
    words
}

/// The findings that are told one by one, and the warnings that are only counted.
fn in_brief<'d>(diagnostics: impl Iterator<Item = &'d Diagnostic>) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    let (mut shown, mut counted) = (Vec::new(), Vec::new());
    let mut warnings = 0;
    for diagnostic in diagnostics {
        warnings += usize::from(diagnostic.level == Level::Warning);
        let is_told = diagnostic.level == Level::Error || warnings <= TOLD_WARNINGS;
        if is_told { &mut shown } else { &mut counted }.push(diagnostic.clone());
    }
    if counted.len() < COUNTED_FROM {
        // In the order of files and places again.
        shown.append(&mut counted);
        crate::diagnostics::sort(&mut shown);
    }
    (shown, counted)
}
