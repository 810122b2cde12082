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
    check: Check::Text(TextCheck { patterns: no_patterns, look }),
};

/// A title that Word broke into lines has hardly more of them.
const MOST_LINES: usize = 3;

fn look(text: &Text<'_>) -> Vec<Remark> {
    let Some(title) = text.draft.matter.title.as_ref().map(|title| letters(&title.value)) else { return Vec::new() };
    let is_body =
        |block: &&Block| !matches!(block.kind, BlockKind::Field(_)) && !text.prose.text_of(block).trim().is_empty();
    let mut written = String::new();
    let mut start = None;
    for block in text.prose.blocks.iter().filter(is_body).take(MOST_LINES) {
        if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading) {
            break;
        }
        written += &letters(text.prose.text_of(block));
        let start = *start.get_or_insert(block.range.start);
        if !title.is_empty() && written == title {
            let remark = Remark::new(text.span(start..block.range.end), "正文开头又写了一遍标题").label("与 `title` 相同");
            return vec![remark.help("删去；网页上的标题取自 `title`，不用在正文里再写")];
        }
        if !title.starts_with(&written) {
            break;
        }
    }
    Vec::new()
}

/// What of a title counts.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}
