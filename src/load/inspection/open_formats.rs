//! Documents of the open formats: OpenDocument (.odt, .ods, .odp) and OFD (GB/T 33190), which offices get from their own systems.

use super::grid::{Collector, Row};
use super::package::Package;
use super::properties::is_somebody;
use super::spreadsheet::texts;
use super::xml::{Step, walk};

/// Elements with names of people, and what they are.
const PEOPLE: [(&str, &str); 5] = [
    ("initial-creator", "作者"),
    ("creator", "上次修改者"),
    ("printed-by", "打印者"),
    ("Author", "作者"),
    ("Creator", "制作软件或单位"),
];

pub(super) fn open_document(package: &mut Package<'_>, collector: &mut Collector) {
    for part in ["content.xml", "styles.xml"] {
        let xml = package.part(part);
        let mut text = Text::default();
        walk(&xml, |step| text.step(step, collector));
        let count = |name| texts(&xml, &[name]).len();
        collector.hidden("批注", count("annotation"));
        collector.hidden("修订记录", count("changed-region"));
    }
    people(&package.part("meta.xml"), collector);
}

/// Text and tables as they go by.
#[derive(Default)]
struct Text {
    line: String,
    tables: usize,
    /// Rows of the table that is open.
    rows: Vec<Row>,
    in_table: bool,
}

impl Text {
    fn step(&mut self, step: Step<'_, '_>, collector: &mut Collector) {
        match step {
            Step::Open("table", _) => {
                self.in_table = true;
                self.tables += 1;
            }
            Step::Open("table-row", _) => {
                let number = self.rows.len() + 1;
                self.rows.push(Row { number, is_hidden: false, cells: Vec::new() });
            }
            Step::Open("table-cell", _) => {
                if let Some(row) = self.rows.last_mut() {
                    row.cells.push((row.cells.len(), String::new()));
                }
            }
            Step::Close("table") => {
                collector.grid(&format!("第 {} 个表格", self.tables), &std::mem::take(&mut self.rows), &|_| false);
                self.in_table = false;
            }
            Step::Text(text) => match self.rows.last_mut().and_then(|row| row.cells.last_mut()).filter(|_| self.in_table) {
                Some((_, cell)) => cell.push_str(text),
                None => self.line.push_str(text),
            },
            Step::Close("p" | "h") => collector.text("正文", String::new, &std::mem::take(&mut self.line)),
            _ => {}
        }
    }
}

pub(super) fn fixed_layout(package: &mut Package<'_>, collector: &mut Collector) {
    for name in package.names().into_iter().filter(|name| name.ends_with(".xml")) {
        let xml = package.part(&name);
        if name.ends_with("OFD.xml") {
            people(&xml, collector);
        } else {
            let mut line = String::new();
            walk(&xml, |step| match step {
                Step::Open("TextObject", _) => line.clear(),
                Step::Text(text) => line.push_str(text),
                Step::Close("TextObject") => collector.text("正文", String::new, &std::mem::take(&mut line)),
                _ => {}
            });
        }
    }
}

fn people(xml: &str, collector: &mut Collector) {
    for (element, what) in PEOPLE {
        for name in texts_within(xml, element).iter().filter(|name| is_somebody(name)) {
            collector.text("文档属性", || what.to_string(), name);
            collector.person(what, name.trim());
        }
    }
}

/// The text right inside every element of that name.
fn texts_within(xml: &str, element: &str) -> Vec<String> {
    let (mut found, mut is_inside) = (Vec::new(), false);
    walk(xml, |step| match step {
        Step::Open(name, _) => is_inside = name == element,
        Step::Close(_) => is_inside = false,
        Step::Text(text) if is_inside => found.push(text.to_string()),
        Step::Text(_) => {}
    });
    found
}
