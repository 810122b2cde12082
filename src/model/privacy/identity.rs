//! Numbers of identity cards (居民身份证, GB 11643): 18 characters with a date and a check digit, or the 15 digits of old cards, which
//! count only where the text calls them so. A code of an organisation (统一社会信用代码, GB 32100), also within an 索引号, may have 18
//! digits too; it is told apart by its own two check digits.

use std::ops::Range;

use super::digits::{self, Chain};
use super::sighting::{PrivateKind, Sighting, before, has_any};
use crate::model::date::Date;

/// Words that call a number that of a person.
const PERSONAL: [&str; 7] = ["身份证", "身份号", "证件号", "公民身份", "居民身份", "身份證", "证号"];
/// Words that call it that of an organisation or a document.
const OFFICIAL: [&str; 8] = ["信用代码", "索引号", "机构代码", "统一代码", "信用号", "税号", "纳税人识别号", "流水号"];
/// How far in front of a number a word counts for it.
const REACH: usize = 20;
/// Where its parts end: region, year, month and day, serial number, check digit; and the two halves of the region.
const SEAMS: [usize; 6] = [3, 6, 10, 12, 14, 17];
/// The digits of the year of birth.
const YEAR: Range<usize> = 6..10;
/// The digits of the month and the day of birth.
const DAY: Range<usize> = 10..14;
/// The digits of the year in an old number, without the century, which is always the twentieth.
const OLD_YEAR: Range<usize> = 6..8;
/// The digits of the month and the day in an old number.
const OLD_DAY: Range<usize> = 8..12;
/// Groups that people split it into where nothing says what it is.
const MOST_GROUPS: usize = 5;

/// The number that begins with group `from` of the chain, and how many groups it takes. `context` speaks for the whole text,
/// as the head of its column does.
pub(super) fn find(text: &str, context: &str, chain: &Chain<'_>, from: usize) -> Option<(Sighting, usize)> {
    let group = chain.groups.get(from)?;
    let words = || format!("{context} {}", before(text, group.start, REACH));
    let Written { number, end, used } = match group.digits() {
        digits if digits.len() >= OLD => whole(text, digits, group.end),
        _ => None,
    }
    .or_else(|| split(text, chain, from, &words))?;
    let is_seen = match number.len() {
        18 if is_number(&number) => !is_document_index(text, end) && !is_of_an_organisation(&number, &words()),
        // A spreadsheet keeps fifteen digits of a number and makes the others zeros.
        18 => number.ends_with(b"000") && has_region_and_day(&number) && has_any(&words(), &PERSONAL),
        OLD => is_old_number(&number) && has_any(&words(), &PERSONAL) && !has_any(&words(), &OFFICIAL),
        _ => false,
    };
    let sighting = Sighting { start: group.start, end, kind: PrivateKind::Identity };
    (is_seen && digits::stands_alone(text, group.start, end)).then_some((sighting, used))
}

/// Digits of an old number.
const OLD: usize = 15;
/// Digits of a number before its check digit.
pub(super) const BODY: usize = 17;

/// A number as it stands in a text.
struct Written {
    number: Vec<u8>,
    /// The byte where it ends.
    end: usize,
    /// Groups that it takes.
    used: usize,
}

fn whole(text: &str, digits: &[u8], end: usize) -> Option<Written> {
    let mut written = Written { number: digits.to_vec(), end, used: 1 };
    if digits.len() == BODY {
        written.end += check_letter(&text[end..])?;
        written.number.push(b'X');
    }
    Some(written)
}

/// Bytes of an X that ends a number, with what may stand before it.
pub(super) fn check_letter(rest: &str) -> Option<usize> {
    let at = rest.char_indices().take(digits::LONGEST_GAP + 1).find(|(_, c)| matches!(c, 'X' | 'x' | 'Ｘ' | 'ｘ'));
    let (at, x) = at?;
    let is_near = at == 0 || digits::gap(rest[..at].chars()).is_some();
    is_near.then_some(at + x.len_utf8())
}

