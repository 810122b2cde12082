//! Totals and their parts in running text: what several rules about sums ask. Only the plainest forms are judged, a total with its parts
//! directly behind it or before it, because a sentence may turn to other things at any comma.

use super::end_of;
use crate::model::measured_number::{Quantity, quantities};

/// Words of a total.
const STATED: [&str; 4] = ["共", "总", "合计", "累计"];
/// A clause with one of these speaks of a change, a rate, a bound or another sum.
pub(crate) const COMPARED: [&str; 27] = [
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
pub(crate) const OF_ITS_OWN: [&str; 20] = [
    "总", "共", "累计", "计划", "拟", "预算", "规划", "占", "涉", "含", "查获", "没收", "扣押", "惠及", "覆盖", "带动",
    "参与", "参加", "发放", "服务",
];

/// Bytes of the longest clause that is looked at: whoever writes more than a hundred characters without a comma means no plain sum.
pub(crate) const LONGEST_CLAUSE: usize = 3 * 120;
/// Items of the longest list. Lines that somebody made to be slow have thousands.
const MOST_ITEMS: usize = 60;

/// The totals that 其中 or 分别 after `before` speaks of, one for each measure: what the clause calls a total, or the number that
/// stands last in it.
pub(crate) fn totals(before: &str) -> Vec<Quantity> {
    let before = end_of(before, LONGEST_CLAUSE);
    let before = before.trim_end_matches(['，', ',', '：', ':', '（', '(', ' ']);
    let start = before.char_indices().rev().find(|(at, c)| is_end(before, *at, *c) || matches!(c, '（' | '('));
    let clause = &before[start.map_or(0, |(at, c)| at + c.len_utf8())..];
    if has(&clause.replace("新增", ""), &COMPARED) {
        return Vec::new();
    }
    let all = quantities(clause);
    let is_stated = has(clause, &STATED);
    let is_only = |total: &Quantity| all.iter().filter(|other| other.unit == total.unit).count() == 1;
    let is_near = |total: &Quantity| is_stated || total.range.end == clause.len();
    all.iter().filter(|total| total.is_exact && is_only(total) && is_near(total)).cloned().collect()
}

/// Bytes of the marks and spaces before the first word.
pub(crate) fn leading(text: &str) -> usize {
    text.len() - text.trim_start_matches(['，', ',', '：', ':', ' ']).len()
}

/// Whether a clause ends here; the comma of `1,242` ends none.
pub(crate) fn is_end(text: &str, at: usize, c: char) -> bool {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    match c {
        ',' => !(is_digit(text[..at].chars().next_back()) && is_digit(text[at + 1..].chars().next())),
        _ => matches!(c, '，' | '。' | '；' | ';' | '！' | '？' | '\n' | '：' | ':'),
    }
}

/// Whether one of the words stands in the text.
pub(crate) fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// A list of at least two items, each a name and a number of one measure.
pub(crate) struct List {
    /// The numbers of the items, from left to right; their ranges are of the text in which the list was found.
    pub(crate) items: Vec<Quantity>,
    /// What stands before each number.
    pub(crate) names: Vec<String>,
    /// Whether the last item takes up the rest (其余, 其他).
    pub(crate) has_rest: bool,
}

impl List {
    /// What the items come to. Its rounding is that of all of them together, and so how far the sum may be from the true
    /// one.
    pub(crate) fn sum(&self) -> Quantity {
        let first = self.items.first();
        Quantity {
            range: first.map_or(0, |first| first.range.start)..self.end(),
            value: self.items.iter().map(|item| item.value).sum(),
            rounding: self.items.iter().map(|item| item.rounding).sum(),
            unit: first.map_or("", |first| first.unit),
            is_exact: true,
        }
    }

    /// Bytes of the text that the list takes.
    pub(crate) fn end(&self) -> usize {
        self.items.last().map_or(0, |last| last.range.end)
    }
}

/// The list that `text` begins with; `None` where it is not only that.
pub(crate) fn list(text: &str, unit: &str) -> Option<List> {
    let ends = |at: usize, c: char| is_end(text, at, c) || matches!(c, '、' | '和' | '及' | '）' | ')');
    let mut list = List { items: Vec::new(), names: Vec::new(), has_rest: false };
    let (mut start, mut opened) = (0, '、');
    for (at, c) in text.char_indices().filter(|(at, c)| ends(*at, *c)).chain([(text.len(), '。')]) {
        let item = &text[start..at];
        // With 其中 or 共 another sum begins; a clause as long, or a list with so many items, is no list that anybody wrote.
        if item.contains("其中") || item.starts_with('共') || item.len() > LONGEST_CLAUSE || list.items.len() > MOST_ITEMS
        {
            return None;
        }
        let counted = quantities(item);
        let is_rest = is_rest(item);
        let is_last = |one: &Quantity| {
            let after = &item[one.range.end..];
            after.is_empty() || (is_rest && after.starts_with(['为', '是', '均', '系', '属']))
        };
        match counted.as_slice() {
            [one] if one.unit == unit && one.is_exact && is_last(one) => {
                list.names.push(item[..one.range.start].trim().to_string());
                list.items.push(Quantity { range: start + one.range.start..start + one.range.end, ..one.clone() });
                list.has_rest = is_rest;
            }
            // The sentence goes on about something else.
            _ if list.items.len() > 1 && opened == '，' && counted.iter().all(|one| one.unit != unit) => return Some(list),
            _ => return None,
        }
        if !matches!(c, '、' | '和' | '及' | '，' | ',') {
            break;
        }
        (start, opened) = (at + c.len_utf8(), if c == ',' { '，' } else { c });
    }
    (list.items.len() > 1).then_some(list)
}

/// Whether an item takes up what others leave: its name begins with 其他, 其它 or 其余.
pub(crate) fn is_rest(name: &str) -> bool {
    ["其他", "其它", "其余"].iter().any(|rest| name.trim_start().starts_with(rest))
}

/// `3.5万元`, `1.2亿元`, `1242件`: with a multiplier where that says it shortly.
pub(crate) fn shown(quantity: &Quantity) -> String {
    let (value, times) = match quantity.value {
        value if value >= 1e8 && value % 1e6 == 0.0 => (value / 1e8, "亿"),
        value if value >= 1e4 && value % 1e2 == 0.0 => (value / 1e4, "万"),
        value => (value, ""),
    };
    format!("{}{times}{}", (value * 100.0).round() / 100.0, quantity.unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn totals_of(before: &str) -> Vec<(f64, &'static str)> {
        totals(before).into_iter().map(|total| (total.value, total.unit)).collect()
    }

    #[test]
    fn a_total_calls_itself_one_or_stands_right_before_its_parts() {
        assert_eq!(totals_of("平稳。全年共受理诉求1,242件，"), [(1242.0, "件")]);
        assert_eq!(totals_of("受理诉求50件，"), [(50.0, "件")]);
        assert_eq!(totals_of("发放贷款共100笔5亿元（"), [(100.0, "笔"), (5e8, "元")]);
        assert_eq!(totals_of("发放贷款100笔5亿元（"), [(5e8, "元")]);
        assert_eq!(totals_of("累计新增公路60.9公里,"), [(60.9, "公里")]);
        for before in
            ["受理50件诉求，", "总数比上年增加50件，", "共50余件，", "共甲50件乙60件，", "共50件，上年60件，", "增加50件，"]
        {
            assert_eq!(totals_of(before), [], "{before}");
        }
    }

    #[test]
    fn a_list_is_nothing_but_names_and_numbers_of_one_measure() {
        let sum = |text: &str| list(text, "件").map(|list| (list.sum().value, list.has_rest));
        assert_eq!(sum("甲20件、乙30件。"), Some((50.0, false)));
        assert_eq!(sum("甲20件，乙30件，均已办结。"), Some((50.0, false)));
        assert_eq!(sum("甲20件，其余30件为来信"), Some((50.0, true)));
        for text in ["甲20件", "甲20件、乙30件等", "甲20件、乙30件次", "甲20余件、乙30件", "甲20件、乙30件来信"]
        {
            assert_eq!(sum(text), None, "{text}");
        }
    }
}
