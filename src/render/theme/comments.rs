//! Style sheets without their comments: what theme authors tell each other is a seventh of the built-in sheet as it travels. Apart
//! from `theme` because it knows the one thing about CSS that matters here, where a comment is none: in strings
//! and addresses.

/// The sheet without comments and without the lines that held nothing else. Comments that begin with `/*!` stay: licences do.
pub(super) fn remove(css: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(css.len());
    let mut rest = css;
    while let Some(first) = rest.first() {
        let length = match first {
            b'"' | b'\'' => string(rest),
            b'\\' => 2.min(rest.len()),
            b'u' | b'U' => address(rest),
            b'/' if rest.starts_with(b"/*") => {
                let length = memchr::memmem::find(&rest[2..], b"*/").map_or(rest.len(), |at| at + 4);
                if !rest.starts_with(b"/*!") {
                    rest = &rest[length..];
                    if is_line_start(&mut out) {
                        rest = after_line(rest);
                    } else {
                        // A comment parts words.
                        out.push(b' ');
                    }
                    continue;
                }
                length
            }
            _ => 1,
        };
        out.extend_from_slice(&rest[..length]);
        rest = &rest[length..];
    }
    out
}

/// Length of the string that begins here. It ends at its mark, or unfinished at the end of its line.
fn string(css: &[u8]) -> usize {
    let mut at = 1;
    while let Some(byte) = css.get(at) {
        match byte {
            b'\\' => at += 2,
            b'\n' => return at,
            byte if *byte == css[0] => return at + 1,
            _ => at += 1,
        }
    }
    css.len()
}

/// Length of the address without quotation marks that begins here, or 1 when none does.
fn address(css: &[u8]) -> usize {
    if !css.get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"url(")) {
        return 1;
    }
    match css[4..].iter().find(|byte| !byte.is_ascii_whitespace()) {
        Some(b'"' | b'\'') => 4,
        _ => memchr::memchr(b')', css).map_or(css.len(), |at| at + 1),
    }
}

/// Whether nothing but blanks stands in the line so far; then these go.
fn is_line_start(out: &mut Vec<u8>) -> bool {
    let kept = out.iter().rposition(|byte| !matches!(byte, b' ' | b'\t')).map_or(0, |at| at + 1);
    let is_start = kept == 0 || out[kept - 1] == b'\n';
    if is_start {
        out.truncate(kept);
    }
    is_start
}

/// What follows the line, if nothing but blanks is left of it.
fn after_line(css: &[u8]) -> &[u8] {
    let next = css.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\r')).unwrap_or(css.len());
    if css.get(next) == Some(&b'\n') { &css[next + 1..] } else { css }
}

#[cfg(test)]
mod tests {
    fn removed(css: &str) -> String {
        String::from_utf8(super::remove(css.as_bytes())).expect("UTF-8 stays UTF-8")
    }

    #[test]
    fn comments_go_with_their_lines() {
        assert_eq!(
            removed("/* 甲\n乙 */\na { b: c } /* d */\n  /* e */\n  f { g: h/**/i }\n"),
            "a { b: c }  \n  f { g: h i }\n"
        );
        assert_eq!(removed("/* 未完"), "");
        assert_eq!(removed("/*! 许可 */\na{}"), "/*! 许可 */\na{}");
    }

    #[test]
    fn what_looks_like_a_comment_in_a_string_stays() {
        for css in [
            "a::before { content: \"/* 甲 */\" }",
            "a { b: '\\'/* c */' }",
            "a { b: url(\"x/*y\") u: url( data:*/*,x ) /}\n",
            "a { b: \"未完\\",
            "\\",
        ] {
            assert_eq!(removed(css), css);
        }
        assert_eq!(removed("a { b: \"未完\n/* c */d }"), "a { b: \"未完\nd }");
    }
}
