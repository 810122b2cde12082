//! Tables as people write them: bars and dashes in full width, a delimiter row that does not fit, a row with more cells than the
//! header, an empty line between rows. What is certain is put right before the text is parsed once more, line by line: no line comes or
//! goes and no byte within a line moves, so places stay true; only cells without text are added at the ends of lines.

use std::collections::BTreeMap;

use comrak::Arena;
use comrak::nodes::{Node, NodeValue};

use super::notes::with_colon;
use super::source::{MASKED_BAR, SourceMap};
use super::text::is_indent;
use super::tree::new_node;
use crate::model::prose::{Guess, GuessKind};

/// What is put right in a text, pass by pass.
#[derive(Default)]
pub(super) struct Bars {
    /// With places in the text, not yet in the file.
    pub guesses: Vec<Guess>,
    /// First lines of tables that got a column: all of their rows but one lack it.
    widened: Vec<usize>,
}

/// Lines that are to be replaced, by their number.
type Lines = BTreeMap<usize, String>;

impl Bars {
    /// The text with its tables put right; `None` when there is nothing to do.
    pub(super) fn mend(&mut self, root: Node<'_>, text: &str) -> Option<String> {
        // What is looked for below needs a bar, a note or a fence; most texts have none of these signs and are settled here.
        let bytes = text.as_bytes();
        let has_sign = memchr::memchr3(b'|', b'`', b'~', bytes).is_some() || memchr::memchr(b'^', bytes).is_some();
        if !has_sign && memchr::memmem::find(bytes, "｜".as_bytes()).is_none() {
            return None;
        }
        let map = SourceMap::new(text);
        let mut lines = Lines::new();
        // These faults are told and not mended. They are told by the last round, in which nothing is left to mend, because
        // mending one table may move the borders of another.
        let (mut missing, mut open) = (Vec::new(), Vec::new());
        // Columns and last line of the table that a line may belong to.
        let mut table: Option<(usize, usize)> = None;
        for node in root.children() {
            let data = node.data();
            let (first, last) = (data.sourcepos.start.line, data.sourcepos.end.line);
            let above = table.take();
            match &data.value {
                NodeValue::Paragraph => {
                    let goes_on =
                        above.is_some_and(|(columns, end)| self.go_on(&map, columns, end, (first, last), &mut lines));
                    if goes_on {
                        table = above.map(|(columns, _)| (columns, last));
                    } else {
                        self.begin(&map, first, last, &mut lines);
                        self.colons(&map, first, last, &mut lines);
                    }
                }
                NodeValue::CodeBlock(block) if !block.closed => {
                    open.push(Guess { kind: GuessKind::OpenFence, span: map.line_span(first) });
                }
                NodeValue::CodeBlock(block) if !block.fenced => self.begin(&map, first, last, &mut lines),
                NodeValue::Table(own) => {
                    let columns = own.alignments.len();
                    table = Some((columns, last));
                    missing.extend(self.rows(&map, (first, last), columns, &mut lines));
                }
                _ => {}
            }
        }
        if lines.is_empty() {
            self.guesses.extend(missing.into_iter().chain(open));
            return None;
        }
        Some(replace(&map, &lines))
    }

    /// Lines in which a table may begin that the parser has not seen.
    fn begin(&mut self, map: &SourceMap<'_>, first: usize, last: usize, lines: &mut Lines) {
        for header in first..last {
            let Some(delimiter) = delimiter(map.visible_line(header + 1)) else { continue };
            let Some(row) = row(map.visible_line(header)) else { continue };
            let (cells, marks) = (count(&row), count(&delimiter));
            let (row, delimiter) = (widen(&row, marks, ""), widen(&delimiter, cells, "---"));
            if row == map.visible_line(header) && delimiter == map.visible_line(header + 1) {
                // Some other reason keeps it from being a table.
                return;
            }
            let kind = match cells == marks {
                true => GuessKind::TableForm,
                false => GuessKind::Delimiter { cells: marks, columns: cells },
            };
            self.guesses.push(Guess { kind, span: map.line_span(header + 1) });
            lines.insert(header, row);
            lines.insert(header + 1, delimiter);
            for number in header + 2..=last {
                lines.extend(self::row(map.visible_line(number)).map(|row| (number, row)));
            }
            return;
        }
    }

    /// Notes that are defined with a full-width colon.
    fn colons(&mut self, map: &SourceMap<'_>, first: usize, last: usize, lines: &mut Lines) {
        for number in first..=last {
            if let Some((line, name)) = with_colon(map.visible_line(number)) {
                lines.insert(number, line);
                self.guesses
                    .push(Guess { kind: GuessKind::NoteColon { name: name.to_owned() }, span: map.line_span(number) });
            }
        }
    }

