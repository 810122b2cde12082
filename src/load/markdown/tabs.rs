//! Lines whose parts are separated by tabs: a table as a word processor or a spreadsheet puts it on the clipboard.

use comrak::Arena;
use comrak::nodes::{Node, NodeTable, NodeValue, Sourcepos, TableAlignment};

use super::lines::marker;
use super::paragraph_line::Line;
use super::source::SourceMap;
use super::table_shape::is_figure;
use super::text::is_indent;
use super::tree::{collect_text, new_node, split_text, with_text};
use crate::model::heading_number;

const TAB: char = '\t';
/// A single line may have a tab for other reasons.
const MIN_ROWS: usize = 2;

/// How many of the first lines are the rows of one table; none where too few are.
pub(super) fn length(lines: &[Line]) -> usize {
    let rows = lines.iter().take_while(|line| is_row(&line.text)).count();
    if rows >= MIN_ROWS { rows } else { 0 }
}

/// Whether a line has parts: a tab that only follows a numeral or a bullet separates none.
pub(crate) fn is_row(line: &str) -> bool {
    let line = line.trim_matches(is_indent);
    let Some((first, rest)) = line.split_once(TAB) else { return false };
    let first = first.trim_end_matches(is_indent);
    let number = heading_number::parse(first).map(|number| number.len).or_else(|| marker(first));
    rest.contains(TAB) || number != Some(first.len())
}

/// Makes a table of the rows, before the paragraph that they are of.
pub(super) fn make<'a>(
    arena: &'a Arena<'a>,
    source: &SourceMap<'_>,
    paragraph: Node<'a>,
    children: &[Node<'a>],
    lines: &[Line],
) -> Node<'a> {
    let mut rows: Vec<Vec<Node<'a>>> =
        lines.iter().map(|line| cells(arena, source, &children[line.nodes.clone()])).collect();
    // Where every row begins with a tab the tabs indent the table, and the empty first column is none.
    if rows.iter().all(|row| row.len() > 1 && row.first().is_some_and(|cell| cell.first_child().is_none())) {
        for row in &mut rows {
            row.remove(0);
        }
    }
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let has_header = rows.first().is_some_and(|row| heads(row, columns));
    let place = rows.first().zip(rows.last()).map_or(paragraph.data().sourcepos, |(first, last)| around(first, last));
    let count = rows.len();
    let alignments = vec![TableAlignment::None; columns];
    let shape = NodeTable { alignments, num_columns: columns, num_rows: count, num_nonempty_cells: count * columns };
    let table = new_node(arena, NodeValue::Table(Box::new(shape)), place);
    if !has_header {
        rows.insert(0, Vec::new());
    }
    for (index, mut row) in rows.into_iter().enumerate() {
        let mut place = place;
        if let (Some(first), Some(last)) = (row.first(), row.last()) {
            place.start = first.data().sourcepos.start;
            place.end = last.data().sourcepos.end;
        }
        place.end = if row.is_empty() { place.start } else { place.end };
        let empty = Sourcepos { start: place.end, end: place.end };
        row.resize_with(columns, || new_node(arena, NodeValue::TableCell, empty));
        let node = new_node(arena, NodeValue::TableRow(index == 0), place);
        row.into_iter().for_each(|cell| node.append(cell));
        table.append(node);
    }
    paragraph.insert_before(table);
    table
}

/// The parts of a line.
fn cells<'a>(arena: &'a Arena<'a>, source: &SourceMap<'_>, nodes: &[Node<'a>]) -> Vec<Node<'a>> {
    let mut cells = Vec::new();
    let Some(first) = nodes.first() else { return cells };
    let place = first.data().sourcepos;
    let open = |place| new_node(arena, NodeValue::TableCell, place);
    // The parser takes the tab at the start of a line for an indentation.
    cells.extend(source.visible_line(place.start.line).starts_with(TAB).then(|| open(place)));
    let mut cell = open(place);
    for node in nodes {
        let mut part = *node;
        while let Some(at) = with_text(part, |text| text.find(TAB)).flatten() {
            let tail = split_text(arena, part, at);
            let rest = split_text(arena, tail, TAB.len_utf8());
            append(cell, part);
            cells.push(cell);
            cell = open(rest.data().sourcepos);
            part = rest;
        }
        append(cell, part);
    }
    cells.push(cell);
    cells
}

fn append<'a>(cell: Node<'a>, part: Node<'a>) {
    let is_empty = with_text(part, |text| text.trim_matches(is_indent).is_empty()).unwrap_or(false);
    if is_empty {
        part.detach();
        return;
    }
    let end = part.data().sourcepos.end;
    cell.append(part);
    cell.data_mut().sourcepos.end = end;
}

