//! Which published report somebody means, by the name of its file or by its address. Knows what is broken or gone too: the record of addresses
//! and the ledger remember what the sources do not say any more.

use std::path::Path;

use super::{Choices, Planned, plan};
use crate::clock;
use crate::disk::plain;
use crate::disk::site::OpenSite;
use crate::error::Error;
use crate::load::sources::NothingKnown;
use crate::model::address_fault::AddressFaultKind;
use crate::model::page::PageKind;
use crate::model::path::{SourcePath, UrlPath, percent_decode};
use crate::model::report::Status;
use crate::permalinks::Known;
use crate::permalinks::entry::{Entry, Marks, State, mark};
use crate::permalinks::unrecorded::{is_of_category, may_be_report};
use crate::pipeline::withdraw::Tolerant;
use crate::plan::report_addresses::of_alias;
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
    /// Its old addresses as its source has them.
    pub aliases: Vec<UrlPath>,
    /// By what it is known again, where that is known.
    pub marks: Option<Marks>,
    /// Other output folders that have it: nothing is done there.
    pub elsewhere: Vec<String>,
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
        let is_preview = |(_, noted): &(String, Noted)| noted.address == address.as_str() && noted.is_preview;
        let is_only_shown = self.ledger.published(self.output).iter().any(is_preview);
        self.known.record().get(address).is_some()
            || self.noted().any(|(_, noted)| noted.address == address.as_str())
            || [&self.list, &self.previous].iter().any(|list| list.has(address.as_str()) && !is_only_shown)
    }

    /// What the last build published for readers, by file.
    fn noted(&self) -> impl Iterator<Item = &(String, Noted)> {
        self.ledger.published(self.output).iter().filter(|(_, noted)| !noted.is_preview)
    }

    /// Where a report of today's sources stands according to the record, unless only a preview shows it or another report has the address.
    fn planned_at(&self, file: &SourcePath) -> Option<UrlPath> {
        let (index, plan) = (&self.planned.index, &self.planned.plan);
        let id = index.report_at(file).filter(|id| index.reports[*id].status == Status::Published)?;
        let address = plan.report_url(id)?;
        let has_it = matches!(plan.get(address)?.kind, PageKind::Report(there) if there == id);
        let is_taken = plan.faults.addresses.iter().any(|fault| fault.address == *address && is_taken(&fault.kind));
        (has_it && !is_taken).then(|| address.clone())
    }

    /// The file of the report that stands at an address, by what was noted or by the record alone.
    fn file_at(&self, address: &UrlPath) -> Option<SourcePath> {
        let noted = self.noted().find(|(_, noted)| noted.address == address.as_str());
        let noted = noted.and_then(|(file, _)| SourcePath::new(file));
        if let Some(file) = noted.as_ref().filter(|file| self.planned.loaded.report(file).is_some()) {
            return Some(file.clone());
        }
        let planned = match self.planned.plan.get(address).map(|page| &page.kind) {
            Some(PageKind::Report(id)) => Some(self.planned.index.reports[*id].path.clone()),
            _ => None,
        };
        if let Some(file) = planned.filter(|file| self.planned_at(file).as_ref() == Some(address)) {
            return Some(file);
        }
        // One that has errors now, or is held back, is planned nowhere.
        let of_line = || {
            let line = self.known.record().get(address)?;
            let reports = self.planned.loaded.reports.iter();
            reports.map(|report| &report.path).find(|path| self.is_line_of(line, path)).cloned()
        };
        noted.or_else(of_line)
    }

    fn report(&self, file: &SourcePath, address: UrlPath) -> PublishedReport {
        let report = self.planned.loaded.report(file);
        let noted = self.noted().find(|(noted, _)| noted == file.as_str());
        // What readers have seen counts before what was written since.
        let title = noted.map(|(_, noted)| noted.title.clone());
        let title = title.or_else(|| Some(report?.draft.title.as_ref()?.value.clone())).unwrap_or_default();
        let is_bundle = report.is_some_and(|report| report.is_bundle);
        let source = if is_bundle { file.parent() } else { Some(file.clone()) };
        let marks = Some(Marks::of(&title, file.as_str()));
        // Where another report lies in its file now, that one stays.
        let source = source.filter(|_| report.is_some() && !self.is_in_doubt(file));
        let aliases = report.filter(|_| source.is_some()).into_iter().flat_map(|report| &report.draft.aliases);
        let aliases = aliases.filter_map(|alias| of_alias(&alias.value)).collect();
        PublishedReport { title, file: Some(file.clone()), source, aliases, marks, ..self.nameless(address, Some(file)) }
    }

    /// A report of which nothing is known but where it stands or stood, and that it was published from `file` if anything.
    fn nameless(&self, address: UrlPath, file: Option<&SourcePath>) -> PublishedReport {
        let elsewhere = self.others().filter(|other| !self.ledger.published_as(other, &address, file).is_empty());
        PublishedReport {
            elsewhere: elsewhere.map(str::to_string).collect(),
            address,
            title: String::new(),
            file: None,
            source: None,
            aliases: Vec::new(),
            marks: None,
        }
    }

    /// Other folders into which the program has published.
    fn others(&self) -> impl Iterator<Item = &str> {
        self.ledger.outputs().filter(|other| *other != self.output)
    }

    /// Why a report that lies in `file` cannot be withdrawn.
    fn not_public(&self, file: &SourcePath) -> String {
        let is_in =
            |other: &&str| self.ledger.published(other).iter().any(|(noted, own)| noted == file.as_str() && !own.is_preview);
        match self.others().find(is_in) {
            Some(other) => format!(
                "{file} 只公开在 {other}，不在 {}/\n  处理：删去它，再运行 gongkai build --output {other}（别处有错误的加上 --withdraw-only）",
                self.output
            ),
            None => format!("{file} 没有公开过；不要的，直接删去"),
        }
    }

    /// Where the report in `file` is public.
    fn address_of(&self, file: &SourcePath) -> Option<UrlPath> {
        if let Some((_, noted)) = self.noted().find(|(noted, _)| noted == file.as_str()) {
            return UrlPath::new(&noted.address);
        }
        let planned = self.planned_at(file).filter(|address| self.was_public(address));
        // One that has errors now, or is held back, is planned nowhere.
        planned.or_else(|| {
            let is_live = |entry: &&Entry| entry.state == State::Live && may_be_report(entry.address.as_str());
            let lines = self.known.record().entries().iter().filter(is_live);
            lines.filter(|line| self.is_line_of(line, file)).map(|line| line.address.clone()).next()
        })
    }

    /// Whether a line of the record is that of the report in `file` as it is now: by its file, and by its title where that can be read.
    fn is_line_of(&self, line: &Entry, file: &SourcePath) -> bool {
        let by_file = mark(file.as_str());
        if line.marks.iter().all(|marks| marks.file != by_file) {
            return false;
        }
        let title = self.planned.loaded.report(file).and_then(|report| report.draft.title.as_ref());
        title.is_none_or(|title| line.has_title(Marks::of(&title.value, file.as_str())))
    }

    /// Whether the file was given the title of another published report since the last build, so that nobody can tell which is meant.
    fn is_in_doubt(&self, file: &SourcePath) -> bool {
        let report = self.planned.loaded.report(file);
        let Some(title) = report.and_then(|report| report.draft.title.as_ref()).map(|title| title.value.as_str()) else {
            return false;
        };
        let is_noted_so = self.noted().any(|(noted, own)| noted == file.as_str() && own.title != title);
        is_noted_so && self.noted().any(|(noted, own)| noted != file.as_str() && own.title == title)
    }
}

