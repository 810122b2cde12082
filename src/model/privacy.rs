//! Private data (个人隐私) in a text: what it is and where it stands, told from shape, check digits and the words around it. Pure
//! functions of text, so that reports, cells of spreadsheets and names of files are all judged alike. What is masked already
//! (`138****1234`) has no such shape and is never seen.

mod bank_card;
mod digits;
mod home_address;
mod identity;
mod mobile;
mod passport;
mod scripts;
mod sighting;
pub mod table;

use std::borrow::Cow;

use digits::Chain;
pub use sighting::{FEWEST_DIGITS, PrivateKind, Sighting};

/// What a text is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting<'c> {
    /// Running text.
    Prose,
    /// A cell, with what it belongs to though it stands elsewhere: the head of its column, its neighbour. A bare number in a
    /// cell is one to call only where these say so.
    Cell(&'c str),
}

/// All private data in `text`, in the order of places, none inside another. Words of a line count for that line alone.
pub fn sightings(text: &str, setting: Setting<'_>) -> Vec<Sighting> {
    let mut found = Vec::new();
    let context = match setting {
        Setting::Prose => "",
        Setting::Cell(context) => context,
    };
    let mut longest = 0;
    digits::chains(text, |chain| {
        longest = longest.max(chain.longest());
        in_chain(text, context, chain, &mut found);
    });
    if setting != Setting::Prose && !mobile::is_expected(context) {
        found.retain(|found| found.kind != PrivateKind::Mobile || found.end - found.start < text.trim().len());
    }
    if longest >= passport::FEWEST_DIGITS {
        passport::find(text, context, &mut found);
    }
    home_address::find(text, context, &mut found);
    found.sort_unstable();
    found.dedup_by(|next, earlier| next.start < earlier.end);
    found
}

/// Words without one of which no [`PrivateKind::Passport`] and no [`PrivateKind::Address`] is seen, be it in the text or beside it.
pub fn telling_words() -> impl Iterator<Item = &'static str> {
    passport::WORDS.iter().chain(&home_address::WORDS).chain(&home_address::HEADS).copied()
}

/// Whether `c` is a digit, of whatever script.
pub fn is_digit(c: char) -> bool {
    digits::half_width(c).is_some()
}

/// Whether two runs of digits with this between them may be parts of one number.
pub fn may_be_one(between: &str) -> bool {
    // Han characters begin with one of these bytes. One stands between nearly all numbers of a sentence, and then they are
    // two numbers.
    if let Some(0xe4..=0xe9) = between.bytes().next() {
        return false;
    }
    digits::gap(between.chars()).is_some()
}

/// The recognisers of numbers, the surest first. What one takes the next does not get.
fn in_chain(text: &str, context: &str, chain: &Chain<'_>, found: &mut Vec<Sighting>) {
    if chain.digits() < FEWEST_DIGITS {
        return;
    }
    let mut from = 0;
    while from < chain.groups.len() {
        let seen = identity::find(text, context, chain, from)
            .or_else(|| mobile::find(text, chain, from))
            .or_else(|| bank_card::find(text, context, chain, from));
        match seen {
            Some((sighting, groups)) => {
                found.push(sighting);
                from += groups;
            }
            None => from += 1,
        }
    }
}

/// The form that may be shown: of as many bytes and characters as `text`, letters and digits in the middle covered.
pub fn masked(text: &str, kind: PrivateKind) -> String {
    let (first, last) = kind.kept();
    let is_secret = |c: char| match kind {
        PrivateKind::Address => c.is_numeric() || c.is_ascii_alphabetic(),
        _ => c.is_alphanumeric(),
    };
    let secret = text.chars().filter(|c| is_secret(*c)).count();
    let mut number = 0;
    let cover = |c: char| {
        if !is_secret(c) {
            return c;
        }
        number += 1;
        if number <= first || number > secret.saturating_sub(last) { c } else { star(c) }
    };
    text.chars().map(cover).collect()
}

/// A mark of the same length in bytes, so that places behind it stay where they are.
fn star(c: char) -> char {
    match c.len_utf8() {
        1 => '*',
        2 => '·',
        3 => '＊',
        _ => '\u{1f512}',
    }
}

/// The text with every number masked that looks private, whatever it is part of: for showing text, where a mask too many
/// does no harm. Bytes stay where they are.
pub fn covered(text: &str) -> Cow<'_, str> {
    cover(text, &looks_private(text))
}

/// The places that [`covered`] masks.
pub fn looks_private(text: &str) -> Vec<Sighting> {
    if !may_tell(text) {
        return Vec::new();
    }
    let mut found = sightings(text, Setting::Prose);
    found.extend(numbers(text));
    found.sort_unstable();
    found
}

