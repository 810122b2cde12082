//! Ranges of numbers with a dash too long, or with a per cent sign or a 万 too few.

use std::borrow::Cow;
use std::ops::Range;

use crate::check::rule::{Check, Rule};
use crate::check::text::punctuation::is_chinese;
use crate::check::text::{Terms, Text, TextCheck};
use crate::diagnostics::Level;
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "malformed-range",
    summary: "数值范围写法不规范",
    basis: "GB/T 15834-2011《标点符号用法》、GB/T 15835-2011《出版物上数字用法》：范围用一字线或浪纹线，两端的百分号不能省略",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("malformed_range.md"),
    check: Check::Text(TextCheck { patterns, check }),
};

/// Bytes between the two numbers of a range: a measure and a mark.
const LONGEST_BETWEEN: usize = 6;
/// What the rule looks for.
const PATTERNS: &[&str] = &["——", "--"];

fn patterns(_: &Terms) -> Vec<Cow<'static, str>> {
    PATTERNS.iter().map(|pattern| Cow::Borrowed(*pattern)).collect()
}

fn check(text: &Text<'_>) -> Vec<Remark> {
    let all = text.text();
    let mut remarks = Vec::new();
    for hit in text.hits {
        let before = text.before(hit.range.start).is_some_and(|c| c.is_ascii_digit() || "年月日时%％元万亿".contains(c));
        let after = text.after(hit.range.end).is_some_and(|c| c.is_ascii_digit());
        let is_range = before && after && text.before(hit.range.start) != Some('—') && text.is_prose(hit.range.start);
        // A dash may also explain: it does where the other side is a sentence.
        let is_short = is_time(&all[hit.range.end..])
            || all[hit.range.end..].chars().take(8).any(|c| "年月日时%％万亿元平方公里米人户家件个".contains(c));
        if is_range && is_short {
            let span = text.span(hit.range.clone());
            let written = &all[hit.range.clone()];
            let remark = Remark::new(span, format!("数值范围用了“{written}”"));
            let remark = remark.label("应为“—”或“～”").help("范围用一字线“—”或浪纹线“～”");
            remarks.push(if text.prose.is_verbatim(&hit.range) { remark.fix(span, "—") } else { remark });
        }
    }
    for pair in text.scan.digits.windows(2) {
        let [left, right] = pair else { continue };
        // Ranges are short; most numbers of a text stand far apart, or have a decimal point between them.
        if right.start - left.end > LONGEST_BETWEEN {
            continue;
        }
        let between = &all[left.end..right.start];
        if !between.ends_with(['~', '～', '—', '–', '-', '至']) || !text.is_prose(left.start) {
            continue;
        }
        let range = decimal_start(text, left.start)..decimal_end(text, right.end);
        remarks.extend(half_width_tilde(text, &range, between, right.start));
        if !is_code(text, range.start) {
            remarks.extend(hyphen_behind_measure(text, &range, between));
            remarks.extend(without_multiplier(text, &range, between));
            remarks.extend(without_per_cent(text, &range, between, left.end));
        }
    }
    remarks
}

/// `12:00`.
fn is_time(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text[digits..].strip_prefix([':', '：']);
    (1..=2).contains(&digits) && rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// `500~800元`, `5日~10日`.
fn half_width_tilde(text: &Text<'_>, range: &Range<usize>, between: &str, end: usize) -> Option<Remark> {
    let unit = between.strip_suffix('~')?;
    let is_chinese = text.before(range.start).is_some_and(is_chinese) || text.after(range.end).is_some_and(is_chinese);
    (is_chinese && (unit.is_empty() || "年月日时元%".contains(unit))).then(|| {
        let mark = end - 1..end;
        let span = text.span(mark.clone());
        let remark = Remark::new(span, "数值范围用了半角的“~”").label("应为“～”").help("范围用全角的浪纹线“～”或一字线“—”");
        if text.prose.is_verbatim(&mark) { remark.fix(span, "～") } else { remark }
    })
}

/// `3～5亿元` may also mean from 3元.
fn without_multiplier(text: &Text<'_>, range: &Range<usize>, between: &str) -> Option<Remark> {
    let multiplier = text.after(range.end).filter(|c| matches!(c, '万' | '亿'))?;
    matches!(between, "～" | "~" | "—" | "–" | "-").then(|| {
        let whole = range.start..range.end + multiplier.len_utf8();
        let written = &text.text()[whole.clone()];
        let right = written.replacen(between, &format!("{multiplier}{between}"), 1);
        let message = format!("“{written}”前一个数缺“{multiplier}”");
        Remark::new(text.span(whole), message).help(format!("两端都写“{multiplier}”，如 `{right}`；程序不会自动改"))
    })
}

/// `15～30%`.
fn without_per_cent(text: &Text<'_>, range: &Range<usize>, between: &str, place: usize) -> Option<Remark> {
    let is_range = matches!(between, "～" | "~" | "—" | "–" | "-" | "至") && text.after(range.end) == Some('%');
    is_range.then(|| {
        let written = &text.text()[range.start..range.end + 1];
        let remark = Remark::new(text.span(range.start..range.end + 1), format!("“{written}”前一个数缺百分号"));
        let remark = remark.help("范围两端都写百分号，如 `15%～30%`");
        if text.prose.is_verbatim(range) { remark.fix(text.span(place..place), "%") } else { remark }
    })
}

/// `3%-5%`, `1月－3月`: a hyphen joins words, not numbers with their measures.
fn hyphen_behind_measure(text: &Text<'_>, range: &Range<usize>, between: &str) -> Option<Remark> {
    let measure = between.strip_suffix(['-', '－']).filter(|measure| !measure.is_empty())?;
    let end = text.text()[range.end..].chars().next().map_or(range.end, |c| range.end + c.len_utf8());
    let is_range =
        ["年", "月", "日", "时", "元", "%", "％", "℃", "‰"].contains(&measure) && &text.text()[range.end..end] == measure;
    is_range.then(|| {
        let written = &text.text()[range.start..end];
        let remark = Remark::new(text.span(range.start..end), format!("数值范围“{written}”用了连字符"));
        remark.label("应为“—”或“～”").help("范围用一字线“—”或浪纹线“～”；程序不会自动改")
    })
}

/// Where the number begins, before its decimal point.
fn decimal_start(text: &Text<'_>, start: usize) -> usize {
    let Some(whole) = text.text()[..start].strip_suffix('.') else { return start };
    let digits = whole.bytes().rev().take_while(u8::is_ascii_digit).count();
    if digits > 0 { whole.len() - digits } else { start }
}

/// Where the number goes on behind a decimal point.
fn decimal_end(text: &Text<'_>, end: usize) -> usize {
    let rest = &text.text()[end..];
    let decimals =
        rest.strip_prefix('.').map_or(0, |rest| rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len());
    if decimals > 0 { end + 1 + decimals } else { end }
}

/// Digits after a letter, a hyphen or a mark of numbering belong to a code, a version or a date.
fn is_code(text: &Text<'_>, start: usize) -> bool {
    text.before(start).is_some_and(|c| c.is_ascii_alphanumeric() || "-/_〔[第".contains(c))
}
