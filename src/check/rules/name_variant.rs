//! Quoted names in one report that differ in one character, or in the order of two.

use rustc_hash::FxHashSet;

use crate::check::rule::{Check, Rule};
use crate::check::text::{Text, TextCheck, no_patterns};
use crate::diagnostics::Level;
use crate::model::numeral;
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "name-variant",
    summary: "同一名称在一篇里有两种写法",
    basis: "《党政机关公文处理工作条例》第十九条：表述准确；同一事物在一篇之中应当用同一名称",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("name_variant.md"),
    check: Check::Text(TextCheck { patterns: no_patterns, check }),
};

/// Shorter names differ in one character by design: “两新” and “两优”.
const SHORTEST: usize = 5;

struct Name<'t> {
    chars: Vec<char>,
    range: std::ops::Range<usize>,
    text: &'t str,
}

fn check(text: &Text<'_>) -> Vec<Remark> {
    let names = names(text);
    let is_two = |a: &[char], b: &[char]| a.len() == b.len() && a.iter().zip(b).filter(|(x, y)| x != y).count() == 2;
    let mut remarks = Vec::new();
    for (index, later) in names.iter().enumerate() {
        let is_told =
            |earlier: &&Name<'_>| is_variant(&earlier.chars, &later.chars) && !are_two_by_design(text, earlier, later);
        if let Some(earlier) = names[..index].iter().find(is_told) {
            let what =
                if is_two(&earlier.chars, &later.chars) { "只有两个字的次序不同" } else { "只差一个字" };
            let message = format!("“{}”与前面的“{}”{what}", later.text, earlier.text);
            let remark = Remark::new(text.span(later.range.clone()), message)
                .help("核对是不是同一名称；是，就统一写法")
                .related(text.span(earlier.range.clone()), "前面写作");
            remarks.push(remark);
        }
    }
    remarks
}

/// Characters between two names that a word or mark sets side by side, quotation marks among them: `”和“`, `”、“`, `”向“`.
const SIDE_BY_SIDE: std::ops::RangeInclusive<usize> = 3..=4;

/// Whether two names of one length that differ are two things for certain: laws (教育法 and 教师法 are named alike on purpose), or names
/// that stand side by side. A character that was left out makes no other law.
fn are_two_by_design(text: &Text<'_>, earlier: &Name<'_>, later: &Name<'_>) -> bool {
    const LAWS: [&str; 2] = ["法", "条例"];
    let is_law = |name: &Name<'_>| LAWS.iter().any(|law| name.text.ends_with(law));
    let between = || text.text().get(earlier.range.end..later.range.start).unwrap_or_default().chars().count();
    let same_length = earlier.chars.len() == later.chars.len();
    same_length && ((is_law(earlier) && is_law(later)) || SIDE_BY_SIDE.contains(&between()))
}

/// Distinct quoted names, in the order of their first places.
fn names<'t>(text: &'t Text<'_>) -> Vec<Name<'t>> {
    let mut names: Vec<Name<'t>> = Vec::new();
    let mut seen = FxHashSet::default();
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

/// Whether two names can hardly be two things: they differ in one Han character that stands for the same (a figure, a year or an
/// ordinal that differs makes another name, and so does a place or an opposite), in the order of two, or by one that was left out.
fn is_variant(a: &[char], b: &[char]) -> bool {
    // Nearly all pairs part at their first character.
    let begins_alike = match (a, b) {
        ([p, q, ..], [r, s, ..]) => p == r || (p == s && q == r),
        _ => false,
    };
    if !begins_alike || a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let is_han = |c: &char| ('\u{4e00}'..='\u{9fff}').contains(c);
    if is_swapped(a, b) {
        return true;
    }
    // The first and the last characters tell names of one series apart (“甲街道工作方案”, “……一期”).
    let ends = |name: &[char]| (name.first().copied(), name.last().copied());
    if ends(a) != ends(b) {
        return false;
    }
    let start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let same_tail = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let tail = same_tail.min(a.len() - start).min(b.len() - start);
    match (&a[start..a.len() - tail], &b[start..b.len() - tail]) {
        ([x], [y]) => a.len() > SHORTEST && is_han(x) && is_han(y) && !is_serial(*x, *y),
        ([x], []) | ([], [x]) => {
            a.len().max(b.len()) > SHORTEST + 1 && is_han(x) && !is_serial(*x, *x) && !MODIFIERS.contains(*x)
        }
        _ => false,
    }
}

/// Whether two Han characters side by side stand in the other order, and nothing else differs.
fn is_swapped(a: &[char], b: &[char]) -> bool {
    let is_han = |c: &char| ('\u{4e00}'..='\u{9fff}').contains(c);
    let Some(at) = a.iter().zip(b).position(|(x, y)| x != y) else { return false };
    match (a.get(at..at + 2), b.get(at..at + 2)) {
        (Some([x, y]), Some([p, q])) => {
            x == q && y == p && is_han(x) && is_han(y) && !is_serial(*x, *y) && a[at + 2..] == b[at + 2..]
        }
        _ => false,
    }
}

/// One of these more makes the opposite, or a smaller, newer, cleverer thing: 民生实事 and 民生微实事 are two.
const MODIFIERS: &str = "不无非未反微小大新老总副分智云数绿红";

fn is_serial(x: char, y: char) -> bool {
    const OTHER_NUMBERS: &str = "百千万两双甲乙丙丁戊";
    const PAIRS: &str =
        "大小上下前后东西南北左右内外进出新老男女早晚春夏秋冬高低长短多少公私城乡省市区县镇村街国部委局厅办处科院校年月周日";
    // Plans against two evils (防汛, 防火) differ in one character and are two plans.
    const EVILS: &str = "汛火台风旱震雷灾疫涝冻盗骗毒";
    if EVILS.contains(x) && EVILS.contains(y) {
        return true;
    }
    let is_number = |c| numeral::is_numeral(c) || numeral::is_zero(c) || OTHER_NUMBERS.contains(c);
    (is_number(x) && is_number(y)) || (PAIRS.contains(x) && PAIRS.contains(y))
}
