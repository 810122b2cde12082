//! What readers will see change: reports one by one, other pages counted. Pages that are the same to the byte are not read, so a site of ten
//! thousand reports costs no more than making it. Here what belongs to one report is put together: the page that went and the page that came
//! where it moved, and its attachments.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::by_list::sum_of;
use super::changes::{ChangedFact, ChangedFile, ChangedReport, Fate, ReportAt, SiteChanges};
use super::collected::{Collected, Found, is_report, owner};
use super::edits::edits;
use super::page_text::PageText;
use crate::config::Config;
use crate::disk::published_folder::PublishedFolder;
use crate::error::Error;
use crate::load::sources::Sources;
use crate::model::page::PageKind;
use crate::model::path::UrlPath;
use crate::pipeline::{self, Planned};
use crate::render::theme::Theme;

/// What the title is called among the facts.
const TITLE: &str = "标题";
/// Between several facts of one name.
const BETWEEN: &str = "、";

/// Files of reports, by the address of the page.
type Files = BTreeMap<String, Vec<ChangedFile>>;

/// Makes every page of the planned site and compares it with what is published in `folder`.
///
/// # Errors
///
/// When a page cannot be made, or a published one cannot be read.
pub fn site_changes(
    planned: &Planned,
    (config, theme): (&Config, &mut Theme),
    sources: &dyn Sources,
    folder: &PublishedFolder,
) -> Result<SiteChanges, Error> {
    let collected = Collected::new(planned, folder);
    pipeline::render(planned, config, theme, sources, &collected)?;
    changes(collected.into_found()?, planned, folder)
}

/// All changes of a site, from what differs.
fn changes(mut found: Found, planned: &Planned, folder: &PublishedFolder) -> Result<SiteChanges, Error> {
    let moved = moved(&found);
    let mut files = files(&mut found, &moved, planned, folder)?;
    let mut changes = SiteChanges { others: found.others, ..SiteChanges::default() };
    for (old_address, address) in &moved {
        if let (Some(old), Some(new)) = (found.gone.remove(old_address), found.added.remove(address)) {
            let changed = changed(address, &old, &new, files.remove(address).unwrap_or_default());
            changes.moved.push(ChangedReport { old_address: Some(old_address.clone()), ..changed });
        }
    }
    let at = |(address, page): (String, PageText)| ReportAt { address, title: page.title };
    // What comes or goes with a report needs no words of its own.
    found.added.keys().chain(found.gone.keys()).for_each(|address| drop(files.remove(address)));
    changes.added = found.added.into_iter().map(at).collect();
    changes.gone = found.gone.into_iter().map(at).collect();
    let both: Vec<_> = found
        .changed
        .into_iter()
        .map(|(address, pages)| (files.remove(&address).unwrap_or_default(), address, pages))
        .collect();
    // Where a word was replaced everywhere every report is another, and comparing takes longer than making them.
    let edited = both.into_par_iter().map(|(files, address, (old, new))| changed(&address, &old, &new, files));
    changes.changed = edited.collect();
    // Reports whose pages show nothing of what became of their files.
    for (address, files) in files {
        let report = ReportAt { title: title(&address, planned), address };
        changes.changed.push(ChangedReport { report, old_address: None, facts: Vec::new(), text: Vec::new(), files });
    }
    let by_address = |a: &ChangedReport, b: &ChangedReport| a.report.address.cmp(&b.report.address);
    changes.changed.sort_by(by_address);
    changes.moved.sort_by(by_address);
    Ok(changes)
}

fn title(address: &str, planned: &Planned) -> String {
    let page = UrlPath::new(address).and_then(|url| planned.plan.get(&url));
    match page.map(|page| &page.kind) {
        Some(PageKind::Report(id)) => planned.index.reports[*id].metadata.title.clone(),
        _ => address.to_string(),
    }
}

