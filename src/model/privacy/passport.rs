//! Numbers of passports and travel permits (护照, 往来港澳通行证): a letter or two and digits, where the text calls them so.

use super::digits::half_width;
use super::sighting::{PrivateKind, Sighting, has_any};

/// Words that call a number that of a passport or permit.
pub(super) const WORDS: [&str; 4] = ["护照", "通行证", "回乡证", "台胞证"];
/// How far behind the word its number stands, in characters.
const REACH: usize = 16;
/// Characters that the longest number may have, blanks and full-width letters among them.
const LONGEST: usize = 12;
/// Digits that every number has in a row.
pub(super) const FEWEST_DIGITS: usize = 7;

/// Appends every number in the text. `context` speaks for the whole text, as the head of its column does.
pub(super) fn find(text: &str, context: &str, found: &mut Vec<Sighting>) {
    if has_any(context, &WORDS) {
        found.extend(number_in(text, 0));
    }
    for word in WORDS {
        for (at, _) in text.match_indices(word) {
            let from = at + word.len();
            let line = super::sighting::after(text, from, REACH + LONGEST);
            found.extend(number_in(line, from));
        }
    }
}

/// The first number in `text`, which begins at byte `offset` of the whole.
pub(super) fn number_in(text: &str, offset: usize) -> Option<Sighting> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || half_width(c).is_some();
    let mut from = 0;
    while let Some(start) = text[from..].find(is_part).map(|at| from + at) {
        let end = text[start..].find(|c| !is_part(c)).map_or(text.len(), |length| start + length);
        if text[..start].chars().count() > REACH {
            return None;
        }
        if is_number(&text[start..end]) {
            return Some(Sighting { start: offset + start, end: offset + end, kind: PrivateKind::Passport });
        }
        from = end;
    }
    None
}

/// `E12345678`, `EA1234567` (passports), `C12345678`, `H0123456789` (permits).
fn is_number(text: &str) -> bool {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let digits = &text[letters..];
    let first = text.bytes().next().unwrap_or_default().to_ascii_uppercase();
    digits.bytes().all(|byte| byte.is_ascii_digit())
        && match letters {
            1 => {
                matches!(first, b'E' | b'G' | b'D' | b'S' | b'P' | b'C' | b'W' | b'H' | b'M' | b'T')
                    && matches!(digits.len(), 8 | 10)
            }
            2 => matches!(first, b'E' | b'D' | b'P' | b'S' | b'C') && digits.len() == FEWEST_DIGITS,
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::super::{Setting, sightings};

    #[test]
    fn a_number_counts_behind_the_word_or_below_the_head() {
        for (text, context) in [("护照号码：E00000012", ""), ("持港澳通行证（C00000012）", ""), ("EA0000012", "护照号")]
        {
            assert_eq!(sightings(text, Setting::Cell(context)).len(), 1, "{text}");
        }
        for text in [
            "护照号码：E******12",
            "型号E00000012",
            "护照办理见GB00000012号",
            "护照：A1",
            "护照\nE00000012",
            "往来通行证办理12345678",
        ] {
            assert!(sightings(text, Setting::Prose).is_empty(), "{text}");
        }
    }
}
