//! Documents (.docx): text and tables, margins and notes, comments, what tracked changes (修订) have kept, and text set to be hidden.

use std::borrow::Cow;

use super::budget::KEPT;
use super::grid::{Collector, Row};
use super::package::Package;
use super::spreadsheet::texts;
use super::xml::{Step, walk};

pub(super) fn read(package: &mut Package<'_>, collector: &mut Collector<'_>) {
    for name in package.names() {
        let part = match name.strip_prefix("word/").unwrap_or_default() {
            "document.xml" => "正文",
            "footnotes.xml" | "endnotes.xml" => "脚注",
            "comments.xml" => {
                let comments = texts(&package.part(&name), &["comment"], package.budget);
                collector.hidden("批注", comments.len());
                for (at, text) in comments.iter().enumerate() {
                    collector.text("批注", || format!("第 {} 条", at + 1), text);
                }
                continue;
            }
            margin if margin.starts_with("header") && margin.ends_with(".xml") => "页眉",
            margin if margin.starts_with("footer") && margin.ends_with(".xml") => "页脚",
            _ => continue,
        };
        text_of(&package.part(&name), part, collector);
    }
}

/// Paragraphs and tables of a part, of a document or of a slide.
pub(super) fn text_of(xml: &str, part: &str, collector: &mut Collector<'_>) {
    let mut text = Text::default();
    collector.budget.enter(part);
    walk(xml, collector.budget, |step| text.step(step, part, collector));
    collector.text(part, || "修订中删去的文字".to_string(), &text.deleted);
    collector.text(part, || "隐藏的文字".to_string(), &text.vanished);
    collector.hidden(format!("{part}里的修订记录"), text.changes);
    collector.hidden(format!("{part}里隐藏的文字"), usize::from(!text.vanished.trim().is_empty()));
}

/// The text of a part as it goes by.
#[derive(Default)]
struct Text {
    paragraph: String,
    paragraphs: usize,
    /// Cells of the tables that are open; only the outermost counts.
    rows: Vec<Row<'static>>,
    depth: usize,
    tables: usize,
    deleted: String,
    vanished: String,
    changes: usize,
    is_text: bool,
    is_deleted: bool,
    in_run: bool,
    is_vanished: bool,
}

impl Text {
    fn step(&mut self, step: Step<'_, '_>, part: &str, collector: &mut Collector<'_>) {
        match step {
            Step::Open("p", _) => self.paragraphs += 1,
            Step::Close("p") => self.end_of_paragraph(part, collector),
            Step::Open("r", _) => (self.in_run, self.is_vanished) = (true, false),
            Step::Close("r") => self.in_run = false,
            Step::Open("vanish", attributes) => {
                self.is_vanished =
                    self.in_run && attributes.get("val").is_none_or(|value| !matches!(value.as_str(), "0" | "false"));
            }
            Step::Open("ins" | "del" | "moveFrom" | "moveTo", attributes) if attributes.get("id").is_some() => {
                self.changes += 1;
            }
            Step::Open("t", _) => self.is_text = true,
            Step::Open("delText", _) => self.is_deleted = true,
            Step::Close("t" | "delText") => (self.is_text, self.is_deleted) = (false, false),
            Step::Open("tab" | "br" | "cr", _) if self.in_run => self.paragraph.push(' '),
            Step::Text(text) if self.is_deleted => self.deleted.push_str(text),
            Step::Text(text) if self.is_text && self.is_vanished => self.vanished.push_str(text),
            Step::Text(text) if self.is_text => self.paragraph.push_str(text),
            Step::Open("tbl", _) => self.open_table(),
            Step::Open("tr", _) if self.depth == 1 && collector.budget.spend(KEPT) => {
                let number = self.rows.len() + 1;
                self.rows.push(Row { number, is_hidden: false, cells: Vec::new() });
            }
            Step::Open("tc", _) if self.depth == 1 && collector.budget.spend(KEPT) => {
                if let Some(row) = self.rows.last_mut() {
                    row.cells.push((row.cells.len(), Cow::default()));
                }
            }
            Step::Close("tbl") => self.close_table(part, collector),
            _ => {}
        }
    }

    fn open_table(&mut self) {
        self.depth += 1;
        if self.depth == 1 {
            self.tables += 1;
        }
    }

    fn close_table(&mut self, part: &str, collector: &mut Collector<'_>) {
        self.depth = self.depth.saturating_sub(1);
        if self.depth == 0 {
            collector.grid(&format!("{part}第 {} 个表格", self.tables), &self.rows, &|_| false);
            self.rows.clear();
        }
    }

    fn end_of_paragraph(&mut self, part: &str, collector: &mut Collector<'_>) {
        let text = std::mem::take(&mut self.paragraph);
        match self.rows.last_mut().and_then(|row| row.cells.last_mut()).filter(|_| self.depth > 0) {
            Some((_, cell)) => cell.to_mut().push_str(&text),
            None => collector.text(part, || format!("第 {} 段", self.paragraphs), &text),
        }
        self.deleted.push('\n');
        if !self.vanished.is_empty() {
            self.vanished.push('\n');
        }
    }
}
