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
use crate::permalinks::unrecorded::{is_of_category, is_page, may_be_report};
use crate::pipeline::withdraw::Tolerant;
use crate::publish::ledger::{Ledger, Noted};
use crate::publish::sha256sums::{self, Manifest};
use crate::render::theme::ThemeFacts;

/// A report that is public, or was.
#[derive(Debug, Clone)]
pub struct PublishedReport {
    /// Where it stands or stood.
    pub address: UrlPath,
    /// Its title; empty where nobody knows.
    pub title: String,
    /// Its file, where that is known, be it gone already or not.
    pub file: Option<SourcePath>,
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
    /// The files of the published site.
    list: Manifest,
    /// The files of the site on the server, where somebody has handed over their list.
    previous: Manifest,
}

impl Memory {
    fn read(site: &OpenSite, ledger: &Path, output: &'static str, previous: Option<&Manifest>) -> Result<Memory, Error> {
        let known = Known::read(site.settings.permalinks.as_deref());
        let choices = Choices { now: clock::local(site.config.timezone), drafts: true };
        let sources = Tolerant(&site.disk);
        let planned = plan(&sources, &site.config, choices, (&NothingKnown, &known), &ThemeFacts::default())?;
        let ledger = Ledger::parse(&plain::read(ledger).unwrap_or_default());
        let list = plain::read(&site.root.join(output).join(sha256sums::FILE)).unwrap_or_default();
        let list = Manifest::rest(&String::from_utf8_lossy(&list));
        Ok(Memory { planned, known, ledger, output, list, previous: previous.cloned().unwrap_or_default() })
    }

    /// Whether readers had something at the address, as far as anything here tells.
    fn was_public(&self, address: &UrlPath) -> bool {
        let is_noted = |(_, noted): &(String, Noted)| noted.address == address.as_str() && !noted.is_preview;
        self.known.record().get(address).is_some()
            || self.ledger.published(self.output).iter().any(is_noted)
            || [&self.list, &self.previous].iter().any(|list| list.has(address.as_str()))
    }

    /// The record's line of what stood in a file.
    fn line_of(&self, file: &SourcePath) -> Option<&Entry> {
        let file = mark(file.as_str());
        let is_it = |entry: &&Entry| is_page(entry.address.as_str()) && entry.marks.iter().any(|marks| marks.file == file);
        let lines = || self.known.record().entries().iter().filter(is_it);
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
        PublishedReport { address, title, file: Some(file.clone()), source: source.filter(|_| report.is_some()), marks }
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
    let memory = Memory::read(site, ledger, output, None)?;
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
        planned().filter(|address| memory.list.has(address.as_str()))
    });
    Ok(match public {
        Some(address) => Found::Report(memory.report(file, address)),
        None => Found::Nothing(format!("{file} 没有公开过；不要的，直接删去")),
    })
}

/// The report that is or was public at an address, with or without the name of the host. `previous` lists the files on the server.
///
/// # Errors
///
/// When the site cannot be read.
pub fn at(
    site: &OpenSite,
    ledger: &Path,
    output: &'static str,
    previous: Option<&Manifest>,
    written: &str,
) -> Result<Found, Error> {
    let memory = Memory::read(site, ledger, output, previous)?;
    let meant = addresses(written, site.config.base_url.as_deref(), &site.config.base_path());
    let Some(first) = meant.first().cloned() else {
        return Ok(Found::Nothing(format!("没有 {written} 这个文件，它也不是网址")));
    };
    let is_known = |address: &&UrlPath| {
        memory.planned.plan.get(address).is_some() || memory.was_public(address) || memory.known.record().is_erased(address)
    };
    let mut address = meant.iter().find(is_known).cloned().unwrap_or(first);
    // Whoever names an old address means what it leads to.
    if let Some(PageKind::Redirect { to }) = memory.planned.plan.get(&address).map(|page| &page.kind) {
        address = to.clone();
    }
    if memory.known.record().is_erased(&address) {
        return Ok(Found::Nothing(format!("{address} 已经撤下，并且抹去了")));
    }
    if !memory.was_public(&address) {
        return Ok(Found::Nothing(format!(
            "{address} 没有公开过：permalinks.txt 和 {output}/ 里都没有这个网址\n  处理：从浏览器的地址栏复制网址；只有服务器上还有的，加上 --previous 和服务器上的 SHA256SUMS"
        )));
    }
    let line = memory.known.record().get(&address);
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
    if planned.is_none() && is_of_category(address.as_str()) && line.is_none_or(|line| !line.marks.is_empty()) {
        return Ok(Found::Nothing(format!(
            "{address} 是栏目的网页；要停用一个栏目，在它的 `_category.toml` 里写 `draft = true`，再运行 gongkai build"
        )));
    }
    if let Some(file) = planned.or_else(of_line).or_else(of_ledger) {
        return Ok(Found::Report(memory.report(&file, address)));
    }
    match may_be_report(address.as_str()) {
        true => Ok(Found::Report(PublishedReport { address, title: String::new(), file: None, source: None, marks: None })),
        false => Ok(Found::Nothing(format!("{address} 不是文章的网址"))),
    }
}

/// The addresses that somebody may have meant: written in full, from the root of the server, or from the root of the site. `base_path` is that of the
/// site on the server; it comes first without it.
fn addresses(written: &str, base_url: Option<&str>, base_path: &str) -> Vec<UrlPath> {
    let path = match base_url.and_then(|base| written.strip_prefix(base.trim_end_matches('/'))) {
        Some(rest) => rest,
        None => written.split_once("://").map_or(written, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path)),
    };
    let path = path.split(['?', '#']).next().unwrap_or_default().trim_start_matches('/');
    let base = base_path.trim_start_matches('/');
    let below = path.strip_prefix(base).filter(|_| !base.is_empty());
    below.into_iter().chain([path]).filter_map(|path| UrlPath::new(&percent_decode(path))).collect()
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
            let found = addresses(written, Some("https://www.example.gov.cn/gk/"), "/gk/");
            assert_eq!(found[0].as_str(), "x/a.html", "{written}");
        }
        let of_other = addresses("http://old.example.cn/x/a.html", None, "/");
        assert_eq!(of_other.iter().map(UrlPath::as_str).collect::<Vec<_>>(), ["x/a.html"]);
        let below = addresses("/gk/x/a.html", Some("https://www.example.gov.cn/gk/"), "/gk/");
        assert_eq!(below.iter().map(UrlPath::as_str).collect::<Vec<_>>(), ["x/a.html", "gk/x/a.html"]);
    }
}
