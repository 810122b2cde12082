//! Concentrations of pollutants that are a thousand times too high.

use std::borrow::Cow;

use crate::check::rule::{Check, Rule};
use crate::check::text::{Hit, Terms, Text, TextCheck};
use crate::diagnostics::Level;
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "wrong-unit",
    summary: "大气污染物浓度的单位用了毫克/立方米",
    basis: "GB 3095-2012《环境空气质量标准》：颗粒物、二氧化硫、二氧化氮、臭氧的浓度以微克/立方米计",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("wrong_unit.md"),
    check: Check::Text(TextCheck { patterns, check }),
};

/// What the rule looks for.
const PATTERNS: &[&str] = &["毫克/立方米", "毫克／立方米", "毫克每立方米", "mg/m3", "mg/m³"];

fn patterns(_: &Terms) -> Vec<Cow<'static, str>> {
    PATTERNS.iter().map(|pattern| Cow::Borrowed(*pattern)).collect()
}

/// So many bytes before the unit the pollutant is looked for, within one sentence.
const REACH: usize = 120;
/// Measured in micrograms. Carbon monoxide is not: it is measured in milligrams.
const POLLUTANTS: [&str; 14] = [
    "PM2.5",
    "PM10",
    "PM₂.₅",
    "PM₁₀",
    "PM 2.5",
    "PM 10",
    "细颗粒物",
    "可吸入颗粒物",
    "二氧化硫",
    "二氧化氮",
    "臭氧",
    "SO2",
    "NO2",
    "O3",
];
const OTHERS: [&str; 6] = ["一氧化碳", "CO", "粉尘", "油烟", "排放", "限值"];

fn check(text: &Text<'_>) -> Vec<Remark> {
    text.hits.iter().filter_map(|hit| remark(text, hit)).collect()
}

fn remark(text: &Text<'_>, hit: &Hit) -> Option<Remark> {
    let all = text.text();
    let block = text.prose.block_at(hit.range.start)?;
    let mut from = hit.range.start.saturating_sub(REACH).max(block.range.start);
    while !all.is_char_boundary(from) {
        from += 1;
    }
    let before = &all[from..hit.range.start];
    let clause = before.rsplit(['。', '；', ';']).next().unwrap_or(before);
    let latest = |names: &[&'static str]| names.iter().filter_map(|name| Some((clause.rfind(name)?, *name))).max();
    let (at, pollutant) = latest(&POLLUTANTS)?;
    // The nearest name decides; limits at a chimney are in milligrams.
    if latest(&OTHERS).is_some_and(|(other, _)| other > at) {
        return None;
    }
    let span = text.span(hit.range.clone());
    let right = if all[hit.range.clone()].contains("毫克") { "微克/立方米" } else { "μg/m³" };
    let message = format!("{pollutant} 的浓度单位写成了“{}”，相差一千倍", &all[hit.range.clone()]);
    Some(Remark::new(span, message).label(format!("应为“{right}”")).help(format!("核对数值后改为“{right}”")))
}
