//! Shapes of the codes that a government site shows, and the mark （示例） that keeps a made-up value from passing as a real one.
//! Only shapes are checked: whether a number was really issued nobody can tell offline.

use crate::model::address::{Address, Unusable};

/// The mark at the end of a value that is only an example.
pub const SAMPLE_MARK: &str = "（示例）";

/// The value without the mark, and whether it had it.
pub fn without_sample_mark(value: &str) -> (&str, bool) {
    match value.strip_suffix(SAMPLE_MARK).or_else(|| value.strip_suffix("(示例)")) {
        Some(plain) => (plain.trim_end(), true),
        None => (value, false),
    }
}

/// 网站标识码: ten digits, or `bm` and eight digits for departments of the State Council.
pub fn is_site_id(text: &str) -> bool {
    let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
    digits(text, 10) || text.strip_prefix("bm").is_some_and(|rest| digits(rest, 8))
}

/// ICP 备案号: province, `ICP备`, digits, `号`, and possibly `-n`.
pub fn is_icp(text: &str) -> bool {
    let Some((province, rest)) = text.split_once("ICP备") else { return false };
    let Some((digits, suffix)) = rest.split_once('号') else { return false };
    let province_ok = province.chars().count() == 1 && !province.is_ascii();
    let digits_ok = (6..=10).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    let suffix_ok = suffix.is_empty()
        || suffix.strip_prefix('-').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    province_ok && digits_ok && suffix_ok
}

/// 公安备案号: province, `公网安备`, fourteen digits, `号`.
pub fn is_police(text: &str) -> bool {
    police_digits(text).is_some()
}

/// The fourteen digits of a 公安备案号, which its address carries.
pub fn police_digits(text: &str) -> Option<&str> {
    let (province, rest) = text.split_once("公网安备")?;
    let digits = rest.trim_start().strip_suffix('号')?;
    let ok = province.chars().count() == 1 && digits.len() == 14 && digits.bytes().all(|b| b.is_ascii_digit());
    ok.then_some(digits)
}

/// A host name without protocol, port, path or slash.
pub fn is_host_name(text: &str) -> bool {
    text.contains('.')
        && text.split('.').all(|label| {
            !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') && !label.starts_with('-')
        })
}

/// An absolute address of the web. The address of a site may also be one that only its own network knows.
pub fn is_web_url(text: &str) -> bool {
    let is_web = matches!(Address::parse(text), Address::Web(_) | Address::Unusable(Unusable::Inside(_)));
    is_web && !text.contains(|c: char| c.is_whitespace() || c.is_control())
}

/// The host of an absolute address.
pub fn host_of(url: &str) -> Option<&str> {
    match Address::parse(url) {
        Address::Web(web) | Address::Unusable(Unusable::Inside(web)) => Some(web.host),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_the_shapes_that_the_rules_give_them() {
        assert!(is_site_id("4403110024") && is_site_id("bm07000001"));
        assert!(!is_site_id("440311002") && !is_site_id("44031100245") && !is_site_id("null"));
        assert!(is_icp("粤ICP备12345678号") && is_icp("粤ICP备12345678号-1"));
        assert!(!is_icp("ICP备12345678号") && !is_icp("粤ICP备号") && !is_icp("粤ICP备12345678"));
        assert!(is_police("粤公网安备44031102000123号"));
        assert!(!is_police("粤公网安备4403号"));
        assert!(
            is_host_name("www.szgm.gov.cn") && !is_host_name("http://www.szgm.gov.cn") && !is_host_name("www.szgm.gov.cn/")
        );
    }

    #[test]
    fn the_sample_mark_is_told_from_the_value() {
        assert_eq!(without_sample_mark("0000000000（示例）"), ("0000000000", true));
        assert_eq!(without_sample_mark("4403110024"), ("4403110024", false));
    }

    #[test]
    fn hosts_are_taken_from_addresses() {
        assert_eq!(host_of("https://www.example.gov.cn:8443/a/b"), Some("www.example.gov.cn"));
        assert_eq!(host_of("www.example.gov.cn"), None);
    }
}
