//! Firewalls of web sites and hijacked networks put a script into pages on their way. A page that is right but for one such script is told
//! apart from a page whose text was changed, because the cure is another.

use memchr::memmem;

/// Elements of a page that are tried. A page of the program has about five.
const MOST_TRIED: usize = 64;

/// The one script element without which the page would be right, if there is one. `is_right` is asked whether what stands before and behind
/// the element makes the right page. A line feed that came with the script is taken out with it.
pub(super) fn injected_script(file: &[u8], is_right: impl Fn(&[u8], &[u8]) -> bool) -> Option<&[u8]> {
    // Names of elements are ASCII in any case; no other byte changes.
    let lower = file.to_ascii_lowercase();
    let mut from = 0;
    for _ in 0..MOST_TRIED {
        let (start, end) = next_script(&lower, from)?;
        let (before, behind) = (&file[..start], &file[end..]);
        let line_feed = |text: &[u8]| if text.starts_with(b"\r\n") { 2 } else { usize::from(text.starts_with(b"\n")) };
        let line_end = if before.ends_with(b"\r\n") { 2 } else { usize::from(before.ends_with(b"\n")) };
        let is_it = is_right(before, behind)
            || is_right(before, &behind[line_feed(behind)..])
            || is_right(&before[..start - line_end], behind);
        if is_it {
            return Some(&file[start..end]);
        }
        from = end;
    }
    None
}

/// Where the next script element begins and ends. It ends at the first end tag, whatever stands in it, as browsers have it.
fn next_script(lower: &[u8], from: usize) -> Option<(usize, usize)> {
    let mut at = from;
    loop {
        let start = at + memmem::find(&lower[at..], b"<script")?;
        let inside = start + b"<script".len();
        if matches!(lower.get(inside)?, b'>' | b'/' | b' ' | b'\t' | b'\n' | b'\r' | b'\x0c') {
            let close = inside + memmem::find(&lower[inside..], b"</script")?;
            let end = close + memchr::memchr(b'>', &lower[close..])? + 1;
            return Some((start, end));
        }
        at = inside;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<head><script>a()</script></head>\n<body>正文</body>\n";

    fn found(file: &str) -> Option<&str> {
        let is_right = |before: &[u8], behind: &[u8]| [before, behind].concat() == PAGE.as_bytes();
        injected_script(file.as_bytes(), is_right).map(|script| str::from_utf8(script).expect("text"))
    }

    #[test]
    fn one_script_is_found_wherever_it_stands() {
        for (file, script) in [
            (PAGE.replace("<head>", "<head><script src=\"/w.js\"></script>"), "<script src=\"/w.js\"></script>"),
            (PAGE.replace("</body>", "<SCRIPT>b('<script>')</Script ></body>"), "<SCRIPT>b('<script>')</Script >"),
            (format!("<script>c</script>\r\n{PAGE}"), "<script>c</script>"),
            (format!("{PAGE}\n<script>d</script>"), "<script>d</script>"),
        ] {
            assert_eq!(found(&file), Some(script), "{file}");
        }
    }

    #[test]
    fn what_is_more_than_one_script_is_no_injected_script() {
        for file in [
            PAGE.replace("正文", "改过的正文"),
            format!("<script>a</script><script>b</script>{PAGE}"),
            format!("<script>a</script><p>暗链</p>{PAGE}"),
            format!("<scripted>a</scripted>{PAGE}"),
            format!("{PAGE}<script>没有结束"),
            PAGE.replace("<script>a()</script>", ""),
        ] {
            assert_eq!(found(&file), None, "{file}");
        }
    }
}
