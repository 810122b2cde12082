//! Findings as JSON: the shape that scripts rely on, field by field. Its own structs keep it fixed while the inner
//! types change.

use std::borrow::Cow;

use serde::Serialize;

use super::account::alias_line;
use super::position::{LineTables, Place};
use super::statistics::{Tally, tallies};
use super::{ColumnRow, Diagnostic, MovedReport, PublishedReport, Related, SourceTexts, Summary, WithdrawnReport};
use crate::model::privacy::{covered, is_private};

/// Grows when a field changes its meaning or goes; never for a field that comes.
const VERSION: u32 = 1;

/// Findings and the account of a run, with the numbers of all errors, warnings and infos that it had; ends with a line feed.
pub fn render(
    diagnostics: &[Diagnostic],
    sources: &SourceTexts,
    summary: &Summary,
    (errors, warnings, infos): (usize, usize, usize),
) -> String {
    let tables = LineTables::new(diagnostics, sources);
    let Summary {
        reports, published, held, withdrawn, rejected, news, waiting, due, changes, files, columns, skipped, ..
    } = summary;
    pretty(&ReportJson {
        version: VERSION,
        findings: diagnostics.iter().map(|diagnostic| finding(diagnostic, &tables)).collect(),
        summary: SummaryJson {
            reports: *reports,
            published: *published,
            held: held.len(),
            withdrawn: withdrawn.len(),
            rejected: *rejected,
            skipped: *skipped,
            errors,
            warnings,
            infos,
        },
        held: held
            .iter()
            .map(|report| HeldJson {
                file: covered(report.file.as_str()),
                reason: report.reason,
                until: report.until.as_deref(),
                state: report.lack,
            })
            .collect(),
        withdrawn: withdrawn.iter().map(withdrawn_report).collect(),
        waiting: waiting.iter().map(withdrawn_report).collect(),
        new: news.new.iter().map(published_report).collect(),
        republished: news.republished.iter().map(published_report).collect(),
        changed: news.changed.iter().map(published_report).collect(),
        moved: news.moved.iter().map(moved_report).collect(),
        next_due: due.as_ref().map(|due| DueJson {
            day: &due.day,
            file: covered(due.file.as_str()),
            reason: if due.expires { "expires" } else { "scheduled" },
        }),
        changes: changes.map(|changes| ChangesJson {
            made: changes.made,
            written: changes.written,
            unchanged: changes.unchanged,
            deleted: changes.deleted,
            written_files: files.written.iter().map(|file| covered(file)).collect(),
            deleted_files: files.deleted.iter().map(|file| covered(file)).collect(),
        }),
        statistics: tallies(diagnostics),
        columns,
    })
}

/// Indented JSON with a line feed at the end.
#[expect(clippy::expect_used, reason = "plain structs of strings and numbers always have a JSON form")]
pub(crate) fn pretty(value: &impl Serialize) -> String {
    let json = serde_json::to_string_pretty(value).expect("plain structs of strings and numbers always have a JSON form");
    json + "\n"
}

fn finding<'a>(diagnostic: &'a Diagnostic, tables: &LineTables<'_>) -> FindingJson<'a> {
    let Diagnostic { rule, basis, level, finding } = diagnostic;
    let place = tables.place(&finding.file, finding.span);
    let (line, column) = start(place);
    FindingJson {
        rule,
        level: level.name(),
        message: &finding.message,
        file: covered(finding.file.as_str()),
        line,
        column,
        end_line: place.map(|place| place.end_line),
        end_column: place.map(|place| place.end_column),
        label: &finding.label,
        effect: &finding.effect,
        help: &finding.help,
        basis,
        related: finding.related.iter().map(|related| related_place(related, tables)).collect(),
        // A replacement with private data would tell it in clear, and one that is masked would damage the file. So there is
        // none.
        fix: finding.replacement().filter(|fix| !is_private(fix)).map(|replacement| FixJson { replacement }),
    }
}

fn related_place<'a>(related: &'a Related, tables: &LineTables<'_>) -> RelatedJson<'a> {
    let (line, column) = start(tables.place(&related.file, related.span));
    RelatedJson { file: covered(related.file.as_str()), line, column, message: &related.message }
}

fn withdrawn_report(report: &WithdrawnReport) -> WithdrawnJson<'_> {
    let WithdrawnReport { file, title, address } = report;
    WithdrawnJson { file: covered(file.as_str()), title: covered(title), address: covered(address) }
}

fn published_report(report: &PublishedReport) -> PublishedJson<'_> {
    let PublishedReport { file, title, address } = report;
    PublishedJson { file: covered(file.as_str()), title: covered(title), address: covered(address) }
}

fn moved_report(moved: &MovedReport) -> MovedJson<'_> {
    MovedJson {
        report: published_report(&moved.report),
        old_file: covered(moved.old_file.as_str()),
        old_address: covered(&moved.old_address),
        help: moved.is_lost.then(|| covered(&alias_line(&moved.old_address)).into_owned()),
    }
}

/// `line` and `column` are always there; a file as a whole counts as its first character.
fn start(place: Option<Place>) -> (usize, usize) {
    place.map_or((1, 1), |place| (place.line, place.column))
}

#[derive(Serialize)]
struct ReportJson<'a> {
    version: u32,
    findings: Vec<FindingJson<'a>>,
    summary: SummaryJson,
    held: Vec<HeldJson<'a>>,
    withdrawn: Vec<WithdrawnJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    waiting: Vec<WithdrawnJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    new: Vec<PublishedJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    republished: Vec<PublishedJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changed: Vec<PublishedJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    moved: Vec<MovedJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_due: Option<DueJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<ChangesJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    statistics: Vec<Tally>,
    #[serde(skip_serializing_if = "<[ColumnRow]>::is_empty")]
    columns: &'a [ColumnRow],
}