/// Several groups that make up one number. Where people split it nothing else has to tell what it is; split otherwise, words do.
fn split(text: &str, chain: &Chain<'_>, from: usize, words: &impl Fn() -> String) -> Option<Written> {
    let mut number = Vec::new();
    let mut is_usual = true;
    for (used, group) in (1..).zip(chain.groups.get(from..)?) {
        number.extend_from_slice(group.digits());
        if group.digits().is_empty() || number.len() > BODY + 1 {
            return None;
        }
        if number.len() >= BODY {
            let letter = if number.len() == BODY { check_letter(&text[group.end..]) } else { None };
            let end = group.end + letter.unwrap_or_default();
            if letter.is_some() {
                number.push(b'X');
            }
            if number.len() > BODY && is_number(&number) {
                let is_told = is_usual && used <= MOST_GROUPS || has_any(&words(), &PERSONAL);
                return is_told.then_some(Written { number, end, used });
            }
            number.truncate(number.len() - usize::from(letter.is_some()));
        }
        is_usual &= SEAMS.contains(&number.len());
    }
    None
}

/// 18 characters: a province, a date and the right check digit.
pub(super) fn is_number(number: &[u8]) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: &[u8; 11] = b"10X98765432";
    let Some((check, digits)) = number.split_last().filter(|(_, digits)| digits.len() == WEIGHTS.len()) else {
        return false;
    };
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    has_region_and_day(digits) && CHECKS[(sum % 11) as usize] == *check
}

/// Whether the first fourteen digits are a province and a day.
fn has_region_and_day(digits: &[u8]) -> bool {
    let year = value(&digits[YEAR]);
    is_province(digits) && (1900..=2050).contains(&year) && is_date(year, &digits[DAY])
}

fn is_old_number(number: &[u8]) -> bool {
    is_province(number) && is_date(1900 + value(&number[OLD_YEAR]), &number[OLD_DAY])
}

fn value(digits: &[u8]) -> i16 {
    digits.iter().fold(0, |value, digit| value * 10 + i16::from(digit - b'0'))
}

fn is_date(year: i16, month_and_day: &[u8]) -> bool {
    let (month, day) = month_and_day.split_at(2);
    let part = |digits: &[u8]| i8::try_from(value(digits)).unwrap_or_default();
    Date::new(year, part(month), part(day)).is_ok()
}

/// First two digits of GB/T 2260.
fn is_province(number: &[u8]) -> bool {
    let code = value(&number[..2]);
    matches!(code, 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83)
}

/// Whether an 索引号 goes on behind it: `/2024-00011`. What goes on with a day (`/2024-01-01`) is the name of a file.
fn is_document_index(text: &str, end: usize) -> bool {
    /// Digits of the shortest running number.
    const SERIAL: usize = 4;
    let Some(rest) = text[end..].strip_prefix(['/', '／']) else { return false };
    let digits =
        |rest: &str| rest.chars().take_while(|c| digits::half_width(*c).is_some()).map(char::len_utf8).sum::<usize>();
    let (year, rest) = rest.split_at(digits(rest));
    let Some(rest) = rest.strip_prefix(['-', '－']) else { return false };
    year.chars().count() == 4 && rest[..digits(rest)].chars().count() >= SERIAL
}

fn is_of_an_organisation(number: &[u8], words: &str) -> bool {
    let nearest = |names: &[&str]| names.iter().filter_map(|name| words.rfind(name)).max();
    match (nearest(&PERSONAL), nearest(&OFFICIAL)) {
        (Some(personal), Some(official)) => official > personal,
        (Some(_), None) => false,
        (None, Some(_)) => true,
        (None, None) => is_credit_code(number),
    }
}

