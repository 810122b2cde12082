//! Text documents (.docx) as they go by: paragraphs, runs, tables, and what tracked changes (修订) have kept. Slides are written in the
//! same elements (DrawingML has `p`, `r`, `t` and `tbl` too), so this reads their text as well.
//!
//! To read more of a document is to add to [`Event`]: properties of paragraphs (style, numbering) belong to `ParagraphStart`, those of runs
//! to [`Run`], notes, fields and pictures are events of their own. Who does not need them passes them over.

use super::content_types::ContentTypes;
use super::package::Package;
use super::xml::{Attributes, Step, texts, walk};
use crate::budget::Budget;

/// What a part of a document holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The text itself.
    Body,
    /// Notes at the foot of the page.
    Footnotes,
    /// Notes at the end of the text.
    Endnotes,
    /// What people wrote beside the text: see [`comments`].
    Comments,
    /// What stands at the top of pages.
    Header,
    /// What stands at the foot of pages.
    Footer,
}

/// The parts of a document that hold text, by their names, in the order of these. The type of a part tells what it is, or else its usual
/// name: a package need not declare what programs find by name.
pub fn parts(package: &mut Package<'_>) -> Vec<(String, Part)> {
    let types = ContentTypes::read(package);
    let part = |name: &str| Some((name.to_string(), of_type(types.of(name)).or_else(|| of_name(name))?));
    package.names().filter_map(part).collect()
}

fn of_type(content_type: &str) -> Option<Part> {
    let (_, kind) = content_type.strip_suffix("+xml")?.rsplit_once('.')?;
    match kind {
        "main" => Some(Part::Body),
        "footnotes" => Some(Part::Footnotes),
        "endnotes" => Some(Part::Endnotes),
        "comments" => Some(Part::Comments),
        "header" => Some(Part::Header),
        "footer" => Some(Part::Footer),
        _ => None,
    }
}

fn of_name(name: &str) -> Option<Part> {
    match name.strip_prefix("word/")?.strip_suffix(".xml")? {
        "document" => Some(Part::Body),
        "footnotes" => Some(Part::Footnotes),
        "endnotes" => Some(Part::Endnotes),
        "comments" => Some(Part::Comments),
        margin if margin.starts_with("header") => Some(Part::Header),
        margin if margin.starts_with("footer") => Some(Part::Footer),
        _ => None,
    }
}

/// The text of each comment in a part of comments.
pub fn comments(xml: &str, budget: &Budget) -> Vec<String> {
    texts(xml, &["comment"], budget)
}

/// What comes next in a part.
#[derive(Debug, PartialEq, Eq)]
pub enum Event<'e> {
    /// A paragraph begins: in the text, in a cell, or in a text box within another paragraph.
    ParagraphStart,
    /// A paragraph ends.
    ParagraphEnd,
    /// A piece of the text of a run.
    Text(&'e str, Run),
    /// A piece of what a tracked change has taken out.
    DeletedText(&'e str),
    /// A tabulator in a run.
    Tab,
    /// A break of a line, a column or a page in a run.
    Break,
    /// A tracked change begins: something put in, taken out or moved.
    TrackedChange,
    /// A table begins, within a cell of another one too.
    TableStart,
    /// A row of the innermost table begins.
    RowStart,
    /// A cell of the innermost row begins.
    CellStart,
    /// The innermost table ends.
    TableEnd,
}

/// How the text of a run looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Run {
    /// Whether it is set to be hidden (隐藏文字).
    pub is_hidden: bool,
}

