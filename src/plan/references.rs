//! Where the links and pictures of every report lead. Authors name source files (`../政策文件/x.md`, `表.csv`), so that links
//! work in their editor and survive a change of address; here each becomes an address, or a fault that says what is missing.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::index::SiteIndex;
use crate::load::Loaded;
use crate::load::attachments::local_target;
use crate::load::resolve::resolve_report;
use crate::load::sources::KnownReports;
use crate::model::address::{Address, OwnSite};
use crate::model::body::{Reference, ReferenceKind};
use crate::model::page::{DeadReason, DeadReference, PageKind, PagePlan};
use crate::model::path::{SourcePath, UrlPath, percent_decode};
use crate::model::report::{HoldReason, LoadedReport, Status};
use crate::model::span::Span;
use crate::permalinks::Known;
use crate::plan::urls;
use crate::strict_toml::nearest;

/// Ids that every report page has beside those of its text.
const PAGE_IDS: [&str; 2] = ["main", "title"];

/// Ids that a finding about a missing one may choose its suggestion from.
const OFFERED_IDS: usize = 100;

/// Dead links of one report for which a similar name is looked up: it means comparing with every file of the site.
const SUGGESTIONS: usize = 20;

/// Where a reference leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Target {
    /// A file of this site, and a fragment without `#` (empty for none).
    File {
        /// Its address.
        url: UrlPath,
        /// What stands behind `#`; empty for the page as a whole.
        fragment: String,
        /// Width and height of a picture in pixels, so that pages do not jump while it loads.
        pixels: Option<(u32, u32)>,
    },
    /// A place in the same text.
    Here {
        /// What stands behind `#`.
        fragment: String,
    },
    /// Another site, `mailto:` or `tel:`, as written.
    External(String),
    /// Nowhere; reported.
    Dead,
}

/// Targets of all references of one report, in the order of `Body::references`.
pub type Targets = Vec<Target>;

/// What sources are found under which address.
pub struct Resolver<'a> {
    loaded: &'a Loaded,
    index: &'a SiteIndex,
    plan: &'a PagePlan,
    files: FxHashMap<&'a SourcePath, (UrlPath, Option<(u32, u32)>)>,
    rejected: BTreeSet<&'a SourcePath>,
    own: Option<OwnSite>,
    known: &'a dyn KnownReports,
    addresses: &'a Known,
    /// Files and reports by the composed form of their names, made when a name is not found as it is written.
    composed: OnceLock<FxHashMap<String, &'a SourcePath>>,
}