/// Old and new addresses of reports that moved: the same text, or else the same title, which no other page that came or went has.
fn moved(found: &Found) -> BTreeMap<String, String> {
    let mut moved: BTreeMap<String, String> = BTreeMap::new();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let keys: [fn(&PageText) -> String; 2] = [|page| page.paragraphs.join("\n"), |page| page.title.clone()];
    for key in keys {
        let one_by_key = |pages: &BTreeMap<String, PageText>, is_matched: &dyn Fn(&String) -> bool| {
            let mut by_key: BTreeMap<String, Option<String>> = BTreeMap::new();
            for (address, page) in pages.iter().filter(|(address, _)| !is_matched(address)) {
                let address = Some(address.clone());
                by_key.entry(key(page)).and_modify(|one| *one = None).or_insert(address);
            }
            by_key
        };
        let gone = one_by_key(&found.gone, &|address| moved.contains_key(address));
        let mut added = one_by_key(&found.added, &|address| taken.contains(address));
        for (key, old) in gone.into_iter().filter(|(key, _)| !key.is_empty()) {
            if let (Some(old), Some(Some(new))) = (old, added.remove(&key)) {
                taken.insert(new.clone());
                moved.insert(old, new);
            }
        }
    }
    moved
}

/// What becomes of the files of reports. Those that belong to none are counted among the others.
fn files(
    found: &mut Found,
    moved: &BTreeMap<String, String>,
    planned: &Planned,
    folder: &PublishedFolder,
) -> Result<Files, Error> {
    let mut files = Files::new();
    let is_report = |page: &str| is_report(planned, page);
    for path in std::mem::take(&mut found.files_gone) {
        let is_page = |page: &str| found.gone.contains_key(page) || is_report(page);
        let Some((page, name)) = owner(&path, is_page) else {
            found.others.gone += 1;
            continue;
        };
        let mut fate = Fate::Gone;
        let address = moved.get(&page).unwrap_or(&page).clone();
        // It moved with its report.
        if let Some(sum) = found.files_added.remove(&format!("{}/{name}", without_html(&address))) {
            let before = sum_of(folder, &path).map_err(|error| Error::io("读取", folder.root().join(&path), error))?;
            if before == sum {
                continue;
            }
            fate = Fate::Changed;
        }
        files.entry(address).or_default().push(ChangedFile { name, fate });
    }
    let differing = std::mem::take(&mut found.files_added).into_keys().map(|path| (path, Fate::Added));
    let changed = std::mem::take(&mut found.files_changed).into_iter().map(|path| (path, Fate::Changed));
    for (path, fate) in differing.chain(changed) {
        match owner(&path, is_report) {
            Some((page, name)) => files.entry(page).or_default().push(ChangedFile { name, fate }),
            None if fate == Fate::Added => found.others.added += 1,
            None => found.others.changed += 1,
        }
    }
    files.values_mut().for_each(|files| files.sort());
    Ok(files)
}

fn without_html(address: &str) -> &str {
    address.strip_suffix(".html").unwrap_or(address)
}

fn changed(address: &str, old: &PageText, new: &PageText, files: Vec<ChangedFile>) -> ChangedReport {
    let report = ReportAt { address: address.to_string(), title: new.title.clone() };
    ChangedReport { report, old_address: None, facts: facts(old, new), text: edits(&old.paragraphs, &new.paragraphs), files }
}

/// Facts that differ, in the order of the new page, those that went last.
fn facts(old: &PageText, new: &PageText) -> Vec<ChangedFact> {
    let (old, new) = (by_name(old), by_name(new));
    let value =
        |facts: &[(String, String)], name: &str| facts.iter().find(|(own, _)| own == name).map(|(_, value)| value.clone());
    let mut names: Vec<&String> = new.iter().map(|(name, _)| name).collect();
    names.extend(old.iter().map(|(name, _)| name).filter(|name| value(&new, name).is_none()));
    let fact = |name: &String| ChangedFact { name: name.clone(), old: value(&old, name), new: value(&new, name) };
    names.into_iter().map(fact).filter(|fact| fact.old != fact.new).collect()
}

/// The title and the facts of a page, each name once.
fn by_name(page: &PageText) -> Vec<(String, String)> {
    let mut facts = vec![(TITLE.to_string(), page.title.clone())];
    for (name, value) in &page.facts {
        match facts.iter_mut().find(|(own, _)| own == name) {
            Some((_, values)) => values.extend([BETWEEN, value]),
            None => facts.push((name.clone(), value.clone())),
        }
    }
    facts
}
