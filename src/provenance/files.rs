//! From a file of the site to what became of it.

use super::origin::{Asked, AttachmentOf, CategoryOrigin, FileOrigin, ReportOrigin, Standing, WhyIgnored};
use super::pages::of_address;
use crate::config::{self, words};
use crate::diagnostics::{Diagnostic, Level};
use crate::model::page::{PageKind, ReportId};
use crate::model::path::{REPORTS, SourcePath, UrlPath};
use crate::model::report::LoadedReport;
use crate::model::set_aside::CATEGORY_FILE;
use crate::permalinks;

/// What a file or folder below the site is. It must be there: what is not is ignored as no source.
pub fn of_file(asked: &Asked<'_>, path: &SourcePath) -> FileOrigin {
    if path.below_reports().is_none() {
        return of_site(asked, path);
    }
    let loaded = &asked.planned.loaded;
    // A folder with `index.md` is one report.
    let index = loaded.reports.iter().find(|report| report.is_bundle && report.path.parent().as_ref() == Some(path));
    if let Some(report) = loaded.report(path).or(index.map(|report| &**report)) {
        return FileOrigin::Report(Box::new(of_report(asked, report)));
    }
    let folder = if path.file_name() == CATEGORY_FILE { path.parent() } else { Some(path.clone()) };
    if let Some(category) = folder.and_then(|folder| of_category(asked, &folder)) {
        return FileOrigin::Category(Box::new(category));
    }
    let of = attached_to(asked, path);
    if of.is_empty() { FileOrigin::Ignored(why_ignored(asked, path)) } else { FileOrigin::Attachment(of) }
}

fn of_site(asked: &Asked<'_>, path: &SourcePath) -> FileOrigin {
    let text = path.as_str();
    if [config::FILE, words::FILE, permalinks::FILE].contains(&text) {
        return FileOrigin::Settings;
    }
    // A theme has the same folders as a site.
    let inside = match text.strip_prefix("themes/").and_then(|rest| rest.split_once('/')) {
        Some((_, inside)) => inside,
        None => text,
    };
    if inside == "theme.toml" && inside != text {
        return FileOrigin::Settings;
    }
    if let Some(name) = inside.strip_prefix("templates/") {
        return FileOrigin::Template { is_used: asked.theme.template_file(name) == Some(text) };
    }
    match inside.strip_prefix("assets/") {
        Some(name) => FileOrigin::Asset(published_asset(asked, &[name, text])),
        None => FileOrigin::Ignored(WhyIgnored::NoSource),
    }
}

/// Where assets of these names are published. A picture that the settings name is known by its path in the site.
fn published_asset(asked: &Asked<'_>, names: &[&str]) -> Vec<UrlPath> {
    let is_it = |kind: &PageKind| matches!(kind, PageKind::Asset { name } if names.contains(&name.as_str()));
    asked.planned.plan.iter().filter(|(_, page)| is_it(&page.kind)).map(|(url, _)| url.clone()).collect()
}

fn of_report(asked: &Asked<'_>, report: &LoadedReport) -> ReportOrigin {
    let planned = asked.planned;
    let id = planned.index.report_at(&report.path);
    let address = |attachment: &SourcePath| {
        let id = id?;
        let number = planned.index.reports[id].attachments.iter().position(|own| own.source == *attachment)?;
        attachment_address(asked, id, number)
    };
    let attachments = report.attachments.iter().map(|own| (own.source.clone(), address(&own.source))).collect();
    ReportOrigin {
        file: report.path.clone(),
        title: report.draft.title.as_ref().map(|title| title.value.clone()).unwrap_or_default(),
        category: category_names(asked, &report.folder),
        standing: standing(asked, report, id),
        redirects: id.map(|id| redirects(asked, id)).unwrap_or_default(),
        attachments,
    }
}