/// Reads a part of a document or a slide.
pub fn read(xml: &str, budget: &Budget, mut take: impl FnMut(Event<'_>)) {
    let mut reader = Reader::default();
    walk(xml, budget, |step| {
        if let Some(event) = reader.event(&step) {
            take(event);
        }
    });
}

/// Where in a run the reader stands.
#[derive(Default)]
struct Reader {
    run: Run,
    in_run: bool,
    in_text: bool,
    in_deleted_text: bool,
}

impl Reader {
    fn event<'e>(&mut self, step: &Step<'e, '_>) -> Option<Event<'e>> {
        let event = match *step {
            Step::Open(name, attributes) => return self.opened(name, attributes),
            Step::Close(name) => return self.closed(name),
            Step::Text(text) if self.in_deleted_text => Event::DeletedText(text),
            Step::Text(text) if self.in_text => Event::Text(text, self.run),
            Step::Text(_) => return None,
        };
        Some(event)
    }

    fn opened(&mut self, name: &str, attributes: &Attributes<'_>) -> Option<Event<'static>> {
        match name {
            "p" => return Some(Event::ParagraphStart),
            "r" => (self.in_run, self.run) = (true, Run::default()),
            "vanish" => {
                let is_on = attributes.get("val").is_none_or(|value| !matches!(value.as_str(), "0" | "false"));
                self.run.is_hidden = self.in_run && is_on;
            }
            "t" => self.in_text = true,
            "delText" => self.in_deleted_text = true,
            "tab" if self.in_run => return Some(Event::Tab),
            "br" | "cr" if self.in_run => return Some(Event::Break),
            "ins" | "del" | "moveFrom" | "moveTo" if attributes.get("id").is_some() => return Some(Event::TrackedChange),
            "tbl" => return Some(Event::TableStart),
            "tr" => return Some(Event::RowStart),
            "tc" => return Some(Event::CellStart),
            _ => {}
        }
        None
    }

    fn closed(&mut self, name: &str) -> Option<Event<'static>> {
        match name {
            "p" => return Some(Event::ParagraphEnd),
            "r" => self.in_run = false,
            "t" | "delText" => (self.in_text, self.in_deleted_text) = (false, false),
            "tbl" => return Some(Event::TableEnd),
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::package::packed;
    use super::*;

    fn seen(xml: &str) -> Vec<String> {
        let mut seen = Vec::new();
        read(xml, &Budget::of(0, u64::MAX), |event| seen.push(format!("{event:?}")));
        seen
    }

    #[test]
    fn paragraphs_runs_and_tables_come_in_the_order_of_the_file() {
        let table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲</w:t><w:tab/><w:br/></w:r></w:p></w:tc></w:tr></w:tbl>";
        let shown = "Text(\"甲\", Run { is_hidden: false })";
        let paragraph = ["ParagraphStart", shown, "Tab", "Break", "ParagraphEnd"];
        let expected = [&["TableStart", "RowStart", "CellStart"], paragraph.as_slice(), &["TableEnd"]].concat();
        assert_eq!(seen(table), expected);
    }

    #[test]
    fn what_is_hidden_ends_with_its_run() {
        let run = |properties: &str| format!("<w:r><w:rPr>{properties}</w:rPr><w:t>甲</w:t></w:r>");
        let texts = seen(&[run("<w:vanish/>"), run(""), run("<w:vanish w:val=\"0\"/>")].concat());
        let text = |is_hidden: bool| format!("{:?}", Event::Text("甲", Run { is_hidden }));
        assert_eq!(texts, [text(true), text(false), text(false)]);
        // The mark of a paragraph is no run.
        assert_eq!(seen("<w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>"), [""; 0]);
    }

    #[test]
    fn tracked_changes_keep_what_they_took_out() {
        let deleted = "<w:del w:id=\"1\"><w:r><w:delText>甲</w:delText></w:r></w:del>";
        assert_eq!(seen(deleted), ["TrackedChange", "DeletedText(\"甲\")"]);
        // `del` in the properties of a run is a switch without a number.
        assert_eq!(seen("<w:rPr><w:del/></w:rPr>"), [""; 0]);
    }

    #[test]
    fn a_part_is_known_by_its_type_or_by_its_usual_name() {
        let main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
        let types = format!("<Types><Override PartName=\"/word/document2.xml\" ContentType=\"{main}\"/></Types>");
        let names = ["word/document2.xml", "word/header1.xml", "word/endnotes.xml", "word/styles.xml", "docProps/app.xml"];
        let files: Vec<(&str, &str)> =
            names.iter().map(|name| (*name, "")).chain([("[Content_Types].xml", types.as_str())]).collect();
        let bytes = packed(&files);
        let budget = Budget::of_file(bytes.len());
        let found = parts(&mut Package::open(&bytes, &budget).expect("a package"));
        let expected = [(names[0], Part::Body), (names[2], Part::Endnotes), (names[1], Part::Header)];
        assert_eq!(found, expected.map(|(name, part)| (name.to_string(), part)));
    }
}
