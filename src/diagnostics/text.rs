//! Findings as text for people, and the lines that close a run. The wording around a finding (影响, 处理, 另见, 依据) is here
//! and nowhere else; the other formats take it from here.

use std::fmt::Write;

use anstyle::{AnsiColor, Style as Ink};

use super::position::{LineTable, LineTables, TAB_WIDTH, display_width, keep_end, keep_start};
use super::style::Style;
use super::visible::visible;
use super::{Diagnostic, Level, SourceTexts, Summary, counts};
use crate::model::privacy::covered;
use crate::model::span::Span;

/// Columns of a source line that are shown; a longer line is cut around its mark. With the number of the line they fit into the 80
/// of a usual terminal: where a line wraps, the carets below it point nowhere.
const EXCERPT_COLUMNS: usize = 72;
/// Columns of a mark that are shown.
const MARK_COLUMNS: usize = 48;

/// All findings, one below the other with an empty line between, ending with a line feed; empty without findings.
pub fn render(diagnostics: &[Diagnostic], sources: &SourceTexts, style: Style) -> String {
    let tables = LineTables::new(diagnostics, sources);
    let blocks: Vec<String> = diagnostics.iter().map(|diagnostic| block(diagnostic, &tables, style)).collect();
    blocks.join("\n")
}

/// The last line of a run: `3 处错误，1 处警告，共 42 篇`.
pub fn summary_line(summary: &Summary, diagnostics: &[Diagnostic]) -> String {
    let (errors, warnings, infos) = counts(diagnostics);
    let infos = if infos > 0 { format!("{infos} 处提示，") } else { String::new() };
    format!("{errors} 处错误，{warnings} 处警告，{infos}共 {} 篇", summary.reports)
}

/// The finding without its place, a line for each part, for formats that have one field for all of it.
pub(super) fn message_with_remarks(diagnostic: &Diagnostic) -> String {
    let finding = &diagnostic.finding;
    let mut message = visible(&finding.message).into_owned();
    // The label stands beside the caret; without a caret it may repeat the message.
    if !finding.label.is_empty() && !finding.message.contains(&finding.label) {
        let _ = write!(message, "（{}）", visible(&finding.label));
    }
    for (name, text) in remarks(diagnostic) {
        let _ = write!(message, "\n{name}：{}", visible(text));
    }
    message
}

fn remarks(diagnostic: &Diagnostic) -> impl Iterator<Item = (&'static str, &str)> {
    let finding = &diagnostic.finding;
    [("影响", finding.effect.as_str()), ("处理", finding.help.as_str()), ("依据", diagnostic.basis)]
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
}

fn block(diagnostic: &Diagnostic, tables: &LineTables<'_>, style: Style) -> String {
    let Diagnostic { rule, level, finding, .. } = diagnostic;
    let table = tables.of(&finding.file);
    let excerpt = finding.span.zip(table).map(|(span, table)| (table.place(span), Excerpt::new(table, span)));
    let number = excerpt.as_ref().map_or(String::new(), |(place, _)| place.line.to_string());
    let gutter = " ".repeat(number.len().max(1));
    let (level_ink, frame_ink) = (ink_of(*level), Ink::new().fg_color(Some(AnsiColor::Blue.into())));

    let head = style.paint(level_ink, &format!("{}[{rule}]", level.chinese()));
    let mut lines = vec![format!("{head} {}", style.paint(Ink::new().bold(), &visible(&finding.message)))];
    let at = excerpt.as_ref().map_or(String::new(), |(place, _)| format!(":{}:{}", place.line, place.column));
    lines.push(format!("{gutter} {} {}{at}", style.paint(frame_ink, "╭─"), visible(&covered(finding.file.as_str()))));
    let bar = style.paint(frame_ink, "│");
    match &excerpt {
        Some((_, Excerpt { before, marked, after })) => {
            lines.push(format!("{} {bar} {before}{marked}{after}", style.paint(frame_ink, &number)).trim_end().to_string());
            let mark = style.paint(level_ink, &"━".repeat(display_width(marked).max(1)));
            let label = match finding.label.as_str() {
                "" => String::new(),
                label => format!(" {}", style.paint(level_ink, &visible(label))),
            };
            lines.push(format!("{gutter} {bar} {}{mark}{label}", " ".repeat(display_width(before))));
        }
        None if !finding.label.is_empty() => lines.push(format!("{gutter} = 说明：{}", visible(&finding.label))),
        None => {}
    }
    lines.extend(closing_lines(diagnostic, tables).map(|line| format!("{gutter} {} {line}", style.paint(frame_ink, "="))));
    lines.join("\n") + "\n"
}

