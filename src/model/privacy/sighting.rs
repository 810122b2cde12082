//! Private data that was seen, as a value, and what its recognisers share: how much they look at before and behind a number, and the
//! fewest digits that a number has.

use serde::{Deserialize, Serialize};

/// Digits of the shortest number that any recogniser knows: of a mobile phone. Words tell of shorter ones.
pub const FEWEST_DIGITS: usize = 11;

/// What kind of private data something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PrivateKind {
    /// 居民身份证号码.
    Identity,
    /// 手机号码.
    Mobile,
    /// 银行卡号.
    BankCard,
    /// 护照、通行证号码.
    Passport,
    /// 家庭住址.
    Address,
}

impl PrivateKind {
    /// What it is called in findings.
    pub fn chinese(self) -> &'static str {
        match self {
            PrivateKind::Identity => "身份证号码",
            PrivateKind::Mobile => "手机号码",
            PrivateKind::BankCard => "银行卡号",
            PrivateKind::Passport => "护照或通行证号码",
            PrivateKind::Address => "家庭住址",
        }
    }

    /// Characters that a masked form keeps at its start and end.
    pub(super) fn kept(self) -> (usize, usize) {
        match self {
            PrivateKind::Identity => (2, 3),
            PrivateKind::Mobile => (3, 4),
            PrivateKind::BankCard => (0, 4),
            PrivateKind::Passport => (1, 2),
            PrivateKind::Address => (0, 0),
        }
    }
}

/// Private data at bytes `start..end` of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sighting {
    /// Byte of its first character.
    pub start: usize,
    /// Byte behind its last character.
    pub end: usize,
    /// What was seen.
    pub kind: PrivateKind,
}

/// At most `characters` of the line before byte `at`. No more is looked at, however long the line is.
pub(super) fn before(text: &str, at: usize, characters: usize) -> &str {
    let near = text[..at].char_indices().rev().take(characters).take_while(|(_, c)| *c != '\n');
    &text[near.last().map_or(at, |(start, _)| start)..at]
}

/// At most `characters` of the line from byte `at` on. No more is looked at, however long the line is.
pub(super) fn after(text: &str, at: usize, characters: usize) -> &str {
    let near = text[at..].chars().take(characters).take_while(|c| *c != '\n');
    &text[at..at + near.map(char::len_utf8).sum::<usize>()]
}

/// Whether one of the words stands in the text.
pub(super) fn has_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}
