//! 发文字号 (文号), the number of an official document: the issuer's short name, the year in hexagonal brackets, a number.
//! GB/T 9704-2012 7.2.5: 机关代字、年份、发文顺序号; the year in full within `〔〕`, no leading zero, no `第`.

/// Opening brackets that people write in place of `〔`, and that one itself.
pub const OPENING: [char; 9] = ['〔', '[', '［', '(', '（', '【', '{', '﹝', '〖'];
/// The closing brackets that belong to [`OPENING`], in the same order.
pub const CLOSING: [char; 9] = ['〕', ']', '］', ')', '）', '】', '}', '﹞', '〗'];

/// Whether `text` has the shape `光玉办〔2024〕5号`.
pub fn is_well_formed(text: &str) -> bool {
    let Some((issuer, rest)) = text.split_once('〔') else { return false };
    let Some((year, number)) = rest.split_once('〕') else { return false };
    let Some(number) = number.strip_suffix('号') else { return false };
    let issuer_ok = !issuer.is_empty() && issuer.chars().count() <= 16 && !issuer.contains(char::is_whitespace);
    let number_ok = !number.is_empty() && !number.starts_with('0') && number.bytes().all(|b| b.is_ascii_digit());
    issuer_ok && is_year(year) && number_ok
}

/// Whether `text` is a number of a document: well formed, or one of the forms without brackets: `国令第711号`, `主席令第六号`,
/// `公告2017年第5号`.
pub fn is_acceptable(text: &str) -> bool {
    let is_order =
        !text.contains(OPENING) && text.contains('第') && text.ends_with('号') && !text.contains(char::is_whitespace);
    is_well_formed(text) || is_order
}

/// The right form of a number whose parts are all there and only written differently. A year of two digits is completed to no
/// century but this one; whoever changes it should look at the document.
pub fn corrected(text: &str) -> Option<String> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).map(half_width_digit).collect();
    let (open, bracket) = plain.char_indices().find(|(_, c)| OPENING.contains(c))?;
    let (issuer, rest) = (&plain[..open], &plain[open + bracket.len_utf8()..]);
    let (close, bracket) = rest.char_indices().find(|(_, c)| CLOSING.contains(c))?;
    let (year, number) = (rest[..close].trim_end_matches('年'), &rest[close + bracket.len_utf8()..]);
    let year = if year.len() == 2 { format!("20{year}") } else { year.to_string() };
    let number = number.strip_prefix('第').unwrap_or(number);
    let number = number.strip_suffix('号').unwrap_or(number).trim_start_matches('0');
    let right = format!("{issuer}〔{year}〕{number}号");
    is_well_formed(&right).then_some(right)
}

/// What is wrong with a number that [`corrected`] can mend, in a few words.
pub fn faults(text: &str) -> String {
    let mut faults = Vec::new();
    let (open, close) = (text.find(OPENING), text.find(CLOSING));
    if !(text.contains('〔') && text.contains('〕')) {
        faults.push("年份要用六角括号〔〕");
    }
    if let (Some(open), Some(close)) = (open, close) {
        let year =
            text.get(open..close).unwrap_or_default().chars().filter(|c| half_width_digit(*c).is_ascii_digit()).count();
        if year == 2 {
            faults.push("年份要写全四位");
        }
        let number: String = text[close..].chars().skip(1).filter(|c| !c.is_whitespace()).map(half_width_digit).collect();
        if number.starts_with('第') {
            faults.push("不加“第”字");
        }
        if number.trim_start_matches('第').starts_with('0') {
            faults.push("顺序号前面不补零");
        }
    }
    if !text.trim_end().ends_with('号') {
        faults.push("末尾要有“号”字");
    }
    if faults.is_empty() {
        faults.push("不能有空格和全角数字");
    }
    faults.join("，")
}

fn is_year(year: &str) -> bool {
    year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) && matches!(&year[..2], "19" | "20")
}

fn half_width_digit(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEAR_MISSES: [&str; 8] = [
        "光玉办[2024]5号",
        "光玉办（2024）5号",
        "光玉办〔24〕5号",
        "光玉办〔2024〕05号",
        "光玉办〔2024〕第5号",
        "光玉办〔2024〕5",
        "光玉办 〔２０２４〕5号",
        "光玉办【2024年】第005号",
    ];

    #[test]
    fn the_national_form_is_accepted_and_its_near_misses_are_not() {
        assert!(is_well_formed("光玉办〔2024〕5号"));
        for bad in NEAR_MISSES.into_iter().chain(["〔2024〕5号", "", "无"]) {
            assert!(!is_acceptable(bad), "{bad}");
        }
        for order in ["国令第711号", "主席令第六号", "公告2017年第5号"] {
            assert!(is_acceptable(order), "{order}");
        }
    }

    #[test]
    fn what_is_only_written_differently_is_put_right_and_the_fault_named() {
        for bad in NEAR_MISSES {
            assert_eq!(corrected(bad).as_deref(), Some("光玉办〔2024〕5号"), "{bad}");
            assert!(!faults(bad).is_empty());
        }
        for hopeless in ["", "〔2024〕5号", "光玉办5号", "光玉办〔204〕5号", "光玉办〔2024〕五号"] {
            assert_eq!(corrected(hopeless), None, "{hopeless}");
        }
        assert_eq!(faults("光玉办[24]第05号"), "年份要用六角括号〔〕，年份要写全四位，不加“第”字，顺序号前面不补零");
    }
}