/// 影响, 处理, 依据, 另见.
fn closing_lines(diagnostic: &Diagnostic, tables: &LineTables<'_>) -> impl Iterator<Item = String> {
    let remarks = remarks(diagnostic).map(|(name, text)| format!("{name}：{}", visible(text)));
    let related = diagnostic.finding.related.iter().map(|related| {
        let place = tables.place(&related.file, related.span);
        let at = place.map_or(String::new(), |place| format!(":{}:{}", place.line, place.column));
        format!("另见：{}{at} {}", visible(&covered(related.file.as_str())), visible(&related.message))
            .trim_end()
            .to_string()
    });
    remarks.chain(related)
}

fn ink_of(level: Level) -> Ink {
    let colour = match level {
        Level::Error => AnsiColor::Red,
        Level::Warning => AnsiColor::Yellow,
        Level::Info => AnsiColor::Cyan,
    };
    Ink::new().bold().fg_color(Some(colour.into()))
}

/// The line of a finding, ready to be shown: made visible, tabs spaced out, cut around the mark.
struct Excerpt {
    before: String,
    marked: String,
    after: String,
}

impl Excerpt {
    fn new(table: &LineTable<'_>, span: Span) -> Excerpt {
        let (before, marked, after) = table.line_around(span);
        let (marked, is_whole) = fit_start(marked, MARK_COLUMNS);
        let after = if is_whole { after } else { "" };
        let room = EXCERPT_COLUMNS - display_width(&marked);
        let wanted = display_width(&fit_start(after, room).0);
        let before = fit_end(before, (room / 2).max(room - wanted));
        let (after, _) = fit_start(after, room - display_width(&before));
        Excerpt { before, marked, after }
    }
}

/// As much of the start of `text` as fits into the columns, and whether that is all of it.
fn fit_start(text: &str, columns: usize) -> (String, bool) {
    let near = text.char_indices().nth(EXCERPT_COLUMNS * 4).map_or(text, |(at, _)| &text[..at]);
    let shown = shown(near);
    if near.len() == text.len() && display_width(&shown) <= columns {
        return (shown, true);
    }
    (format!("{}…", keep_start(&shown, columns.saturating_sub(1))), false)
}

fn fit_end(text: &str, columns: usize) -> String {
    let near = text.char_indices().rev().nth(EXCERPT_COLUMNS * 4).map_or(text, |(at, _)| &text[at..]);
    let shown = shown(near);
    if near.len() == text.len() && display_width(&shown) <= columns {
        return shown;
    }
    format!("…{}", keep_end(&shown, columns.saturating_sub(1)))
}

fn shown(text: &str) -> String {
    visible(&text.replace('\t', &" ".repeat(TAB_WIDTH))).into_owned()
}

#[cfg(test)]
mod tests {
    use super::super::Finding;
    use super::*;
    use crate::model::path::SourcePath;

    fn path(text: &str) -> SourcePath {
        SourcePath::new(text).expect("a path below the site")
    }

    fn shown(text: &str, finding: Finding) -> String {
        let sources = SourceTexts::from([(path("reports/a.md"), text.into())]);
        render(&[Diagnostic { rule: "unknown-key", basis: "", level: Level::Error, finding }], &sources, Style::Plain)
    }

    fn finding(start: usize, end: usize) -> Finding {
        Finding::new(&path("reports/a.md"), Some(Span::new(start, end)), "不认识的字段 `titel`")
    }

    #[test]
    fn a_finding_names_fault_place_mark_effect_and_cure() {
        let text = "+++\ntitel = \"玉塘街道2023年工作总结\"\n+++\n";
        let finding = finding(4, 9)
            .label("是不是想写 `title`？")
            .effect("这一篇没有标题，整站本次不发布，上次的页面保持不变")
            .help("改为 `title`；可用字段见 `gongkai explain unknown-key`");
        let expected = "\
错误[unknown-key] 不认识的字段 `titel`
  ╭─ reports/a.md:2:1
2 │ titel = \"玉塘街道2023年工作总结\"
  │ ━━━━━ 是不是想写 `title`？
  = 影响：这一篇没有标题，整站本次不发布，上次的页面保持不变
  = 处理：改为 `title`；可用字段见 `gongkai explain unknown-key`
";
        assert_eq!(shown(text, finding), expected);
    }

