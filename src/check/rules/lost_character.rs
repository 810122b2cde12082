//! Traces of characters that were lost when a text was converted: a question mark within a sentence that asks nothing, U+FFFD, and
//! what UTF-8 looks like when it is read as something else. Nobody but who has the original can mend them.

use std::borrow::Cow;
use std::ops::Range;

use crate::check::rule::{Check, Rule};
use crate::check::text::punctuation::may_be_lost;
use crate::check::text::{Terms, Text, TextCheck};
use crate::diagnostics::Level;
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "lost-character",
    summary: "可能丢了字：汉字之间的 `?`、`�` 和乱码",
    basis: "国办秘函〔2019〕19号 错别字；转换编码时丢了的字只剩一个问号，不对照原件就看不出来",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("lost_character.md"),
    check: Check::Text(TextCheck { patterns, check }),
};

/// What is left of characters that one encoding took for those of another: of two U+FFFD, of Chinese and quotation marks in UTF-8 that
/// were read as Latin, and the sign by which databases of the eighties marked a character that they had not.
const RUINS: [&str; 6] = ["锟斤拷", "ï¼", "ã€", "â€", "＠①", "@①"];

/// Places that are named; the others are counted.
const SHOWN: usize = 5;

fn patterns(_: &Terms) -> Vec<Cow<'static, str>> {
    RUINS.iter().map(|ruin| Cow::Borrowed(*ruin)).collect()
}

fn check(text: &Text<'_>) -> Vec<Remark> {
    let asked = text.scan.marks.iter().filter(|mark| mark.c == '?' && text.is_prose(mark.at) && may_be_lost(text, **mark));
    let replaced = text.scan.unreadable.iter().filter(|mark| mark.c == char::REPLACEMENT_CHARACTER);
    let ruins = text.hits.iter().map(|hit| hit.range.clone());
    let mut found: Vec<Range<usize>> = asked.chain(replaced).map(|mark| mark.range()).chain(ruins).collect();
    found.sort_by_key(|range| range.start);
    let groups = text.told_together(RULE.name, found, |range| text.span(range.clone()));
    groups.iter().filter_map(|found| remark(text, found)).collect()
}

fn remark(text: &Text<'_>, found: &[Range<usize>]) -> Option<Remark> {
    let first = found.first()?;
    let shown = text.text().get(first.clone()).unwrap_or_default();
    let message = match found.len() {
        1 => format!("这里可能丢了字：`{shown}` 不像是原文"),
        count => format!("有 {count} 处可能丢了字，第一处是 `{shown}`"),
    };
    let remark = Remark::new(text.span(first.clone()), message)
        .label("对照原件")
        .help("对照原件补上；生僻字可以直接写，本程序用 UTF-8，都写得出来。确实是问句的，写全角的 `？`");
    let others = found.iter().skip(1).take(SHOWN - 1);
    Some(others.fold(remark, |remark, range| remark.related(text.span(range.clone()), "这里也是")))
}
