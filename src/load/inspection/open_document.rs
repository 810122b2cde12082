//! OpenDocument (.odt, .ods, .odp): text, tables and sheets, comments, tracked changes, and what is hidden.

use super::grid::Collector;
use super::properties::people;
use super::worksheet::{HiddenColumns, tell};
use crate::office::open_document::{Event, PARTS, Table, read as read_part};
use crate::office::package::Package;
use crate::office::properties;
use crate::office::table::Row;

/// Looks into a document.
pub(super) fn read(package: &mut Package<'_>, collector: &mut Collector<'_>) {
    for name in PARTS {
        let xml = package.part(name);
        collector.budget.enter("正文");
        inspect(&xml, collector);
    }
    people(&properties::of_open_document(package), collector);
}

fn inspect(xml: &str, collector: &mut Collector<'_>) {
    let mut found = Found::default();
    read_part(xml, collector.budget, |event| found.event(event, collector));
    collector.hidden("批注", found.comments);
    collector.hidden("修订记录", found.changes);
    collector.hidden("隐藏的文字", found.hidden_texts);
}

/// What is counted on the way, and the table that is open.
#[derive(Default)]
struct Found {
    comments: usize,
    changes: usize,
    hidden_texts: usize,
    tables: usize,
    table: Table,
    rows: Vec<Row<'static>>,
    hidden_columns: HiddenColumns,
    covered_cells: usize,
}

impl Found {
    fn event(&mut self, event: Event<'_>, collector: &mut Collector<'_>) {
        match event {
            Event::Paragraph(text) => collector.text("正文", String::new, text),
            Event::Comment(text) => {
                self.comments += 1;
                collector.text("批注", String::new, text);
            }
            Event::TrackedChange => self.changes += 1,
            Event::HiddenText => self.hidden_texts += 1,
            Event::TableStart(table) => {
                self.tables += 1;
                self.table = table;
            }
            Event::HiddenColumns(columns) => self.hidden_columns.hide(columns),
            Event::Formula(formula) => collector.text("公式", String::new, &formula.replace('"', " ")),
            Event::CoveredCell => self.covered_cells += 1,
            Event::Row(row) => self.rows.push(row),
            Event::TableEnd => self.end_of_table(collector),
        }
    }

    fn end_of_table(&mut self, collector: &mut Collector<'_>) {
        let number = self.tables;
        let (table, rows) = (std::mem::take(&mut self.table), std::mem::take(&mut self.rows));
        let hidden_columns = std::mem::take(&mut self.hidden_columns);
        let covered_cells = std::mem::take(&mut self.covered_cells);
        if table.is_sheet {
            let name = if table.name.is_empty() { number.to_string() } else { table.name };
            collector.text("工作表的名称", String::new, &name);
            collector.hidden(format!("第 {number} 个工作表里被合并单元格盖住的内容"), covered_cells);
            tell(&name, table.is_hidden, &rows, &hidden_columns, collector);
        } else {
            collector.grid(&format!("第 {number} 个表格"), &rows, &|_| false);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::Budget;
    use crate::model::inspection::Inspection;

    fn seen(styles: &str, table: &str, steps: u64) -> Inspection {
        let xml = format!("<a>{styles}<spreadsheet><table name=\"名单\" style-name=\"t\">{table}</table></spreadsheet></a>");
        let budget = Budget::of(0, steps);
        let mut collector = Collector::new(&budget);
        inspect(&xml, &mut collector);
        if let Some(at) = budget.take_cut() {
            collector.unread(None, &at);
        }
        collector.into_inspection()
    }

    fn row(cells: &[&str]) -> String {
        let cell = |text: &&str| match text.starts_with('<') {
            true => (*text).to_string(),
            false => format!("<table-cell><p>{text}</p></table-cell>"),
        };
        format!("<table-row>{}</table-row>", cells.iter().map(cell).collect::<String>())
    }

    const HEADS: [&str; 4] = ["序号", "备注", "科室", "手机号码"];
    const MOBILE: &str = "15400001234";

    #[test]
    fn a_number_is_judged_by_the_head_of_its_own_column() {
        let empty = "<table-cell number-columns-repeated=\"2\"/>";
        let covered = "<covered-table-cell number-columns-repeated=\"2\"/>";
        let spanning = "<table-cell number-columns-spanned=\"2\"><p>甲</p></table-cell>";
        for cells in
            [vec!["1", empty, MOBILE], vec!["1", covered, MOBILE], vec!["1", spanning, "<covered-table-cell/>", MOBILE]]
        {
            let found = seen("", &format!("{}{}", row(&HEADS), row(&cells)), u64::MAX);
            assert_eq!(found.private.iter().map(|found| found.place.as_str()).collect::<Vec<_>>(), ["第 2 行第 4 列"]);
        }
        let other = ["1", "", MOBILE, ""];
        assert_eq!(seen("", &format!("{}{}", row(&HEADS), row(&other)), u64::MAX).private, []);
    }

    #[test]
    fn repeated_rows_count_and_repeated_cells_stand_in_each_of_their_columns() {
        let empty =
            "<table-row number-rows-repeated=\"1000000\"><table-cell number-columns-repeated=\"16384\"/></table-row>";
        let found = seen("", &format!("{}{empty}{}", row(&HEADS), row(&["", "", "", MOBILE])), 100_000);
        assert_eq!(found.private[0].place, "第 1000002 行第 4 列");
        let four = format!("<table-cell number-columns-repeated=\"4\"><p>{MOBILE}</p></table-cell>");
        assert_eq!(seen("", &format!("{}{}", row(&HEADS), row(&[&four])), 100_000).private.len(), 1);
    }

    #[test]
    fn what_is_hidden_is_told() {
        let told = |styles: &str, table: &str| -> Vec<(String, u32)> {
            seen(styles, table, u64::MAX).hidden.into_iter().map(|found| (found.what, found.count)).collect()
        };
        let columns = "<table-column/><table-column visibility=\"collapse\" number-columns-repeated=\"16383\"/>";
        assert_eq!(told("", &format!("{columns}{}", row(&HEADS))), [("工作表“名单”里隐藏的列".to_string(), 3)]);
        let hidden_row = row(&HEADS).replace("<table-row>", "<table-row visibility=\"filter\">");
        assert_eq!(told("", &hidden_row), [("工作表“名单”里隐藏的行".to_string(), 1)]);
        let style = "<style name=\"t\"><table-properties display=\"false\"/></style>";
        assert_eq!(told(style, &row(&HEADS)), [("隐藏的工作表“名单”".to_string(), 1)]);
        let covered = row(&["甲", "<covered-table-cell><p>乙</p></covered-table-cell>"]);
        assert_eq!(told("", &covered), [("第 1 个工作表里被合并单元格盖住的内容".to_string(), 1)]);
        let note = row(&["<table-cell><annotation><p>丙</p></annotation><p>甲</p></table-cell>"]);
        assert_eq!(told("", &note), [("批注".to_string(), 1)]);
    }

    #[test]
    fn the_value_counts_that_is_stored_beside_what_is_shown() {
        let shown = format!("<table-cell value-type=\"float\" value=\"{MOBILE}\"><p>1.54E+10</p></table-cell>");
        assert_eq!(seen("", &format!("{}{}", row(&HEADS), row(&["", "", "", &shown])), u64::MAX).private.len(), 1);
    }

    #[test]
    fn the_end_of_the_budget_is_told() {
        let rows = row(&HEADS).repeat(1_000);
        assert_eq!(seen("", &rows, 1_000_000).unread, []);
        assert_eq!(seen("", &rows, 10_000).unread.len(), 1);
    }
}
