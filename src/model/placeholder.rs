//! Values that stand for none: `null`, `无`, `-`. People and programs write them where nothing is known, and several rules must
//! not take them for names or numbers.

/// Words that stand for nothing, in lower case.
const NOTHING: [&str; 27] = [
    "null",
    "none",
    "nil",
    "undefined",
    "nan",
    "n/a",
    "na",
    "tbd",
    "todo",
    "xxx",
    "xx",
    "无",
    "暂无",
    "没有",
    "空",
    "待定",
    "待补充",
    "待填",
    "待填写",
    "未知",
    "-",
    "--",
    "—",
    "——",
    "/",
    "…",
    "……",
];

/// Whether a value says nothing.
pub fn is_nothing(value: &str) -> bool {
    let value = value.trim();
    value.len() <= 12 && NOTHING.iter().any(|word| word.len() == value.len() && word.eq_ignore_ascii_case(value))
}
