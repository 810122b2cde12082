//! When two characters are the same to a reader who searches: full and half width, upper and lower case, and the many forms of a
//! bracket are one. The browser folds the query with the table that is written here and published in `search/map.js`, so the two
//! sides cannot disagree. A character becomes one character, so places in the folded text are places in the text.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use crate::model::look_alike::meant;

/// Brackets and marks that are typed for each other, and what they become. Those that mean something in a file of terms become
/// their wide form, all others are narrow.
const MARKS: [(&str, char); 7] = [
    ("〔【[{〖﹙﹝", '('),
    ("〕】]}〗﹚﹞", ')'),
    ("\"”„‟「」『』﹁﹂", '“'),
    ("‘’‚‛", '\''),
    (",", '，'),
    (":", '：'),
    ("\\", '＼'),
];

/// White space and characters without width: terms and words end there.
pub(super) const BREAKS: [(char, char); 9] = [
    ('\0', ' '),
    ('\u{7f}', '\u{a0}'),
    ('\u{ad}', '\u{ad}'),
    ('\u{1680}', '\u{1680}'),
    ('\u{2000}', '\u{200f}'),
    ('\u{2028}', '\u{202f}'),
    ('\u{205f}', '\u{206f}'),
    ('\u{3000}', '\u{3000}'),
    ('\u{feff}', '\u{feff}'),
];

/// Marks beyond ASCII, of which all are marks but letters and digits.
pub(super) const SIGNS: [(char, char); 8] = [
    ('\u{a1}', '\u{bf}'),
    ('×', '×'),
    ('÷', '÷'),
    ('\u{2010}', '\u{2bff}'),
    ('\u{2e00}', '\u{2e7f}'),
    ('\u{3001}', '\u{3004}'),
    ('\u{3008}', '\u{3030}'),
    ('\u{fe10}', '\u{ffff}'),
];

/// Radicals and compatibility ideographs, which become the character that they look like.
const LOOK_ALIKES: [(char, char); 2] = [('\u{2e80}', '\u{2fdf}'), ('\u{f900}', '\u{faff}')];

/// What a folded character is to the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// One of [`BREAKS`].
    Break,
    /// Punctuation and other signs.
    Mark,
    /// A Han character, or a letter of another script.
    Letter,
    /// `a` to `z` and `0` to `9`.
    Latin,
}

static TABLE: LazyLock<Box<[(char, Class)]>> = LazyLock::new(|| {
    let marks = marks();
    let letter = |code| char::from_u32(code).map_or(('\u{fffd}', Class::Break), |c| (c, Class::Letter));
    let mut table: Box<[(char, Class)]> = (0..0x1_0000).map(letter).collect();
    // All others are letters that stay what they are.
    for (first, last) in [('\0', LAST_WITH_CASE)].into_iter().chain(BREAKS).chain(SIGNS).chain(LOOK_ALIKES) {
        for c in first..=last {
            table[c as usize] = entry(c, &marks);
        }
    }
    table
});

/// Letters beyond this have no case, or lie outside what a disclosure column prints.
const LAST_WITH_CASE: char = '\u{58f}';

fn marks() -> FxHashMap<char, char> {
    MARKS.iter().flat_map(|(forms, mark)| forms.chars().map(move |form| (form, *mark))).collect()
}

fn entry(c: char, marks: &FxHashMap<char, char>) -> (char, Class) {
    let folded = compute(c, marks);
    (folded, classify(folded))
}

fn compute(c: char, marks: &FxHashMap<char, char>) -> char {
    let narrow = match c {
        '\u{3000}' => ' ',
        // `m²` is searched for as m2, `CO₂` as CO2, `Ⅴ` as V; 'Ⅳ' would become two characters and stays one.
        '\u{ff00}'..='\u{ffef}' | '²' | '³' | '¹' | '\u{2080}'..='\u{2089}' | '\u{2160}'..='\u{217f}' => {
            only(std::iter::once(c).nfkc(), c)
        }
        '\u{2e80}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}' => {
            meant(c).map(|meant| meant.c).filter(|meant| meant.len_utf16() == c.len_utf16()).unwrap_or(c)
        }
        _ => c,
    };
    match (marks.get(&narrow), narrow) {
        (Some(mark), _) => *mark,
        (None, '\0'..=LAST_WITH_CASE | '\u{2160}'..='\u{217f}') => only(narrow.to_lowercase(), narrow),
        (None, _) => narrow,
    }
}

