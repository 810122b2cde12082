//! `gongkai diff` for programs: all of it, field by field, in structs of its own that stay when the inner types change.

use std::borrow::Cow;

use serde::Serialize;

use super::words::{Compared, covered_pieces};
use crate::compare::changes::{ChangedFile, ChangedReport, Fate, ReportAt};
use crate::compare::edits::{Edit, EditKind, PieceKind};
use crate::diagnostics::json::pretty;
use crate::model::privacy::covered;

/// Grows when a field changes its meaning or goes; never for a field that comes.
const VERSION: u32 = 1;

/// How every answer begins, so that the next one may take its place.
pub(super) const BEGINNING: &str = "{\n  \"version\": 1,\n  \"changes\": ";

#[derive(Serialize)]
struct ChangesJson<'a> {
    version: u32,
    changes: bool,
    as_of: String,
    added: Vec<ReportJson<'a>>,
    changed: Vec<ChangedJson<'a>>,
    moved: Vec<ChangedJson<'a>>,
    gone: Vec<ReportJson<'a>>,
    others: OthersJson,
}

#[derive(Serialize)]
struct OthersJson {
    added: usize,
    changed: usize,
    gone: usize,
}

#[derive(Serialize)]
struct ReportJson<'a> {
    title: Cow<'a, str>,
    address: Cow<'a, str>,
}

#[derive(Serialize)]
struct ChangedJson<'a> {
    title: Cow<'a, str>,
    address: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    old_address: Option<Cow<'a, str>>,
    facts: Vec<FactJson<'a>>,
    text: Vec<EditJson<'a>>,
    files: Vec<FileJson<'a>>,
}

#[derive(Serialize)]
struct FactJson<'a> {
    name: Cow<'a, str>,
    old: Option<Cow<'a, str>>,
    new: Option<Cow<'a, str>>,
}

#[derive(Serialize)]
struct EditJson<'a> {
    /// `added`, `removed` or `rewritten`.
    kind: &'static str,
    after: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    paragraph: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pieces: Vec<PieceJson>,
}

#[derive(Serialize)]
struct PieceJson {
    /// `same`, `out` or `in`.
    kind: &'static str,
    text: String,
}

#[derive(Serialize)]
struct FileJson<'a> {
    name: Cow<'a, str>,
    /// `added`, `changed` or `gone`.
    fate: &'static str,
}

/// All changes; ends with a line feed.
pub(super) fn render(compared: &Compared<'_>) -> String {
    let changes = compared.changes;
    pretty(&ChangesJson {
        version: VERSION,
        changes: !changes.is_none(),
        as_of: compared.now.to_string(),
        added: changes.added.iter().map(report).collect(),
        changed: changes.changed.iter().map(changed).collect(),
        moved: changes.moved.iter().map(changed).collect(),
        gone: changes.gone.iter().map(report).collect(),
        others: OthersJson { added: changes.others.added, changed: changes.others.changed, gone: changes.others.gone },
    })
}

fn report(report: &ReportAt) -> ReportJson<'_> {
    ReportJson { title: covered(&report.title), address: covered(&report.address) }
}

fn changed(changed: &ChangedReport) -> ChangedJson<'_> {
    ChangedJson {
        title: covered(&changed.report.title),
        address: covered(&changed.report.address),
        old_address: changed.old_address.as_deref().map(covered),
        facts: changed
            .facts
            .iter()
            .map(|fact| FactJson {
                name: covered(&fact.name),
                old: fact.old.as_deref().map(covered),
                new: fact.new.as_deref().map(covered),
            })
            .collect(),
        text: changed.text.iter().map(edit).collect(),
        files: changed.files.iter().map(file).collect(),
    }
}

fn edit(edit: &Edit) -> EditJson<'_> {
    let (kind, paragraph, pieces) = match &edit.kind {
        EditKind::Added(text) => ("added", Some(covered(text)), Vec::new()),
        EditKind::Removed(text) => ("removed", Some(covered(text)), Vec::new()),
        EditKind::Rewritten(pieces) => ("rewritten", None, covered_pieces(pieces)),
    };
    let name = |kind| match kind {
        PieceKind::Same => "same",
        PieceKind::Out => "out",
        PieceKind::In => "in",
    };
    let pieces = pieces.into_iter().map(|piece| PieceJson { kind: name(piece.kind), text: piece.text }).collect();
    EditJson { kind, after: covered(&edit.after), paragraph, pieces }
}

fn file(file: &ChangedFile) -> FileJson<'_> {
    let fate = match file.fate {
        Fate::Added => "added",
        Fate::Changed => "changed",
        Fate::Gone => "gone",
    };
    FileJson { name: covered(&file.name), fate }
}
