//! Addresses that stand in a sentence without any mark. Chinese has no blanks, so where one ends must be seen from what it is made of:
//! a full-width mark always ends it, a Chinese word belongs to it where the address evidently goes on behind the word.

use std::ops::Range;

use crate::model::extension::{ends_in_extension, has_extension};

const SCHEMES: [&str; 2] = ["https://", "http://"];

/// Bytes of the longest address; browsers and servers take no more than a few thousand.
const LONGEST: usize = 4096;

/// Endings of hosts that are Chinese words.
const CHINESE_ENDINGS: [&str; 9] = ["政务", "公益", "中国", "公司", "网络", "网址", "在线", "中文网", "集团"];

/// Words with which no folder begins; behind a slash they go on with the sentence.
const SENTENCE: [&str; 12] = ["的", "和", "或", "及", "与", "并", "进行", "即可", "可以", "请", "等平台", "等网"];

/// What sentences say readers shall do at an address. Right behind the host it is no folder.
const VERBS: [&str; 12] = ["查询", "查看", "查阅", "办理", "下载", "填报", "提交", "报名", "登录", "注册", "申请", "了解"];

/// Marks that end a sentence, or a part of one, rather than an address.
const CLOSING: [char; 10] = ['.', ',', ':', ';', '!', '?', '\'', '"', '(', '['];

/// What no address may contain without being encoded (RFC 3986, 2.2 and appendix A; brackets only around the number of a host). `[^1]`
/// behind an address is a note.
pub const NEVER_IN_ADDRESS: [char; 8] = ['<', '>', '"', '[', ']', '`', '|', '\\'];

/// Places of the addresses with a scheme in `text`.
pub fn bare_addresses(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = next_scheme(&text[from..]).map(|at| from + at) {
        let end = at + bare_end(&text[at..]);
        if end > at {
            found.push(at..end);
        }
        from = end.max(at + SCHEMES[1].len());
    }
    found
}

/// Where the next address begins, if there is one.
fn next_scheme(text: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = memchr::memmem::find(&text.as_bytes()[from..], b"://").map(|at| from + at) {
        let start = ["https", "http"].into_iter().find_map(|scheme| {
            let start = at.checked_sub(scheme.len())?;
            text.get(start..at)?.eq_ignore_ascii_case(scheme).then_some(start)
        });
        if start.is_some() {
            return start;
        }
        from = at + "://".len();
    }
    None
}