/// A 统一社会信用代码 of digits alone: the check digits of the organisation (GB 11714) and of the whole (GB 32100) are both right.
fn is_credit_code(number: &[u8]) -> bool {
    const OF_ORGANISATION: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
    const OF_ALL: [u32; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    let sum = |digits: &[u8], weights: &[u32]| -> u32 {
        digits.iter().zip(weights).map(|(digit, weight)| u32::from(digit.wrapping_sub(b'0')) * weight).sum()
    };
    // Two characters for who registered it and as what, six for the region, nine for the organisation, one check digit.
    let (Some(region), Some(organisation)) = (number.get(2..8), number.get(8..17)) else { return false };
    let Some(([of_organisation], [of_all])) = organisation.last_chunk().zip(number.last_chunk()) else { return false };
    if !number.iter().all(u8::is_ascii_digit) || !is_province(region) {
        return false;
    }
    let right_of_organisation = (11 - sum(organisation, &OF_ORGANISATION) % 11) % 11;
    let right_of_all = (31 - sum(number, &OF_ALL) % 31) % 31;
    right_of_organisation == u32::from(of_organisation - b'0') && right_of_all == u32::from(of_all - b'0')
}

#[cfg(test)]
mod tests {
    use super::super::{Setting, sightings};
    use super::*;

    /// A number of a region that was never given out, `1100` and `99`, with the right check digit.
    fn number(serial: u32) -> String {
        let head = format!("119999{}{serial:03}", 19_850_101 + (serial % 12) * 100 + serial % 28);
        let check = b"0123456789X".iter().find(|check| is_number(&[head.as_bytes(), &[**check]].concat()));
        format!("{head}{}", char::from(*check.expect("one of eleven is right")))
    }

    fn seen(text: &str) -> Vec<&str> {
        let found = sightings(text, Setting::Prose).into_iter().filter(|found| found.kind == PrivateKind::Identity);
        found.map(|found| &text[found.start..found.end]).collect()
    }

    #[test]
    fn a_number_is_seen_in_any_surroundings_and_with_no_other_check_digit() {
        for serial in 0..200 {
            let number = number(serial);
            assert_eq!(seen(&number), [&number]);
            assert_eq!(seen(&format!("张某（{number}），男")), [&number]);
            assert_eq!(seen(&format!("身份证号：{}。", number.to_lowercase())), [number.to_lowercase()]);
            for other in b"0123456789X".iter().filter(|other| **other != number.as_bytes()[17]) {
                assert!(seen(&format!("{}{}", &number[..17], char::from(*other))).is_empty());
            }
            assert!(seen(&format!("A{number}")).is_empty() && seen(&format!("{number}1")).is_empty());
            assert!(seen(&format!("{number}/2024-00011")).is_empty());
            assert!(seen(&format!("统一社会信用代码：{number}")).is_empty());
        }
    }

    #[test]
    fn spaces_and_full_width_digits_hide_nothing() {
        let number = number(7);
        let spaced = format!("{} {} {}", &number[..6], &number[6..14], &number[14..]);
        assert_eq!(seen(&spaced), [spaced.as_str()]);
        let wide: String = number.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c)).collect();
        assert_eq!(seen(&wide), [wide.as_str()]);
    }

    #[test]
    fn a_number_in_parts_is_one() {
        let number = number(7);
        let cut = |places: &[usize], mark: &str| {
            let mut text = number.clone();
            places.iter().rev().for_each(|at| text.insert_str(*at, mark));
            text
        };
        for mark in [" ", "-", "\n", "\u{a0}", "/", "_", ".", "`", "\u{200b}", "\u{ad}", " - "] {
            for places in [&[6][..], &[14], &[6, 14], &[6, 10, 12], &[3, 6, 10, 14], &[17]] {
                let text = cut(places, mark);
                assert_eq!(seen(&text), [&text], "{mark:?} {places:?}");
            }
            let odd = cut(&[4, 9], mark);
            assert_eq!(seen(&format!("身份证号{odd}")), [&odd], "{mark:?}");
        }
        assert_eq!(seen(&format!("（{}）{}", &number[..6], &number[6..])).len(), 1);
        assert!(seen(&cut(&[4, 9], " ")).is_empty() && seen(&cut(&[6], "，")).is_empty());
        let other: String =
            number.chars().map(|c| c.to_digit(10).and_then(|d| char::from_u32(0x660 + d)).unwrap_or(c)).collect();
        assert_eq!(seen(&other), [&other]);
        assert_eq!(seen(&format!("{number}/2024-01-01-x.md")), [&number], "the name of a file is no 索引号");
    }

    #[test]
    fn old_numbers_count_only_where_they_are_called_so() {
        assert_eq!(seen("身份证号119999850101001"), ["119999850101001"]);
        assert!(seen("编号119999850101001").is_empty() && seen("身份证号119999851301001").is_empty());
    }

    #[test]
    fn dates_provinces_and_codes_of_organisations_are_looked_at() {
        for text in ["119999198513010011", "999999198501010011", "114403006955506492", "12440300MB2C01234X"] {
            assert!(seen(text).is_empty(), "{text}");
        }
        let codes = |serial: u32| (0..100).map(move |last| format!("11440000{serial:08}{last:02}"));
        let right = |serial| codes(serial).filter(|code| is_credit_code(code.as_bytes())).count();
        assert!((0..99).all(|serial| right(serial) <= 1), "both check digits follow from the rest");
        assert!((0..99).map(right).sum::<usize>() > 20);
    }
}
