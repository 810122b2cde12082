//! 三审三校 of a site: which reports need signatures, and what each of them lacks. It is asked once, when everything is loaded, because the
//! code of a text takes its bytes and those of its files; rules and the gate are handed the answers.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::config::Config;
use crate::diagnostics::{Diagnostic, Level};
use crate::error::Error;
use crate::load::Loaded;
use crate::load::manuscript::Manuscript;
use crate::load::sources::{KnownReports, Sources};
use crate::model::date::Date;
use crate::model::path::SourcePath;
use crate::model::report::LoadedReport;
use crate::model::review::{Lack, ReviewCode, ReviewPolicy, Step};

/// The rule whose findings `--deny unreviewed` makes errors.
const DENIED: &str = "unreviewed-report";

/// What the review of a text comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Everything that is demanded has been signed.
    Reviewed,
    /// It is not public, and waits.
    Held(Lack),
    /// It is public, was changed since its last step was signed, and the change is not signed.
    Stale,
    /// It lacks something that keeps nothing from being published: it was public before anybody signed it, or nothing is demanded of it.
    Open(Lack),
}

/// A report that is to be signed, or that somebody has signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The code of its text as it is now.
    pub code: ReviewCode,
    /// The steps that this text needs, in their order; never empty.
    pub steps: Vec<Step>,
    /// Whether the site demands them.
    pub is_demanded: bool,
    /// Whether readers have it already.
    pub is_public: bool,
    /// What it comes to.
    pub verdict: Verdict,
}

/// The reviews of a site. Drafts have none: nobody publishes them.
#[derive(Debug, Clone, Default)]
pub struct Reviews {
    judged: BTreeMap<SourcePath, Judged>,
}

impl Reviews {
    /// Judges every report of which a review is demanded or which has a code.
    ///
    /// # Errors
    ///
    /// When a file that is listed cannot be read.
    pub fn of(
        loaded: &Loaded,
        config: &Config,
        sources: &dyn Sources,
        known: &dyn KnownReports,
        today: Date,
    ) -> Result<Reviews, Error> {
        let demands = Demands::new(loaded, config);
        let titles = OnceLock::new();
        let of_one = |report: &LoadedReport| -> Result<Option<(SourcePath, Judged)>, Error> {
            let policy = demands.policy(report);
            if report.is_draft() || (policy.require.is_empty() && !has_code(report)) {
                return Ok(None);
            }
            let is_only_one_titled_so = || {
                let titles: &Titles<'_> = titles.get_or_init(|| Titles::of(loaded));
                titles.has_once(report)
            };
            Ok(Some((report.path.clone(), judge(report, &is_only_one_titled_so, &policy, sources, known, today)?)))
        };
        let judged: Result<Vec<_>, Error> = loaded.reports.par_iter().map(|report| of_one(report)).collect();
        Ok(Reviews { judged: judged?.into_iter().flatten().collect() })
    }

    /// The report in that file; `None` where no review is demanded and none was begun.
    pub fn get(&self, file: &SourcePath) -> Option<&Judged> {
        self.judged.get(file)
    }

    /// What keeps the report in that file from being published.
    pub fn held(&self, file: &SourcePath) -> Option<Lack> {
        match self.judged.get(file)?.verdict {
            Verdict::Held(lack) => Some(lack),
            _ => None,
        }
    }
}

fn has_code(report: &LoadedReport) -> bool {
    report.draft.review.rounds.iter().any(|round| round.code.is_some())
}

/// How many reports have each title.
pub struct Titles<'l>(FxHashMap<&'l str, usize>);

impl<'l> Titles<'l> {
    /// Of all reports, drafts too.
    pub fn of(loaded: &'l Loaded) -> Titles<'l> {
        let mut titles = FxHashMap::default();
        for title in loaded.reports.iter().filter_map(|report| report.draft.title.as_ref()) {
            *titles.entry(title.value.as_str()).or_default() += 1;
        }
        Titles(titles)
    }

    /// Whether the report has a title and no other one has the same.
    pub fn has_once(&self, report: &LoadedReport) -> bool {
        report.draft.title.as_ref().is_some_and(|title| self.0.get(title.value.as_str()) == Some(&1))
    }
}

/// What the review of one report comes to under `policy`, drafts too. Where nothing is demanded, all steps count as wanted.
/// `is_only_one_titled_so` is asked where only its title could tell that it is public.
///
/// # Errors
///
/// When its file, or one of those that it publishes, cannot be read.
pub fn judge(
    report: &LoadedReport,
    is_only_one_titled_so: &dyn Fn() -> bool,
    policy: &ReviewPolicy,
    sources: &dyn Sources,
    known: &dyn KnownReports,
    today: Date,
) -> Result<Judged, Error> {
    let code = match known.code(report) {
        Some(code) => code,
        None => Manuscript::of(report, sources)?.code(),
    };
    let is_demanded = !policy.require.is_empty();
    let every_step = ReviewPolicy { require: Step::ALL.to_vec(), correction: None };
    let policy = if is_demanded { policy } else { &every_step };
    let is_public = known.is_public(report, is_only_one_titled_so);
    let record = &report.draft.review;
    let was_changed = is_public && record.is_outdated(policy.steps(false), code, today);
    let steps = policy.steps(was_changed);
    let verdict = match record.lack(steps, code, today) {
        None => Verdict::Reviewed,
        Some(Lack::Step(_)) if !is_demanded && !was_changed => Verdict::Reviewed,
        Some(lack) if !is_demanded => Verdict::Open(lack),
        Some(_) if was_changed => Verdict::Stale,
        Some(lack) if is_public => Verdict::Open(lack),
        Some(lack) => Verdict::Held(lack),
    };
    Ok(Judged { code, steps: steps.to_vec(), is_demanded, is_public, verdict })
}

/// Which steps each column demands.
pub struct Demands<'l> {
    of_site: &'l ReviewPolicy,
    /// By folder, where the category itself says.
    of_categories: BTreeMap<&'l str, &'l [Step]>,
}

impl<'l> Demands<'l> {
    /// Of the site and its categories.
    pub fn new(loaded: &'l Loaded, config: &'l Config) -> Demands<'l> {
        let own = loaded.categories.iter();
        let own = own.filter_map(|category| Some((category.folder.as_str(), category.draft.review.as_deref()?)));
        Demands { of_site: &config.review, of_categories: own.collect() }
    }

    /// What the category of a report says, or the nearest one above it that says anything, or the site.
    pub fn policy(&self, report: &LoadedReport) -> ReviewPolicy {
        let mut folder = Some(report.folder.as_str()).filter(|_| !self.of_categories.is_empty());
        while let Some(own) = folder {
            if let Some(steps) = self.of_categories.get(own) {
                return ReviewPolicy { require: steps.to_vec(), correction: self.of_site.correction };
            }
            folder = own.rfind('/').map(|slash| &own[..slash]);
        }
        self.of_site.clone()
    }
}

/// What to type when somebody has signed a step.
pub fn command(report: &LoadedReport, step: Step) -> String {
    let path = report.path.as_str();
    let path = if path.contains(char::is_whitespace) { format!("\"{path}\"") } else { path.to_string() };
    format!("`gongkai review {path} --step {} --by 姓名`", step.name())
}

/// Makes errors of what `--deny unreviewed` denies.
pub fn deny(diagnostics: &mut [Diagnostic]) {
    for diagnostic in diagnostics.iter_mut().filter(|diagnostic| diagnostic.rule == DENIED) {
        diagnostic.level = Level::Error;
    }
}
