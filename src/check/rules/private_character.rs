//! Characters of the private use areas: which sign they show is agreed between one font and one program, most often Word and its
//! bullets. Readers see boxes.

use crate::check::rule::{Check, Rule};
use crate::check::text::scan::Mark;
use crate::check::text::{Text, TextCheck, no_patterns};
use crate::diagnostics::Level;
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "private-character",
    summary: "用了只有某种字体才有的字符（Word 的项目符号等），网页上是方框",
    basis: "Unicode 标准：专用区（U+E000 至 U+F8FF 等）的字符没有公认的字形和含义",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("private_character.md"),
    check: Check::Text(TextCheck { patterns: no_patterns, check }),
};

/// Places that are named; the others are counted.
const SHOWN: usize = 5;

fn check(text: &Text<'_>) -> Vec<Remark> {
    let found = text.scan.unreadable.iter().filter(|mark| mark.c != char::REPLACEMENT_CHARACTER);
    let groups = text.told_together(RULE.name, found, |mark| text.span(mark.range()));
    groups.iter().filter_map(|found| remark(text, found)).collect()
}

fn remark(text: &Text<'_>, found: &[&Mark]) -> Option<Remark> {
    let first = found.first()?;
    let name = format!("U+{:04X}", u32::from(first.c));
    let message = match found.len() {
        1 => format!("有一个专用区的字符 {name}，网页上多半是方框"),
        count => format!("有 {count} 个专用区的字符，第一个是 {name}，网页上多半是方框"),
    };
    let remark = Remark::new(text.span(first.range()), message).label("在这里").help(help(first.c));
    let others = found.iter().skip(1).take(SHOWN - 1);
    Some(others.fold(remark, |remark, mark| remark.related(text.span(mark.range()), "这里也有")))
}

/// Word puts the characters of its fonts of signs (Symbol, Wingdings) at U+F000 to U+F0FF.
fn help(c: char) -> &'static str {
    match c {
        '\u{f000}'..='\u{f0ff}' => "多半是 Word 的项目符号：改为行首写 `- `（短横线和一个空格），或者改为“●”“√”等普通符号",
        _ => "对照原件看是什么字，换成普通的汉字或符号；生僻字找不到的，写明读音或构成",
    }
}
