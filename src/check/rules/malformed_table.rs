//! Tables that are not written as Markdown reads them: what could be put right for certain is shown whole and told, the rest stands on
//! the page as bars and is told too.

use crate::check::rule::{Check, Rule};
use crate::check::text::scan::Mark;
use crate::check::text::{Text, TextCheck, is_line_start, no_patterns};
use crate::diagnostics::Level;
use crate::model::prose::{BlockKind, Guess, GuessKind};
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "malformed-table",
    summary: "表格没有写对：行里的格数与表头不同、分隔行不对、竖线没有成为表格",
    basis: "GitHub Flavored Markdown 0.29 表格；没有写对的表格会丢格或原样显示",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("malformed_table.md"),
    check: Check::Text(TextCheck { patterns: no_patterns, check }),
};

fn check(text: &Text<'_>) -> Vec<Remark> {
    let mut remarks: Vec<Remark> = text.prose.guesses.iter().filter_map(of_guess).collect();
    remarks.extend(stayed(text));
    remarks
}

fn of_guess(guess: &Guess) -> Option<Remark> {
    let (message, label, help) = match guess.kind {
        GuessKind::TableForm => (
            "这张表的竖线、分隔行或缩进没有按 Markdown 写".to_owned(),
            "这一行起",
            "已按表格显示；竖线和短横线用半角的（`| 甲 | 乙 |`，下一行 `|---|---|`），行首不空格".to_owned(),
        ),
        GuessKind::Delimiter { cells, columns } => (
            format!("分隔行有 {cells} 格，表头有 {columns} 格"),
            "分隔行",
            format!("已按多的一方显示；表头有几格，分隔行就写几格：`|{}`", "---|".repeat(columns.min(WIDEST))),
        ),
        GuessKind::SurplusCells { cells, columns } => (
            format!("这一行有 {cells} 格，表头只有 {columns} 格"),
            "多出的格",
            "多出的格已显示，那一列没有名称：在表头和分隔行各补一格，或者删去多出的 `|`；格里本来就有竖线的，写作 `\\|`"
                .to_owned(),
        ),
        GuessKind::MissingCells { cells, columns } => (
            format!("这一行只有 {cells} 格，表头有 {columns} 格"),
            "这一行",
            "缺的格显示为空：空着的格也写出 `|`；是说明文字的，与表格之间空一行".to_owned(),
        ),
        GuessKind::BarInCode => (
            "代码里的 `|` 会把格分开".to_owned(),
            "这一行",
            "已按一格显示；表格里的竖线一律写作 `\\|`，代码里也一样".to_owned(),
        ),
        GuessKind::TableGap => (
            "表格中间空了一行".to_owned(),
            "从这一行起",
            "已接着上面的表显示；删去空行。是另一张表的，给它写上表头和分隔行".to_owned(),
        ),
        _ => return None,
    };
    Some(Remark::new(guess.span, message).label(label).help(help))
}

/// A longer delimiter row says no more.
const WIDEST: usize = 8;

/// Bars that stayed text, once for lines that follow one another.
fn stayed(text: &Text<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let mut last = None;
    for mark in &text.scan.marks {
        let Some(line) = begun_row(text, *mark) else { continue };
        let is_next = last.is_some_and(|end| text.text().get(end..mark.at).is_some_and(|between| between.trim().is_empty()));
        last = Some(mark.at + line.trim_end().len());
        if is_next {
            continue;
        }
        let help = match mark.c {
            '+' => "本程序不认 `+---+` 画的表格：每行写作 `| 甲 | 乙 |`，表头下面一行写 `|---|---|`，不用画边框",
            _ => "表格从表头开始，表头下面一行写 `|---|---|`（有几格写几格），中间不空行；`|` 用半角的",
        };
        let message = "这里的竖线没有成为表格，网页上照样显示";
        remarks.push(Remark::new(text.span(mark.at..mark.at + line.trim_end().len()), message).label("这一行起").help(help));
    }
    remarks
}

/// The line that begins with this mark, if it is one of a table.
fn begun_row<'t>(text: &'t Text<'_>, mark: Mark) -> Option<&'t str> {
    if !matches!(mark.c, '|' | '｜' | '+') {
        return None;
    }
    let block = text.prose.block_at(mark.at)?;
    if matches!(block.kind, BlockKind::Field(_) | BlockKind::Cell) {
        return None;
    }
    let before = text.text().get(block.range.start..mark.at)?;
    // This comes first, because a line may have thousands of marks and only the first of it can begin a row.
    if !is_line_start(before) {
        return None;
    }
    let line = text.text().get(mark.at..block.range.end)?.split('\n').next()?;
    let is_row = match mark.c {
        '+' => line.trim_end().ends_with('+') && line.contains("--"),
        _ => line.matches(['|', '｜']).count() > 1,
    };
    is_row.then_some(line)
}
