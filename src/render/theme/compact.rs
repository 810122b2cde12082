//! Style sheets and scripts as they travel: without comments, which are a seventh of the built-in sheet and a quarter of the scripts,
//! and without the blanks that only people need. Apart from `theme` because it knows what matters about CSS and JavaScript here: what a
//! string and an address are, and where a blank or the end of a line means something.

/// The sheet without comments and needless blanks. Comments that begin with `/*!` stay: licences do.
pub(super) fn sheet(css: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(css.len());
    // Blanks stand between what is written and what comes next.
    let mut is_parted = false;
    let mut rest = css;
    while let Some(first) = rest.first() {
        let length = match first {
            b' ' | b'\t' | b'\r' | b'\n' | b'\x0c' => {
                is_parted = true;
                rest = &rest[1..];
                continue;
            }
            b'"' | b'\'' => string(rest),
            b'\\' => 2.min(rest.len()),
            b'u' | b'U' => address(rest),
            b'/' if rest.starts_with(b"/*") => {
                let length = memchr::memmem::find(&rest[2..], b"*/").map_or(rest.len(), |at| at + 4);
                if !rest.starts_with(b"/*!") {
                    // A comment parts words.
                    is_parted = true;
                    rest = &rest[length..];
                    continue;
                }
                length
            }
            _ => 1,
        };
        if is_parted && parts(out.last().copied(), *first) {
            out.push(b' ');
        }
        is_parted = false;
        out.extend_from_slice(&rest[..length]);
        rest = &rest[length..];
    }
    out
}

/// Whether a blank between these two may mean something. Before `:` it does (`a :hover`), and after it where nothing follows
/// (an empty token).
fn parts(before: Option<u8>, after: u8) -> bool {
    match (before, after) {
        (None | Some(b'{' | b'}' | b';' | b','), _) => false,
        (Some(b':'), after) => matches!(after, b';' | b'}'),
        (_, after) => !matches!(after, b'{' | b'}' | b';' | b','),
    }
}

/// Length of the string that begins here. It ends at its mark, or unfinished with the end of its line, which then means something.
fn string(css: &[u8]) -> usize {
    let mut at = 1;
    while let Some(byte) = css.get(at) {
        match byte {
            b'\\' => at += 2,
            b'\n' => return at + 1,
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

/// The script without indentation and without comments that have lines of their own. Lines stay lines, for their ends may end a
/// statement. Comments that begin with `/*!`, `//!` or `//#` stay. A script in which a line may go on in the next one as text, or
/// whose comments are not certain, stays as it is.
pub(super) fn script(js: &[u8]) -> Vec<u8> {
    shortened(js).unwrap_or_else(|| js.to_vec())
}

fn shortened(js: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(js.len());
    let mut rest = js;
    while !rest.is_empty() {
        let line = &rest[..memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1)];
        let code = line.trim_ascii();
        let is_kept = code.starts_with(b"/*!") || code.starts_with(b"//!") || code.starts_with(b"//#");
        if code.starts_with(b"/*") && !is_kept {
            let start = rest.len() - rest.trim_ascii_start().len();
            let end = start + 4 + memchr::memmem::find(&rest[start + 2..], b"*/")?;
            rest = &rest[end..];
            let after = &rest[..memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1)];
            if !after.trim_ascii().is_empty() {
                return None;
            }
            rest = &rest[after.len()..];
            continue;
        }
        rest = &rest[line.len()..];
        if code.is_empty() || (code.starts_with(b"//") && !is_kept) {
            continue;
        }
        let opened = memchr::memmem::rfind(code, b"/*");
        let is_open = opened.is_some_and(|at| memchr::memmem::find(&code[at + 2..], b"*/").is_none());
        if is_open || code.contains(&b'`') || code.ends_with(b"\\") {
            return None;
        }
        out.extend_from_slice(code);
        out.push(b'\n');
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    fn script(js: &str) -> String {
        String::from_utf8(super::script(js.as_bytes())).expect("UTF-8 stays UTF-8")
    }

    #[test]
    fn comments_on_lines_of_their_own_and_indentation_go() {
        let js =
            "/* 甲\n   乙 */\n(function () {\n  // 丙\n\n  var a = 1; // 丁\n\tvar b = \"/* 戊 */\";  \n  /* 己 */\n})();";
        assert_eq!(script(js), "(function () {\nvar a = 1; // 丁\nvar b = \"/* 戊 */\";\n})();\n");
        assert_eq!(
            script("/*! 许可 */\n//# sourceMappingURL=a\n//! 许可\n"),
            "/*! 许可 */\n//# sourceMappingURL=a\n//! 许可\n"
        );
        assert_eq!(script(""), "");
    }

    #[test]
    fn a_script_that_is_not_certain_stays_as_it_is() {
        for js in [
            "var a = `\n  甲`;",
            "var a = \"甲\\\n  乙\";",
            "f(); /* 甲\n  /* 乙 */\n  g();",
            "/* 甲 */ f();",
            "  /* 未完",
            "var accept = \"image/*\";\n  f();",
        ] {
            assert_eq!(script(js), js);
        }
    }

    fn sheet(css: &str) -> String {
        String::from_utf8(super::sheet(css.as_bytes())).expect("UTF-8 stays UTF-8")
    }

    #[test]
    fn comments_and_blanks_for_people_go() {
        assert_eq!(sheet("/* 甲\n乙 */\na { b: c } /* d */\n  /* e */\n  f { g: h/**/i; }\n"), "a{b:c}f{g:h i;}");
        assert_eq!(sheet("/* 未完"), "");
        assert_eq!(sheet("/*! 许可 */\na{}"), "/*! 许可 */ a{}");
    }

    #[test]
    fn blanks_that_mean_something_stay() {
        assert_eq!(
            sheet(
                "@media (min-width: 64em) and print {\n  .a :hover, .b > * + * , a:hover { width: calc(1px + 2%); --x: ; --y: a , b }\n}"
            ),
            "@media (min-width:64em) and print{.a :hover,.b > * + *,a:hover{width:calc(1px + 2%);--x: ;--y:a,b}}"
        );
        assert_eq!(sheet("@page :left { margin: 1mm 2mm }"), "@page :left{margin:1mm 2mm}");
        assert_eq!(sheet(":root:not(#x) { } .u { }"), ":root:not(#x){}.u{}");
    }

    #[test]
    fn strings_and_addresses_stay_as_they_are() {
        for css in [
            "a::before{content:\"/* 甲 */ { : }\"}",
            "a{b:'\\'/* c */'}",
            "a{b:url(\"x/*y\") u:url( data:*/*,x  y ) /}",
            "a{b:\"未完\\",
            "\\",
        ] {
            assert_eq!(sheet(css), css);
        }
        assert_eq!(sheet("a { b: \"未完\n/* c */d }"), "a{b:\"未完\n d}");
    }
}