    /// Rows below an empty line that ends a table: the lines between become rows without text, which [`settle`] takes out.
    fn go_on(
        &mut self,
        map: &SourceMap<'_>,
        columns: usize,
        end: usize,
        (first, last): (usize, usize),
        lines: &mut Lines,
    ) -> bool {
        let rows: Option<Vec<String>> = (first..=last).map(|number| row(map.visible_line(number))).collect();
        let is_delimiter = |number| delimiter(map.visible_line(number)).is_some();
        let Some(rows) =
            rows.filter(|rows| rows.iter().all(|row| row.trim_start().starts_with('|') && count(row) == columns))
        else {
            return false;
        };
        if (first..=last).any(is_delimiter) || (end + 1..first).any(|number| !map.visible_line(number).trim().is_empty()) {
            return false;
        }
        lines.extend((end + 1..first).map(|number| (number, "| |".to_owned())));
        lines.extend((first..).zip(rows));
        self.guesses.push(Guess { kind: GuessKind::TableGap, span: map.line_span(first) });
        true
    }

    /// The rows of a table that the parser has seen. Returns those that lack cells.
    fn rows(&mut self, map: &SourceMap<'_>, (first, last): (usize, usize), columns: usize, lines: &mut Lines) -> Vec<Guess> {
        let mut missing = Vec::new();
        let mut widest = columns;
        for number in first + 2..=last {
            let written = map.visible_line(number);
            // Nearly all rows are right as they are.
            if written.starts_with('|') && count(written) == columns && !written.contains('｜') {
                continue;
            }
            let Some(row) = row(written).filter(|row| row == written || count(row) == columns) else { continue };
            let span = map.line_span(number);
            let cells = count(&row);
            if row != written {
                lines.insert(number, row);
            } else if cells > columns && count(&mask_code(&row)) == columns && !map.text.contains(MASKED_BAR) {
                lines.insert(number, mask_code(&row));
                self.guesses.push(Guess { kind: GuessKind::BarInCode, span });
            } else if cells > columns {
                widest = widest.max(cells);
                self.guesses.push(Guess { kind: GuessKind::SurplusCells { cells, columns }, span });
            } else if cells < columns && !written.trim().chars().all(|c| matches!(c, '|' | ' ')) {
                missing.push(Guess { kind: GuessKind::MissingCells { cells, columns }, span });
            }
        }
        if widest > columns {
            lines.insert(first, widen(map.visible_line(first), widest, ""));
            lines.insert(first + 1, widen(map.visible_line(first + 1), widest, "---"));
            self.widened.push(first);
            self.guesses.append(&mut missing);
        }
        if self.widened.contains(&first) { Vec::new() } else { missing }
    }
}

/// Takes out of a table what is none of its rows: lines without a bar behind it, which become paragraphs, and lines that were empty.
pub(super) fn settle<'a>(arena: &'a Arena<'a>, source: &SourceMap<'_>, table: Node<'a>) {
    let rows: Vec<_> = table.children().skip(1).collect();
    let line = |row: &Node<'a>| source.visible_line(row.data().sourcepos.start.line);
    rows.iter().filter(|row| line(row).trim().is_empty()).for_each(|row| row.detach());
    if columns(table).is_none_or(|columns| columns < 2) {
        return;
    }
    let is_text = |row: &&Node<'a>| !line(row).contains(['|', '｜']);
    for row in rows.iter().rev().take_while(is_text).filter(|row| row.parent().is_some()) {
        let paragraph = new_node(arena, NodeValue::Paragraph, row.data().sourcepos);
        let children: Vec<_> = row.first_child().into_iter().flat_map(|cell| cell.children()).collect();
        children.into_iter().for_each(|child| paragraph.append(child));
        row.detach();
        table.insert_after(paragraph);
    }
}

/// Columns of a table.
fn columns(node: Node<'_>) -> Option<usize> {
    match &node.data().value {
        NodeValue::Table(table) => Some(table.alignments.len()),
        _ => None,
    }
}

/// The line as a row of a table, in as many bytes: full-width bars are bars, and what indents it stands within the first cell.
fn row(line: &str) -> Option<String> {
    let content = line.trim_start_matches(is_indent);
    let indent = line.len() - content.len();
    let content = match (ends_of_cells(content).next().is_some(), content.contains('｜')) {
        (true, _) => content.to_owned(),
        (false, true) => content.replace('｜', "|  "),
        (false, false) => return None,
    };
    // Up to three blanks before a line mean nothing.
    const MEANINGLESS: usize = 3;
    if indent <= MEANINGLESS && line.starts_with(&" ".repeat(indent)) {
        return Some(format!("{}{content}", " ".repeat(indent)));
    }
    let blanks = " ".repeat(indent - usize::from(!content.starts_with('|')));
    Some(format!("|{blanks}{}", content.strip_prefix('|').unwrap_or(&content)))
}

