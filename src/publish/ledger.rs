//! What the last build published and where, so that the next one can name every report that is new, elsewhere or withdrawn. Kept in
//! `.gongkai/` beside `site.toml`; safe to delete: then the next build names none withdrawn.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::diagnostics::{MovedReport, News, PublishedReport, WithdrawnReport};
use crate::index::SiteIndex;
use crate::load::Loaded;
use crate::model::digest::Digest;
use crate::model::page::{PageKind, PagePlan};
use crate::model::path::{SourcePath, UrlPath};
use crate::model::report::{CheckedReport, LoadedReport, Status};

const VERSION: u32 = 2;
/// Had titles and no addresses.
const WITHOUT_ADDRESSES: u32 = 1;
/// Third of a report that only a preview shows.
const PREVIEW: &str = "preview";

/// Published reports by source file, for each output folder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    version: u32,
    /// By output folder.
    outputs: BTreeMap<String, Reports>,
}

/// Reports by source file, in the order of the files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Reports(Vec<(String, Noted)>);

/// A report as it was published.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Noted {
    /// The title that readers saw.
    pub title: String,
    /// Below the root of the site; empty where a ledger without addresses noted it.
    pub address: String,
    /// Whether only a preview (`--drafts`) shows it, so that no reader has it.
    pub is_preview: bool,
}

/// The site as it is now.
#[derive(Clone, Copy)]
pub struct Now<'n> {
    /// What the sources hold, shown or not.
    pub loaded: &'n Loaded,
    /// What is shown.
    pub index: &'n SiteIndex,
    /// Where it stands.
    pub plan: &'n PagePlan,
}

/// What became of the reports that were published: those that are withdrawn now, and what else is news.
#[derive(Debug, Clone, Default)]
pub struct Comparison {
    /// Reports that the last build published and this one does not, in the order of their files.
    pub withdrawn: Vec<WithdrawnReport>,
    /// Reports that are new, changed or elsewhere.
    pub news: News,
}

impl Serialize for Noted {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.is_preview {
            true => (&self.title, &self.address, PREVIEW).serialize(serializer),
            false => (&self.title, &self.address).serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Noted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Noted, D::Error> {
        struct Entry;

        impl<'de> Visitor<'de> for Entry {
            type Value = Noted;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a title, alone or with an address")
            }

            fn visit_str<E: Error>(self, title: &str) -> Result<Noted, E> {
                Ok(Noted { title: title.to_string(), ..Noted::default() })
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Noted, A::Error> {
                let mut part = || parts.next_element::<String>().map(Option::unwrap_or_default);
                Ok(Noted { title: part()?, address: part()?, is_preview: part()? == PREVIEW })
            }
        }

        deserializer.deserialize_any(Entry)
    }
}

impl Serialize for Reports {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(file, noted)| (file, noted)))
    }
}

impl<'de> Deserialize<'de> for Reports {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Reports, D::Error> {
        struct Entries;

        impl<'de> Visitor<'de> for Entries {
            type Value = Reports;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("reports by file")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Reports, A::Error> {
                let mut reports: Vec<(String, Noted)> = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    reports.push(entry);
                }
                // The program writes them in order and each once, but somebody may have edited the file.
                reports.sort_by(|(a, _), (b, _)| a.cmp(b));
                reports.dedup_by(|(later, _), (file, _)| later == file);
                Ok(Reports(reports))
            }
        }

        deserializer.deserialize_map(Entries)
    }
}

impl Reports {
    fn get(&self, file: &str) -> Option<&Noted> {
        self.0.binary_search_by(|(other, _)| other.as_str().cmp(file)).ok().map(|at| &self.0[at].1)
    }
}

impl Ledger {
    /// An unreadable ledger counts as none.
    pub fn parse(bytes: &[u8]) -> Ledger {
        Ledger::read(bytes).unwrap_or(Ledger { version: VERSION, outputs: BTreeMap::new() })
    }

    /// `None` for what is no ledger, or one of a later version.
    pub fn read(bytes: &[u8]) -> Option<Ledger> {
        let ledger = serde_json::from_slice::<Ledger>(bytes).ok()?;
        matches!(ledger.version, VERSION | WITHOUT_ADDRESSES).then(|| Ledger { version: VERSION, ..ledger })
    }

    /// One line a report, so that people can read it.
    pub fn text(&self) -> String {
        let text = serde_json::to_string(self).unwrap_or_default();
        text.replace("\"],\"", "\"],\n\"") + "\n"
    }