fn is_taken(kind: &AddressFaultKind) -> bool {
    matches!(kind, AddressFaultKind::Taken { is_alias: false, .. })
}

/// The published report in `file`, or in the folder of that name. `previous` lists the files on the server.
///
/// # Errors
///
/// When the site cannot be read.
pub fn in_file(
    site: &OpenSite,
    ledger: &Path,
    output: &'static str,
    previous: Option<&Manifest>,
    file: &SourcePath,
) -> Result<Found, Error> {
    let memory = Memory::read(site, ledger, output, previous)?;
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
    if memory.is_in_doubt(file) {
        return Ok(Found::Nothing(format!(
            "{file} 改过文件名或标题，还没有生成，分不清指的是哪一篇\n  处理：用网址指明要撤下的一篇，如 gongkai withdraw /网址"
        )));
    }
    Ok(match memory.address_of(file) {
        Some(address) => Found::Report(memory.report(file, address)),
        None => Found::Nothing(memory.not_public(file)),
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
    if memory.known.record().is_erased(&address) {
        return Ok(Found::Nothing(format!("{address} 已经撤下，并且抹去了")));
    }
    if !memory.was_public(&address) {
        return Ok(Found::Nothing(format!(
            "{address} 没有公开过：permalinks.txt 和 {output}/ 里都没有这个网址\n  处理：从浏览器的地址栏复制网址；只有服务器上还有的，加上 --previous 和服务器上的 SHA256SUMS"
        )));
    }
    // Whoever names an old address means what it leads to: as the record says, or as the site does that has none.
    if let Some(entry) = memory.known.record().get(&address) {
        address = memory.known.record().end(entry).address.clone();
    } else if let Some(PageKind::Redirect { to }) = memory.planned.plan.get(&address).map(|page| &page.kind) {
        address = to.clone();
    }
    Ok(meant_at(&memory, address))
}

/// What stands at an address that was public.
fn meant_at(memory: &Memory, address: UrlPath) -> Found {
    let line = memory.known.record().get(&address);
    // Only the words about it can change: whatever the sources have under its name is another report.
    if line.is_some_and(|line| matches!(line.state, State::Gone(_))) && may_be_report(address.as_str()) {
        return Found::Report(memory.nameless(address, None));
    }
    if let Some(file) = memory.file_at(&address) {
        return Found::Report(memory.report(&file, address));
    }
    if let Some(PageKind::Attachment { .. }) = memory.planned.plan.get(&address).map(|page| &page.kind) {
        return Found::Nothing(format!("{address} 是附件；删去它的文件，再运行 gongkai build"));
    }
    if is_of_category(address.as_str()) && line.is_none_or(|line| !line.marks.is_empty()) {
        return Found::Nothing(format!(
            "{address} 是栏目的网页；要停用一个栏目，在它的 `_category.toml` 里写 `draft = true`，再运行 gongkai build"
        ));
    }
    match may_be_report(address.as_str()) {
        true => Found::Report(memory.nameless(address, None)),
        false => Found::Nothing(format!("{address} 不是文章的网址")),
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
    let whole = |path: &str| match path.trim_end_matches('/') {
        folder if folder.len() < path.len() => format!("{folder}/index.html"),
        file => file.to_string(),
    };
    below.into_iter().chain([path]).filter_map(|path| UrlPath::new(&percent_decode(&whole(path)))).collect()
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
