//! An 索引号 of another shape than code, year and serial number.

use unicode_normalization::UnicodeNormalization;

use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::model::report::LoadedReport;

pub(crate) static RULE: Rule = Rule {
    name: "malformed-index-number",
    summary: "索引号的写法不对",
    basis: "广东省政府信息公开目录平台通行格式（各地编法不同，以本地规定为准）",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("malformed_index_number.md"),
    check: Check::Report(check),
};

fn check(report: &LoadedReport, _: &Scope<'_>) -> Vec<Finding> {
    let Some(index) = &report.draft.index else { return Vec::new() };
    if is_well_formed(&index.value) {
        return Vec::new();
    }
    let finding = Finding::new(&report.path, Some(index.span), format!("索引号 `{}` 的写法不对", index.value))
        .effect("目录里查不到，也不能与上级平台对应");
    let plain: String = index.value.nfkc().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase();
    vec![match is_well_formed(&plain) {
        true => finding.help(format!("改为 `{plain}`")).fix(format!("\"{plain}\"")),
        false => finding.help("写作“机构代码/年份-五位流水号”，如 `000000000/2024-00011`"),
    }]
}

/// Code of nine (possibly `12345678-9`) or eighteen letters and digits, year, five digits.
fn is_well_formed(index: &str) -> bool {
    let Some((code, serial)) = index.split_once('/') else { return false };
    let Some((year, number)) = serial.split_once('-') else { return false };
    let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    let code_ok = match code.len() {
        9 | 18 => is_code(code),
        10 => code.as_bytes()[8] == b'-' && is_code(&code.replace('-', "")) && !code[9..].contains('-'),
        _ => false,
    };
    code_ok && digits(year, 4) && matches!(&year[..2], "19" | "20") && digits(number, 5)
}

fn is_code(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::is_well_formed;

    #[test]
    fn the_forms_in_use_are_accepted_and_their_near_misses_are_not() {
        for good in ["000000000/2024-00011", "00000000-0/2024-00001", "00000000000000000R/2024-00011"] {
            assert!(is_well_formed(good), "{good}");
        }
        for bad in [
            "",
            "/",
            "000000000",
            "000000000/2024",
            "00000000/2024-00011",
            "000000000/2024-011",
            "000000000-/2024-00001",
            "中/2024-00001",
        ] {
            assert!(!is_well_formed(bad), "{bad}");
        }
    }
}
