//! The stages on one screen: config → load → check → index → plan → render. Each takes the value of the stage before and returns
//! its own; none reads a file, the clock or the environment, and none prints. [`build`] goes on from there to what is published.

mod addresses;
pub mod after_one_save;
pub mod build;
pub mod pages;
mod planned;
pub mod published_report;
pub mod recorded;
pub mod request;
pub mod withdraw;

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use crate::check::gate::{self, Gate};
use crate::check::review::TextRules;
use crate::check::reviews::Reviews;
use crate::check::{self, rule::Scope};
use crate::config::Config;
use crate::diagnostics::{Diagnostic, Due, HeldReport, Level, SourceTexts, Summary, sort};
use crate::error::Error;
use crate::index::SiteIndex;
use crate::load::{
    self, Loaded, Reading,
    sources::{KnownReports, NothingKnown, Sources},
};
pub use crate::model::choices::Choices;
use crate::model::encoding;
use crate::model::page::PagePlan;
use crate::model::path::SourcePath;
use crate::model::report::{HoldReason, Status};
use crate::permalinks::Known;
use crate::plan;
use crate::plan::references::{Resolver, Targets};
use crate::render::Sink;
use crate::render::theme::{Theme, ThemeFacts};
use pages::{Pages, SiteMemory};
pub use planned::Planned;
use recorded::Recorded;

/// Everything up to the plan. `known` are reports that were read before, and addresses that were public before. Of the theme only its
/// look is needed: templates may be broken.
pub fn plan(
    sources: &dyn Sources,
    config: &Config,
    choices: Choices,
    known: (&dyn KnownReports, &Known),
    facts: &ThemeFacts,
) -> Result<Planned, Error> {
    let known_addresses = known.1;
    let known = &Recorded::new(known.0, known_addresses, sources);
    let review = TextRules::new(config);
    let loaded = load::load(sources, Reading { markdown: config.markdown(), review: &review }, known)?;
    // Before any rule is asked, because rules tell of reviews, and what waits for one is no error to others.
    let reviews = Reviews::of(&loaded, config, sources, known, choices.now.date())?;
    let mut used = check::UsedAllowances::new();
    let scope =
        Scope::new(config, &loaded, choices.now, &facts.weak_pairs).with_reviews(&reviews).with_addresses(known_addresses);
    let mut diagnostics = check::findings(&scope, &mut used);
    if !choices.drafts {
        check::lower_drafts(&mut diagnostics, &loaded.reports, &reviews);
    }
    let gated = gate::pass(Gate { loaded: &loaded, config, reviews: &reviews, choices }, &diagnostics);
    let index = SiteIndex::new(gated.reports, gated.rejected, &loaded);
    let (mut plan, permalinks) = plan::plan(&index, config, &facts.assets, known_addresses);
    let targets = resolve(&loaded, &index, &mut plan, config, (known, known_addresses));
    let dead = plan::menu::dead(config, &loaded, &index, &plan);
    plan.faults.dead.extend(dead);
    diagnostics.extend(check::plan_findings(&plan.faults, &loaded.reports, config, &mut used));
    diagnostics.extend(check::unused_allowances(&loaded.reports, config, &used));
    if !choices.drafts {
        check::lower_drafts(&mut diagnostics, &loaded.reports, &reviews);
    }
    sort(&mut diagnostics);
    let mut summary = summary(&loaded, &index, &diagnostics);
    summary.due = next_due(&index, &summary, choices.now.date());
    summary.held.extend(gated.unfinished.into_iter().map(|(file, reason)| held(file, reason)));
    summary.held.sort_by(|a, b| a.file.cmp(&b.file));
    let (plan, permalinks, targets) = (Arc::new(plan), Arc::new(permalinks), Arc::new(targets));
    Ok(Planned { loaded, reviews, index, plan, permalinks, targets, diagnostics, summary })
}

/// The plan of a site of which everything was good when it was published. Rules are not asked again: a link that leads to what is
/// withdrawn now becomes plain text. What waited for signatures then is held now, as `known` tells it from what was public.
pub fn plan_as_published(
    sources: &dyn Sources,
    config: &Config,
    choices: Choices,
    known: (&dyn KnownReports, &Known),
    facts: &ThemeFacts,
) -> Result<Planned, Error> {
    let known_addresses = known.1;
    let known = &Recorded::new(known.0, known_addresses, sources);
    let review = TextRules::new(config);
    let loaded = load::load(sources, Reading { markdown: config.markdown(), review: &review }, &NothingKnown)?;
    let reviews = Reviews::of(&loaded, config, sources, known, choices.now.date())?;
    let gated = gate::pass(Gate { loaded: &loaded, config, reviews: &reviews, choices }, &[]);
    let index = SiteIndex::new(gated.reports, gated.rejected, &loaded);
    let (mut plan, permalinks) = plan::plan(&index, config, &facts.assets, known_addresses);
    let targets = resolve(&loaded, &index, &mut plan, config, (&NothingKnown, known_addresses));
    let (summary, diagnostics) = (summary(&loaded, &index, &[]), Vec::new());
    let (plan, permalinks, targets) = (Arc::new(plan), Arc::new(permalinks), Arc::new(targets));
    Ok(Planned { loaded, reviews, index, plan, permalinks, targets, diagnostics, summary })
}

