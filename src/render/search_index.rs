//! The titles to search in, as a plain script: `fetch` is forbidden on `file://`, a script is not.

use serde::Serialize;

use super::Renderer;
use super::lists::report_path;
use super::structured_data::script_safe;

#[derive(Serialize)]
struct Entry<'r> {
    /// Title.
    t: &'r str,
    /// Path below the root.
    u: String,
    /// Date.
    d: String,
    /// Source.
    s: &'r str,
}

pub(super) fn titles(renderer: &Renderer<'_>) -> Vec<u8> {
    let reports = renderer.index.reports.iter().enumerate();
    let entries: Vec<Entry<'_>> = reports
        .map(|(id, report)| Entry {
            t: &report.metadata.title,
            u: report_path(renderer, id),
            d: report.metadata.date.day.to_string(),
            s: &report.metadata.source,
        })
        .collect();
    format!("window.SEARCH={};\n", script_safe(&entries)).into_bytes()
}
