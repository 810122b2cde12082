//! Numbers of bank cards (银行卡号): 16 to 19 digits that begin as Chinese cards do, with the right last digit (Luhn), where the text
//! speaks of an account. Accounts of companies and offices have other numbers and are public in tenders.

use super::digits::{self, Chain};
use super::sighting::{PrivateKind, Sighting, after, before, has_any};

const WORDS: [&str; 13] =
    ["银行", "账号", "帐号", "卡号", "开户", "账户", "帐户", "储蓄", "借记卡", "信用卡", "社保卡", "惠农卡", "一卡通"];
const OFFICIAL: [&str; 5] = ["对公", "单位账", "公司", "基本户", "财政"];
const REACH: usize = 30;
const SPLITS: [&[usize]; 5] = [&[4, 4, 4, 4], &[4, 4, 4, 4, 1], &[4, 4, 4, 4, 2], &[4, 4, 4, 4, 3], &[6, 13]];

/// The number of a card that begins with group `from` of the chain, and how many groups it takes. `context` speaks for the
/// whole text, as the head of its column does.
pub(super) fn find(text: &str, context: &str, chain: &Chain<'_>, from: usize) -> Option<(Sighting, usize)> {
    let group = chain.groups.get(from)?;
    let (end, used) = if is_number(group.digits()) {
        (group.end, 1)
    } else {
        SPLITS.iter().rev().find_map(|lengths| {
            let joined = chain.joined(from, lengths)?;
            is_number(&joined.number).then_some((joined.end, lengths.len()))
        })?
    };
    let words = format!("{context} {} {}", before(text, group.start, REACH), after(text, end, REACH / 2));
    let is_seen = has_any(&words, &WORDS) && !has_any(&words, &OFFICIAL) && digits::stands_alone(text, group.start, end);
    is_seen.then_some((Sighting { start: group.start, end, kind: PrivateKind::BankCard }, used))
}

/// Whether a bank may have given out this number: length, beginning, last digit.
pub(super) fn is_number(number: &[u8]) -> bool {
    let is_of_a_bank = match number.len() {
        16 => matches!(number, [b'6', b'2', ..] | [b'4', ..] | [b'5', b'1'..=b'5', ..] | [b'3', b'5', ..]),
        17 | 18 => number.starts_with(b"62"),
        19 => number.starts_with(b"62") || number.starts_with(b"9558"),
        _ => false,
    };
    is_of_a_bank && number.iter().any(|digit| *digit != number[0]) && is_luhn(number)
}

fn is_luhn(number: &[u8]) -> bool {
    let value = |(place, digit): (usize, &u8)| {
        let digit = u32::from(digit - b'0') * if place % 2 == 1 { 2 } else { 1 };
        if digit > 9 { digit - 9 } else { digit }
    };
    number.iter().rev().enumerate().map(value).sum::<u32>() % 10 == 0
}

#[cfg(test)]
mod tests {
    use super::super::{Setting, sightings};
    use super::*;

    fn number(length: usize, serial: u32) -> String {
        let head = format!("620000{serial:0width$}", width = length - 7);
        let last = (b'0'..=b'9').find(|last| is_luhn(&[head.as_bytes(), &[*last]].concat()));
        format!("{head}{}", char::from(last.expect("one of ten is right")))
    }

    fn count(text: &str, context: &str) -> usize {
        sightings(text, Setting::Cell(context)).iter().filter(|found| found.kind == PrivateKind::BankCard).count()
    }

    #[test]
    fn a_card_counts_where_the_text_speaks_of_an_account() {
        for serial in 1..100 {
            for length in 16..=19 {
                let number = number(length, serial);
                assert_eq!(count(&format!("开户行：某银行，卡号{number}"), ""), 1);
                assert_eq!(count(&number, "银行卡号"), 1);
                assert_eq!(count(&format!("流水{number}"), ""), 0);
                assert_eq!(count(&format!("公司对公账户：{number}"), ""), 0);
                let wrong = (number.as_bytes()[length - 1] - b'0' + 1) % 10;
                assert_eq!(count(&format!("银行卡号{}{wrong}", &number[..length - 1]), ""), 0);
            }
        }
        let number = number(19, 5);
        let split: Vec<&str> =
            [0, 4, 8, 12, 16].iter().zip([4, 8, 12, 16, 19]).map(|(from, to)| &number[*from..to]).collect();
        assert_eq!(count(&format!("银行卡号：{}", split.join(" ")), ""), 1);
    }
}
