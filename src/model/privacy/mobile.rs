//! Numbers of mobile phones (手机号码): 11 digits from 13 to 19, alone, split 3-4-4 or 3-8, or behind 86. Landlines, short numbers and
//! 400 numbers are an office's own. An amount, a code or a part of an address of the web is no number to call.

use super::digits::{self, Chain, Joined};
use super::sighting::{PrivateKind, Sighting, after, before, has_any};

/// Words before a number that make it something else.
const OTHER: [&str; 16] = [
    "编号",
    "文号",
    "序号",
    "单号",
    "证号",
    "流水",
    "代码",
    "索引",
    "批号",
    "型号",
    "合同号",
    "条码",
    "账号",
    "帐号",
    "卡号",
    "金额",
];
/// Units behind a number that is counted.
const UNITS: [&str; 25] = [
    "元", "万", "亿", "千", "百", "吨", "人", "户", "亩", "平", "立方", "公", "米", "度", "次", "个", "件", "项", "笔",
    "株", "条", "只", "辆", "页", "号文",
];
const REACH: usize = 6;

/// The number that begins with group `from` of the chain, and how many groups it takes. No word need speak of it: nothing
/// else looks like such a number.
pub(super) fn find(text: &str, chain: &Chain<'_>, from: usize) -> Option<(Sighting, usize)> {
    let group = chain.groups.get(from)?;
    let one_of = [&[11][..], &[3, 4, 4], &[3, 8], &[7, 4]];
    let with_code: [&[usize]; 4] = [&[2, 11], &[2, 3, 4, 4], &[4, 11], &[4, 3, 4, 4]];
    let plain = one_of.iter().find_map(|lengths| {
        let joined = chain.joined(from, lengths)?;
        let is_one = is_number(&joined.number) && is_likely(text, group.start, &joined, lengths);
        is_one.then_some((joined.end, lengths.len()))
    });
    let coded = || {
        with_code.iter().find_map(|lengths| {
            let joined = chain.joined(from, lengths).filter(|joined| joined.is_usual)?;
            let rest = joined.number.strip_prefix(b"0086").or_else(|| joined.number.strip_prefix(b"86"))?;
            is_number(rest).then_some((joined.end, lengths.len()))
        })
    };
    let joined = || {
        let rest = group.digits().strip_prefix(b"0086").or_else(|| group.digits().strip_prefix(b"86"))?;
        is_number(rest).then_some((group.end, 1))
    };
    let (end, used) = plain.or_else(coded).or_else(joined)?;
    let sighting = Sighting { start: group.start, end, kind: PrivateKind::Mobile };
    (digits::stands_alone(text, group.start, end) && !is_something_else(text, chain, from, end)).then_some((sighting, used))
}

/// Whether groups that are parted by no usual mark are one number all the same: split as people split it, or called one to call.
fn is_likely(text: &str, start: usize, joined: &Joined, lengths: &[usize]) -> bool {
    /// Characters before the number in which a word counts for it.
    const CALLED: usize = 12;
    if joined.is_usual {
        return true;
    }
    let is_year = |four: &[u8]| four.starts_with(b"19") || four.starts_with(b"20");
    match lengths {
        [3, 4, 4] if is_year(&joined.number[3..7]) && is_year(&joined.number[7..]) => false,
        [3, 4, 4] if !joined.is_broken => true,
        _ => is_expected(before(text, start, CALLED)),
    }
}

/// Whether the head of a column says that numbers to call stand below it.
pub(super) fn is_expected(context: &str) -> bool {
    has_any(context, &["电话", "手机", "联系", "号码", "微信"])
}

/// Whether ASCII digits have the length and the beginning of a mobile number.
pub(super) fn is_number(digits: &[u8]) -> bool {
    matches!(digits, [b'1', b'3'..=b'9', ..] if digits.len() == 11)
}

