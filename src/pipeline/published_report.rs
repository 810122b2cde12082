//! Which published report somebody means, by the name of its file or by its address. Knows what is broken or gone too: the record of addresses
//! and the ledger remember what the sources do not say any more.

use std::path::Path;

use super::{Choices, Planned, plan};
use crate::clock;
use crate::disk::plain;
use crate::disk::site::OpenSite;
use crate::error::Error;
use crate::load::sources::NothingKnown;
use crate::model::page::PageKind;
use crate::model::path::{SourcePath, UrlPath, percent_decode};
use crate::permalinks::Known;
use crate::permalinks::entry::{Entry, Marks, State, mark};
use crate::permalinks::unrecorded::{OF_CATEGORY, is_page, lasts};
use crate::pipeline::withdraw::Tolerant;
use crate::publish::ledger::Ledger;
use crate::publish::sha256sums::{self, Manifest};
use crate::render::theme::ThemeFacts;

/// A report that is public, or was.
#[derive(Debug, Clone)]
pub struct PublishedReport {
    /// Where it stands or stood.
    pub address: UrlPath,
    /// Its title; empty where nobody knows.
    pub title: String,
    /// What to move to take it out of the sources: its file, or its own folder; none where it is gone already.
    pub source: Option<SourcePath>,
    /// By what it is known again, where that is known.
    pub marks: Option<Marks>,
}

/// What somebody means.
pub enum Found {
    /// A published report.
    Report(PublishedReport),
    /// Nothing that can be withdrawn, and why.
    Nothing(String),
}

/// What is known of the published site.
struct Memory {
    planned: Planned,
    known: Known,
    ledger: Ledger,
    output: &'static str,
}

impl Memory {
    fn read(site: &OpenSite, ledger: &Path, output: &'static str) -> Result<Memory, Error> {
        let known = Known::read(site.settings.permalinks.as_deref());
        let choices = Choices { now: clock::local(site.config.timezone), drafts: true };
        let sources = Tolerant(&site.disk);
        let planned = plan(&sources, &site.config, choices, (&NothingKnown, &known), &ThemeFacts::default())?;
        let ledger = Ledger::parse(&plain::read(ledger).unwrap_or_default());
        Ok(Memory { planned, known, ledger, output })
    }

    /// The record's line of what stood in a file.
    fn line_of(&self, file: &SourcePath) -> Option<&Entry> {
        let file = mark(file.as_str());
        let is_it = |entry: &&Entry| is_page(entry.address.as_str()) && entry.marks.iter().any(|marks| marks.file == file);
        let lines = || self.known.record.entries().iter().filter(is_it);
        lines().find(|entry| entry.state == State::Live).or_else(|| lines().next())
    }

    fn report(&self, file: &SourcePath, address: UrlPath) -> PublishedReport {
        let report = self.planned.loaded.report(file);
        let noted = self.ledger.published(self.output).iter().find(|(noted, _)| noted == file.as_str());
        let title = report.and_then(|report| Some(report.draft.title.as_ref()?.value.clone()));
        let title = title.or_else(|| Some(noted?.1.title.clone())).unwrap_or_default();
        let is_bundle = report.is_some_and(|report| report.is_bundle);
        let source = if is_bundle { file.parent() } else { Some(file.clone()) };
        let marks = Some(Marks::of(&title, file.as_str()));
        PublishedReport { address, title, source: source.filter(|_| report.is_some()), marks }
    }

    fn noted_address(&self, file: &SourcePath) -> Option<UrlPath> {
        let noted = self.ledger.published(self.output).iter().find(|(noted, _)| noted == file.as_str())?;
        UrlPath::new(&noted.1.address)
    }
}

