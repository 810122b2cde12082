//! Tables from codes of a font to characters (ToUnicode).

use std::collections::BTreeMap;

use super::content::{Content, hex};
use crate::budget::{Budget, PASSED};

/// Steps of filling one table: every code of two bytes may be said a few times, and a table that says more is none.
const MOST_ENTRIES: usize = 4 * 65_536;
/// Digits of a code or a character that are read: longer ones are ligatures, whose first character counts.
const LONGEST_CODE: usize = 64;

/// The characters of a font.
#[derive(Debug, Default)]
pub(super) struct Font {
    characters: BTreeMap<u16, char>,
    /// Whether all codes have one byte.
    is_short: bool,
}

impl Font {
    /// Reads the table in a stream, as far as the budget goes.
    pub(super) fn read(stream: &[u8], budget: &Budget) -> Font {
        let text = String::from_utf8_lossy(stream);
        let mut characters = BTreeMap::new();
        let mut entries = 0;
        for (kind, size) in [("char", 2), ("range", 3)] {
            for section in text.split(&format!("beginbf{kind}")).skip(1) {
                let section = section.split(&format!("endbf{kind}")).next().unwrap_or_default();
                let mut codes = section.split('<').skip(1).map(digits);
                while let (Some(first), Some(second)) = (codes.next(), codes.next()) {
                    let Some(target) = (if size == 2 { Some(second) } else { codes.next() }) else { break };
                    let (first, last) = (code(first), if size == 2 { code(first) } else { code(second) });
                    if !budget.spend(PASSED) {
                        break;
                    }
                    let Some(start) = utf16(target) else { continue };
                    for (step, code) in (first..=last.max(first)).enumerate() {
                        entries += 1;
                        if entries > MOST_ENTRIES || !budget.spend(PASSED) {
                            budget.leave_out();
                            return Font::of(characters);
                        }
                        let character = u32::try_from(step).ok().and_then(|step| char::from_u32(u32::from(start) + step));
                        characters.extend(character.map(|character| (code, character)));
                    }
                }
            }
        }
        Font::of(characters)
    }

    fn of(characters: BTreeMap<u16, char>) -> Font {
        let is_short = characters.keys().all(|code| *code < 0x100);
        Font { characters, is_short }
    }

    /// The text of a page in this font. Codes have two bytes; a font whose codes have one has only small ones.
    pub(super) fn read_page(&self, page: &Content) -> String {
        page.joined(|bytes, text| {
            let before = text.len();
            let wide = |pair: &[u8]| u16::from_be_bytes([pair[0], pair.get(1).copied().unwrap_or(0)]);
            text.extend(bytes.chunks(2).filter_map(|pair| self.characters.get(&wide(pair))));
            if text.len() == before && self.is_short {
                text.extend(bytes.iter().filter_map(|byte| self.characters.get(&u16::from(*byte))));
            }
        })
    }
}

/// The digits of a code up to its bracket.
fn digits(written: &str) -> &[u8] {
    let digits = written.as_bytes();
    let digits = digits.get(..LONGEST_CODE).unwrap_or(digits);
    digits.split(|byte| *byte == b'>').next().unwrap_or_default()
}

fn code(digits: &[u8]) -> u16 {
    hex(digits).iter().take(2).fold(0, |code, byte| code << 8 | u16::from(*byte))
}

fn utf16(digits: &[u8]) -> Option<char> {
    let bytes = hex(digits);
    let units = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    char::decode_utf16(units).next()?.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(table: &str) -> (u64, bool) {
        let budget = Budget::of(0, u64::MAX);
        Font::read(table.as_bytes(), &budget);
        (u64::MAX - budget.steps(), budget.take_cut().is_some())
    }

    #[test]
    fn a_table_is_filled_in_so_many_steps_however_often_it_says_all_codes() {
        let table = |lines: usize| format!("beginbfrange {}endbfrange", "<0000><ffff><0030>\n".repeat(lines));
        let (once, is_cut) = steps(&table(1));
        assert!(!is_cut && once > 65_536);
        let (thousand, is_cut) = steps(&table(1_000));
        assert!(is_cut && thousand < 6 * once, "{thousand}");
    }

    #[test]
    fn many_small_ranges_take_steps_in_proportion() {
        let table = |ranges: usize| format!("beginbfrange {}endbfrange", "<01><02><0030>".repeat(ranges));
        let ((once, _), (twice, _)) = (steps(&table(1_000)), steps(&table(2_000)));
        assert!(twice <= 2 * once, "{once} {twice}");
    }
}