/// Numbers that are private by their digits alone, whatever stands around them.
fn numbers(text: &str) -> Vec<Sighting> {
    let mut found = Vec::new();
    digits::chains(text, |chain| {
        for group in chain.groups {
            let (mut end, mut number) = (group.end, group.digits().to_vec());
            if let Some(letter) = identity::check_letter(&text[end..]).filter(|_| number.len() == identity::BODY) {
                end += letter;
                number.push(b'X');
            }
            let kind = match number.as_slice() {
                number if identity::is_number(number) => PrivateKind::Identity,
                number if mobile::is_number(number) && !mobile::is_counted(text, group.start, end) => PrivateKind::Mobile,
                number if bank_card::is_number(number) => PrivateKind::BankCard,
                _ => continue,
            };
            found.push(Sighting { start: group.start, end, kind });
        }
    });
    found
}

/// Private data in a name of a file, a folder or an address. Nobody tells in a name what a number is, letters stand beside it, and `_`
/// is a space, as is a hyphen behind a word.
pub fn in_name(name: &str) -> Vec<Sighting> {
    if !may_tell(name) {
        return Vec::new();
    }
    let mut previous = ' ';
    let spaced: String = name
        .chars()
        .map(|c| match (std::mem::replace(&mut previous, c), c) {
            (_, '_') => ' ',
            (word, '-') if word.is_alphabetic() => ' ',
            (_, c) => c,
        })
        .collect();
    let mut found = sightings(&spaced, Setting::Prose);
    found.extend(numbers(&spaced).into_iter().filter(|seen| seen.kind == PrivateKind::Identity));
    found.sort_unstable();
    found.dedup_by(|next, earlier| next.start < earlier.end);
    found
}

/// Whether a text has digits enough for a number, or a character of the words that tell of shorter ones. Nearly all names and messages
/// have neither, and every build asks of all of them.
fn may_tell(text: &str) -> bool {
    let (mut digits, mut most) = (0, 0);
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' => digits += 1,
            // A letter or a Han character, which begins with one of these bytes, ends a number.
            b'a'..=b'z' | b'A'..=b'Z' | 0xe4..=0xe9 => digits = 0,
            _ => {}
        }
        most = most.max(digits);
    }
    // Full-width digits and digits of other scripts were not counted above.
    let has_others = || text.chars().any(|c| !c.is_ascii() && is_digit(c));
    most >= FEWEST_DIGITS || text.contains(TELLING) || has_others()
}

/// One of them is in every word of [`passport::WORDS`] and [`home_address::WORDS`].
const TELLING: [char; 5] = ['住', '籍', '庭', '照', '证'];

/// What may be private in a row of a table, whatever the head of its columns says: for showing such a line alone.
pub fn in_row(row: &str) -> Vec<Sighting> {
    let mut found = Vec::new();
    let mut start = 0;
    for cell in row.split_inclusive(['|', '\t', '<', '>', ',', '，']) {
        let in_cell = home_address::address_in(cell, start).into_iter().chain(passport::number_in(cell, start));
        found.extend(in_cell);
        start += cell.len();
    }
    found
}

/// Whether there is anything that [`covered`] masks.
pub fn is_private(text: &str) -> bool {
    matches!(covered(text), Cow::Owned(_))
}

/// The text with these places masked.
pub fn cover<'t>(text: &'t str, places: &[Sighting]) -> Cow<'t, str> {
    if places.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    let mut at = 0;
    for place in places {
        let (start, end) = (text.floor_char_boundary(place.start), text.ceil_char_boundary(place.end));
        if start < at || end <= start {
            continue;
        }
        shown.push_str(&text[at..start]);
        shown.push_str(&masked(&text[start..end], place.kind));
        at = end;
    }
    shown.push_str(&text[at..]);
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_with_a_telling_word_is_passed_over() {
        let words = passport::WORDS.iter().chain(&home_address::WORDS);
        words.for_each(|word| assert!(may_tell(word), "{word}"));
    }

    #[test]
    fn masks_keep_bytes_and_characters() {
        assert_eq!(masked("15400001234", PrivateKind::Mobile), "154****1234");
        assert_eq!(masked("110000199001010000", PrivateKind::Identity), "11*************000");
        assert_eq!(masked("１５４-0000-1234", PrivateKind::Mobile), "１５４-****-1234");
        assert_eq!(masked("E00000012", PrivateKind::Passport), "E******12");
        assert_eq!(masked("甲路1号2栋301室", PrivateKind::Address), "甲路*号*栋***室");
        for (text, kind) in [("１５４００００１２３４", PrivateKind::Mobile), ("É1", PrivateKind::Address)] {
            let masked = masked(text, kind);
            assert_eq!((masked.len(), masked.chars().count()), (text.len(), text.chars().count()));
        }
    }

    #[test]
    fn covering_leaves_all_else() {
        let text = "电话15400001234，索引号000014349/2017-00110，金额15400001234元";
        assert_eq!(covered(text), "电话154****1234，索引号000014349/2017-00110，金额15400001234元");
        assert!(matches!(covered("没有号码"), Cow::Borrowed(_)));
        let everywhere = [Sighting { start: 1, end: 4, kind: PrivateKind::Address }];
        assert_eq!(cover("号1", &everywhere), "号*");
        assert_eq!(cover("", &everywhere), "");
    }
}
