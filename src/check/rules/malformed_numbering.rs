//! A numeral with a mark that does not belong behind it.

use std::ops::Range;

use crate::check::rule::{Check, Rule};
use crate::check::text::{Text, TextCheck, no_patterns};
use crate::diagnostics::Level;
use crate::model::numeral;
use crate::model::prose::BlockKind;
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "malformed-numbering",
    summary: "层次序数后面的标点不对，如 `一，`、`（一）、`、`首先、`",
    basis: "GB/T 15834-2011《标点符号用法》：“一”“第一”等次序语后面的点号；GB/T 9704-2012：层次序数依次用“一、”“（一）”“1.”“（1）”",
    level: Level::Info,
    is_structural: false,
    explanation: include_str!("malformed_numbering.md"),
    check: Check::Text(TextCheck { patterns: no_patterns, check }),
};

/// Words that count, behind which a comma stands.
const WORDS: [&str; 6] = ["首先、", "其次、", "再次、", "最后、", "第一、", "第二、"];
/// Characters of the longest numeral.
const LONGEST: usize = 3;

fn check(text: &Text<'_>) -> Vec<Remark> {
    let blocks = text
        .prose
        .blocks
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading | BlockKind::Item));
    let found = blocks.filter_map(|block| {
        let (length, right) = wrong(text.prose.text_of(block))?;
        Some((block.range.start..block.range.start + length, right))
    });
    let groups = text.told_together(RULE.name, found, |(range, _)| text.span(range.clone()));
    groups.iter().filter_map(|found| remark(text, found)).collect()
}

fn remark(text: &Text<'_>, found: &[(Range<usize>, String)]) -> Option<Remark> {
    let (range, right) = found.first()?;
    let written = text.text().get(range.clone())?;
    let count = if found.len() > 1 { format!("，共 {} 处", found.len()) } else { String::new() };
    let remark = Remark::new(text.span(range.clone()), format!("序数写成了“{written}”{count}"));
    Some(remark.label(format!("应为“{right}”")).help("“一”后面用顿号，带括号的序数后面不加点号，“首先”“第一”后面用逗号"))
}

/// Bytes of the numeral or word with its mark, and the right form, if the block begins with a wrong one.
fn wrong(block: &str) -> Option<(usize, String)> {
    match block.chars().next()? {
        '首' | '其' | '再' | '最' | '第' => wrong_word(block),
        c if matches!(c, '（' | '(') || numeral::is_numeral(c) => wrong_numeral(block),
        // Most blocks begin otherwise and cost no more than this.
        _ => None,
    }
}

fn wrong_word(block: &str) -> Option<(usize, String)> {
    let word = WORDS.iter().find(|word| block.starts_with(**word))?;
    // 第一、第二产业, 第一、三季度 and 首先、再次 are lists.
    let counts = |c: char| matches!(c, '第' | '首' | '其' | '再' | '最') || numeral::is_numeral(c) || c.is_numeric();
    let goes_on = block[word.len()..].starts_with(counts);
    (!goes_on).then(|| (word.len(), word.replace('、', "，")))
}

fn wrong_numeral(block: &str) -> Option<(usize, String)> {
    let inner = block.strip_prefix(['（', '(']).unwrap_or(block);
    let is_bracketed = inner.len() < block.len();
    let length: usize = inner.chars().take(LONGEST + 1).take_while(|c| numeral::is_numeral(*c)).map(char::len_utf8).sum();
    if length == 0 || length > LONGEST * '一'.len_utf8() {
        return None;
    }
    let (numeral, rest) = inner.split_at(length);
    match is_bracketed {
        true => {
            let after = rest.strip_prefix(['）', ')'])?;
            let mark = after.chars().next().filter(|c| matches!(c, '、' | '，' | '．' | '.'))?;
            Some((block.len() - after.len() + mark.len_utf8(), format!("（{numeral}）")))
        }
        false => {
            let mark = rest.chars().next().filter(|c| matches!(c, '，' | ',' | '.' | '．'))?;
            Some((length + mark.len_utf8(), format!("{numeral}、")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_and_numeral_is_looked_at() {
        assert!(WORDS.iter().all(|word| wrong(&format!("{word}办好")).is_some()));
        assert!(numeral::DIGITS.into_iter().chain(['十']).all(|numeral| wrong(&format!("{numeral}，办好")).is_some()));
        assert_eq!(wrong("（十二）．办好"), Some(("（十二）．".len(), "（十二）".to_string())));
        assert!(
            ["第一、第二产业", "第一、二产业增加值", "第一、3季度", "首先、再次", "一、办好", "（一）办好", "办好"]
                .into_iter()
                .all(|right| wrong(right).is_none())
        );
    }
}