#[derive(Serialize)]
struct FindingJson<'a> {
    rule: &'a str,
    level: &'static str,
    message: &'a str,
    file: Cow<'a, str>,
    line: usize,
    column: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<usize>,
    #[serde(skip_serializing_if = "str::is_empty")]
    label: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    effect: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    help: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    basis: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<RelatedJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<FixJson<'a>>,
}

#[derive(Serialize)]
struct RelatedJson<'a> {
    file: Cow<'a, str>,
    line: usize,
    column: usize,
    message: &'a str,
}

#[derive(Serialize)]
struct FixJson<'a> {
    replacement: &'a str,
}

#[derive(Serialize)]
struct SummaryJson {
    reports: usize,
    published: usize,
    held: usize,
    withdrawn: usize,
    rejected: usize,
    /// Files passed over because of their names.
    skipped: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
}

#[derive(Serialize)]
struct HeldJson<'a> {
    file: Cow<'a, str>,
    reason: &'static str,
    /// Of the reason `unreviewed`: `待初审`, `待复审`, `待终审` or `审后改过`.
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<&'a str>,
}

#[derive(Serialize)]
struct WithdrawnJson<'a> {
    file: Cow<'a, str>,
    title: Cow<'a, str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    address: Cow<'a, str>,
}

#[derive(Serialize)]
struct PublishedJson<'a> {
    file: Cow<'a, str>,
    title: Cow<'a, str>,
    address: Cow<'a, str>,
}

#[derive(Serialize)]
struct MovedJson<'a> {
    #[serde(flatten)]
    report: PublishedJson<'a>,
    old_file: Cow<'a, str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    old_address: Cow<'a, str>,
    /// The line that keeps the old address alive, where it dies otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
}

#[derive(Serialize)]
struct DueJson<'a> {
    day: &'a str,
    file: Cow<'a, str>,
    reason: &'static str,
}

#[derive(Serialize)]
struct ChangesJson<'a> {
    made: usize,
    written: usize,
    unchanged: usize,
    deleted: usize,
    /// The list of digests is among them, which the numbers leave out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    written_files: Vec<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    deleted_files: Vec<Cow<'a, str>>,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::{ChangeCounts, Finding, HeldReport, Level, WithdrawnReport, counts};
    use super::*;
    use crate::model::path::SourcePath;
    use crate::model::span::Span;

    fn path(text: &str) -> SourcePath {
        SourcePath::new(text).expect("a path below the site")
    }

    fn parsed(diagnostics: &[Diagnostic], sources: &SourceTexts, summary: &Summary) -> Value {
        let text = render(diagnostics, sources, summary, counts(diagnostics));
        assert!(text.ends_with("}\n"));
        serde_json::from_str(&text).expect("valid JSON")
    }

    #[test]
    fn the_shape_is_the_agreed_one() {
        let sources = SourceTexts::from([(path("reports/x.md"), "+++\ntitel = 1\n".into())]);
        let finding = Finding::new(&path("reports/x.md"), Some(Span::new(4, 9)), "不认识的字段 `titel`")
            .help("改为 `title`")
            .related(&path("reports/x.md"), Some(Span::new(0, 3)), "这里开始")
            .fix("title");
        let diagnostic = Diagnostic { rule: "unknown-key", basis: "本程序", level: Level::Error, finding };
        let summary = Summary {
            reports: 42,
            published: 40,
            held: vec![HeldReport {
                file: path("reports/h.md"),
                reason: "scheduled",
                until: Some("2026-12-01".into()),
                lack: None,
            }],
            withdrawn: vec![WithdrawnReport { file: path("reports/w.md"), title: "旧".into(), address: "x/w.html".into() }],
            rejected: 1,
            skipped: 2,
            changes: Some(ChangeCounts { made: 7, written: 5, unchanged: 390, deleted: 1 }),
            ..Summary::default()
        };
        let expected = json!({
            "version": 1,
            "findings": [{
                "rule": "unknown-key", "level": "error", "message": "不认识的字段 `titel`", "file": "reports/x.md",
                "line": 2, "column": 1, "end_line": 2, "end_column": 6, "help": "改为 `title`", "basis": "本程序",
                "related": [{ "file": "reports/x.md", "line": 1, "column": 1, "message": "这里开始" }],
                "fix": { "replacement": "title" }
            }],
            "summary": { "reports": 42, "published": 40, "held": 1, "withdrawn": 1, "rejected": 1, "skipped": 2,
                         "errors": 1, "warnings": 0, "infos": 0 },
            "held": [{ "file": "reports/h.md", "reason": "scheduled", "until": "2026-12-01" }],
            "withdrawn": [{ "file": "reports/w.md", "title": "旧", "address": "x/w.html" }],
            "changes": { "made": 7, "written": 5, "unchanged": 390, "deleted": 1 },
            "statistics": [{ "rule": "unknown-key", "level": "error", "count": 1, "files": 1 }]
        });
        assert_eq!(parsed(&[diagnostic], &sources, &summary), expected);
    }

    #[test]
    fn what_is_empty_is_left_out_but_a_place_is_always_given() {
        let finding = Finding::new(&path("a.md"), Some(Span::new(7, 9)), "坏");
        let diagnostic = Diagnostic { rule: "x", basis: "", level: Level::Info, finding };
        let value = parsed(&[diagnostic], &SourceTexts::new(), &Summary::default());
        let expected = json!([{ "rule": "x", "level": "info", "message": "坏", "file": "a.md", "line": 1, "column": 1 }]);
        assert_eq!(value["findings"], expected);
        assert!(value.get("changes").is_none());
        assert_eq!(value["held"], json!([]));
    }
}
