//! What is to be said of addresses, seen against those that were public: what changes with this site, and what must not.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::report_addresses::ReportAddresses;
use crate::index::SiteIndex;
use crate::model::address_fault::{AddressFault, AddressFaultKind};
use crate::model::page::{PageKind, PagePlan, ReportId};
use crate::model::path::{SourcePath, UrlPath};
use crate::model::report::{CheckedReport, Status};
use crate::permalinks::claims::How;
use crate::permalinks::entry::{Entry, Mark, State, mark};
use crate::permalinks::next::{Change, Next};
use crate::permalinks::unrecorded::{is_page, may_be_report};
use crate::permalinks::{FILE, Known};

/// In the order of what they are about; whoever shows them sorts them by files.
pub(super) fn of(
    plan: &PagePlan,
    index: &SiteIndex,
    reports: &ReportAddresses,
    known: &Known,
    next: &Next,
) -> Vec<AddressFault> {
    let mut told = Vec::new();
    let held = OnceCell::new();
    let held = |before: &Entry| {
        let by_mark = || index.held.iter().map(|report| (mark(report.path.as_str()), &report.path)).collect();
        let held: &BTreeMap<Mark, &SourcePath> = held.get_or_init(by_mark);
        before.marks.iter().find_map(|marks| held.get(&marks.file).map(|path| (*path).clone()))
    };
    for change in &next.changed {
        told.extend(of_change(plan, known, change, held));
    }
    told.extend(possible_renames(index, reports, next));
    for (address, date, first) in &next.backdated {
        if let Some(report) = report_at(plan, index, address) {
            let (file, span) = (report.path.clone(), Some(report.dated));
            let kind = AddressFaultKind::Backdated { date: *date, first: *first };
            told.push(AddressFault { file, span, address: address.clone(), kind });
        }
    }
    told.extend(unpinned(plan, index, known));
    told.extend(behind(known, next));
    told
}

/// Something to be said of an address where nobody has a file for it.
fn of_record(address: &UrlPath, kind: AddressFaultKind) -> Option<AddressFault> {
    Some(AddressFault { file: SourcePath::new(FILE)?, span: None, address: address.clone(), kind })
}

fn of_change(
    plan: &PagePlan,
    known: &Known,
    Change { before, after }: &Change,
    held: impl Fn(&Entry) -> Option<SourcePath>,
) -> Vec<AddressFault> {
    let address = &after.address;
    let is_unrecorded = known.unrecorded.contains(address);
    let mut told = Vec::new();
    // A withdrawal must not wait for whoever keeps the record.
    let is_withdrawal = matches!(after.state, State::Gone(_));
    let is_other = is_unrecorded || before.as_ref().is_none_or(|before| before.state != after.state);
    if known.is_locked && is_other && !is_withdrawal {
        told.extend(of_record(address, AddressFaultKind::Unrecorded));
    }
    let Some(before) = before else { return told };
    match &after.state {
        State::Gone(_) if known.elsewhere.contains(address) && may_be_report(address.as_str()) => {
            told.extend(of_record(address, AddressFaultKind::Lost));
        }
        State::Gone(withdrawal) if withdrawal.reason.is_empty() && is_report(before) && !is_unrecorded => {
            told.extend(of_record(address, AddressFaultKind::WithoutReason { held: held(before) }));
        }
        State::To(to) if !matches!(before.state, State::To(_)) && is_page(address.as_str()) => {
            let file = plan.get(to).and_then(|page| page.owner.file.clone());
            let kind = AddressFaultKind::Moved { to: to.clone() };
            told.extend(file.map(|file| AddressFault { file, span: None, address: address.clone(), kind }));
        }
        _ => {}
    }
    told
}

/// Whether a report stood there, as far as the record tells.
fn is_report(entry: &Entry) -> bool {
    !entry.marks.is_empty() && may_be_report(entry.address.as_str())
}

/// New reports in whose category exactly one other was given up in the same run.
fn possible_renames(index: &SiteIndex, reports: &ReportAddresses, next: &Next) -> Vec<AddressFault> {
    let is_given_up = |change: &&Change| {
        let was_live = change.before.as_ref().is_some_and(|before| before.state == State::Live && is_report(before));
        was_live && matches!(change.after.state, State::Gone(_))
    };
    let gone: Vec<&UrlPath> = next.changed.iter().filter(is_given_up).map(|change| &change.after.address).collect();
    if gone.is_empty() {
        return Vec::new();
    }
    let fresh: Vec<(&CheckedReport, &UrlPath)> = index
        .in_order_read()
        .filter_map(|(id, report)| {
            let settled = reports.settled[id].as_ref().filter(|settled| settled.how == How::New)?;
            Some((report, &settled.address))
        })
        .collect();
    let left = only_ones(gone.into_iter().map(|gone| (gone.folder(), gone)));
    let fresh = only_ones(fresh.into_iter().map(|(report, address)| (address.folder(), (report, address))));
    let one = |(folder, only): (&str, Option<(&CheckedReport, &UrlPath)>)| {
        let ((report, address), gone) = only.zip(*left.get(folder)?)?;
        let kind = AddressFaultKind::PossibleRename { gone: gone.clone() };
        Some(AddressFault { file: report.path.clone(), span: None, address: address.clone(), kind })
    };
    fresh.into_iter().filter_map(one).collect()
}

/// What is the only one in its folder, by folder; none where there are more.
fn only_ones<'u, T>(all: impl Iterator<Item = (&'u str, T)>) -> BTreeMap<&'u str, Option<T>> {
    let mut ones = BTreeMap::new();
    for (folder, one) in all {
        ones.entry(folder).and_modify(|only| *only = None).or_insert(Some(one));
    }
    ones
}

/// One for all of them: a site of thousands would else hear nothing but this.
fn unpinned(plan: &PagePlan, index: &SiteIndex, known: &Known) -> Option<AddressFault> {
    let is_recorded = |id| plan.report_url(id).is_some_and(|address| known.record().get(address).is_some());
    let is_unpinned = |(id, report): &(ReportId, &CheckedReport)| {
        report.slug.is_none() && report.status == Status::Published && is_recorded(*id)
    };
    let mut unpinned = index.in_order_read().filter(is_unpinned);
    let (id, first) = unpinned.next()?;
    let (file, address) = (first.path.clone(), plan.report_url(id)?.clone());
    Some(AddressFault { file, span: None, address, kind: AddressFaultKind::Unpinned { count: unpinned.count() } })
}

/// One for all of them. Where there never was a record everything is as it should be.
fn behind(known: &Known, next: &Next) -> Option<AddressFault> {
    if known.is_locked {
        // Of what changes was told already, and what is withdrawn waits for nobody.
        let changed: BTreeSet<&UrlPath> = next.changed.iter().map(|change| &change.after.address).collect();
        let first = known.unrecorded.iter().filter(|address| !changed.contains(address)).min()?;
        return of_record(first, AddressFaultKind::Unrecorded);
    }
    let first = known.unrecorded.iter().min().filter(|_| !known.is_first || known.is_lost)?;
    of_record(first, AddressFaultKind::Behind { count: known.unrecorded.len() - 1 })
}

fn report_at<'i>(plan: &PagePlan, index: &'i SiteIndex, address: &UrlPath) -> Option<&'i CheckedReport> {
    match plan.get(address)?.kind {
        PageKind::Report(id) => Some(&*index.reports[id]),
        _ => None,
    }
}
