//! Spreadsheets (.xlsx): cells of all sheets, hidden ones too, comments, and the copies that pivot tables keep of their data.

use super::grid::Collector;
use super::worksheet::{HiddenColumns, part_of, shown_name, tell};
use crate::budget::{Budget, KEPT};
use crate::office::package::Package;
use crate::office::spreadsheet::{self, Event, Part};
use crate::office::table::Row;

/// Looks into a workbook.
pub(super) fn read(package: &mut Package<'_>, collector: &mut Collector<'_>) {
    let budget = package.budget;
    budget.enter("单元格里的文字");
    let shared = spreadsheet::shared_texts(package);
    for sheet in spreadsheet::sheets(package) {
        collector.text("工作表的名称", String::new, &sheet.name);
        budget.enter(&format!("工作表“{}”", shown_name(&sheet.name)));
        let content = Content::read(&package.part(&sheet.part), &shared, budget);
        tell(&sheet.name, sheet.is_hidden, &content.rows, &content.hidden_columns, collector);
        let part = part_of(&sheet.name, sheet.is_hidden);
        collector.text(&part, || "页眉页脚".to_string(), &content.margins);
        content.formulas.iter().for_each(|formula| collector.text(&part, || "公式".to_string(), formula));
    }
    for name in spreadsheet::defined_names(package) {
        collector.text("定义的名称", String::new, &name);
    }
    for (name, part) in spreadsheet::parts(package) {
        match part {
            Part::Comments => collector.comments(&spreadsheet::comments(&package.part(&name), budget)),
            Part::PivotCache => {
                budget.enter("数据透视表的缓存");
                spreadsheet::pivot_values(&package.part(&name), budget, |value| {
                    collector.text("数据透视表的缓存", String::new, value);
                });
            }
        }
    }
}

/// A sheet, kept until all of it is known: what is hidden of it is told before what is in it.
#[derive(Default)]
struct Content<'s> {
    rows: Vec<Row<'s>>,
    hidden_columns: HiddenColumns,
    margins: String,
    formulas: Vec<String>,
}

impl<'s> Content<'s> {
    fn read(xml: &str, shared: &'s [String], budget: &Budget) -> Content<'s> {
        let mut content = Content::default();
        spreadsheet::read(xml, shared, budget, |event| match event {
            Event::HiddenColumns(columns) => content.hidden_columns.hide(columns),
            Event::Row(row) => content.rows.push(row),
            Event::HeaderFooter(text) => content.margins.push_str(text),
            Event::Formula(formula) if budget.spend(KEPT + formula.len() as u64) => {
                content.formulas.push(formula.replace('"', " "));
            }
            Event::Formula(_) => {}
        });
        content
    }
}
