//! What the last build published, so that the next one can name every report that is withdrawn. Kept in `.gongkai/` beside
//! `site.toml`; safe to delete: then the next build names none.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::diagnostics::WithdrawnReport;
use crate::index::SiteIndex;
use crate::model::page::ReportId;
use crate::model::path::SourcePath;
use crate::model::report::CheckedReport;

const VERSION: u32 = 1;

/// Published reports by source file, for each output folder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    version: u32,
    /// By output folder.
    outputs: BTreeMap<String, Titles>,
}

/// Title by source file, in the order of the files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Titles(Vec<(String, String)>);

impl Serialize for Titles {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(file, title)| (file, title)))
    }
}

impl<'de> Deserialize<'de> for Titles {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Titles, D::Error> {
        struct Entries;

        impl<'de> Visitor<'de> for Entries {
            type Value = Titles;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("titles by file")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Titles, A::Error> {
                let mut titles = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    titles.push(entry);
                }
                // Somebody may have been at the file.
                titles.sort();
                titles.dedup_by(|(later, _), (file, _)| later == file);
                Ok(Titles(titles))
            }
        }

        deserializer.deserialize_map(Entries)
    }
}

impl Ledger {
    /// An unreadable ledger counts as none.
    pub fn parse(bytes: &[u8]) -> Ledger {
        match serde_json::from_slice::<Ledger>(bytes) {
            Ok(ledger) if ledger.version == VERSION => ledger,
            _ => Ledger { version: VERSION, outputs: BTreeMap::new() },
        }
    }

    pub fn text(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// Whether the program has published into the folder.
    pub fn has_output(&self, output: &str) -> bool {
        self.outputs.contains_key(output)
    }

    /// Reports that the last build into `output` published and that are not in `index`.
    pub fn withdrawn(&self, output: &str, index: &SiteIndex) -> Vec<WithdrawnReport> {
        let Some(before) = self.outputs.get(output) else { return Vec::new() };
        let gone = before.0.iter().filter(|(file, _)| !index.has_report(file));
        gone.filter_map(|(file, title)| Some(WithdrawnReport { file: SourcePath::new(file)?, title: title.clone() }))
            .collect()
    }

    /// Notes what `index` publishes into `output`, forgets output folders that are no more, and tells whether that is news.
    pub fn record(&mut self, output: &str, index: &SiteIndex, exists: impl Fn(&str) -> bool) -> bool {
        let folders = self.outputs.len();
        self.outputs.retain(|output, _| exists(output));
        if self.has(output, index) {
            return self.outputs.len() < folders;
        }
        let published = index.in_order_read().map(|(_, report)| (report.path.to_string(), report.metadata.title.clone()));
        self.outputs.insert(output.to_string(), Titles(published.collect()));
        true
    }

    fn has(&self, output: &str, index: &SiteIndex) -> bool {
        let Some(Titles(noted)) = self.outputs.get(output) else { return false };
        let is_noted = |((file, title), (_, report)): (&(String, String), (ReportId, &CheckedReport))| {
            (file.as_str(), title) == (report.path.as_str(), &report.metadata.title)
        };
        noted.len() == index.reports.len() && noted.iter().zip(index.in_order_read()).all(is_noted)
    }
}
