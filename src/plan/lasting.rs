//! Addresses that were public and at which nothing new stands: old ones that authors wrote down, those that reports and categories left, and
//! those of what was withdrawn. Each of them is answered, and what is to be said of them is noted.

use super::address_news;
use super::report_addresses::{ReportAddresses, of_alias};
use super::urls;
use crate::config::Config;
use crate::index::{CategoryNode, SiteIndex};
use crate::model::address_fault::{AddressFault, AddressFaultKind};
use crate::model::date::Date;
use crate::model::digest::Digest;
use crate::model::page::{CategoryId, Owner, PageKind, PagePlan};
use crate::model::path::{SourcePath, UrlPath};
use crate::model::report::{HoldReason, Status};
use crate::model::span::Located;
use crate::model::withdrawn::{Remains, Withdrawn};
use crate::permalinks::claims::{How, alias_of_another, left_folders};
use crate::permalinks::concluded::Concluded;
use crate::permalinks::entry::{Answer, Entry, Mark, Marks, Withdrawal, mark};
use crate::permalinks::next::{Next, Now, Standing, next};
use crate::permalinks::unrecorded::{is_of_category, is_page};
use crate::permalinks::{self, Known};

/// What a collision calls an address that somebody wrote down.
const ALIAS: &str = "旧地址";
/// What a collision calls an address that the record knows.
const RECORDED: &str = "网址记录里的旧地址";
/// What it calls what is left of something that was withdrawn.
const GONE: &str = "撤下页";
/// Why what stood in a category that is off is withdrawn.
const COLUMN_OFF: &str = "栏目已停用";

/// Plans them behind all other pages. What the record says afterwards.
pub(super) fn plan(
    plan: &mut PagePlan,
    (index, config): (&SiteIndex, &Config),
    reports: &ReportAddresses,
    known: &Known,
    (inputs, concluded): (Option<Digest>, Option<&Concluded>),
) -> Next {
    match concluded {
        Some(concluded) => as_concluded(plan, index, config, reports, concluded),
        None => anew(plan, index, config, reports, known, inputs),
    }
}

/// Where everything that decides addresses is as it was.
fn as_concluded(
    plan: &mut PagePlan,
    index: &SiteIndex,
    config: &Config,
    reports: &ReportAddresses,
    concluded: &Concluded,
) -> Next {
    let mut now = Now::default();
    aliases_of_reports(plan, index, reports, None, &mut now);
    aliases_of_categories(plan, index, (config, &[]), None, &mut now);
    for (address, answer) in &concluded.retired {
        answer_at(plan, index, address, answer);
    }
    plan.faults.addresses.clone_from(&concluded.told);
    Next { retired: concluded.retired.clone(), concluded: Some(concluded.clone()), ..Next::default() }
}

fn anew(
    plan: &mut PagePlan,
    index: &SiteIndex,
    config: &Config,
    reports: &ReportAddresses,
    known: &Known,
    inputs: Option<Digest>,
) -> Next {
    let categories: Vec<(&str, Marks)> =
        index.categories.iter().map(|node| (node.url.as_str(), Marks::of(&node.name, node.folder.as_str()))).collect();
    let mut now = Now {
        standing: standing(plan, index, reports, &categories),
        moved: moved(plan, index, reports),
        moved_folders: moved_folders(&categories, left_folders(known.record(), &categories)),
        aliases: Vec::new(),
        faulty: index.rejected.iter().map(|file| mark(file.as_str())).collect(),
    };
    aliases_of_reports(plan, index, reports, Some(known), &mut now);
    aliases_of_categories(plan, index, (config, &categories), Some(known), &mut now);
    let off: Vec<Mark> = off(index).map(|file| mark(file.as_str())).collect();
    let mut next = next(known, &now, |entry| reason(entry, &off));
    for (address, answer) in &next.retired {
        answer_at(plan, index, address, answer);
    }
    let told = address_news::of(plan, index, reports, known, &next);
    plan.faults.addresses.extend(told);
    plan.faults.record.clone_from(&known.record().faults);
    if let Some(inputs) = inputs.filter(|_| next.changed.is_empty() && known.is_as_read() && known.record().is_tidy) {
        let (retired, told) = (next.retired.clone(), plan.faults.addresses.clone());
        next.concluded = Some(Concluded { inputs, elsewhere: reports.elsewhere.clone(), retired, told });
    }
    next
}

