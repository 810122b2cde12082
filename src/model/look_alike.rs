//! Characters that look like a Han character and are another one to every search, every list of words and every screen reader:
//! radicals (U+2E80 to U+2FDF) and compatibility ideographs (U+F900 to U+FAFF, U+2F800 to U+2FA1F). Text copied from a PDF is full of them.

use unicode_normalization::UnicodeNormalization;

/// The Han character that `c` stands for in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meant {
    /// The Han character that the author meant; never a look-alike itself.
    pub c: char,
    /// Whether Unicode itself equates the two. Where it names the traditional form of a character, the simplified one is far likelier.
    pub is_certain: bool,
}

/// What a look-alike stands for; `None` for every other character, and for radicals that are no character by themselves.
pub fn meant(c: char) -> Option<Meant> {
    let meant = |c, is_certain| Some(Meant { c, is_certain });
    match c {
        // Unicode equates these with 戶 and 靑, which no text of the mainland has.
        '\u{2f3e}' => meant('户', false),
        '\u{2fad}' => meant('青', false),
        '\u{2e80}'..='\u{2fdf}' => match SUPPLEMENT.binary_search_by_key(&c, |(radical, _)| *radical) {
            Ok(index) => meant(SUPPLEMENT[index].1, true),
            Err(_) => meant(normal(c)?, true),
        },
        '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}' => meant(normal(c)?, true),
        _ => None,
    }
}

fn normal(c: char) -> Option<char> {
    std::iter::once(c).nfkc().next().filter(|normal| *normal != c)
}

/// Radicals of the supplement that are whole characters, by the file `EquivalentUnifiedIdeograph.txt` of Unicode. Those that are
/// only the left or the upper part of a character are left out: nobody means them.
const SUPPLEMENT: [(char, char); 37] = [
    ('\u{2e8c}', '小'),
    ('\u{2e92}', '巳'),
    ('\u{2e9c}', '日'),
    ('\u{2e9d}', '月'),
    ('\u{2e9f}', '母'),
    ('\u{2ea0}', '民'),
    ('\u{2ea7}', '牛'),
    ('\u{2ea9}', '王'),
    ('\u{2eab}', '目'),
    ('\u{2eac}', '示'),
    ('\u{2eae}', '竹'),
    ('\u{2eb6}', '羊'),
    ('\u{2eb7}', '羊'),
    ('\u{2ec1}', '虎'),
    ('\u{2ec4}', '西'),
    ('\u{2ec5}', '见'),
    ('\u{2ec6}', '角'),
    ('\u{2ec9}', '贝'),
    ('\u{2ecb}', '车'),
    ('\u{2ed1}', '長'),
    ('\u{2ed3}', '长'),
    ('\u{2ed4}', '门'),
    ('\u{2ed7}', '雨'),
    ('\u{2ed8}', '青'),
    ('\u{2ed9}', '韦'),
    ('\u{2eda}', '页'),
    ('\u{2edb}', '风'),
    ('\u{2edc}', '飞'),
    ('\u{2edd}', '食'),
    ('\u{2ee2}', '马'),
    ('\u{2ee3}', '骨'),
    ('\u{2ee4}', '鬼'),
    ('\u{2ee5}', '鱼'),
    ('\u{2ee6}', '鸟'),
    ('\u{2ee8}', '麦'),
    ('\u{2ee9}', '黄'),
    ('\u{2ef0}', '龙'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_and_compatibility_forms_stand_for_characters() {
        let found = |c| meant(c).map(|meant| (meant.c, meant.is_certain));
        assert_eq!(found('\u{2fa6}'), Some(('金', true)));
        assert_eq!(found('\u{2f2f}'), Some(('工', true)));
        assert_eq!(found('\u{2ed3}'), Some(('长', true)));
        assert_eq!(found('\u{2ef3}'), Some(('龟', true)));
        assert_eq!(found('\u{f900}'), Some(('豈', true)));
        assert_eq!(found('\u{2f800}'), Some(('丽', true)));
        assert_eq!(found('\u{2f3e}'), Some(('户', false)));
        for c in "金长①㎡。〇\u{2e80}\u{2e85}\u{fa0e}\u{3007}".chars() {
            assert_eq!(found(c), None, "{c:?}");
        }
    }

    #[test]
    fn what_stands_for_a_character_is_never_one_that_stands_for_another() {
        assert!(SUPPLEMENT.is_sorted());
        for c in ('\u{2e80}'..='\u{2fdf}').chain('\u{f900}'..='\u{faff}').chain('\u{2f800}'..='\u{2fa1f}') {
            assert!(meant(c).is_none_or(|found| found.c != c && meant(found.c).is_none()), "{c:?}");
        }
    }
}
