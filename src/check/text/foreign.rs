//! What stands in a text and is no Chinese prose: names of files, paths, formulas, values of data. Marks there are as they must be, so
//! no rule speaks of them and nothing is mended. Told from their marks alone; whatever may be either is taken for foreign, because
//! a mark that is left is better than a path that leads nowhere.

use std::ops::Range;

use super::scan::{Mark, Scan};

/// Endings of names of files that people write in reports.
const EXTENSIONS: [&str; 42] = [
    "doc", "docx", "xls", "xlsx", "ppt", "pptx", "pdf", "ofd", "wps", "et", "dps", "txt", "csv", "rtf", "odt", "ods", "odp",
    "jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff", "webp", "svg", "heic", "mp3", "mp4", "avi", "wav", "zip", "rar",
    "7z", "md", "htm", "html", "xml", "json", "toml", "exe", "shp",
];
/// Bytes of the longest name, path or formula that is looked for: Windows allows 260 characters in a path.
const LONGEST: usize = 3 * 260;

/// The foreign places of a text, ascending, none overlapping another.
pub(super) fn places(text: &str, scan: &Scan) -> Vec<Range<usize>> {
    let mut places: Vec<Range<usize>> = Vec::new();
    for mark in &scan.marks {
        let free = places.last().map_or(0, |last| last.end);
        if mark.at < free {
            continue;
        }
        let place = match mark.c {
            '.' => file_name(text, free, *mark),
            '\\' => drive(text, free, *mark),
            '/' => drive(text, free, *mark).or_else(|| path(text, *mark)),
            '=' => formula(text, *mark),
            '{' => data(text, *mark).or_else(|| template(text, *mark)),
            _ => None,
        };
        places.extend(place);
    }
    places
}

/// At most [`LONGEST`] bytes from `at` on, within the line.
fn ahead(text: &str, at: usize) -> &str {
    let rest = &text[at..text.ceil_char_boundary((at + LONGEST).min(text.len()))];
    &rest[..rest.find('\n').unwrap_or(rest.len())]
}

/// Bytes of the ending of a file's name that `text` begins with, its point included.
fn extension(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('.')?;
    let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let name = &rest[..length];
    // `12.5` is a number.
    if !name.bytes().any(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    EXTENSIONS.iter().any(|known| known.eq_ignore_ascii_case(name)).then_some(1 + length)
}

/// What no name of a file holds, or what hardly any does while sentences are full of it.
fn ends_name(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '\u{fffc}' | '，' | '。' | '；' | '：' | '！' | '？' | '、' | ':' | ';' | '?' | '*' | '"' | '<' | '>' | '|'
        )
        || matches!(c, '“' | '”' | '‘' | '’' | '《' | '》' | '〈' | '〉' | '「' | '」')
}

/// `报名表(模板).doc`: from a mark that no name has, or from the bracket or quotation mark that opens around it.
fn file_name(text: &str, free: usize, point: Mark) -> Option<Range<usize>> {
    let end = point.at + extension(&text[point.at..])?;
    let from = text.floor_char_boundary(point.at.saturating_sub(LONGEST)).max(free);
    let mut start = point.at;
    let mut closed = 0_usize;
    for (at, c) in text[from..point.at].char_indices().rev() {
        match c {
            ')' | '）' => closed += 1,
            // A bracket that only opens stands around the name.
            '(' | '（' if closed == 0 => break,
            '(' | '（' => closed -= 1,
            _ if ends_name(c) => break,
            _ => {}
        }
        start = from + at;
    }
    (start < point.at).then_some(start..end)
}

/// Where a path ends that `rest` begins with: at a mark of the sentence around it, or behind the name of a file.
fn path_end(rest: &str) -> usize {
    // A blank within `C:\Program Files\x` ends nothing.
    let last = rest.rfind(['\\', '/']).unwrap_or_default();
    let is_end = |(at, c): &(usize, char)| match c {
        '，' | '。' | '；' | '！' | '？' | '、' | '》' | '”' | '’' | '"' | '\u{fffc}' => true,
        c => c.is_whitespace() && *at > last,
    };
    let end = rest.char_indices().find(is_end).map_or(rest.len(), |(at, _)| at);
    let points = rest[..end].match_indices('.');
    let named = points.filter_map(|(at, _)| Some(at + extension(&rest[at..])?));
    named.into_iter().find(|at| !rest[*at..].starts_with(['\\', '/'])).unwrap_or(end)
}

/// `D:\公开\2024年`, `D:/公开`, `~/公开`, `\\服务器\公开`.
fn drive(text: &str, free: usize, mark: Mark) -> Option<Range<usize>> {
    let before = &text[free..mark.at];
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let mut earlier = before.chars().rev();
    let start = match (earlier.next(), earlier.next(), earlier.next()) {
        // `https://` is an address.
        (Some(':'), Some(letter), beyond) if letter.is_ascii_alphabetic() && !is_letter(beyond) => mark.at - 2,
        (Some('~'), beyond, _) if mark.c == '/' && !is_letter(beyond) => mark.at - 1,
        _ if text[mark.at..].starts_with("\\\\") => mark.at,
        _ => return None,
    };
    Some(start..mark.at + path_end(ahead(text, mark.at)))
}

