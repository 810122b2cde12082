//! Addresses from Chinese names: the first letters of the pinyin, as government sites have them (五公开专栏 → `wgkzl`).
//! The reading of single characters comes from the `pinyin` crate; it knows no words, so the readings that depend on the
//! word (重庆, 银行, 长期) are a table here. A guess remains a guess: addresses meant to last are given as `slug`.

use pinyin::ToPinyin;

/// Words whose characters are read otherwise than alone, with the initials of the whole word. Longest first where one
/// contains another.
const WORDS: &[(&str, &str)] = &[
    ("银行行长", "yhhz"),
    ("参差", "cc"),
    ("曾经", "cj"),
    ("朝阳", "cy"),
    ("重庆", "cq"),
    ("重复", "cf"),
    ("重新", "cx"),
    ("重建", "cj"),
    ("重申", "cs"),
    ("重组", "cz"),
    ("重叠", "cd"),
    ("重启", "cq"),
    ("会计", "kj"),
    ("调整", "tz"),
    ("调解", "tj"),
    ("调节", "tj"),
    ("调控", "tk"),
    ("调和", "th"),
    ("调试", "ts"),
    ("协调", "xt"),
    ("空调", "kt"),
    ("银行", "yh"),
    ("行业", "hy"),
    ("行长", "hz"),
    ("行情", "hq"),
    ("行列", "hl"),
    ("央行", "yh"),
    ("长沙", "cs"),
    ("长江", "cj"),
    ("长期", "cq"),
    ("长效", "cx"),
    ("长远", "cy"),
    ("长圳", "cz"),
    ("长春", "cc"),
    ("长安", "ca"),
    ("长城", "cc"),
    ("长度", "cd"),
    ("长途", "ct"),
    ("长征", "cz"),
    ("长治", "cz"),
    ("长三角", "csj"),
    ("长者", "zz"),
    ("特长", "tc"),
    ("延长", "yc"),
    ("专长", "zc"),
    ("音乐", "yy"),
    ("率先", "sx"),
    ("统率", "ts"),
    ("表率", "bs"),
    ("西藏", "xz"),
    ("反省", "fx"),
    ("厦门", "xm"),
    ("蚌埠", "bb"),
    ("六安", "la"),
    ("校对", "jd"),
    ("校核", "jh"),
    ("校准", "jz"),
    ("传记", "zj"),
    ("自传", "zz"),
    ("单于", "cy"),
    ("投降", "tx"),
    ("大厦", "ds"),
    ("省亲", "xq"),
    ("似的", "sd"),
    ("车间", "cj"),
    ("什么", "sm"),
    ("降伏", "xf"),
    ("说服", "sf"),
    ("厂房", "cf"),
    ("仔细", "zx"),
    ("宿舍", "ss"),
    ("提防", "df"),
    ("石油", "sy"),
    ("查处", "cc"),
    ("召开", "zk"),
    ("翟", "z"),
    ("厘", "l"),
];

/// The initials of `name`: Han characters by their pinyin, Latin letters and digits as they are, `-` and `_` kept, all else
/// left out. Full-width letters and digits count as their ordinary forms. May be empty.
pub fn initials(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    // Names of files mostly begin with a date, and many go on in Latin letters.
    let plain = name.bytes().position(|byte| !byte.is_ascii()).unwrap_or(name.len());
    let is_kept = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    slug.extend(name[..plain].chars().filter(is_kept).map(|c| c.to_ascii_lowercase()));
    let mut rest = &name[plain..];
    while let Some(first) = rest.chars().next() {
        // Names of files are mostly digits and letters; no word begins with one.
        if !first.is_ascii()
            && let Some((word, letters)) = WORDS.iter().find(|(word, _)| rest.starts_with(word))
        {
            slug.push_str(letters);
            rest = &rest[word.len()..];
            continue;
        }
        let plain = match first {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(first) - 0xfee0).unwrap_or(first),
            other => other,
        };
        if plain.is_ascii_alphanumeric() || matches!(plain, '-' | '_') {
            slug.push(plain.to_ascii_lowercase());
        } else if let Some(reading) = plain.to_pinyin() {
            slug.push_str(reading.first_letter());
        } else if plain == '〇' {
            slug.push('l');
        }
        rest = &rest[first.len_utf8()..];
    }
    let is_mark = |c: char| matches!(c, '-' | '_');
    slug.truncate(slug.trim_end_matches(is_mark).len());
    match slug.starts_with(is_mark) {
        true => slug.trim_start_matches(is_mark).to_string(),
        false => slug,
    }
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn names_of_columns_give_the_addresses_known_from_the_real_site() {
        for (name, slug) in [
            ("信息公开", "xxgk"),
            ("五公开专栏", "wgkzl"),
            ("结果公开", "jggk"),
            ("工作计划及总结", "gzjhjzj"),
            ("规划计划", "ghjh"),
            ("服务公开", "fwgk"),
        ] {
            assert_eq!(initials(name), slug, "{name}");
        }
    }

    #[test]
    fn words_decide_how_a_character_is_read() {
        assert_eq!(initials("重庆"), "cq");
        assert_eq!(initials("银行行长"), "yhhz");
        assert_eq!(initials("会计调整"), "kjtz");
        assert_eq!(initials("会议重点"), "hyzd");
        assert_eq!(initials("长期增长"), "cqzz");
    }

    #[test]
    fn letters_digits_and_dates_stay_and_marks_go() {
        assert_eq!(initials("2024-11-11-玉塘街道（示例）"), "2024-11-11-ytjdsl");
        assert_eq!(initials("ＰＭ２.5《通知》"), "pm25tz");
        assert_eq!(initials("。、——"), "");
    }
}
