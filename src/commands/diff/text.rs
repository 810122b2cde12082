//! `gongkai diff` for the terminal.

use anstyle::{AnsiColor, Style as Ink};

use super::words::{Compared, around, beginning, covered_pieces, files, shown};
use crate::compare::changes::{ChangedReport, ReportAt};
use crate::compare::edits::{Edit, EditKind, Piece, PieceKind};
use crate::diagnostics::style::Style;

/// Reports of each kind, and edits of each report, that are told one by one, unless all are asked for.
const NAMED: usize = 20;
/// Characters shown on both sides of an edit.
const AROUND: usize = 12;
/// Characters shown of a paragraph that came or went.
const OF_PARAGRAPH: usize = 120;
/// Characters shown of the paragraph behind which one came or went.
const OF_NEIGHBOUR: usize = 16;

/// The reports that change, each with what changes of it; `all` of them.
pub(super) fn render(compared: &Compared<'_>, style: Style, all: bool) -> String {
    let teller = Teller { style, most: if all { usize::MAX } else { NAMED } };
    let changes = compared.changes;
    let mut out = String::new();
    let line = |report: &ReportAt| format!("  {}\n", name(report));
    teller.section(&mut out, "新发布", &changes.added, line);
    teller.section(&mut out, "改动", &changes.changed, |report| teller.report(report));
    teller.section(&mut out, "改网址", &changes.moved, |report| teller.report(report));
    teller.section(&mut out, "撤下", &changes.gone, line);
    out
}

fn name(report: &ReportAt) -> String {
    format!("《{}》 {}", shown(&report.title), shown(&report.address))
}

struct Teller {
    style: Style,
    most: usize,
}

impl Teller {
    fn section<T>(&self, out: &mut String, title: &str, reports: &[T], tell: impl Fn(&T) -> String) {
        if reports.is_empty() {
            return;
        }
        out.push_str(&format!("{title} {} 篇：\n", reports.len()));
        out.extend(reports.iter().take(self.most).map(tell));
        self.rest(out, "  ", reports.len(), "篇");
    }

    fn rest(&self, out: &mut String, indent: &str, count: usize, unit: &str) {
        if count > self.most {
            out.push_str(&format!("{indent}…… 另有 {} {unit}，加 -v 全部列出\n", count - self.most));
        }
    }

    fn report(&self, changed: &ChangedReport) -> String {
        let mut out = format!("  {}\n", name(&changed.report));
        if let Some(old) = &changed.old_address {
            out.push_str(&format!("    网址：{} → {}\n", shown(old), shown(&changed.report.address)));
        }
        for fact in &changed.facts {
            let value = |value: &Option<String>| value.as_deref().map_or("（没有）".to_string(), shown);
            out.push_str(&format!("    {}：{} → {}\n", shown(&fact.name), value(&fact.old), value(&fact.new)));
        }
        out.extend(changed.text.iter().take(self.most).map(|edit| self.edit(edit)));
        self.rest(&mut out, "    ", changed.text.len(), "处");
        if !changed.files.is_empty() {
            out.push_str(&format!("    附件和图片：{}\n", files(&changed.files)));
        }
        out
    }

    fn edit(&self, edit: &Edit) -> String {
        let place = match edit.after.as_str() {
            "" => "开头".to_string(),
            after => format!("“{}”之后", beginning(&shown(after), OF_NEIGHBOUR)),
        };
        let paragraph = |text: &str| beginning(&shown(text), OF_PARAGRAPH);
        match &edit.kind {
            EditKind::Added(text) => format!("    {place}，多一段\n{}", self.line(PieceKind::In, &paragraph(text))),
            EditKind::Removed(text) => format!("    {place}，少一段\n{}", self.line(PieceKind::Out, &paragraph(text))),
            EditKind::Rewritten(pieces) => {
                let pieces = covered_pieces(pieces);
                let side = |kind| self.line(kind, &self.side(&pieces, kind));
                format!("    {place}，改一段\n{}{}", side(PieceKind::Out), side(PieceKind::In))
            }
        }
    }

    fn line(&self, kind: PieceKind, text: &str) -> String {
        let mark = if kind == PieceKind::In { "+" } else { "-" };
        format!("      {} {text}\n", self.style.paint(ink(kind), mark))
    }

    /// The paragraph before or after, what is another on that side between brackets: colours may not be there.
    fn side(&self, pieces: &[Piece], kind: PieceKind) -> String {
        let mut out = String::new();
        for (at, piece) in pieces.iter().enumerate() {
            match piece.kind {
                PieceKind::Same => out.push_str(&around(&piece.text, at > 0, at + 1 < pieces.len(), AROUND)),
                own if own == kind => out.push_str(&self.style.paint(ink(kind).bold(), &format!("【{}】", piece.text))),
                PieceKind::Out | PieceKind::In => {}
            }
        }
        out
    }
}

fn ink(kind: PieceKind) -> Ink {
    let colour = if kind == PieceKind::In { AnsiColor::Green } else { AnsiColor::Red };
    Ink::new().fg_color(Some(colour.into()))
}