/// `/data/gov/报告`: a slash, a name of Latin letters, another slash. `毫克/立方米` and `和/或` are none.
fn path(text: &str, mark: Mark) -> Option<Range<usize>> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '~');
    let before = text[..mark.at].chars().next_back();
    let rest = ahead(text, mark.at);
    let first = rest[1..].find(|c| !is_part(c)).unwrap_or_default();
    let is_path = !before.is_some_and(|c| c.is_ascii_alphanumeric()) && first > 0 && rest[1 + first..].starts_with('/');
    is_path.then(|| mark.at..mark.at + path_end(rest))
}

/// `=IF(A1>0,"是","否")`, with what is joined to it.
fn formula(text: &str, mark: Mark) -> Option<Range<usize>> {
    let rest = ahead(text, mark.at);
    let mut end = 1;
    loop {
        let name = rest[end..].bytes().take_while(|byte| byte.is_ascii_uppercase() || *byte == b'.').count();
        let opens = rest[end + name..].starts_with('(');
        if name < 2 || !opens {
            break;
        }
        end += name + closing(&rest[end + name..], '(', ')')?;
        let joined = rest[end..].bytes().take_while(|byte| b"+-*/&<>=".contains(byte)).count();
        let operand = rest[end + joined..].bytes().take_while(u8::is_ascii_alphanumeric).count();
        if joined == 0 {
            break;
        }
        end += if rest[end + joined + operand..].starts_with('(') { joined } else { joined + operand };
    }
    (end > 1).then(|| mark.at..mark.at + end)
}

/// `{"名称":"甲"}`.
fn data(text: &str, mark: Mark) -> Option<Range<usize>> {
    let rest = ahead(text, mark.at);
    rest.starts_with("{\"").then(|| closing(rest, '{', '}')).flatten().map(|length| mark.at..mark.at + length)
}

/// `{{< figure 甲,乙 >}}`, `{% 甲,乙 %}`.
fn template(text: &str, mark: Mark) -> Option<Range<usize>> {
    let rest = ahead(text, mark.at);
    let end = [("{{", "}}"), ("{%", "%}")].iter().find_map(|(open, close)| {
        let inside = rest.strip_prefix(open)?;
        Some(open.len() + inside.find(close)? + close.len())
    })?;
    Some(mark.at..mark.at + end)
}

/// Bytes of what `text` begins with, up to the mark that closes its first one.
fn closing(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth = depth.checked_sub(1)?;
            if depth == 0 {
                return Some(at + c.len_utf8());
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        places(text, &Scan::of(text)).into_iter().map(|place| &text[place]).collect()
    }

    #[test]
    fn names_of_files_paths_and_formulas_are_found_whole() {
        for (text, place) in [
            ("见D:\\公开\\2024年\\总结,终稿.docx。", "D:\\公开\\2024年\\总结,终稿.docx"),
            ("存在D:\\公开\\总结,终稿，请查。", "D:\\公开\\总结,终稿"),
            ("存在C:\\Program Files\\甲(乙)\\丙,丁.xlsx中", "C:\\Program Files\\甲(乙)\\丙,丁.xlsx"),
            ("见\\\\服务器\\公开\\甲,乙.txt", "\\\\服务器\\公开\\甲,乙.txt"),
            ("在/data/gov/报告,终稿/a.txt里", "/data/gov/报告,终稿/a.txt"),
            ("见《报名表(模板).doc》。", "报名表(模板).doc"),
            ("见附件(报名表,新.DOCX)", "报名表,新.DOCX"),
            ("写=IF(A1>0,\"是\",\"否\")即可", "=IF(A1>0,\"是\",\"否\")"),
            ("写=SUM(A1:A3)+COUNTIF(B:B,\"甲\")即可", "=SUM(A1:A3)+COUNTIF(B:B,\"甲\")"),
            ("存在D:/资料/(终稿)总结，请查。", "D:/资料/(终稿)总结"),
            ("见Z:/公开/甲,乙/丙。", "Z:/公开/甲,乙/丙"),
            ("在~/公开/甲,乙里", "~/公开/甲,乙里"),
            ("写{{< figure 甲,乙 >}}，再看。", "{{< figure 甲,乙 >}}"),
            ("写{% 甲,乙 %}，再看。", "{% 甲,乙 %}"),
            ("返回{\"名称\":\"甲,乙\"}。", "{\"名称\":\"甲,乙\"}"),
        ] {
            assert_eq!(found(text), [place], "{text}");
        }
    }

    #[test]
    fn sentences_are_none() {
        for text in [
            "浓度3毫克/立方米,同比下降。",
            "和/或,甲/乙/丙",
            "GDP(国内生产总值)=100,增长3.5%。",
            "版本2.0,见www.gov.cn,好。",
            "5310+720=6030(座),甲。",
            "如.此,而已",
            "约3~/次,甲{乙,丙}。",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