/// Everything that stands at an address that is to last.
fn standing(plan: &PagePlan, index: &SiteIndex, reports: &ReportAddresses, categories: &[(&str, Marks)]) -> Vec<Standing> {
    let of_report = |id: usize| index.reports[id].metadata.date.day;
    let of_category = |id: CategoryId| oldest(&index.categories[id], index);
    let standing = |(url, kind): (&UrlPath, &PageKind)| {
        let (marks, date) = match *kind {
            PageKind::Report(id) => (Some(reports.marks[id]), of_report(id)),
            PageKind::Attachment { report, .. } => (None, of_report(report)),
            PageKind::Listing { category, page: 1 }
            | PageKind::Catalog { category, page: 1 }
            | PageKind::Feed { category: Some(category) } => (Some(categories[category].1), of_category(category)),
            _ => return None,
        };
        Some(Standing { address: url.clone(), marks, is_report: matches!(kind, PageKind::Report(_)), date })
    };
    plan.as_planned().iter().filter_map(|(url, page)| standing((url, &page.kind))).collect()
}

/// The day of the first report that the category has: no page of it is older.
fn oldest(node: &CategoryNode, index: &SiteIndex) -> Date {
    let oldest = node.years.last().and_then(|(_, reports)| reports.last());
    oldest.map(|id| index.reports[*id].metadata.date.day).unwrap_or_default()
}

/// Addresses that reports left. Which reports may not have the address that they want is noted.
fn moved(plan: &mut PagePlan, index: &SiteIndex, reports: &ReportAddresses) -> Vec<(UrlPath, UrlPath)> {
    let mut moved = Vec::new();
    for (report, settled) in index.reports.iter().zip(&reports.settled) {
        let Some(settled) = settled else { continue };
        let mut tell = |kind| {
            let span = report.slug.as_ref().map(|slug| slug.span);
            plan.faults.addresses.push(AddressFault {
                file: report.path.clone(),
                span,
                address: settled.address.clone(),
                kind,
            });
        };
        match &settled.how {
            How::Stands | How::New => {}
            How::Moved { from } => moved.push((from.clone(), settled.address.clone())),
            How::Republished { withdrawn } => tell(AddressFaultKind::Republished { withdrawn: *withdrawn }),
            How::Taken(taken) => {
                tell(AddressFaultKind::Taken { since: taken.since, other: taken.other, is_alias: false });
            }
        }
    }
    moved
}

fn moved_folders(categories: &[(&str, Marks)], left: Vec<Option<String>>) -> Vec<(String, String)> {
    categories.iter().zip(left).filter_map(|((folder, _), left)| Some((left?, (*folder).to_string()))).collect()
}

fn aliases_of_reports(
    plan: &mut PagePlan,
    index: &SiteIndex,
    reports: &ReportAddresses,
    known: Option<&Known>,
    now: &mut Now,
) {
    for (id, report) in index.reports.iter().enumerate().filter(|(_, report)| !report.aliases.is_empty()) {
        let Some(to) = plan.report_url(id).cloned() else { continue };
        for written in &report.aliases {
            let Some(alias) = of_alias(&written.value) else { continue };
            let owner = Owner { file: Some(report.path.clone()), span: Some(written.span), what: ALIAS };
            if is_of_another((plan, index), known, &alias, (reports.marks.get(id), &to), &owner) {
                continue;
            }
            plan.insert(alias.clone(), PageKind::Redirect { to: to.clone() }, owner);
            now.aliases.push((alias, to.clone(), report.metadata.date.day));
        }
    }
}

/// Whether an old address that somebody wrote down was another's, which is noted. Nothing is `known` where that was asked before.
fn is_of_another(
    (plan, index): (&mut PagePlan, &SiteIndex),
    known: Option<&Known>,
    alias: &UrlPath,
    (marks, to): (Option<&Marks>, &UrlPath),
    owner: &Owner,
) -> bool {
    let Some((known, marks)) = known.zip(marks) else { return false };
    // Where something stands, the two collide, and that says more.
    let is_there = |file: Mark| {
        let held = index.held.iter().map(|report| &report.path);
        held.chain(&index.rejected).any(|path| mark(path.as_str()) == file)
    };
    let taken = alias_of_another(known.record(), alias, (*marks, to), is_there).filter(|_| plan.get(alias).is_none());
    let Some((taken, file)) = taken.zip(owner.file.clone()) else { return false };
    let kind = AddressFaultKind::Taken { since: taken.since, other: taken.other, is_alias: true };
    plan.faults.addresses.push(AddressFault { file, span: owner.span, address: alias.clone(), kind });
    true
}