fn is_something_else(text: &str, chain: &Chain<'_>, from: usize, end: usize) -> bool {
    let Some(group) = chain.groups.get(from) else { return true };
    let left = before(text, group.start, REACH);
    // The second half of a longer number: an index, an extension. A day before it is that of a file's name.
    let is_tail = left.ends_with(['-', '－', '#', '='])
        && left.chars().rev().nth(1).is_some_and(|c| c.is_ascii_alphanumeric())
        && !follows_a_day(chain, from);
    is_tail || is_counted(text, group.start, end) || has_any(left, &OTHER) || is_in_url(text, group.start)
}

/// Whether the three groups before are a day: `2024-02-01-`.
fn follows_a_day(chain: &Chain<'_>, from: usize) -> bool {
    let Some([year, month, day]) = from.checked_sub(3).and_then(|first| chain.groups.get(first..from)) else { return false };
    let is_short = |part: &[u8]| matches!(part.len(), 1 | 2);
    matches!(year.digits(), [b'1', b'9', _, _] | [b'2', b'0', _, _]) && is_short(month.digits()) && is_short(day.digits())
}

/// Whether it is an amount or an ordinal.
pub(super) fn is_counted(text: &str, start: usize, end: usize) -> bool {
    let right = after(text, end, 2);
    text[..start].ends_with(['¥', '￥', '$', '第', '№']) || UNITS.iter().any(|unit| right.starts_with(unit))
}

/// Whether the word around byte `at` is an address of the web.
fn is_in_url(text: &str, at: usize) -> bool {
    let word = before(text, at, 200).rsplit(|c: char| c.is_whitespace() || !c.is_ascii()).next().unwrap_or_default();
    word.contains("://") || word.contains("www.") || word.contains("](") || word.ends_with("?id=")
}

#[cfg(test)]
mod tests {
    use super::super::{Setting, sightings};
    use super::*;

    fn seen(text: &str) -> Vec<&str> {
        let found = sightings(text, Setting::Prose).into_iter().filter(|found| found.kind == PrivateKind::Mobile);
        found.map(|found| &text[found.start..found.end]).collect()
    }

    #[test]
    fn the_ways_of_writing_one_number() {
        for number in ["15400001234", "154 0000 1234", "154-0000-1234", "86 15400001234", "8615400001234", "154－00001234"]
        {
            assert_eq!(seen(&format!("联系人：张某，电话：{number}。")), [number]);
            assert_eq!(seen(&format!("（{number}）")), [number]);
        }
        for number in
            ["154.0000.1234", "154/0000/1234", "154_0000_1234", "154（0000）1234", "154·0000·1234", "154\u{200b}00001234"]
        {
            assert_eq!(seen(&format!("请拨{number}。")), [number]);
        }
        for number in ["154\n00001234", "154\n0000\n1234", "(154)00001234"] {
            assert_eq!(seen(&format!("电话：{number}。")), [number.trim_start_matches('(')]);
            assert!(seen(&format!("共计{number}。")).is_empty(), "{number}");
        }
        assert_eq!(seen("2024-02-01-15400001234"), ["15400001234"]);
        assert_eq!(seen("＋86-15400001234"), ["86-15400001234"]);
        assert_eq!(
            seen("电话：0755-00000000/15400001234、１５４００００１２３５"),
            ["15400001234", "１５４００００１２３５"]
        );
        assert_eq!(seen("0755-00000000 15400001234 15400001235"), ["15400001234", "15400001235"]);
    }

    #[test]
    fn what_looks_like_one_and_is_none() {
        for text in [
            "0755-00000000转8001",
            "12345",
            "400-000-0000",
            "4000000000",
            "154****1234",
            "12400001234",
            "15400001234元",
            "15400001234.56",
            "0.15400001234",
            "编号：15400001234",
            "A15400001234",
            "合同号15400001234",
            "154000012345",
            "https://www.example.gov.cn/15400001234.html",
            "000014349/2017-15400001234",
            "¥15400001234",
            "15,400,001,234",
            "2024-15400001234",
            "154 000 01234",
            "154/2023/2024",
            "154.00001234",
            "1540000\n1234",
        ] {
            assert!(seen(text).is_empty(), "{text}: {:?}", seen(text));
        }
    }
}
