//! Home addresses (家庭住址): words that speak of somebody's home, and behind them a house number or a room. The address of an
//! office, a shop or a site stands behind other words.

use super::digits::half_width;
use super::sighting::{PrivateKind, Sighting, after, has_any};
use crate::model::numeral;

/// Words before somebody's home.
pub(super) const WORDS: [&str; 18] = [
    "家庭住址",
    "家庭地址",
    "现住址",
    "现住地",
    "现居住地",
    "现居住",
    "居住地址",
    "居住地",
    "户籍地址",
    "户籍所在地",
    "户籍地",
    "住址",
    "家住",
    "现住",
    "住在",
    "，住",
    "、住",
    "；住",
];
/// Heads of columns.
pub(super) const HEADS: [&str; 6] = ["住址", "家庭地址", "居住地", "户籍地", "户籍所在", "户口所在"];
/// How long an address may be, in characters.
const REACH: usize = 60;
/// What a number of a house or a room is followed by.
const ROOMS: [&str; 9] = ["号楼", "号院", "号", "室", "栋", "幢", "单元", "座", "房"];

/// What has numbered houses.
const WAYS: [&str; 17] =
    ["路", "街", "巷", "村", "道", "区", "园", "苑", "里", "弄", "镇", "组", "胡同", "大厦", "坊", "围", "屯"];

/// Appends every home in the text. `context` speaks for the whole text, as the head of its column does.
pub(super) fn find(text: &str, context: &str, found: &mut Vec<Sighting>) {
    if has_any(context, &HEADS) {
        found.extend(address_in(text, 0));
    }
    // One of these is in every word; looking for a character is quick.
    if text.is_ascii() || !['住', '籍', '庭'].into_iter().any(|c| text.contains(c)) {
        return;
    }
    for word in WORDS {
        for (at, _) in text.match_indices(word) {
            let from = at + word.len();
            found.extend(address_in(after(text, from, REACH), from));
        }
    }
}

/// From the first number to the last room of the first clause of `text`, which begins at byte `offset` of the whole.
pub(super) fn address_in(text: &str, offset: usize) -> Option<Sighting> {
    let text = &text[..text.find(['。', '；', ';', '，', '|', '\t']).unwrap_or(text.len())];
    let mut place: Option<(usize, usize)> = None;
    for room in ROOMS {
        for (at, _) in text.match_indices(room) {
            let numbers = text[..at].chars().rev().take_while(|c| is_number(*c));
            let length: usize = numbers.map(char::len_utf8).sum();
            let rest = &text[at + room.len()..];
            if length == 0 || rest.starts_with(['线', '屋', '文', '令', '码']) {
                continue;
            }
            let (start, end) = place.unwrap_or((at - length, at));
            place = Some((start.min(at - length), end.max(at + room.len())));
        }
    }
    let (start, end) = place?;
    // A house number needs a road or village before it; `1号` alone may be anything.
    let is_told = has_any(&text[..start], &WAYS);
    is_told.then_some(Sighting { start: offset + start, end: offset + end, kind: PrivateKind::Address })
}

fn is_number(c: char) -> bool {
    half_width(c).is_some() || c.is_ascii_alphabetic() || numeral::is_numeral(c) || matches!(c, '-' | '－')
}

#[cfg(test)]
mod tests {
    use super::super::{Setting, sightings};
    use super::*;

    fn seen(text: &str) -> Vec<&str> {
        let found = sightings(text, Setting::Prose).into_iter().filter(|found| found.kind == PrivateKind::Address);
        found.map(|found| &text[found.start..found.end]).collect()
    }

    #[test]
    fn a_home_with_its_number_is_seen() {
        assert_eq!(seen("家庭住址：某区甲街道乙路1号2栋301室"), ["1号2栋301室"]);
        assert_eq!(seen("张某，男，住某区丙村12号。"), ["12号"]);
        assert_eq!(seen("现住某小区３栋Ａ座"), ["３栋"]);
        assert_eq!(sightings("某区甲街道乙路1号301室", Setting::Cell("住址")).len(), 1);
    }

    #[test]
    fn offices_and_masked_addresses_are_not() {
        for text in [
            "地址：某区甲街道乙路1号办公楼301室",
            "办公地址：甲路1号3楼",
            "家庭住址：某区甲街道",
            "家庭住址：某区甲路**号***室",
            "居住地社区服务中心，甲路1号",
            "现住人口1200户",
            "住在第1号线附近",
            "保障居住地安置房300套，惠及群众",
            "户籍地证明2份",
            "住房保障建设路2号地块",
        ] {
            assert!(seen(text).is_empty(), "{text}: {:?}", seen(text));
        }
    }
}