fn standing(asked: &Asked<'_>, report: &LoadedReport, id: Option<ReportId>) -> Standing {
    let planned = asked.planned;
    let is_against = |found: &&Diagnostic| found.level == Level::Error && found.finding.file == report.path;
    let against: Vec<Diagnostic> = planned.diagnostics.iter().filter(is_against).cloned().collect();
    if !against.is_empty() {
        return Standing::Rejected(against);
    }
    if let Some(held) = planned.summary.held.iter().find(|held| held.file == report.path) {
        return Standing::Held(held.clone());
    }
    let url = id.and_then(|id| planned.plan.report_url(id));
    let page = url.and_then(|url| of_address(asked, url)).filter(|page| page.file.as_ref() == Some(&report.path));
    page.map_or(Standing::Nowhere, Standing::Page)
}

fn redirects(asked: &Asked<'_>, report: ReportId) -> Vec<UrlPath> {
    let Some(own) = asked.planned.plan.report_url(report) else { return Vec::new() };
    let pages = asked.planned.plan.iter();
    pages
        .filter(|(_, page)| matches!(&page.kind, PageKind::Redirect { to } if to == own))
        .map(|(url, _)| url.clone())
        .collect()
}

fn attached_to(asked: &Asked<'_>, path: &SourcePath) -> Vec<AttachmentOf> {
    let of = |report: &LoadedReport| {
        let id = asked.planned.index.report_at(&report.path);
        let address = id.and_then(|id| {
            let number = asked.planned.index.reports[id].attachments.iter().position(|own| own.source == *path)?;
            attachment_address(asked, id, number)
        });
        AttachmentOf { report: report.path.clone(), address }
    };
    let has_it = |report: &&LoadedReport| report.attachments.iter().any(|own| own.source == *path);
    asked.planned.loaded.reports.iter().map(AsRef::as_ref).filter(has_it).map(of).collect()
}

fn attachment_address(asked: &Asked<'_>, report: ReportId, attachment: usize) -> Option<UrlPath> {
    let wanted = PageKind::Attachment { report, attachment };
    asked.planned.plan.iter().find(|(_, page)| page.kind == wanted).map(|(url, _)| url.clone())
}

fn of_category(asked: &Asked<'_>, folder: &SourcePath) -> Option<CategoryOrigin> {
    let planned = asked.planned;
    let category = planned.loaded.category(folder)?;
    let id = planned.index.category_at(folder);
    let is_it = |kind: &PageKind| matches!(kind, PageKind::Listing { category, page: 1 } if Some(*category) == id);
    let url = planned.plan.iter().find(|(_, page)| is_it(&page.kind)).map(|(url, _)| url.clone());
    Some(CategoryOrigin {
        names: category_names(asked, folder),
        page: url.and_then(|url| of_address(asked, &url)),
        reports: id.map_or(0, |id| planned.index.categories[id].reports.len()),
        is_off: category.is_off,
        is_set_aside: category.is_set_aside(),
    })
}

fn category_names(asked: &Asked<'_>, folder: &SourcePath) -> Vec<String> {
    let above = std::iter::successors(Some(folder.clone()), SourcePath::parent);
    let folders = above.take_while(|folder| folder.as_str() != REPORTS);
    let mut names: Vec<String> =
        folders.filter_map(|folder| Some(asked.planned.loaded.category(&folder)?.name().to_string())).collect();
    names.reverse();
    names
}

fn why_ignored(asked: &Asked<'_>, path: &SourcePath) -> WhyIgnored {
    let loaded = &asked.planned.loaded;
    let is_at_or_above = |folder: &SourcePath| folder == path || path.below(folder).is_some();
    match loaded.left_out.iter().find(|left| is_at_or_above(&left.shown)) {
        Some(left) => WhyIgnored::NotRead(left.why),
        None if loaded.skipped.contains(path) => WhyIgnored::LeftBehind,
        None if loaded.unused.contains(path) => WhyIgnored::Unused,
        None => WhyIgnored::NoSource,
    }
}