/// Makes every page and hands it to `sink`.
pub fn render(
    planned: &Planned,
    config: &Config,
    theme: &mut Theme,
    sources: &dyn Sources,
    sink: &dyn Sink,
) -> Result<(), Error> {
    let memory = SiteMemory::new(planned, config, theme);
    Pages::new(planned, config, theme, sources, &memory).make_all(sink)
}

/// Makes one page of each kind and drops it, to find out whether the theme works.
pub fn try_out(planned: &Planned, config: &Config, mut theme: Theme, sources: &dyn Sources) -> Result<(), Error> {
    let memory = SiteMemory::new(planned, config, &mut theme);
    Pages::new(planned, config, &theme, sources, &memory).try_out()
}

/// Texts of the files that findings point into, masked where they may be shown.
pub fn texts(sources: &dyn Sources, diagnostics: &[Diagnostic]) -> SourceTexts {
    let mut texts = SourceTexts::new();
    let places = diagnostics.iter().flat_map(|Diagnostic { finding, .. }| {
        let related = finding.related.iter().map(|related| (&related.file, related.span));
        std::iter::once((&finding.file, finding.span)).chain(related)
    });
    for (file, _) in places.filter(|(_, span)| span.is_some()) {
        if !texts.contains_key(file)
            && let Ok(bytes) = sources.read(file)
            && let Some(text) = encoding::utf8(&bytes)
        {
            texts.insert(file.clone(), text.into());
        }
    }
    check::masking::mask(&mut texts, diagnostics);
    texts
}

/// Resolves the links of all reports, held and faulty ones too, so that everything that is wrong is said at once.
fn resolve(
    loaded: &Loaded,
    index: &SiteIndex,
    plan: &mut PagePlan,
    config: &Config,
    known: (&dyn KnownReports, &Known),
) -> Vec<Targets> {
    let mut targets = vec![Targets::new(); index.reports.len()];
    let mut dead = Vec::new();
    {
        let resolver = Resolver::new(loaded, index, plan, config.own_site(), known);
        let resolved: Vec<_> =
            loaded.reports.par_iter().map(|report| (index.report_at(&report.path), resolver.resolve(report))).collect();
        for (id, (found, missing)) in resolved {
            dead.extend(missing);
            if let Some(id) = id {
                targets[id] = found;
            }
        }
    }
    plan.faults.dead = dead;
    targets
}

fn summary(loaded: &Loaded, index: &SiteIndex, diagnostics: &[Diagnostic]) -> Summary {
    // A finding of the plan (a dead link) rejects its report as much as one of the gate.
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.level == Level::Error);
    let blocked: BTreeSet<&SourcePath> = errors.map(|diagnostic| &diagnostic.finding.file).collect();
    let mut summary = Summary {
        reports: loaded.reports.len(),
        rejected: index.rejected.len(),
        skipped: loaded.skipped.len(),
        ..Summary::default()
    };
    for report in index.reports.iter().chain(&index.held) {
        match report.status {
            _ if blocked.contains(&report.path) => summary.rejected += 1,
            Status::Published | Status::Preview(_) => summary.published += 1,
            Status::Held(reason) => summary.held.push(held(report.path.clone(), reason)),
        }
    }
    summary
}

/// The next day on which a report appears or expires.
fn next_due(index: &SiteIndex, summary: &Summary, today: crate::model::date::Date) -> Option<Due> {
    let due = |day: &String, file: &SourcePath, expires| Due { day: day.clone(), file: file.clone(), expires };
    // What waits for signatures does not appear by itself.
    let signed = summary.held.iter().filter(|report| report.lack.is_none());
    let appear = signed.filter_map(|report| Some(due(report.until.as_ref()?, &report.file, false)));
    let expire = index.reports.iter().filter_map(|report| {
        let last = report.metadata.expires.filter(|last| *last >= today)?;
        Some(due(&last.tomorrow().ok()?.to_string(), &report.path, true))
    });
    appear.chain(expire).min_by(|a, b| (&a.day, &a.file).cmp(&(&b.day, &b.file)))
}

fn held(file: SourcePath, reason: HoldReason) -> HeldReport {
    HeldReport { file, reason: reason.name(), until: reason.until(), lack: reason.lack() }
}
