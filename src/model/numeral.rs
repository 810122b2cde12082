//! The Chinese numerals, once for all who look for them: rules about numbering, captions, dates and parts of laws know them in
//! different selections, which are put together from these.

/// 一 to 九 in their order.
pub const DIGITS: [char; 9] = ['一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// What 一 to 九 count, 1 to 9; `None` for every other character, 零 and 十 among them.
pub fn digit(c: char) -> Option<u32> {
    (1..).zip(DIGITS).find_map(|(value, digit)| (digit == c).then_some(value))
}

/// Whether `c` is 一 to 十, of which numerals up to 九十九 are made.
pub fn is_numeral(c: char) -> bool {
    c == '十' || DIGITS.contains(&c)
}

/// Whether `c` is a zero as Chinese numbers and years have it.
pub fn is_zero(c: char) -> bool {
    matches!(c, '〇' | '零')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_count_from_one_to_ten() {
        assert_eq!("一二九".chars().map(digit).collect::<Vec<_>>(), [Some(1), Some(2), Some(9)]);
        assert!("十〇零百1１".chars().all(|c| digit(c).is_none()));
        assert!("一二三四五六七八九十".chars().all(is_numeral) && !"〇零百千万1".contains(is_numeral));
    }
}
