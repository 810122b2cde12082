//! The title once more at the beginning of the text, where a page shows it already.

use crate::check::rule::{Check, Rule};
use crate::check::text::{Text, TextCheck, no_patterns};
use crate::diagnostics::Level;
use crate::model::prose::{Block, BlockKind};
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "repeated-title",
    summary: "正文开头又写了一遍标题",
    basis: "本程序约定：网页上的标题取自 `title`，正文里再写就出现两次，摘要也从它开始",
    level: Level::Info,
    is_structural: false,
    explanation: include_str!("repeated_title.md"),
    check: Check::Text(TextCheck { patterns: no_patterns, check }),
};

/// A title that Word broke into lines has hardly more of them.
const MOST_LINES: usize = 3;

fn check(text: &Text<'_>) -> Vec<Remark> {
    let Some(title) = &text.draft.matter.title else { return Vec::new() };
    // What of the title no block has repeated yet.
    let mut rest = letters(&title.value).peekable();
    if rest.peek().is_none() {
        return Vec::new();
    }
    let is_body =
        |block: &&Block| !matches!(block.kind, BlockKind::Field(_)) && !text.prose.text_of(block).trim().is_empty();
    let mut start = None;
    for block in text.prose.blocks.iter().filter(is_body).take(MOST_LINES) {
        let is_text = matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading);
        if !is_text || !letters(text.prose.text_of(block)).all(|c| rest.next() == Some(c)) {
            break;
        }
        let start = *start.get_or_insert(block.range.start);
        if rest.peek().is_none() {
            let remark = Remark::new(text.span(start..block.range.end), "正文开头又写了一遍标题").label("与 `title` 相同");
            return vec![remark.help("删去；网页上的标题取自 `title`，不用在正文里再写")];
        }
    }
    Vec::new()
}

/// What of a title counts.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric())
}