    /// Whether the program has published into the folder.
    pub fn has_output(&self, output: &str) -> bool {
        self.outputs.contains_key(output)
    }

    /// The folders that the program has published into.
    pub fn outputs(&self) -> impl Iterator<Item = &str> {
        self.outputs.keys().map(String::as_str)
    }

    /// The report in that file as some build published it for readers, wherever to.
    pub fn find(&self, file: &str) -> Option<&Noted> {
        self.outputs.values().filter_map(|reports| reports.get(file)).find(|noted| !noted.is_preview)
    }

    /// Whether some build published the report in that file for readers, wherever to.
    pub fn is_public(&self, file: &str) -> bool {
        self.find(file).is_some()
    }

    /// The reports that the last build into `output` published at `address` or from `file`.
    pub fn published_as(&self, output: &str, address: &UrlPath, file: Option<&SourcePath>) -> Vec<WithdrawnReport> {
        let file = file.map(SourcePath::as_str);
        let published = self.published(output).iter();
        let meant = published.filter(|(path, noted)| noted.address == address.as_str() || Some(path.as_str()) == file);
        meant.filter_map(|(path, noted)| withdrawn(path, noted)).collect()
    }

    /// The reports that the last build into `output` published, by file.
    pub fn published(&self, output: &str) -> &[(String, Noted)] {
        self.outputs.get(output).map_or(&[], |reports| &reports.0)
    }

    /// How the site differs from what the last build published into `output`. `digests` tells those of the files then, as far as they
    /// are known. A report that has another file is no other report: it is known again by its address, its bytes, or its title where
    /// only one has it.
    pub fn compare(&self, output: &str, now: Now<'_>, mut digests: impl FnMut(&str) -> Option<Digest>) -> Comparison {
        let rejected: BTreeSet<&str> = now.index.rejected.iter().map(SourcePath::as_str).collect();
        let addresses = addresses(now);
        let mut comparison = Comparison::default();
        let (mut gone, mut fresh) = (Vec::new(), Vec::new());
        // All three lists are in the order of files.
        let mut before = self.published(output).iter().peekable();
        let mut shown = now.index.in_order_read().peekable();
        for report in &now.loaded.reports {
            let path = report.path.as_str();
            while let Some(lost) = before.next_if(|(file, _)| file.as_str() < path) {
                gone.push(lost);
            }
            let noted = before.next_if(|(file, _)| file == path);
            let id = shown.next_if(|(_, shown)| shown.path == report.path).map(|(id, _)| id);
            let address = id.and_then(|id| addresses[id]);
            // A report whose address another one has taken is in the index and has no page; it counts as there, not as
            // withdrawn.
            let is_there = id.is_some() || rejected.contains(path);
            match (noted, address) {
                (None, Some(_)) => fresh.push((report.as_ref(), address)),
                (None, None) if is_there => fresh.push((report.as_ref(), None)),
                (Some((_, noted)), Some(address)) if !noted.address.is_empty() && noted.address != address.as_str() => {
                    comparison.news.moved.push(moved(now, report, address, path, noted));
                }
                (Some(_), Some(address)) if digests(path).is_some_and(|before| before != report.digest) => {
                    comparison.news.changed.push(published(report, address));
                }
                (Some(noted), None) if !is_there => gone.push(noted),
                _ => {}
            }
        }
        gone.extend(before);
        for (file, noted) in gone {
            let at = fresh.iter().position(|(report, address)| {
                address.is_some_and(|address| address.as_str() == noted.address) || digests(file) == Some(report.digest)
            });
            match at.or_else(|| only_one_titled(&fresh, &noted.title)).map(|at| fresh.remove(at)) {
                Some((report, Some(address))) => comparison.news.moved.push(moved(now, report, address, file, noted)),
                Some((_, None)) => {}
                // What only a preview showed was nobody's.
                None if noted.is_preview => {}
                None => comparison.withdrawn.extend(withdrawn(file, noted)),
            }
        }
        let new = fresh.iter().filter_map(|(report, address)| Some(published(report, (*address)?)));
        comparison.news.new.extend(new);
        comparison.news.moved.sort_by(|a, b| a.report.file.cmp(&b.report.file));
        comparison
    }