/// The line as a delimiter row, in as many bytes: any dashes are dashes.
fn delimiter(line: &str) -> Option<String> {
    let row = row(line)?;
    let mut delimiter = String::with_capacity(row.len());
    for c in row.chars() {
        match c {
            '—' | '–' | '－' | '─' | '━' | '−' | '‐' | '―' => delimiter.push_str("---"),
            '：' if delimiter.trim_end().ends_with(['|']) => delimiter.push_str(":--"),
            '：' => delimiter.push_str("--:"),
            '|' | '-' | ':' | ' ' | '\t' => delimiter.push(c),
            _ => return None,
        }
    }
    let is_mark = |cell: &str| {
        let dashes = cell.trim();
        let dashes = dashes.strip_prefix(':').unwrap_or(dashes);
        let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
        !dashes.is_empty() && dashes.chars().all(|c| c == '-')
    };
    let cells = delimiter.trim();
    let cells = cells.strip_prefix('|').unwrap_or(cells);
    let cells = cells.strip_suffix('|').unwrap_or(cells);
    cells.split('|').all(is_mark).then_some(delimiter)
}

/// Places of the bars that part cells: those without a backslash, as Markdown counts them, within code too.
fn ends_of_cells(line: &str) -> impl Iterator<Item = usize> {
    memchr::memchr_iter(b'|', line.as_bytes()).filter(|at| !is_escaped(line, *at))
}

/// Whether a backslash takes its meaning from what stands at byte `at`.
fn is_escaped(line: &str, at: usize) -> bool {
    line.as_bytes()[..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

/// Cells of a row.
fn count(row: &str) -> usize {
    let row = row.trim();
    let (bars, end) = ends_of_cells(row).fold((0_usize, None), |(bars, _), at| (bars + 1, Some(at)));
    let first = row.starts_with('|');
    let last = row.len() > 1 && end == Some(row.len() - 1);
    (bars + 1).saturating_sub(usize::from(first) + usize::from(last)).max(1)
}

/// The row with so many cells, the new ones of this text.
fn widen(row: &str, cells: usize, text: &str) -> String {
    let own = count(row);
    if own >= cells {
        return row.to_owned();
    }
    let content = row.trim_end();
    let is_closed = content.len() > 1 && ends_of_cells(content).last() == Some(content.len() - 1);
    let close = if is_closed { "" } else { " |" };
    format!("{content}{close}{}", format!(" {text} |").repeat(cells - own))
}

/// The row with the bars within code as [`MASKED_BAR`]s.
fn mask_code(row: &str) -> String {
    let mut masked = String::with_capacity(row.len());
    let mut rest = row;
    while let Some(start) = rest.find('`') {
        // One behind a backslash begins no code.
        if is_escaped(rest, start) {
            let (before, after) = rest.split_at(start + 1);
            masked.push_str(before);
            rest = after;
            continue;
        }
        let ticks = rest[start..].len() - rest[start..].trim_start_matches('`').len();
        let (before, code) = rest.split_at(start + ticks);
        masked.push_str(before);
        rest = code;
        if let Some(end) = code.find(&"`".repeat(ticks)) {
            masked.extend(code[..end].chars().map(|c| if c == '|' { MASKED_BAR } else { c }));
            masked.push_str(&code[end..end + ticks]);
            rest = &code[end + ticks..];
        }
    }
    masked.push_str(rest);
    masked
}

fn replace(map: &SourceMap<'_>, lines: &Lines) -> String {
    let mut text = String::with_capacity(map.text.len() + 64);
    for number in 1..=map.lines() {
        let (whole, visible) = (map.whole_line(number), map.visible_line(number));
        text.push_str(lines.get(&number).map_or(visible, String::as_str));
        text.push_str(&whole[visible.len()..]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_keep_their_bytes() {
        for line in ["| 甲 | 乙 |", "｜甲｜乙｜", "　| 甲 | 乙 |", "　　甲 | 乙", "\t| 甲 |", "  | 甲 |", "      | 甲 |"]
        {
            let row = row(line).expect("a row");
            assert_eq!(row.len(), line.len(), "{line}");
            assert!(row.starts_with('|') || row.starts_with("  |"), "{row}");
        }
        assert_eq!(row("甲乙"), None);
        assert_eq!(row("甲\\|乙"), None);
    }

    #[test]
    fn dashes_of_any_kind_delimit() {
        for (line, expected) in [
            ("|——|－|", "|------|---|"),
            ("｜---｜：—｜", "|  ---|  :-----|  "),
            ("|:—：|", "|:-----:|"),
            ("--- | ---", "--- | ---"),
        ] {
            assert_eq!(delimiter(line).as_deref(), Some(expected));
        }
        for line in ["| 甲 | - |", "---", "| |", "|——| |", "| :: |"] {
            assert_eq!(delimiter(line), None, "{line}");
        }
    }

    #[test]
    fn cells_are_counted_as_markdown_does() {
        for (row, cells) in
            [("| a | b |", 2), ("a | b", 2), ("|| a |", 2), ("| a\\|b |", 1), ("| a | b", 2), ("|", 1), ("a |", 1)]
        {
            assert_eq!(count(row), cells, "{row}");
        }
        assert_eq!(widen("| a |", 3, ""), "| a |  |  |");
        assert_eq!(widen("--- | ---", 3, "---"), "--- | --- | --- |");
        assert_eq!(mask_code("| `a|b` | ``c`|`` | d`|"), "| `a\u{1b}b` | ``c`\u{1b}`` | d`|");
    }
}
