//! A 文号 in another form than issuer, year in hexagonal brackets, serial number, 号: in the front matter and in the text.

use crate::check::rule::{Check, Rule};
use crate::check::text::document_number::{issuer_start, number_around};
use crate::check::text::{Text, TextCheck, no_patterns};
use crate::diagnostics::Level;
use crate::model::document_number::{CLOSING, OPENING, corrected, faults, is_acceptable, is_well_formed};
use crate::model::placeholder::is_nothing;
use crate::model::remark::Remark;
use crate::model::span::Span;

/// What the short name of an issuer ends in where a year may follow at once.
const ISSUER_ENDS: [&str; 10] = ["办发", "府发", "委发", "党发", "政发", "局发", "办函", "府函", "府办", "府规"];
pub(crate) static RULE: Rule = Rule {
    name: "malformed-document-number",
    summary: "发文字号的写法不对",
    basis: "GB/T 9704-2012 7.2.5；中办发〔2012〕14号第九条",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("malformed_document_number.md"),
    check: Check::Text(TextCheck { patterns: no_patterns, check }),
};

fn check(text: &Text<'_>) -> Vec<Remark> {
    let mut remarks: Vec<Remark> = in_front_matter(text).into_iter().collect();
    for mark in text.scan.marks.iter().filter(|mark| OPENING.contains(&mark.c)) {
        if text.is_prose(mark.at)
            && let Some(range) = number_around(text.text(), mark.at)
            && let Some(written) = text.text().get(range.clone())
            && !is_well_formed(written)
        {
            let remark = Remark::new(text.span(range.clone()), format!("文号 `{written}` 的写法不对"));
            let is_whole = text.prose.is_verbatim(&range);
            let mut remark = with_cure(remark, text.span(range), written, "");
            if !is_whole {
                remark.fixes.clear();
            }
            remarks.push(remark);
        }
    }
    remarks.extend(without_brackets(text));
    remarks
}

/// `示例办发2021年8号`, `示例府函2021第8号`: a year without brackets. Only behind what ends the short name of an issuer.
fn without_brackets(text: &Text<'_>) -> Vec<Remark> {
    let all = text.text();
    let pairs = text.scan.digits.windows(2).filter_map(|pair| {
        let [year, serial] = pair else { return None };
        if year.len() != 4 || serial.len() > 4 || !matches!(&all[year.end..serial.start], "年" | "年第" | "第" | "-") {
            return None;
        }
        // Four bytes are not always four digits: a full-width digit takes three of them. So the year is compared with digits
        // of ASCII.
        let is_number = matches!(all.get(year.start..year.start + 2), Some("19" | "20"));
        let before = &all[..year.start];
        // 政府发 may be a sentence.
        let ends = is_number && !before.ends_with("政府发") && ISSUER_ENDS.iter().any(|end| before.ends_with(end));
        let end = serial.end + all[serial.end..].strip_prefix('号').map(|_| '号'.len_utf8())?;
        (ends && text.is_prose(year.start)).then_some((year.start, end))
    });
    let remark = |(at, end): (usize, usize)| {
        let start = issuer_start(all, at)?;
        let remark = Remark::new(text.span(start..end), format!("文号 `{}` 的写法不对", &all[start..end]));
        Some(remark.label("年份没有用六角括号").help("写作“机关代字〔年份〕顺序号”，如 `示例办〔2024〕5号`"))
    };
    pairs.filter_map(remark).collect()
}

fn in_front_matter(text: &Text<'_>) -> Option<Remark> {
    let number =
        text.draft.matter.number.as_ref().filter(|number| !is_acceptable(&number.value) && !is_nothing(&number.value))?;
    let remark = Remark::new(number.span, format!("文号 `{}` 的写法不对", number.value));
    Some(with_cure(remark, number.span, &number.value, "\""))
}

fn with_cure(remark: Remark, span: Span, written: &str, quote: &str) -> Remark {
    match corrected(written) {
        // Which century is meant only the document says.
        Some(right) if !right.contains(&year_of(written)) => {
            remark.label(faults(written)).help(format!("与原件核对年份，改为 `{right}`"))
        }
        Some(right) => {
            remark.label(faults(written)).help(format!("改为 `{right}`")).fix(span, format!("{quote}{right}{quote}"))
        }
        None => remark.help("写作“机关代字〔年份〕顺序号”，如 `示例办〔2024〕5号`"),
    }
}

/// The year as written, its bracket included, in the right brackets: `〔24〕`.
fn year_of(written: &str) -> String {
    let inside = written.split_once(OPENING).and_then(|(_, rest)| rest.split_once(CLOSING)).map_or("", |(year, _)| year);
    format!("〔{}〕", inside.trim().trim_end_matches('年'))
}
