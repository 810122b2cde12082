//! How Markdown tables are written, by what their [shape](super::table_shape) is.

use comrak::nodes::{Node, NodeTable, NodeValue, TableAlignment};

use super::output::Output;
use super::table_shape::{Column, TableShape};
use super::tree::CAPTION;

impl Output<'_> {
    /// The caption stands before its table in the tree and opens the table in its place.
    pub(super) fn enter_caption(&mut self) {
        self.tables += 1;
        let id = format!("t{}", self.tables);
        self.html("<div class=\"sheet\" role=\"group\"");
        self.attribute("aria-labelledby", &id);
        self.html(" tabindex=\"0\"><table><caption");
        self.id_attribute(&id);
        self.html(">");
    }

    /// Begins a table, inside the box of its caption where it has one.
    pub(super) fn enter_table(&mut self, node: Node<'_>, table: &NodeTable) {
        self.table = TableShape::of(node, table);
        let captioned = node.previous_sibling().is_some_and(|previous| previous.data().value == CAPTION);
        if !captioned {
            self.open_labelled_sheet();
            self.html("<table>");
        }
        self.html("\n");
    }

    /// The box in which a wide table scrolls, for a table whose caption is unknown.
    pub(super) fn open_labelled_sheet(&mut self) {
        self.tables += 1;
        let label = format!("表格 {}", self.tables);
        self.html("<div class=\"sheet\" role=\"group\"");
        self.attribute("aria-label", &label);
        self.html(" tabindex=\"0\">");
    }

    /// Ends a table and the box around it.
    pub(super) fn leave_table(&mut self, node: Node<'_>) {
        let has_body = node.last_child().is_some_and(|row| matches!(row.data().value, NodeValue::TableRow(false)));
        self.html(if has_body { "</tbody>\n</table></div>\n" } else { "</table></div>\n" });
    }

    /// Whether the row is written at all.
    pub(super) fn enter_row(&mut self, node: Node<'_>, header: bool) -> bool {
        self.table.column = 0;
        self.table.in_header = header;
        if header && self.table.headless {
            return false;
        }
        let first = node.previous_sibling().is_none_or(|row| matches!(row.data().value, NodeValue::TableRow(true)));
        self.html(match (header, first) {
            (true, _) => "<thead>\n<tr>",
            (false, true) => "<tbody>\n<tr>",
            (false, false) => "<tr>",
        });
        true
    }

    /// Ends a row. Its text is a line of the plain text.
    pub(super) fn leave_row(&mut self) {
        self.html(if self.table.in_header { "</tr>\n</thead>\n" } else { "</tr>\n" });
        self.block_boundary();
    }

    /// Begins a cell: a head of its column or row, or a value. In the plain text a tab parts it from the cell before.
    pub(super) fn enter_cell(&mut self, node: Node<'_>) {
        let index = self.table.column;
        self.table.column += 1;
        if index > 0 {
            self.body.text.push('\t');
        }
        self.line_start = true;
        let column = self.table.columns.get(index).copied();
        let column = column.unwrap_or(Column { alignment: TableAlignment::None, figures: false });
        let (tag, end) = if self.table.in_header && node.first_child().is_some() {
            ("<th scope=\"col\"", "</th>")
        } else if !self.table.in_header && self.table.row_headers && index == 0 {
            ("<th scope=\"row\"", "</th>")
        } else {
            // An empty header cell heads nothing.
            ("<td", "</td>")
        };
        self.html(tag);
        self.table.cell_end = end;
        self.html(match column.alignment {
            TableAlignment::Right => " class=\"num\">",
            TableAlignment::Center => " class=\"ta-c\">",
            _ if column.figures => " class=\"num\">",
            _ => ">",
        });
    }

    /// Ends the cell that was begun last.
    pub(super) fn leave_cell(&mut self) {
        let end = self.table.cell_end;
        self.html(end);
    }
}

#[cfg(test)]
mod tests {
    use crate::load::markdown::parse;
    use crate::load::markdown::tests::html_of;
    use crate::model::markdown_options::MarkdownOptions;

    fn html(source: &str) -> String {
        html_of(&parse(source, &MarkdownOptions { run_in_leads: true, ..MarkdownOptions::default() })).replace('\n', "")
    }

    #[test]
    fn a_table_gets_its_caption_its_headers_and_its_columns_of_figures() {
        let source =
            "表1 指标（单位：亿元）\n\n| 名称 | 值 | 比 |\n|---|---|:-:|\n| **产值** | 1,242.60 | 5 |\n| 投资 | | 6% |\n";
        assert_eq!(
            html(source),
            concat!(
                "<div class=\"sheet\" role=\"group\" aria-labelledby=\"t1\" tabindex=\"0\"><table>",
                "<caption id=\"t1\">表1 指标<small>（单位：亿元）</small></caption>",
                "<thead><tr><th scope=\"col\">名称</th><th scope=\"col\" class=\"num\">值</th>",
                "<th scope=\"col\" class=\"ta-c\">比</th></tr></thead>",
                "<tbody><tr><th scope=\"row\"><strong>产值</strong></th><td class=\"num\">1,242.60</td>",
                "<td class=\"ta-c\">5</td></tr>",
                "<tr><th scope=\"row\">投资</th><td class=\"num\"></td><td class=\"ta-c\">6%</td></tr></tbody></table></div>",
            )
        );
    }

    #[test]
    fn a_table_without_caption_or_head() {
        assert_eq!(
            html("| | |\n|-|-|\n|甲|2|\n||3|"),
            concat!(
                "<div class=\"sheet\" role=\"group\" aria-label=\"表格 1\" tabindex=\"0\"><table><tbody>",
                "<tr><td>甲</td><td class=\"num\">2</td></tr><tr><td></td><td class=\"num\">3</td></tr>",
                "</tbody></table></div>",
            )
        );
    }

    #[test]
    fn a_caption_directly_above_is_found_and_its_mark_dropped() {
        let got = html("正文。\n表：名称\n| a |\n|---|\n| b |");
        assert!(got.starts_with("<p>正文。</p><div"), "{got}");
        assert!(got.contains("<caption id=\"t1\">名称</caption>"), "{got}");
    }
}
