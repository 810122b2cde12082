//! 其中: parts of a stated total that are more than the total. Only the plainest form is judged, a total with its parts directly behind
//! it, because 其中 takes up whatever the sentence spoke of.

use std::borrow::Cow;
use std::ops::Range;

use crate::check::rule::{Check, Rule};
use crate::check::text::amounts::{
    COMPARED, LONGEST_CLAUSE, OF_ITS_OWN, has, is_end, is_rest, leading, list, shown, totals,
};
use crate::check::text::{Terms, Text, TextCheck, start_of};
use crate::diagnostics::Level;
use crate::model::measured_number::{Quantity, quantities};
use crate::model::prose::BlockKind;
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "part-exceeds-total",
    summary: "“其中”的数比总数还大",
    basis: "《中华人民共和国政府信息公开条例》第六条：及时、准确地公开政府信息",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("part_exceeds_total.md"),
    check: Check::Text(TextCheck { patterns, check }),
};

/// With one of these behind a comma the sentence turns to something else.
const TURNS: [&str; 15] =
    ["全年", "接待", "受理", "办理", "处理", "完成", "开展", "实现", "新增", "另", "还", "解决", "组织", "举办", "同时"];
/// What counts anything; only a state says that the same things are counted.
const GENERIC: [&str; 3] = ["个", "项", "处"];
const STATES: [&str; 17] = [
    "已",
    "完成",
    "在建",
    "新建",
    "改建",
    "扩建",
    "续建",
    "竣工",
    "开工",
    "办结",
    "建成",
    "整改",
    "国家级",
    "省级",
    "市级",
    "区级",
    "重点",
];
/// Things of these measures are in one part only; people and firms may be in several (党员、女性).
const DISJOINT: [&str; 15] =
    ["件", "宗", "起", "例", "笔", "份", "篇", "元", "美元", "吨", "亩", "公顷", "平方米", "平方公里", "公里"];

fn patterns(_: &Terms) -> Vec<Cow<'static, str>> {
    vec![Cow::Borrowed("其中")]
}

fn check(text: &Text<'_>) -> Vec<Remark> {
    text.hits.iter().filter_map(|hit| at(text, &hit.range)).collect()
}

fn at(text: &Text<'_>, hit: &Range<usize>) -> Option<Remark> {
    let block = text.prose.block_at(hit.start).filter(|block| block.kind.is_prose() && block.kind != BlockKind::Cell)?;
    let totals = totals(&text.text()[block.range.start..hit.start]);
    let from = hit.end + leading(&text.text()[hit.end..block.range.end]);
    let rest = &text.text()[from..block.range.end];
    of_clause(text, from, rest, &totals).or_else(|| of_list(text, from, rest, &totals))
}

/// 其中 with what stands in the same clause.
fn of_clause(text: &Text<'_>, from: usize, rest: &str, totals: &[Quantity]) -> Option<Remark> {
    let (list, is_whole) = clause(rest);
    if has(list, &COMPARED) || has(list, &OF_ITS_OWN) || list.contains(['（', '(']) || list.contains("其中") {
        return None;
    }
    let parts = quantities(list);
    let total = parts.iter().find_map(|part| totals.iter().find(|total| total.unit == part.unit))?;
    let same: Vec<&Quantity> = parts.iter().filter(|part| part.unit == total.unit).collect();
    if !same.iter().all(|part| part.is_exact && is_same_thing(list, part)) {
        return None;
    }
    let remark = |range: Range<usize>, message: String| {
        let span = text.span(from + range.start..from + range.end);
        Remark::new(span, message).label(format!("总数是 {}", shown(total))).help("核对总数和其中各项")
    };
    if let Some(part) = same.iter().find(|part| part.value - part.rounding > total.value + total.rounding) {
        return Some(remark(part.range.clone(), format!("“其中”的 {} 比总数 {} 还大", shown(part), shown(total))));
    }
    let sum = Quantity {
        value: same.iter().map(|part| part.value).sum(),
        rounding: same.iter().map(|part| part.rounding).sum(),
        ..total.clone()
    };
    let is_more = sum.value - sum.rounding > total.value + total.rounding;
    let is_less = sum.value + sum.rounding < total.value - total.rounding;
    // 其他 takes up the rest, so nothing is left over.
    let is_all = is_whole && parts.len() == same.len() && has_rest(list, same.last()?);
    let is_wrong = (is_more && (is_all || DISJOINT.contains(&total.unit))) || (is_less && is_all);
    let range = same.first()?.range.start..same.last()?.range.end;
    (same.len() > 1 && is_wrong)
        .then(|| remark(range, format!("“其中”各项加起来是 {}，总数是 {}", shown(&sum), shown(total))))
}

/// The list up to the first mark that ends it, and whether the sentence or the bracket ends there.
fn clause(text: &str) -> (&str, bool) {
    let text = start_of(text, LONGEST_CLAUSE);
    match text.char_indices().find(|(at, c)| is_end(text, *at, *c) || matches!(c, '）' | ')')) {
        Some((at, c)) => (&text[..at], !matches!(c, '，' | ',')),
        None => (text, true),
    }
}

/// Whether the part counts what its total counts, as far as that can be told.
fn is_same_thing(list: &str, part: &Quantity) -> bool {
    let ends_list = |rest: &str| rest.is_empty() || rest.starts_with(['、', '和', '及', '以']);
    !GENERIC.contains(&part.unit) || (has(label(list, part), &STATES) && ends_list(&list[part.range.end..]))
}

/// What stands before the number of a part.
fn label<'l>(list: &'l str, part: &Quantity) -> &'l str {
    list[..part.range.start].rsplit(['、', '和', '及']).next().unwrap_or_default()
}

fn has_rest(list: &str, last: &Quantity) -> bool {
    is_rest(label(list, last)) && list.len() == last.range.end
}

/// 其中 with items that commas part, each nothing but a name and a number.
fn of_list(text: &Text<'_>, from: usize, rest: &str, totals: &[Quantity]) -> Option<Remark> {
    let (total, list) = totals.iter().find_map(|total| Some((total, list(rest, total.unit)?)))?;
    let is_own = |name: &String| has(name, &COMPARED) || has(name, &OF_ITS_OWN) || has(name, &TURNS);
    if list.names.iter().any(is_own) || (GENERIC.contains(&total.unit) && !list.has_rest) {
        return None;
    }
    let sexes = |sex: char| list.names.iter().filter(|name| name.starts_with(sex)).count() == 1;
    let is_disjoint =
        DISJOINT.contains(&total.unit) || list.has_rest || (list.names.len() == 2 && sexes('男') && sexes('女'));
    let sum = list.sum();
    let is_more = sum.value - sum.rounding > total.value + total.rounding;
    let is_less = sum.value + sum.rounding < total.value - total.rounding;
    ((is_more && is_disjoint) || (is_less && list.has_rest)).then(|| {
        let span = text.span(from + sum.range.start..from + sum.range.end);
        Remark::new(span, format!("“其中”各项加起来是 {}，总数是 {}", shown(&sum), shown(total)))
            .label(format!("总数是 {}", shown(total)))
            .help("核对总数和其中各项")
    })
}