fn around(first: &[Node<'_>], last: &[Node<'_>]) -> Sourcepos {
    let start = first.first().map(|cell| cell.data().sourcepos.start).unwrap_or_default();
    Sourcepos { start, end: last.last().map(|cell| cell.data().sourcepos.end).unwrap_or(start) }
}

/// Whether a first row can head its columns: a name for each, the first aside, and no figure.
fn heads(row: &[Node<'_>], columns: usize) -> bool {
    let mut names = row.iter().map(|cell| {
        let mut text = String::new();
        collect_text(cell, &mut text);
        text
    });
    let is_name = |text: &String| !text.trim_matches(is_indent).is_empty() && !is_figure(text);
    let first = names.next();
    row.len() == columns
        && first.is_some_and(|text| text.is_empty() || !is_figure(&text))
        && names.all(|text| is_name(&text))
}

#[cfg(test)]
mod tests {
    use crate::load::markdown::parse;
    use crate::load::markdown::tests::html_of;
    use crate::model::markdown_options::MarkdownOptions;

    fn html(source: &str) -> String {
        html_of(&parse(source, &MarkdownOptions::default())).replace('\n', "")
    }

    const SHEET: &str = "<div class=\"sheet\" role=\"group\" aria-label=\"表格 1\" tabindex=\"0\"><table>";

    #[test]
    fn lines_with_tabs_are_a_table_with_its_caption() {
        assert_eq!(
            html("全年情况如下。\n表1 主要指标\n指标\t数量\n投资\t**31**\n项目\t18\n完成。"),
            concat!(
                "<p>全年情况如下。</p><div class=\"sheet\" role=\"group\" aria-labelledby=\"t1\" tabindex=\"0\"><table>",
                "<caption id=\"t1\">表1 主要指标</caption><thead><tr><th scope=\"col\">指标</th>",
                "<th scope=\"col\" class=\"num\">数量</th></tr></thead><tbody>",
                "<tr><th scope=\"row\">投资</th><td class=\"num\"><strong>31</strong></td></tr>",
                "<tr><th scope=\"row\">项目</th><td class=\"num\">18</td></tr></tbody></table></div><p>完成。</p>",
            )
        );
    }

    #[test]
    fn empty_cells_keep_their_place() {
        let got = html("\t一季度\t二季度\n投资\t\t31\n项目\t18\n合计");
        let rows = concat!(
            "<thead><tr><td></td><th scope=\"col\" class=\"num\">一季度</th><th scope=\"col\" class=\"num\">二季度</th></tr></thead>",
            "<tbody><tr><th scope=\"row\">投资</th><td class=\"num\"></td><td class=\"num\">31</td></tr>",
            "<tr><th scope=\"row\">项目</th><td class=\"num\">18</td><td class=\"num\"></td></tr></tbody></table></div><p>合计</p>",
        );
        assert_eq!(got, format!("{SHEET}{rows}"));
    }

    #[test]
    fn figures_head_nothing() {
        let got = html("2023\t31\n2024\t18");
        assert!(got.starts_with(&format!("{SHEET}<tbody><tr><td class=\"num\">2023</td>")), "{got}");
    }

    #[test]
    fn a_tab_behind_a_numeral_separates_nothing() {
        for source in
            ["一、\t总体要求\n\n（一）\t基本原则", "①\t甲\n②\t乙", "1、\t甲\n2、\t乙", "•\t甲\n•\t乙", "联系人\t办公室"]
        {
            assert!(!html(source).contains("<table"), "{source}");
        }
        assert!(html("序号\t项目\n1\t道路\n2\t桥梁").contains("<td class=\"num\">1</td><td>道路</td>"));
    }
}