/// An old address of a category that is a folder stands for all pages that every category has at fixed places.
fn aliases_of_categories(
    plan: &mut PagePlan,
    index: &SiteIndex,
    (config, categories): (&Config, &[(&str, Marks)]),
    known: Option<&Known>,
    now: &mut Now,
) {
    for (id, node) in index.categories.iter().enumerate() {
        for Located { value, span } in &node.aliases {
            let Some(alias) = of_alias(value) else { continue };
            let owner = Owner { file: Some(node.file.clone()), span: Some(*span), what: ALIAS };
            let date = oldest(node, index);
            let listing = urls::listing(&node.url, 1);
            if is_of_another((plan, index), known, &alias, (categories.get(id).map(|(_, marks)| marks), &listing), &owner) {
                continue;
            }
            let mut lead = |alias: UrlPath, kind: PageKind, to: UrlPath| {
                plan.insert(alias.clone(), kind, owner.clone());
                now.aliases.push((alias, to, date));
            };
            let redirect = |to: &UrlPath| PageKind::Redirect { to: to.clone() };
            let folder = alias.as_str().strip_suffix("/index.html").map(str::to_string);
            lead(alias, redirect(&listing), listing);
            let Some(folder) = folder else { continue };
            let catalog = urls::catalog(&node.url, 1);
            lead(urls::catalog(&folder, 1), redirect(&catalog), catalog);
            if config.has_base_url() {
                // Programs that read feeds do not follow a page that leads on.
                lead(urls::feed(&folder), PageKind::Feed { category: Some(id) }, urls::feed(&node.url));
            }
        }
    }
}

/// Categories that are off, and reports that would be public if theirs were not.
fn off(index: &SiteIndex) -> impl Iterator<Item = &SourcePath> {
    let is_off = |status| status == Status::Held(HoldReason::ColumnOff);
    let reports = index.held.iter().filter(move |report| is_off(report.status)).map(|report| &report.path);
    reports.chain(&index.off)
}

/// Why what stood at an address is withdrawn, where the sources tell.
fn reason(entry: &Entry, off: &[Mark]) -> String {
    let is_off = entry.marks.iter().any(|marks| off.contains(&marks.file));
    if is_off { COLUMN_OFF.to_string() } else { String::new() }
}

/// What stands at an address from now on at which nothing stands by itself.
fn answer_at(plan: &mut PagePlan, index: &SiteIndex, address: &UrlPath, answer: &Answer) {
    let withdrawn = |is_category, withdrawal: &Withdrawal| withdrawn(index, address, is_category, withdrawal);
    let kind = match answer {
        Answer::Elsewhere(to) if is_page(address.as_str()) => PageKind::Redirect { to: to.clone() },
        // No page can stand at the address of a file, so the file itself does.
        Answer::Elsewhere(to) => match plan.get(to).map(|page| page.kind.clone()) {
            Some(kind @ (PageKind::Attachment { .. } | PageKind::Feed { .. })) => kind,
            _ => withdrawn(false, &Withdrawal::default()),
        },
        Answer::Withdrawn { of, withdrawal, has_marks } => withdrawn(*has_marks && is_of_category(of.as_str()), withdrawal),
    };
    let what = if matches!(kind, PageKind::Withdrawn(_)) { GONE } else { RECORDED };
    let owner = Owner { file: SourcePath::new(permalinks::FILE), span: None, what };
    plan.insert_where_free(address.clone(), kind, owner);
}

fn withdrawn(index: &SiteIndex, address: &UrlPath, is_category: bool, withdrawal: &Withdrawal) -> PageKind {
    let what = match is_page(address.as_str()) {
        true if is_category => Remains::OfCategory,
        true => Remains::OfReport,
        false if address.as_str().ends_with("/feed.xml") => Remains::OfFeed,
        false => Remains::OfFile,
    };
    let is_above =
        |node: &CategoryNode| address.as_str().strip_prefix(node.url.as_str()).is_some_and(|rest| rest.starts_with('/'));
    // Of two categories above it the one with the longer address is nearer.
    let above = index.categories.iter().enumerate().filter(|(_, node)| is_above(node));
    let above = above.max_by_key(|(_, node)| node.url.len()).map(|(id, _)| id);
    let Withdrawal { day, reason, title } = withdrawal.clone();
    PageKind::Withdrawn(Withdrawn { what, day, reason, title, above })
}