/// The one character that comes out, or `other`: every character stays one, as long in UTF-16 as it was.
fn only(mut folded: impl Iterator<Item = char>, other: char) -> char {
    match (folded.next(), folded.next()) {
        (Some(one), None) => one,
        _ => other,
    }
}

fn classify(c: char) -> Class {
    match c {
        'a'..='z' | '0'..='9' => Class::Latin,
        _ if is_in(&BREAKS, c) => Class::Break,
        _ if c.is_ascii() || is_in(&SIGNS, c) => Class::Mark,
        _ => Class::Letter,
    }
}

fn is_in(ranges: &[(char, char)], c: char) -> bool {
    ranges.iter().any(|(first, last)| (*first..=*last).contains(&c))
}

/// What [`fold`] looks into. It is made when it is first asked for.
pub(super) fn table() -> &'static [(char, Class)] {
    &TABLE
}

/// The folded character and what it is.
#[inline]
pub(super) fn fold(table: &[(char, Class)], c: char) -> (char, Class) {
    // Nearly every character is one of these.
    if ('\u{4e00}'..='\u{9fff}').contains(&c) {
        return (c, Class::Letter);
    }
    table.get(c as usize).copied().unwrap_or((c, Class::Letter))
}

/// All characters that fold to another, and what each becomes, side by side.
pub(super) fn pairs() -> (String, String) {
    let changed = |code| char::from_u32(code).map(|c| (c, fold(&TABLE, c).0)).filter(|(c, folded)| c != folded);
    (0..0x1_0000).filter_map(changed).unzip()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fold(c: char) -> (char, Class) {
        super::fold(table(), c)
    }

    fn folded(text: &str) -> String {
        text.chars().map(|c| fold(c).0).collect()
    }

    #[test]
    fn forms_of_one_character_are_one() {
        assert_eq!(folded("光玉办〔２０２４〕５号"), "光玉办(2024)5号");
        for form in ["光玉办[2024]5号", "光玉办（2024）5号", "光玉办【2024】5号", "光玉办(2024)5号"] {
            assert_eq!(folded(form), folded("光玉办〔２０２４〕５号"));
        }
        assert_eq!(folded("ＰＭ2.5与Pm2.5　É"), "pm2.5与pm2.5 é");
        assert_eq!(folded("⾦额，⼯作，⻓期，\u{f97c}好"), "金额，工作，长期，良好");
        assert_eq!(folded("100m²、CO₂、第Ⅴ类、第Ⅱ类、第ⅱ类"), "100m2、co2、第v类、第ⅱ类、第ⅱ类");
    }

    #[test]
    fn every_character_has_its_entry() {
        let marks = marks();
        for c in (0..0x1_0000).filter_map(char::from_u32) {
            assert_eq!(table()[c as usize], entry(c, &marks), "{c:?}");
        }
    }

    #[test]
    fn traditional_forms_of_characters_stay_apart() {
        assert_eq!(folded("臺灣《办法》〇"), "臺灣《办法》〇");
    }

    #[test]
    fn what_delimits_lists_is_no_folded_character() {
        assert!((0..=0xffff).filter_map(char::from_u32).all(|c| !",:\"\\".contains(fold(c).0)));
    }

    #[test]
    fn folding_keeps_lengths_and_is_done_once() {
        for c in (0..=0x3_ffff).filter_map(char::from_u32) {
            let (once, _) = fold(c);
            assert_eq!(once.len_utf16(), c.len_utf16(), "{c:?}");
            assert_eq!(fold(once).0, once, "{c:?}");
        }
    }

    #[test]
    fn terms_end_at_white_space_alone() {
        assert!("　 \t\n\r\u{a0}\u{200b}".chars().all(|c| fold(c).1 == Class::Break));
        assert!("办〇㐀𠀀éж々".chars().all(|c| fold(c).1 == Class::Letter));
        assert!("，。（》—%-×“”：".chars().all(|c| fold(c).1 == Class::Mark));
        assert!("Ａz０9".chars().all(|c| fold(c).1 == Class::Latin));
    }
}
