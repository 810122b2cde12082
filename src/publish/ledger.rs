//! What the last build published, so that the next one can name every report that is withdrawn. Kept in `.gongkai/` beside
//! `site.toml`; safe to delete: then the next build names none.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::diagnostics::WithdrawnReport;
use crate::index::SiteIndex;
use crate::model::path::SourcePath;
use crate::model::report::CheckedReport;

const VERSION: u32 = 1;

/// Published reports by source file, for each output folder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    version: u32,
    /// Output folder → source file → title.
    outputs: BTreeMap<String, BTreeMap<String, String>>,
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

    /// Reports that the last build into `output` published and that are not in `index`.
    pub fn withdrawn(&self, output: &str, index: &SiteIndex) -> Vec<WithdrawnReport> {
        let Some(before) = self.outputs.get(output) else { return Vec::new() };
        let gone = before.iter().filter(|(file, _)| !index.has_report(file));
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
        let published = index.reports.iter().map(|report| (report.path.to_string(), report.metadata.title.clone()));
        self.outputs.insert(output.to_string(), published.collect());
        true
    }

    fn has(&self, output: &str, index: &SiteIndex) -> bool {
        let Some(noted) = self.outputs.get(output) else { return false };
        let is_noted = |report: &Arc<CheckedReport>| noted.get(report.path.as_str()) == Some(&report.metadata.title);
        noted.len() == index.reports.len() && index.reports.par_iter().all(is_noted)
    }
}
