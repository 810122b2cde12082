//! Quoted names in one report that differ in one character.

use std::collections::HashSet;

use crate::check::rule::{Check, Rule};
use crate::check::text::{Text, TextCheck, no_patterns};
use crate::diagnostics::Level;
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "name-variant",
    summary: "同一名称在一篇里有两种写法",
    basis: "《党政机关公文处理工作条例》第十九条：表述准确；同一事物在一篇之中应当用同一名称",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("name_variant.md"),
    check: Check::Text(TextCheck { patterns: no_patterns, look }),
};

/// Shorter names differ in one character by design: “两新” and “两优”.
const SHORTEST: usize = 6;

struct Name<'t> {
    chars: Vec<char>,
    range: std::ops::Range<usize>,
    text: &'t str,
}

fn look(text: &Text<'_>) -> Vec<Remark> {
    let names = names(text);
    let mut remarks = Vec::new();
    for (index, later) in names.iter().enumerate() {
        if let Some(earlier) = names[..index].iter().find(|earlier| is_variant(&earlier.chars, &later.chars)) {
            let message = format!("“{}”与前面的“{}”只差一个字", later.text, earlier.text);
            let remark = Remark::new(text.span(later.range.clone()), message)
                .help("核对是不是同一名称；是，就统一写法")
                .related(text.span(earlier.range.clone()), "前面写作");
            remarks.push(remark);
        }
    }
    remarks
}

/// Distinct quoted names, in the order of their first places.
fn names<'t>(text: &'t Text<'_>) -> Vec<Name<'t>> {
    let mut names: Vec<Name<'t>> = Vec::new();
    let mut seen = HashSet::new();
    let mut open = None;
    for mark in &text.scan.marks {
        match (mark.c, open) {
            ('“' | '《', _) => open = Some(mark.range().end),
            ('”' | '》', Some(start)) => {
                open = None;
                let Some(name) = text.text().get(start..mark.at) else { continue };
                let is_name = !name.contains(['，', '。', '；', '、', '！', '？', '\n', ','])
                    && name.chars().nth(SHORTEST - 1).is_some();
                if is_name && text.is_prose(start) && seen.insert(name) {
                    names.push(Name { chars: name.chars().collect(), range: start..mark.at, text: name });
                }
            }
            _ => {}
        }
    }
    names
}

/// Whether two names of one length differ in one Han character that stands for the same: a figure, a year or an ordinal that differs
/// makes another name, and so does a place or an opposite.
fn is_variant(a: &[char], b: &[char]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut different = a.iter().zip(b).enumerate().filter(|(_, (a, b))| a != b);
    let (Some((at, (x, y))), None) = (different.next(), different.next()) else { return false };
    let is_han = |c: &char| ('\u{4e00}'..='\u{9fff}').contains(c);
    // The first and the last characters tell names of one series apart (“甲街道工作方案”, “……一期”).
    is_han(x) && is_han(y) && at > 0 && at + 1 < a.len() && !is_serial(*x, *y) && !is_serial(*y, *x)
}

fn is_serial(x: char, y: char) -> bool {
    const NUMBERS: &str = "一二三四五六七八九十百千万两双零〇甲乙丙丁戊";
    const PAIRS: &str =
        "大小上下前后东西南北左右内外进出新老男女早晚春夏秋冬高低长短多少公私城乡省市区县镇村街国部委局厅办处科院校年月周日";
    let is_number = |c| NUMBERS.contains(c);
    (is_number(x) && is_number(y)) || (PAIRS.contains(x) && PAIRS.contains(y))
}
