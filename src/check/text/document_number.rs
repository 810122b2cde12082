//! Numbers of documents (文号) in a text, found from the bracket of their year: for the rule about their form, and for those that must leave
//! their brackets to it.

use std::ops::Range;

use crate::model::document_number::CLOSING;

/// Han characters that the short name of an issuer has at most.
const LONGEST_ISSUER: usize = 12;
/// What people put between the parts.
const BLANKS: [char; 3] = [' ', '\u{a0}', '\u{3000}'];
/// Characters of a sentence that a finding shows before the bracket.
const SHOWN_OF_SENTENCE: usize = 3;

/// The number whose bracket opens at byte `at`: Han characters before it, a year within, digits and 号 after. Only what can be
/// nothing else: `示例路（2024）5号楼` and `（2023）粤0000民初1号` are none.
pub(crate) fn number_around(text: &str, at: usize) -> Option<Range<usize>> {
    let inside = text.get(at..)?;
    let open = inside.chars().next()?;
    let rest = &inside[open.len_utf8()..];
    let year = rest.bytes().take_while(u8::is_ascii_digit).count();
    // Nearly all brackets open before something else.
    if year == 0 {
        return None;
    }
    let closing = rest[year..].chars().next().filter(|c| CLOSING.contains(c))?;
    let after = rest[year + closing.len_utf8()..].trim_start_matches(BLANKS);
    let is_year = match year {
        4 => matches!(&rest[..2], "19" | "20"),
        // Two digits in round brackets are anything.
        2 => !matches!(open, '(' | '（'),
        _ => false,
    };
    let plain = after.strip_prefix('第').unwrap_or(after);
    let digits = plain.bytes().take_while(u8::is_ascii_digit).count();
    let tail = match plain[digits..].trim_start_matches(BLANKS).strip_prefix('号') {
        Some(tail) => tail,
        // Nothing else stands in hexagonal brackets.
        None if open == '〔' && digits > 0 => &plain[digits..],
        None => return None,
    };
    let is_address = tail.starts_with(|c: char| "楼院门线铺宗地馆井厂机房栋库店".contains(c));
    let end = text.len() - tail.len();
    let is_number = is_year && (1..=5).contains(&digits) && !is_address;
    Some(issuer_start(text, at).filter(|_| is_number)?..end)
}

/// Where the issuer's short name begins: at most twelve Han characters back, not beyond a mark.
pub(crate) fn issuer_start(text: &str, at: usize) -> Option<usize> {
    let before = text.get(..at)?;
    let han = |c: &char| ('\u{4e00}'..='\u{9fff}').contains(c);
    let name: Vec<char> = before.chars().rev().take_while(han).take(LONGEST_ISSUER + 1).collect();
    // A longer run is a sentence that ends in the name: where the name begins is unknown.
    let length = if name.len() > LONGEST_ISSUER { SHOWN_OF_SENTENCE } else { name.len() };
    // 路（2024）5号, 附件（2024）2号: the last word is no issuer's.
    let ends_like_one = name.first().is_some_and(|c| !"路街巷道村园楼栋座件表图年月日第".contains(*c));
    (length > 0 && ends_like_one).then(|| at - name[..length].iter().map(|c| c.len_utf8()).sum::<usize>())
}
