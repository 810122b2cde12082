//! `图1 …` and `表1 …` without a picture or table beside them: what is pasted from Word leaves its pictures behind.

use crate::check::rule::{Check, Rule};
use crate::check::text::{Text, TextCheck, no_patterns};
use crate::diagnostics::Level;
use crate::model::body::ReferenceKind;
use crate::model::numeral;
use crate::model::prose::{Block, BlockKind, OPAQUE};
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "lone-caption",
    summary: "有图题或表题，旁边没有图或表",
    basis: "国办秘函〔2019〕19号：内容完整；从 Word 粘贴时，图片和表格常常丢在原处",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("lone_caption.md"),
    check: Check::Text(TextCheck { patterns: no_patterns, check }),
};

/// Longer lines are sentences.
const LONGEST: usize = 40;

fn check(text: &Text<'_>) -> Vec<Remark> {
    let blocks = &text.prose.blocks;
    let captions = blocks.iter().enumerate().filter_map(|(index, block)| {
        let what = (block.kind == BlockKind::Paragraph).then(|| caption(text.prose.text_of(block)))??;
        (!is_beside_one(text, blocks, index, what)).then_some((block, what))
    });
    captions
        .map(|(block, what)| {
            let line = text.prose.text_of(block).trim();
            let help = match what {
                '图' => "把图片放进文章自己的文件夹，在这一行上面写 `![图的说明](图片.png)`；不需要的，删去这一行",
                _ => "在这一行下面写表格：表头、`|---|---|`、各行；做成附件的，写明见附件。不需要的，删去这一行",
            };
            let message = format!("有{what}题 `{line}`，旁边没有{what}");
            Remark::new(text.span(block.range.clone()), message).label("没有对应的图表").help(help)
        })
        .collect()
}

/// 图 or 表, for a line that is a caption and nothing else: `图1 活动现场`, `表2-1：收入`, `图3`.
fn caption(line: &str) -> Option<char> {
    let line = line.trim();
    let what = line.chars().next().filter(|c| matches!(c, '图' | '表'))?;
    let rest = line[what.len_utf8()..].trim_start_matches([' ', '\u{3000}']);
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '０'..='９') || numeral::is_numeral(c);
    let title = rest.trim_start_matches(|c| is_number(c) || matches!(c, '-' | '—' | '－' | '.' | '．'));
    let is_numbered = rest.starts_with(is_number);
    let is_apart = title.is_empty() || title.starts_with([' ', '\u{3000}', '：', ':', '　']);
    let is_sentence = title.contains(['。', '；', '！', '？', '\n']) || title.ends_with(['：', ':', '，']);
    (is_numbered && is_apart && !is_sentence && line.chars().count() <= LONGEST).then_some(what)
}

/// Blocks on either side in which text is looked for. A report may be nothing but captions, and each is looked at.
const REACH: usize = 32;

/// Whether a picture, or a table below 表, stands between the text before and the text after a caption. A table may be a picture;
/// what is no picture is no 图.
fn is_beside_one(text: &Text<'_>, blocks: &[Block], index: usize, what: char) -> bool {
    let is_text = |block: &&Block| {
        let words = text.prose.text_of(block);
        let is_empty = words.chars().all(|c| c == OPAQUE || c.is_whitespace());
        !is_empty && !matches!(block.kind, BlockKind::Cell | BlockKind::Alt) && caption(words).is_none()
    };
    let is_body = |block: &&Block| !matches!(block.kind, BlockKind::Field(_));
    let (from, to) = (index.saturating_sub(REACH), (index + 1 + REACH).min(blocks.len()));
    let (before, after) = (&blocks[from..index], &blocks[index + 1..to]);
    let above = before.iter().rev().filter(is_body).position(|block| is_text(&block));
    let below = after.iter().position(|block| is_text(&block));
    let first = above.map_or(from, |count| index - 1 - count);
    let last = below.map_or(to, |count| index + 2 + count).min(to);
    let around = &blocks[first..last];
    let is_table = |block: &Block| matches!(block.kind, BlockKind::Cell) || begins_with_bar(text, block);
    if what == '表' && around.iter().any(is_table) {
        return true;
    }
    let start = around.iter().find(is_body).map_or(0, |block| text.span(block.range.clone()).start);
    let end = below.map_or(usize::MAX, |_| around.last().map_or(usize::MAX, |block| text.span(block.range.clone()).end));
    let start = if above.is_none() { 0 } else { start };
    let pictures = text.draft.body.references.iter().filter(|reference| reference.kind == ReferenceKind::Image);
    pictures.map(|picture| picture.span.start + text.draft.body_offset).any(|at| (start..=end).contains(&at))
}

/// A table that was not read as one is told by another rule.
fn begins_with_bar(text: &Text<'_>, block: &Block) -> bool {
    text.prose.text_of(block).trim_start().starts_with(['|', '｜', '+'])
}

#[cfg(test)]
mod tests {
    use super::caption;

    #[test]
    fn captions_are_lines_with_a_number_and_nothing_else() {
        for line in ["图1 活动现场", "表1", "图 2：位置", "表2-1　收入", "图一 现场"] {
            assert!(caption(line).is_some(), "{line}");
        }
        for line in ["图1显示，增长较快。", "表1如下：", "表彰先进", "图书馆", "附表1 支出", "图1 中，左边是。", "见图1"]
        {
            assert!(caption(line).is_none(), "{line}");
        }
    }
}