impl<'a> Resolver<'a> {
    /// A link to a report with faults of its own is no further fault. `own` is where the site will be, `known` and
    /// `addresses` tell what is gone from what never was.
    pub fn new(
        loaded: &'a Loaded,
        index: &'a SiteIndex,
        plan: &'a PagePlan,
        own: Option<OwnSite>,
        (known, addresses): (&'a dyn KnownReports, &'a Known),
    ) -> Resolver<'a> {
        let mut files = FxHashMap::default();
        for (id, report) in index.reports.iter().enumerate().filter(|(_, report)| !report.attachments.is_empty()) {
            let Some(address) = plan.report_url(id) else { continue };
            for attachment in &report.attachments {
                let url = urls::attachment(address, attachment);
                files.entry(&attachment.source).or_insert((url, attachment.pixels));
            }
        }
        let rejected = index.rejected.iter().collect();
        Resolver { loaded, index, plan, files, rejected, own, known, addresses, composed: OnceLock::new() }
    }

    /// The targets of a report's references, and those that lead nowhere.
    pub fn resolve(&self, report: &LoadedReport) -> (Targets, Vec<DeadReference>) {
        let mut dead = Vec::new();
        let mut targets = Vec::with_capacity(report.body.references.len());
        for reference in &report.body.references {
            targets.push(self.target(report, reference, dead.len() < SUGGESTIONS).unwrap_or_else(|reason| {
                let span: Span = reference.span.shifted(report.body_offset);
                let target = reference.target.clone();
                dead.push(DeadReference { file: report.path.clone(), span: Some(span), target, reason });
                Target::Dead
            }));
        }
        for written in report.draft.related.iter().chain(&report.draft.interprets) {
            let target = local_target(report, written.value.trim());
            let is_there = || resolve_report(self.loaded, report, &written.value).is_some();
            if let Some(target) = target.filter(|target| !is_there() && self.addresses.record().had_file(target)) {
                let title = self.known.was_published(&target).unwrap_or_default();
                let reason = DeadReason::Withdrawn { title };
                let (span, target) = (Some(written.span), written.value.clone());
                dead.push(DeadReference { file: report.path.clone(), span, target, reason });
            }
        }
        (targets, dead)
    }

    fn target(&self, report: &LoadedReport, reference: &Reference, suggest: bool) -> Result<Target, DeadReason> {
        let written = match Address::parse(&reference.target) {
            Address::Site(written) => written,
            Address::Web(web) => match self.own.as_ref().and_then(|own| own.path_of(&web)) {
                Some(path) => return self.own_page(&path, &percent_decode(web.fragment())),
                None => return Ok(Target::External(web.written.to_string())),
            },
            Address::Contact(written) | Address::InlinePicture(written) => return Ok(Target::External(written.to_string())),
            // `unusable-address` and `external-image` tell of it.
            Address::Empty | Address::Unusable(_) => return Ok(Target::Dead),
        };
        let (path, fragment) = written.split_once('#').unwrap_or((written, ""));
        let fragment = percent_decode(fragment);
        if path.is_empty() {
            return self.place_in(report, &fragment).map(|()| Target::Here { fragment });
        }
        let is_image = reference.kind == ReferenceKind::Image;
        let Some(source) = local_target(report, path) else { return Err(DeadReason::OutsideSite) };
        if let Some(found) = self.source(report, &source, &fragment)? {
            return Ok(found);
        }
        if let Some(same) = self.composed().get(&source.composed()).filter(|same| ***same != source)
            && let Some(found) = self.source(report, same, &fragment)?
        {
            return Ok(found);
        }
        if let Some(url) = path.starts_with('/').then(|| self.planned(&percent_decode(path))).flatten() {
            return Ok(Target::File { url, fragment, pixels: None });
        }
        Err(self.missing(&source, is_image, suggest))
    }

    /// The target that a source file has, if there is such a file.
    fn source(&self, report: &LoadedReport, source: &SourcePath, fragment: &str) -> Result<Option<Target>, DeadReason> {
        if let Some(target) = self.report_or_category(source, fragment)? {
            return Ok(Some(target));
        }
        if let Some((url, pixels)) = self.own_file(report, source).or_else(|| self.files.get(source).cloned()) {
            return Ok(Some(Target::File { url, fragment: fragment.to_string(), pixels }));
        }
        // The report is held back, so its own files have no address yet.
        let is_held = self.loaded.files.contains(source) && self.index.report_at(&report.path).is_none();
        Ok(is_held.then_some(Target::Dead))
    }

    fn composed(&self) -> &FxHashMap<String, &'a SourcePath> {
        self.composed.get_or_init(|| {
            let files = self.loaded.files.iter().chain(self.loaded.reports.iter().map(|report| &report.path));
            files.filter(|path| !path.as_str().is_ascii()).map(|path| (path.composed(), path)).collect()
        })
    }

    /// A page of this site that is named by its whole address.
    fn own_page(&self, path: &str, fragment: &str) -> Result<Target, DeadReason> {
        let url = self.planned(path).or_else(|| self.planned(&format!("{path}/")));
        let Some(url) = url else { return Err(DeadReason::NoSuchAddress) };
        let mut pixels = None;
        match self.plan.get(&url).map(|page| &page.kind) {
            Some(PageKind::Report(id)) => {
                let report = self.index.reports.get(*id).and_then(|shown| self.loaded.report(&shown.path));
                report.map_or(Ok(()), |report| self.place_in(report, fragment))?;
            }
            Some(PageKind::Attachment { report, attachment }) => {
                let shown = self.index.reports.get(*report).and_then(|shown| shown.attachments.get(*attachment));
                pixels = shown.and_then(|shown| shown.pixels);
            }
            _ => {}
        }
        Ok(Target::File { url, fragment: fragment.to_string(), pixels })
    }

    /// A report attaches its own copy of a file, even when another report has one too.
    fn own_file(&self, report: &LoadedReport, source: &SourcePath) -> Option<(UrlPath, Option<(u32, u32)>)> {
        let id = self.index.report_at(&report.path)?;
        let shown = &self.index.reports[id];
        let attachment = shown.attachments.iter().find(|file| file.source == *source)?;
        Some((urls::attachment(self.plan.report_url(id)?, attachment), attachment.pixels))
    }

    fn report_or_category(&self, source: &SourcePath, fragment: &str) -> Result<Option<Target>, DeadReason> {
        let bundle = source.join("index.md").filter(|path| self.loaded.report(path).is_some());
        let path = bundle.as_ref().unwrap_or(source);
        if let Some(other) = self.loaded.report(path) {
            let Some(id) = self.index.report_at(path) else {
                let is_rejected = self.rejected.contains(path);
                return if is_rejected { Ok(Some(Target::Dead)) } else { Err(self.unpublished(other)) };
            };
            self.place_in(other, fragment)?;
            let Some(url) = self.plan.report_url(id).cloned() else { return Ok(Some(Target::Dead)) };
            return Ok(Some(Target::File { url, fragment: fragment.to_string(), pixels: None }));
        }
        if self.loaded.category(source).is_none() {
            return Ok(None);
        }
        match self.index.category_at(source) {
            Some(id) => {
                let url = urls::listing(&self.index.categories[id].url, 1);
                Ok(Some(Target::File { url, fragment: String::new(), pixels: None }))
            }
            None if self.loaded.category(source).is_some_and(|category| category.is_off) => {
                let title = source.file_name().to_string();
                Err(DeadReason::Withdrawn { title })
            }
            // The folder of a deleted report may be there still.
            None => Err(self.gone(source).unwrap_or(DeadReason::EmptyCategory)),
        }
    }

    /// Why a report that is there is on no page.
    fn unpublished(&self, report: &LoadedReport) -> DeadReason {
        if report.is_off || self.was_public(&report.path) {
            let title = report.draft.title.as_ref().map(|title| title.value.clone()).unwrap_or_default();
            return DeadReason::Withdrawn { title };
        }
        let held = self.index.held.iter().find(|held| held.path == report.path);
        match held.map(|held| held.status) {
            Some(Status::Held(HoldReason::Scheduled(date))) => DeadReason::Scheduled { until: date.written() },
            Some(Status::Held(HoldReason::Unreviewed { .. })) => DeadReason::Unreviewed,
            _ => DeadReason::Draft,
        }
    }

    /// Whether something stood in this file when a site was published: the ledger knows, or the record of addresses does.
    fn was_public(&self, path: &SourcePath) -> bool {
        self.known.was_published(path).is_some() || self.addresses.record().had_file(path)
    }

    fn place_in(&self, report: &LoadedReport, fragment: &str) -> Result<(), DeadReason> {
        let ids = &report.body.ids;
        if fragment.is_empty() || PAGE_IDS.contains(&fragment) || ids.iter().any(|id| id == fragment) {
            return Ok(());
        }
        Err(DeadReason::NoSuchAnchor { known: ids.iter().take(OFFERED_IDS).map(str::to_string).collect() })
    }

    /// An address of the finished site, decoded and from its root: `/sitemap.html`, `/xxgk/`.
    fn planned(&self, path: &str) -> Option<UrlPath> {
        let path = path.strip_prefix('/')?.split('?').next()?;
        let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_string() };
        UrlPath::new(&file).filter(|url| self.plan.get(url).is_some())
    }

    /// What became of a report that was published and is not there any more; of one in its own folder its files too.
    fn gone(&self, source: &SourcePath) -> Option<DeadReason> {
        let beside = |folder: &SourcePath| folder.join("index.md");
        let files = [Some(source.clone()), beside(source), source.parent().as_ref().and_then(beside)];
        let mut gone = files.into_iter().flatten().filter(|file| self.loaded.report(file).is_none());
        let title = |file: &SourcePath| self.known.was_published(file).or_else(|| self.was_public(file).then(String::new));
        let title = gone.find_map(|file| title(&file))?;
        let has_it = |report: &&Arc<LoadedReport>| report.draft.title.as_ref().is_some_and(|found| found.value == title);
        Some(match self.loaded.reports.iter().find(has_it) {
            Some(report) => DeadReason::NoSuchPage { nearest: Some(report.path.to_string()) },
            None => DeadReason::Withdrawn { title },
        })
    }

    fn missing(&self, source: &SourcePath, is_image: bool, suggest: bool) -> DeadReason {
        if let Some(gone) = self.gone(source) {
            return gone;
        }
        let extension = source.extension();
        // A target with one of these endings means a page, or the host of another site that lacks its scheme.
        let names_a_page = matches!(extension.as_str(), "" | "md" | "html" | "htm" | "cn" | "com");
        if names_a_page && !is_image {
            let names = self.loaded.reports.iter().map(|report| report.path.as_str());
            let nearest = if suggest { nearest_file(source, names) } else { None };
            return DeadReason::NoSuchPage { nearest };
        }
        let names = self.loaded.files.iter().map(SourcePath::as_str);
        DeadReason::NoSuchFile { nearest: if suggest { nearest_file(source, names) } else { None } }
    }
}

/// A file of the same name elsewhere, or one in the same folder with a similar name.
fn nearest_file<'n>(source: &SourcePath, known: impl Iterator<Item = &'n str> + Clone) -> Option<String> {
    let same_name = known.clone().find(|path| path.rsplit('/').next() == Some(source.file_name()));
    if let Some(path) = same_name {
        return Some(path.to_string());
    }
    let folder = source.parent()?;
    let beside = known.filter_map(|path| path.strip_prefix(folder.as_str())?.strip_prefix('/'));
    // Names that share nothing but their extension are not alike.
    let stem = |name: &'n str| name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let meant = nearest(source.stem(), beside.clone().map(stem))?;
    let alike: Vec<&str> = beside.filter(|name| stem(name) == meant).collect();
    let same_kind = alike.iter().find(|name| name.to_lowercase().ends_with(&format!(".{}", source.extension())));
    let name = same_kind.or(alike.first())?;
    Some(format!("{folder}/{name}"))
}