    #[test]
    fn marks_stand_under_wide_characters() {
        let text = "\n\n\n\n\n\n\n\n\n\t标题：街道办\n";
        let start = text.find('街').unwrap_or_default();
        let expected = "\
错误[unknown-key] 不认识的字段 `titel`
   ╭─ reports/a.md:10:5
10 │     标题：街道办
   │           ━━━━
";
        assert_eq!(shown(text, finding(start, start + 6)), expected);
    }

    #[test]
    fn related_places_and_the_basis_follow() {
        let sources = SourceTexts::from([(path("reports/b.md"), "一\n二".into())]);
        let finding = Finding::new(&path("reports/附件.pdf"), None, "文件重复")
            .label("内容相同")
            .related(&path("reports/b.md"), Some(Span::new(4, 7)), "第一次出现")
            .related(&path("site.toml"), None, "");
        let diagnostic = Diagnostic { rule: "duplicate", basis: "某标准第 3 条", level: Level::Warning, finding };
        let expected = "\
警告[duplicate] 文件重复
  ╭─ reports/附件.pdf
  = 说明：内容相同
  = 依据：某标准第 3 条
  = 另见：reports/b.md:2:1 第一次出现
  = 另见：site.toml
";
        assert_eq!(render(std::slice::from_ref(&diagnostic), &sources, Style::Plain), expected);
        let coloured = render(&[diagnostic], &sources, Style::Colour);
        assert!(coloured.starts_with("\u{1b}[1m\u{1b}[33m警告[duplicate]\u{1b}[0m "), "{coloured:?}");
    }

    #[test]
    fn long_lines_are_cut_around_the_mark() {
        let text = format!("{}错字{}", "前".repeat(500), "后".repeat(500));
        let shown = shown(&text, finding(1500, 1506));
        let lines: Vec<&str> = shown.lines().collect();
        let line = lines[2].trim_start_matches("1 │ ");
        assert!(line.starts_with("…前") && line.ends_with("后…"), "{line}");
        assert!(
            display_width(line) <= EXCERPT_COLUMNS && display_width(line) >= EXCERPT_COLUMNS - 3,
            "{}",
            display_width(line)
        );
        let before = &line[..line.find('错').unwrap_or_default()];
        assert_eq!(lines[3], format!("  │ {}━━━━", " ".repeat(display_width(before))));

        let shown = self::shown(&text, finding(0, 3000));
        let lines: Vec<&str> = shown.lines().collect();
        assert!(lines[2].ends_with("前…") && display_width(lines[3]) <= 64, "{shown}");
    }

    #[test]
    fn a_span_over_lines_or_beyond_the_text_still_gets_a_mark() {
        assert!(shown("ab\ncd\n", finding(1, 5)).contains("1 │ ab\n  │  ━\n"));
        assert!(shown("ab\n", finding(40, 50)).contains("2 │\n  │ ━\n"));
        assert!(shown("", finding(0, 9)).contains(":1:1\n1 │\n  │ ━\n"));
    }

    #[test]
    fn text_from_files_cannot_steer_the_terminal() {
        let finding =
            Finding::new(&path("reports/a\u{202e}.md"), None, "坏\u{1b}[2J\n错误[x] 假").label("\u{7}").help("\u{2066}");
        let shown = shown("", finding);
        assert_eq!(shown.lines().count(), 4, "{shown}");
        assert!(!shown.contains(['\u{1b}', '\u{202e}', '\u{7}', '\u{2066}']), "{shown}");
        assert!(shown.contains("坏‹U+001B›[2J‹U+000A›错误[x] 假"), "{shown}");
        let marked = self::shown("a\u{202e}b", self::finding(1, 4));
        assert!(marked.contains("1 │ a‹U+202E›b\n  │  ━━━━━━━━\n"), "{marked}");
    }

    #[test]
    fn the_last_line_counts() {
        let make = |level| Diagnostic { rule: "x", basis: "", level, finding: finding(0, 0) };
        let summary = Summary { reports: 42, ..Summary::default() };
        let mut diagnostics = vec![make(Level::Error), make(Level::Error), make(Level::Error), make(Level::Warning)];
        assert_eq!(summary_line(&summary, &diagnostics), "3 处错误，1 处警告，共 42 篇");
        diagnostics.push(make(Level::Info));
        assert_eq!(summary_line(&summary, &diagnostics), "3 处错误，1 处警告，1 处提示，共 42 篇");
        assert_eq!(summary_line(&summary, &[]), "0 处错误，0 处警告，共 42 篇");
    }
}
