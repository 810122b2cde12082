//! 其中: parts of a stated total that are more than the total. Only the plainest form is judged, a total that calls itself one
//! (共、总、合计、累计) with its parts directly behind it, because 其中 takes up whatever the sentence spoke of.

use std::borrow::Cow;
use std::ops::Range;

use crate::check::rule::{Check, Rule};
use crate::check::text::{Terms, Text, TextCheck};
use crate::diagnostics::Level;
use crate::model::prose::BlockKind;
use crate::model::quantity::{Quantity, quantities};
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "part-exceeds-total",
    summary: "“其中”的数比总数还大",
    basis: "《中华人民共和国政府信息公开条例》第六条：及时、准确地公开政府信息",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("part_exceeds_total.md"),
    check: Check::Text(TextCheck { patterns, look }),
};

/// Words of a total.
const STATED: [&str; 4] = ["共", "总", "合计", "累计"];
/// A clause with one of these speaks of a change, a rate, a bound or another sum.
const COMPARED: [&str; 27] = [
    "增",
    "减",
    "降",
    "升",
    "比",
    "较",
    "同期",
    "超",
    "逾",
    "近",
    "约",
    "均",
    "每",
    "率",
    "价",
    "标准",
    "至少",
    "不少于",
    "不低于",
    "最高",
    "最低",
    "上年",
    "去年",
    "剩",
    "涨",
    "翻",
    "达标",
];
/// In a part: it has a sum of its own, or tells what the parts did.
const OF_ITS_OWN: [&str; 20] = [
    "总", "共", "累计", "计划", "拟", "预算", "规划", "占", "涉", "含", "查获", "没收", "扣押", "惠及", "覆盖", "带动",
    "参与", "参加", "发放", "服务",
];
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

fn look(text: &Text<'_>) -> Vec<Remark> {
    text.hits.iter().filter_map(|hit| at(text, &hit.range)).collect()
}

fn at(text: &Text<'_>, hit: &Range<usize>) -> Option<Remark> {
    let block = text.prose.block_at(hit.start).filter(|block| block.kind.is_prose() && block.kind != BlockKind::Cell)?;
    let totals = totals(&text.text()[block.range.start..hit.start]);
    let from = hit.end + leading(&text.text()[hit.end..block.range.end]);
    let (list, is_whole) = clause(&text.text()[from..block.range.end]);
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

/// The totals that 其中 after `before` speaks of, one for each measure.
pub(super) fn totals(before: &str) -> Vec<Quantity> {
    let before = before.trim_end_matches(['，', ',', '：', ':', '（', '(', ' ']);
    let start = before.char_indices().rev().find(|(at, c)| is_end(before, *at, *c) || matches!(c, '（' | '('));
    let clause = &before[start.map_or(0, |(at, c)| at + c.len_utf8())..];
    if !has(clause, &STATED) || has(&clause.replace("新增", ""), &COMPARED) {
        return Vec::new();
    }
    let all = quantities(clause);
    let is_only = |total: &Quantity| all.iter().filter(|other| other.unit == total.unit).count() == 1;
    all.iter().filter(|total| total.is_exact && is_only(total)).cloned().collect()
}

/// Bytes of the marks and spaces before the first word.
pub(super) fn leading(text: &str) -> usize {
    text.len() - text.trim_start_matches(['，', ',', '：', ':', ' ']).len()
}

/// The list up to the first mark that ends it, and whether the sentence or the bracket ends there.
fn clause(text: &str) -> (&str, bool) {
    match text.char_indices().find(|(at, c)| is_end(text, *at, *c) || matches!(c, '）' | ')')) {
        Some((at, c)) => (&text[..at], !matches!(c, '，' | ',')),
        None => (text, true),
    }
}

/// Whether a clause ends here; the comma of `1,242` ends none.
pub(super) fn is_end(text: &str, at: usize, c: char) -> bool {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    match c {
        ',' => !(is_digit(text[..at].chars().next_back()) && is_digit(text[at + 1..].chars().next())),
        _ => matches!(c, '，' | '。' | '；' | ';' | '！' | '？' | '\n' | '：' | ':'),
    }
}

fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
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
    ["其他", "其它", "其余"].iter().any(|rest| label(list, last).trim().starts_with(rest)) && list.len() == last.range.end
}

/// `3.5万元` as 35000元: in one unit the two can be compared.
pub(super) fn shown(quantity: &Quantity) -> String {
    format!("{}{}", (quantity.value * 100.0).round() / 100.0, quantity.unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn totals_of(before: &str) -> Vec<(f64, &'static str)> {
        totals(before).into_iter().map(|total| (total.value, total.unit)).collect()
    }

    #[test]
    fn a_total_calls_itself_one_and_stands_alone() {
        assert_eq!(totals_of("平稳。全年共受理诉求1,242件，"), [(1242.0, "件")]);
        assert_eq!(totals_of("发放贷款共100笔5亿元（"), [(100.0, "笔"), (5e8, "元")]);
        assert_eq!(totals_of("累计新增公路60.9公里,"), [(60.9, "公里")]);
        for before in ["受理诉求50件，", "总数比上年增加50件，", "共50余件，", "共甲50件乙60件，", "共50件，上年60件，"]
        {
            assert_eq!(totals_of(before), [], "{before}");
        }
    }
}