    /// Notes what is published into `output` now, forgets output folders that are no more, and tells whether that is news.
    pub fn record(&mut self, output: &str, now: Now<'_>, exists: impl Fn(&str) -> bool) -> bool {
        let folders = self.outputs.len();
        self.outputs.retain(|output, _| exists(output));
        let addresses = addresses(now);
        let reports = || now.index.in_order_read().filter_map(|(id, report)| Some((report, addresses[id]?)));
        let is_noted = |Reports(noted): &Reports| {
            let same = |((file, noted), (report, address)): (&(String, Noted), (&CheckedReport, &UrlPath))| {
                (file == report.path.as_str() && noted.title == report.metadata.title)
                    && (noted.address == address.as_str() && noted.is_preview == is_preview(report))
            };
            noted.len() == reports().count() && noted.iter().zip(reports()).all(same)
        };
        if self.outputs.get(output).is_some_and(is_noted) {
            return self.outputs.len() < folders;
        }
        let noted = reports().map(|(report, address)| {
            let (title, address) = (report.metadata.title.clone(), address.to_string());
            (report.path.to_string(), Noted { title, address, is_preview: is_preview(report) })
        });
        self.outputs.insert(output.to_string(), Reports(noted.collect()));
        true
    }

    /// Notes that these files are not published into `output` any more.
    pub fn strike(&mut self, output: &str, files: &BTreeSet<&str>) {
        if let Some(reports) = self.outputs.get_mut(output) {
            reports.0.retain(|(file, _)| !files.contains(file.as_str()));
        }
    }
}

fn is_preview(report: &CheckedReport) -> bool {
    matches!(report.status, Status::Preview(_))
}

/// Where each report of the index is.
fn addresses(now: Now<'_>) -> Vec<Option<&UrlPath>> {
    let mut addresses = vec![None; now.index.reports.len()];
    for (url, page) in now.plan.iter() {
        if let PageKind::Report(id) = page.kind
            && let Some(address) = addresses.get_mut(id)
        {
            *address = Some(url);
        }
    }
    addresses
}

/// Where the only one of `reports` with that title is.
fn only_one_titled(reports: &[(&LoadedReport, Option<&UrlPath>)], title: &str) -> Option<usize> {
    let has_it = |report: &LoadedReport| report.draft.title.as_ref().is_some_and(|found| found.value == title);
    let mut titled = reports.iter().enumerate().filter(|(_, (report, _))| has_it(report)).map(|(at, _)| at);
    titled.next().filter(|_| titled.next().is_none())
}

fn published(report: &LoadedReport, address: &UrlPath) -> PublishedReport {
    let title = report.draft.title.as_ref().map(|title| title.value.clone()).unwrap_or_default();
    PublishedReport { file: report.path.clone(), title, address: address.to_string() }
}

fn moved(now: Now<'_>, report: &LoadedReport, address: &UrlPath, old_file: &str, noted: &Noted) -> MovedReport {
    let answers = UrlPath::new(&noted.address).is_none_or(|old| now.plan.get(&old).is_some());
    MovedReport {
        report: published(report, address),
        old_file: SourcePath::new(old_file).unwrap_or_else(|| report.path.clone()),
        old_address: noted.address.clone(),
        is_lost: !answers,
    }
}

fn withdrawn(file: &str, noted: &Noted) -> Option<WithdrawnReport> {
    Some(WithdrawnReport { file: SourcePath::new(file)?, title: noted.title.clone(), address: noted.address.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ledger_without_addresses_is_still_read() {
        let ledger = Ledger::parse(
            "{\"version\":1,\"outputs\":{\"output\":{\"reports/b.md\":\"乙\",\"reports/a.md\":\"甲\"}}}".as_bytes(),
        );
        let noted = |title: &str| Noted { title: title.into(), ..Noted::default() };
        assert_eq!(ledger.published("output"), [("reports/a.md".into(), noted("甲")), ("reports/b.md".into(), noted("乙"))]);
        assert_eq!(Ledger::parse(ledger.text().as_bytes()), ledger);
        assert_eq!(Ledger::parse(b"{\"version\":3,\"outputs\":{}}").published("output"), []);
    }

    #[test]
    fn a_ledger_has_a_line_for_each_report_and_is_read_as_it_was_written() {
        let noted = |title: &str, is_preview| Noted { title: title.into(), address: "x/a.html".into(), is_preview };
        let odd = ("reports/a\"],\".md".into(), noted("甲\"],\"乙", false));
        let reports = Reports(vec![odd, ("reports/b.md".into(), noted("丙", true))]);
        let ledger = Ledger { version: VERSION, outputs: BTreeMap::from([("output".into(), reports)]) };
        assert_eq!(ledger.text().lines().count(), 2);
        assert_eq!(Ledger::parse(ledger.text().as_bytes()), ledger);
    }
}
