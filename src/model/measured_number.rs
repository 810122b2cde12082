//! Quantities in running text: `1.97万公里`, `20件`. A number with its measure (量词) as one value, so that a part may be compared
//! with its whole whatever multiplier each is written with.

use std::ops::Range;

/// Measures, longer ones before those that they begin with. Percentages, times and dates are none: they do not add up.
const UNITS: [&str; 49] = [
    "人次",
    "家次",
    "户次",
    "件次",
    "场次",
    "班次",
    "台次",
    "车次",
    "平方公里",
    "平方米",
    "立方米",
    "公里",
    "公顷",
    "千米",
    "米",
    "亩",
    "吨",
    "美元",
    "元",
    "件",
    "宗",
    "项",
    "起",
    "例",
    "个",
    "家",
    "所",
    "处",
    "条",
    "座",
    "套",
    "间",
    "户",
    "人",
    "名",
    "位",
    "场",
    "次",
    "篇",
    "份",
    "张",
    "台",
    "辆",
    "艘",
    "株",
    "盏",
    "批",
    "笔",
    "栋",
];

/// `个` before one of these measures something else.
const NOT_COUNTED: [&str; 8] = ["月", "小时", "工作日", "季度", "百分", "星期", "自然日", "学期"];

/// A number and what it counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// Bytes of the text, from the first digit to the end of the measure.
    pub range: Range<usize>,
    /// In units: `1.97万公里` is 19700.
    pub value: f64,
    /// By how much the value may differ from the true one because it was rounded: half a unit of its last digit, nothing for `20件`.
    pub rounding: f64,
    /// The measure, one of `UNITS`. Only quantities of one unit may be compared.
    pub unit: &'static str,
    /// Whether it is this number: not `50余件`, `第3名`, `3至5家`, `50元/平方米`.
    pub is_exact: bool,
}

/// All quantities of a text, from left to right. Numbers without a measure are passed over.
pub fn quantities(text: &str) -> Vec<Quantity> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()).map(|start| at + start) {
        let length =
            text[start..].find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.'))).unwrap_or(text.len() - start);
        let number = text[start..start + length].trim_end_matches([',', '.']);
        at = start + number.len().max(1);
        if let Some(quantity) = quantity(text, start, number) {
            at = quantity.range.end;
            found.push(quantity);
        }
    }
    found
}

fn quantity(text: &str, start: usize, number: &str) -> Option<Quantity> {
    let value: f64 = number.replace(',', "").parse().ok()?;
    let decimals = number.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let mut at = start + number.len();
    let mut factor = 1.0;
    while let Some((times, length)) = multiplier(&text[at..]) {
        factor *= times;
        at += length;
    }
    let is_vague = text[at..].starts_with(['余', '多', '几', '来']);
    if is_vague {
        at += text[at..].chars().next().map_or(0, char::len_utf8);
        while let Some((times, length)) = multiplier(&text[at..]) {
            factor *= times;
            at += length;
        }
    }
    let unit = UNITS.into_iter().find(|unit| text[at..].starts_with(unit))?;
    let rest = &text[at + unit.len()..];
    if unit == "个" && NOT_COUNTED.iter().any(|measure| rest.starts_with(measure)) {
        return None;
    }
    let before = text[..start].chars().next_back();
    let joined = before.is_some_and(|c| c.is_ascii_alphanumeric() || "第-—–~～至到/.〔+＋×".contains(c));
    let is_exact = !is_vague && !joined && !rest.starts_with(['/', '／', '左', '以', '多', '余']);
    let rounding = if decimals > 0 || factor > 1.0 { 0.5 * factor * 0.1_f64.powi(decimals as i32) } else { 0.0 };
    Some(Quantity { range: start..at + unit.len(), value: value * factor, rounding, unit, is_exact })
}

fn multiplier(text: &str) -> Option<(f64, usize)> {
    let times = match text.chars().next()? {
        '百' => 1e2,
        '千' if !text.starts_with("千米") => 1e3,
        '万' => 1e4,
        '亿' => 1e8,
        _ => return None,
    };
    Some((times, '万'.len_utf8()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_its_multiplier_and_its_measure_are_one_value() {
        let values = |text: &str| -> Vec<(f64, &str)> {
            quantities(text).into_iter().filter(|q| q.is_exact).map(|q| (q.value, q.unit)).collect()
        };
        assert_eq!(values("铁路1.97万公里，办件1,242件，投资3亿美元"), [(19_700.0, "公里"), (1242.0, "件"), (3e8, "美元")]);
        assert_eq!(values("参加3000人次、120人，进展5千米"), [(3000.0, "人次"), (120.0, "人"), (5.0, "千米")]);
        for text in [
            "50余件",
            "5万多件",
            "第3名",
            "3至5家",
            "3-5家",
            "50元/平方米",
            "3个月",
            "2.1个百分点",
            "15%",
            "2024年",
            "50件以上",
            "A5件",
        ] {
            assert_eq!(values(text), [], "{text}");
        }
        let rounded: Vec<f64> = quantities("20件1.5万元2亿元").iter().map(|q| q.rounding).collect();
        assert_eq!(rounded, [0.0, 500.0, 5e7]);
    }
}
