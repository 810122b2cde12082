//! 发文字号 (文号), the number of an official document: the issuer's short name, the year in hexagonal brackets, a number.
//! GB/T 9704-2012 7.2.5: 机关代字、年份、发文顺序号; the year in full within `〔〕`, no leading zero, no `第`.

/// Whether `text` has the shape `光玉办〔2024〕5号`.
pub fn is_well_formed(text: &str) -> bool {
    let Some((issuer, rest)) = text.split_once('〔') else { return false };
    let Some((year, number)) = rest.split_once('〕') else { return false };
    let Some(number) = number.strip_suffix('号') else { return false };
    let issuer_ok = !issuer.is_empty() && issuer.chars().count() <= 16 && !issuer.contains(char::is_whitespace);
    let year_ok = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) && matches!(&year[..2], "19" | "20");
    let number_ok = !number.is_empty() && !number.starts_with('0') && number.bytes().all(|b| b.is_ascii_digit());
    issuer_ok && year_ok && number_ok
}

#[cfg(test)]
mod tests {
    use super::is_well_formed;

    #[test]
    fn the_national_form_is_accepted_and_its_near_misses_are_not() {
        assert!(is_well_formed("光玉办〔2024〕5号"));
        for bad in [
            "光玉办[2024]5号",
            "光玉办（2024）5号",
            "光玉办〔24〕5号",
            "光玉办〔2024〕05号",
            "光玉办〔2024〕第5号",
            "〔2024〕5号",
            "",
        ] {
            assert!(!is_well_formed(bad), "{bad}");
        }
    }
}
