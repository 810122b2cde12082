//! Documents (.docx): text and tables, margins and notes, comments, what tracked changes (修订) have kept, and text set to be hidden.

use super::grid::Collector;
use crate::budget::KEPT;
use crate::office::document::{self, Event, Part};
use crate::office::package::Package;
use crate::office::table::{Cell, Row};

/// Looks into a document.
pub(super) fn read(package: &mut Package<'_>, collector: &mut Collector<'_>) {
    for (name, part) in document::parts(package) {
        let part = match part {
            Part::Body => "正文",
            Part::Footnotes | Part::Endnotes => "脚注",
            Part::Header => "页眉",
            Part::Footer => "页脚",
            Part::Comments => {
                collector.comments(&document::comments(&package.part(&name), package.budget));
                continue;
            }
        };
        text_of(&package.part(&name), part, collector);
    }
}

/// Looks into paragraphs and tables of a part, of a document or of a slide. `part` is what findings are said to be in.
pub(super) fn text_of(xml: &str, part: &str, collector: &mut Collector<'_>) {
    let mut text = Text::default();
    let budget = collector.budget;
    budget.enter(part);
    document::read(xml, budget, |event| text.event(event, part, collector));
    collector.text(part, || "修订中删去的文字".to_string(), &text.deleted);
    collector.text(part, || "隐藏的文字".to_string(), &text.hidden);
    collector.hidden(format!("{part}里的修订记录"), text.changes);
    collector.hidden(format!("{part}里隐藏的文字"), usize::from(!text.hidden.trim().is_empty()));
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
    hidden: String,
    changes: usize,
}

impl Text {
    fn event(&mut self, event: Event<'_>, part: &str, collector: &mut Collector<'_>) {
        match event {
            Event::ParagraphStart => self.paragraphs += 1,
            Event::ParagraphEnd => self.end_of_paragraph(part, collector),
            Event::Text(text, run) if run.is_hidden => self.hidden.push_str(text),
            Event::Text(text, _) => self.paragraph.push_str(text),
            Event::DeletedText(text) => self.deleted.push_str(text),
            Event::Tab | Event::Break => self.paragraph.push(' '),
            Event::TrackedChange => self.changes += 1,
            Event::TableStart => self.open_table(),
            Event::RowStart if self.depth == 1 && collector.budget.spend(KEPT) => {
                let number = self.rows.len() + 1;
                self.rows.push(Row { number, is_hidden: false, cells: Vec::new() });
            }
            Event::CellStart if self.depth == 1 && collector.budget.spend(KEPT) => {
                if let Some(row) = self.rows.last_mut() {
                    row.cells.push(Cell { column: row.cells.len(), ..Cell::default() });
                }
            }
            Event::RowStart | Event::CellStart => {}
            Event::TableEnd => self.close_table(part, collector),
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
            Some(cell) => cell.text.to_mut().push_str(&text),
            None => collector.text(part, || format!("第 {} 段", self.paragraphs), &text),
        }
        self.deleted.push('\n');
        if !self.hidden.is_empty() {
            self.hidden.push('\n');
        }
    }
}
