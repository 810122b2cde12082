//! A paragraph that stands twice in one report.

use rustc_hash::FxHashMap;

use crate::check::rule::{Check, Rule};
use crate::check::text::{Text, TextCheck, no_patterns};
use crate::diagnostics::Level;
use crate::model::prose::{Block, BlockKind};
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "repeated-paragraph",
    summary: "同一段文字在一篇里出现两次",
    basis: "复制粘贴造成的重复段落，属于内容不准确",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("repeated_paragraph.md"),
    check: Check::Text(TextCheck { patterns: no_patterns, check }),
};

/// Shorter paragraphs (signatures, captions) may well stand twice.
const SHORTEST: usize = 90;

fn check(text: &Text<'_>) -> Vec<Remark> {
    let is_long =
        |block: &&Block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Item) && block.range.len() >= SHORTEST;
    let mut blocks: Vec<&Block> = text.prose.blocks.iter().filter(is_long).collect();
    blocks.sort_by_key(|block| block.range.len());
    let mut remarks = Vec::new();
    for same_length in blocks.chunk_by(|a, b| a.range.len() == b.range.len()) {
        if same_length.len() < 2 {
            continue;
        }
        let mut known: FxHashMap<&str, &Block> = FxHashMap::default();
        for block in same_length {
            let own = text.prose.text_of(block);
            let tail = own.char_indices().rev().nth(7).map_or(own, |(at, _)| &own[at..]);
            match known.get(tail) {
                Some(first) if text.prose.text_of(first) == own => remarks.push(remark(text, block, first)),
                Some(_) => {}
                None => {
                    known.insert(tail, block);
                }
            }
        }
    }
    remarks
}

fn remark(text: &Text<'_>, block: &Block, first: &Block) -> Remark {
    let start: String = text.prose.text_of(block).chars().take(12).collect();
    let remark = Remark::new(text.span(block.range.clone()), format!("“{start}……”这一段与前面的一段完全相同"));
    remark.help("删去一段，或改成应有的内容").related(text.span(first.range.clone()), "前面的一段")
}