/// The published report in `file`, or in the folder of that name.
///
/// # Errors
///
/// When the site cannot be read.
pub fn in_file(site: &OpenSite, ledger: &Path, output: &'static str, file: &SourcePath) -> Result<Found, Error> {
    let memory = Memory::read(site, ledger, output)?;
    let loaded = &memory.planned.loaded;
    let bundle = file.join("index.md").filter(|inside| loaded.report(inside).is_some_and(|report| report.is_bundle));
    let file = bundle.as_ref().unwrap_or(file);
    if loaded.report(file).is_none() {
        let what = if loaded.category(file).is_some() {
            "是栏目；要停用一个栏目，在它的 `_category.toml` 里写 `draft = true`，再运行 gongkai build"
        } else {
            "不是文章；要撤下附件，删去它再运行 gongkai build"
        };
        return Ok(Found::Nothing(format!("{file} {what}")));
    }
    let planned = || memory.planned.plan.report_url(memory.planned.index.report_at(file)?).cloned();
    let recorded = memory.line_of(file).map(|line| line.address.clone());
    let public = recorded.or_else(|| memory.noted_address(file)).or_else(|| {
        // A report that a site without a record shows is public where its page is.
        let list = plain::read(&site.root.join(output).join(sha256sums::FILE)).unwrap_or_default();
        let list = Manifest::rest(&String::from_utf8_lossy(&list));
        planned().filter(|address| list.has(address.as_str()))
    });
    Ok(match public {
        Some(address) => Found::Report(memory.report(file, address)),
        None => Found::Nothing(format!("{file} 没有公开过；不要的，直接删去")),
    })
}

/// The report that is or was public at an address, with or without the name of the host.
///
/// # Errors
///
/// When the site cannot be read.
pub fn at(site: &OpenSite, ledger: &Path, output: &'static str, written: &str) -> Result<Found, Error> {
    let memory = Memory::read(site, ledger, output)?;
    let Some(mut address) = address(written, site.config.base_url.as_deref()) else {
        return Ok(Found::Nothing(format!("没有 {written} 这个文件，它也不是网址")));
    };
    // Whoever names an old address means what it leads to.
    if let Some(PageKind::Redirect { to }) = memory.planned.plan.get(&address).map(|page| &page.kind) {
        address = to.clone();
    }
    let line = memory.known.record.get(&address);
    let of_line = || {
        let is_it = |file: &str| line.is_some_and(|line| line.marks.iter().any(|marks| marks.file == mark(file)));
        memory.planned.loaded.reports.iter().map(|report| &report.path).find(|path| is_it(path.as_str())).cloned()
    };
    let of_ledger = || {
        let noted = memory.ledger.published(output).iter().find(|(_, noted)| noted.address == address.as_str())?;
        SourcePath::new(&noted.0)
    };
    let planned = match memory.planned.plan.get(&address).map(|page| &page.kind) {
        Some(PageKind::Report(id)) => Some(memory.planned.index.reports[*id].path.clone()),
        Some(PageKind::Attachment { .. }) => {
            return Ok(Found::Nothing(format!("{address} 是附件；删去它的文件，再运行 gongkai build")));
        }
        _ => None,
    };
    let name = address.as_str().rsplit('/').next().unwrap_or_default();
    if planned.is_none() && OF_CATEGORY.contains(&name) && line.is_none_or(|line| !line.marks.is_empty()) {
        return Ok(Found::Nothing(format!(
            "{address} 是栏目的网页；要停用一个栏目，在它的 `_category.toml` 里写 `draft = true`，再运行 gongkai build"
        )));
    }
    if let Some(file) = planned.or_else(of_line).or_else(of_ledger) {
        return Ok(Found::Report(memory.report(&file, address)));
    }
    // The record may be older than the site on the server, which has the page all the same.
    match is_page(address.as_str()) && lasts(address.as_str()) {
        true => Ok(Found::Report(PublishedReport { address, title: String::new(), source: None, marks: None })),
        false => Ok(Found::Nothing(format!("{address} 不是文章的网址"))),
    }
}

/// The address that somebody wrote: in full, or from the root of the site.
fn address(written: &str, base_url: Option<&str>) -> Option<UrlPath> {
    let path = match base_url.and_then(|base| written.strip_prefix(base.trim_end_matches('/'))) {
        Some(rest) => rest,
        None => written.split_once("://").map_or(written, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path)),
    };
    let path = path.split(['?', '#']).next().unwrap_or_default();
    UrlPath::new(&percent_decode(path.trim_start_matches('/')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_as_people_copy_it() {
        for written in [
            "https://www.example.gov.cn/gk/x/a.html",
            "https://www.example.gov.cn/gk/x/a.html?from=timeline#s1",
            "/x/a.html",
            "x/a.html",
        ] {
            let found = address(written, Some("https://www.example.gov.cn/gk/")).expect("an address");
            assert_eq!(found.as_str(), "x/a.html", "{written}");
        }
        assert_eq!(address("http://old.example.cn/x/a.html", None).expect("an address").as_str(), "x/a.html");
    }
}