/// Where the address ends that begins at the start of `text`, with its scheme or with its host; 0 where there is no host.
pub fn bare_end(text: &str) -> usize {
    let text = &text[..text.floor_char_boundary(LONGEST)];
    let scheme =
        SCHEMES.into_iter().find(|scheme| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    let start = scheme.map_or(0, str::len);
    let token = &text[..text.find(ends_address).unwrap_or(text.len())];
    let Some(behind) = token.get(start..) else { return 0 };
    let token = &token[..start + next_address(behind)];
    let Some(host) = host_end(&token[start..]).map(|end| start + end) else { return 0 };
    let end = path_end(token, host);
    let end = closed(&token[..end]);
    let end = token[..end].trim_end_matches(CLOSING).len();
    if end > start { end } else { 0 }
}

/// Where another address follows without a blank, as one may behind a Chinese word.
fn next_address(text: &str) -> usize {
    let words = text.char_indices().filter(|(_, c)| !c.is_ascii()).map(|(at, c)| at + c.len_utf8());
    let is_one = |at: &usize| ["http://", "https://", "www."].iter().any(|start| text[*at..].starts_with(start));
    words.into_iter().find(is_one).unwrap_or(text.len())
}

fn ends_address(c: char) -> bool {
    let is_full_width = ('\u{ff00}'..='\u{ffef}').contains(&c);
    c.is_whitespace() || NEVER_IN_ADDRESS.contains(&c) || is_full_width || (!c.is_ascii() && !c.is_alphanumeric())
}

fn first_wide(text: &str) -> usize {
    text.find(|c: char| !c.is_ascii()).unwrap_or(text.len())
}

/// Where the host and its port end.
fn host_end(text: &str) -> Option<usize> {
    let end = text.find(['/', '?', '#']).unwrap_or(text.len());
    let (host, port) = text[..end].split_once(':').unwrap_or((&text[..end], ""));
    let is_chinese = !host.is_ascii() && port.is_ascii();
    if is_chinese && host.rsplit('.').next().is_some_and(|ending| CHINESE_ENDINGS.contains(&ending)) && host.contains('.') {
        return Some(end);
    }
    let end = end.min(first_wide(text));
    text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[').then_some(end)
}

fn path_end(token: &str, host: usize) -> usize {
    let mut end = host;
    if token[host..].starts_with(|c: char| !c.is_ascii()) {
        return end;
    }
    while end < token.len() {
        let word = end + first_wide(&token[end..]);
        let after = word + token[word..].find(|c: char| c.is_ascii()).unwrap_or(token.len() - word);
        if word == token.len() || !goes_on(token, host, word..after) {
            return word;
        }
        end = after;
    }
    end
}

/// Whether an address goes on with the Chinese word at `word`.
fn goes_on(token: &str, host: usize, word: Range<usize>) -> bool {
    let (before, after) = (&token[..word.start], &token[word.end..]);
    // `index.html查看`: with its extension an address is complete.
    if !before.contains('?') && ends_in_extension(before) {
        return false;
    }
    if after.contains(['/', '=', '&']) || has_extension(after) {
        return true;
    }
    let word = &token[word];
    let begins = |words: &[&str]| words.iter().any(|known| word.starts_with(known));
    let is_at_root = before.len() == host + 1;
    match before.chars().next_back() {
        Some('/') => !(begins(&SENTENCE) || (is_at_root && begins(&VERBS))),
        Some('?' | '=' | '&' | '#' | '-' | '_' | '+' | '~') => true,
        Some(';') => before.contains('?'),
        _ => false,
    }
}

/// Where a bracket closes that the address did not open: that one closes around it.
fn closed(text: &str) -> usize {
    let mut open = [0_usize; 2];
    for (at, c) in text.char_indices() {
        let (kind, is_opening) = match c {
            '(' => (0, true),
            ')' => (0, false),
            '[' => (1, true),
            ']' => (1, false),
            _ => continue,
        };
        match (is_opening, open[kind].checked_sub(1)) {
            (true, _) => open[kind] += 1,
            (false, Some(left)) => open[kind] = left,
            (false, None) => return at,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_whole_and_swallows_nothing() {
        // What stands before `¦` is the address.
        for marked in [
            "https://www.gd.gov.cn/files/任务表.csv",
            "https://www.gov.cn/公报,2024/目录.html?名=甲;乙¦,请查阅。",
            "https://www.gov.cn/a¦，并转发",
            "https://www.gov.cn/b¦。办理",
            "https://www.gov.cn¦网站",
            "https://www.gov.cn/index.html¦查看",
            "https://www.gov.cn/files/任务表.csv¦下载后填写",
            "https://www.gov.cn/2024年任务表(终稿).xlsx¦）",
            "https://www.gov.cn/政务公开/¦》",
            "https://www.gov.cn/政务公开¦”所列",
            "https://zh.wikipedia.org/wiki/中国",
            "https://www.gov.cn/¦进行办理",
            "https://www.gov.cn/¦查询结果",
            "https://www.gov.cn/a¦查询结果",
            "https://www.gov.cn/a¦,请查阅",
            "https://www.gov.cn/a¦和https://www.gov.cn/b/",
            "https://www.gov.cn/甲¦www.gov.cn/b.html",
            "https://深圳.政务/办事/a.html¦，好",
            "https://深圳.政务¦。",
            "http://a.cn:8080/甲.html#二¦（三）",
            "https://a.cn/x¦)后",
            "https://a.cn/x_(y)¦。",
            "HTTPS://a.cn¦.",
            "https://a.cn/?to=https://b.cn/x",
            "www.a.cn/任务表.csv¦ 后",
        ] {
            let expected = marked.find('¦').unwrap_or(marked.len());
            let text = marked.replace('¦', "");
            assert_eq!(&text[..bare_end(&text)], &text[..expected], "{marked}");
        }
        assert_eq!(bare_end("https://，"), 0);
        assert_eq!(bare_end("https://查询"), 0);
    }

    #[test]
    fn all_addresses_of_a_sentence_are_found() {
        let text = "见https://a.cn/甲.html，HTTP://b.cn和http://与://";
        let found: Vec<&str> = bare_addresses(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["https://a.cn/甲.html", "HTTP://b.cn"]);
    }
}
