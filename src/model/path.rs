//! The three kinds of path, kept apart by type: where somebody wrote something ([`SourcePath`]), where a page lives on
//! the web ([`UrlPath`]), and below which file of the output folder it is stored ([`UrlPath::output`]). None of them can
//! be absolute or climb out of its root, so no file is ever written outside `output/` and no message shows the machine.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::utf8;

/// The folder of all reports.
pub const REPORTS: &str = "reports";

/// A source file or folder below the site's folder, with `/`: `reports/信息公开/a.md`.
/// The default is the site's folder itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SourcePath(#[serde(deserialize_with = "utf8::deserialize")] Arc<str>);

impl SourcePath {
    /// Takes a path relative to the site. Separators are normalised; `.` and `..` are resolved.
    /// `None` when the path is absolute or leaves the site.
    pub fn new(path: &str) -> Option<SourcePath> {
        if is_normal(path) {
            return Some(SourcePath(path.into()));
        }
        normalise(path).map(|path| SourcePath(path.into()))
    }

    /// The path from the site's folder, with `/` and without one at either end; empty for that folder itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part, with its extension.
    pub fn file_name(&self) -> &str {
        // Names are short: looking from the end byte by byte is the quickest.
        let start = self.0.bytes().rposition(|byte| byte == b'/').map_or(0, |slash| slash + 1);
        &self.0[start..]
    }

    /// The last part without its last extension.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        match name.bytes().rposition(|byte| byte == b'.') {
            Some(dot) if dot > 0 => &name[..dot],
            _ => name,
        }
    }

    /// The extension in lower case, without the dot; empty when there is none.
    pub fn extension(&self) -> String {
        let name = self.file_name();
        match name.rfind('.') {
            Some(dot) if dot > 0 => name[dot + 1..].to_lowercase(),
            _ => String::new(),
        }
    }

    /// The folder that holds it; `None` at the site's root.
    pub fn parent(&self) -> Option<SourcePath> {
        self.0.rfind('/').map(|slash| SourcePath(self.0[..slash].into()))
    }

    /// `relative` seen from this folder. `None` when it is absolute or leaves the site.
    pub fn join(&self, relative: &str) -> Option<SourcePath> {
        if relative.starts_with('/') {
            return None;
        }
        SourcePath::new(&format!("{}/{relative}", self.0))
    }

    /// The part below `folder`, without a leading slash.
    pub fn below<'a>(&'a self, folder: &SourcePath) -> Option<&'a str> {
        self.0.strip_prefix(&*folder.0)?.strip_prefix('/')
    }

    /// The part below `reports/`, as people name a category; `None` elsewhere.
    pub fn below_reports(&self) -> Option<&str> {
        below_reports(&self.0)
    }

    /// The name with its characters composed (NFC), as most keyboards give them; macOS takes them apart.
    pub fn composed(&self) -> String {
        // Nearly all names are composed already, and testing is quicker than composing.
        if unicode_normalization::is_nfc(&self.0) { self.0.to_string() } else { self.0.nfc().collect() }
    }

    /// A form that is equal for names which some file systems or people cannot tell apart.
    pub fn folded(&self) -> String {
        fold(&self.0)
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Borrow<str> for SourcePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// As [`SourcePath::below_reports`], for a path as text.
pub fn below_reports(path: &str) -> Option<&str> {
    path.strip_prefix(REPORTS)?.strip_prefix('/')
}

/// A file of the finished site, below its root, decoded, naming the file: `xxgk/wgkzl/index.html`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct UrlPath(Arc<str>);

impl UrlPath {
    /// `None` when the path is empty, absolute, or leaves the root.
    pub fn new(path: &str) -> Option<UrlPath> {
        if is_normal(path) {
            return Some(UrlPath(path.into()));
        }
        match normalise(path) {
            // A line feed would begin another line of SHA256SUMS, and so another file that counts as ours.
            Some(path) if !path.is_empty() && !path.contains(is_control) => Some(UrlPath(path.into())),
            _ => None,
        }
    }

    /// Whether [`UrlPath::new`] would take the path as it is.
    pub fn is_one(path: &str) -> bool {
        is_normal(path) || UrlPath::new(path).is_some_and(|url| url.as_str() == path)
    }

    /// A path made of names that were checked before; anything unsafe in them is replaced rather than trusted.
    pub(crate) fn from_parts(folder: &str, name: &str) -> UrlPath {
        let joined = if folder.is_empty() { name.to_string() } else { [folder, "/", name].concat() };
        match UrlPath::new(&joined) {
            Some(path) => path,
            None => {
                let safe = joined.replace(|c| c == '\\' || is_control(c), "_").replace("..", "_");
                UrlPath(safe.trim_matches('/').into())
            }
        }
    }

    /// The path from the root of the site, with `/` and without one at its start, not percent-encoded.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address of a page without its ending.
    pub fn without_html(&self) -> &str {
        self.0.strip_suffix(".html").unwrap_or(&self.0)
    }

    /// The folder in which it lies; empty at the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Whether it is that of `page`, or of a file that is published with it, which lies in the folder of its name.
    pub fn belongs_to(&self, page: &UrlPath) -> bool {
        let inside = self.0.strip_prefix(page.without_html());
        self == page || inside.is_some_and(|rest| rest.starts_with('/'))
    }

    /// The path below the output folder; the same parts, for joining with the file system's separator.
    pub fn output(&self) -> impl Iterator<Item = &str> {
        self.0.split('/')
    }

    /// Percent-encoded, still without a leading slash.
    pub fn encoded(&self) -> String {
        percent_encode(&self.0)
    }

    /// How a page at this path reaches the root: `""`, `"../"`, `"../../"` ….
    pub fn root_prefix(&self) -> String {
        "../".repeat(self.0.matches('/').count())
    }

    /// The link from the page `from` to this file, percent-encoded and naming the file.
    pub fn relative_from(&self, from: &UrlPath) -> String {
        let from_folders: Vec<&str> = from.0.split('/').collect();
        let here: Vec<&str> = self.0.split('/').collect();
        let from_folders = &from_folders[..from_folders.len() - 1];
        let shared = from_folders.iter().zip(&here[..here.len() - 1]).take_while(|(a, b)| a == b).count();
        let mut link = "../".repeat(from_folders.len() - shared);
        link.push_str(&percent_encode(&here[shared..].join("/")));
        link
    }

    /// The absolute address, with `index.html` at the end left out as servers show it.
    pub fn absolute(&self, base_url: &str) -> String {
        let path = self.encoded();
        let path = match path.strip_suffix("index.html") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
            _ => &path,
        };
        [base_url.trim_end_matches('/'), "/", path].concat()
    }

    /// Equal for two paths that some servers or file systems take for one: letter case and Unicode normal form.
    pub fn collision_key(&self) -> UrlPath {
        // Addresses that the program makes are in lower case.
        if self.0.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
            return self.clone();
        }
        UrlPath(fold(&self.0).into())
    }
}

impl fmt::Display for UrlPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// ASCII control characters: of others no list of files makes a line.
fn is_control(character: char) -> bool {
    character.is_ascii_control()
}

fn fold(path: &str) -> String {
    if path.is_ascii() {
        return path.to_ascii_lowercase();
    }
    path.nfc().collect::<String>().to_lowercase()
}

/// Whether [`normalise`] would leave the path as it is. Nearly all are; saying no too often costs time only.
fn is_normal(path: &str) -> bool {
    let bytes = path.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return false };
    // Without a way out of the loops, many bytes are looked at in one step.
    let is_odd = |odd: bool, byte: &u8| odd | (*byte == b'\\') | (*byte < b' ') | (*byte == b'\x7f');
    let is_odd_pair = |odd: bool, (one, two): (&u8, &u8)| odd | ((*one == b'/') & ((*two == b'/') | (*two == b'.')));
    !matches!(first, b'/' | b'.')
        && *last != b'/'
        && bytes.get(1) != Some(&b':')
        && !bytes.iter().fold(false, is_odd)
        && !bytes.iter().zip(&bytes[1..]).fold(false, is_odd_pair)
}

/// Resolves `.` and `..` and backslashes. `None` for absolute paths, drive letters, and paths above the root.
fn normalise(path: &str) -> Option<String> {
    if path.starts_with(['/', '\\']) || path.as_bytes().get(1) == Some(&b':') {
        return None;
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// Percent-encodes all but RFC 3986 `unreserved` characters and `/`.
pub fn percent_encode(text: &str) -> String {
    let is_plain = |byte: u8| matches!(byte, b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/');
    // Addresses that the program makes itself have nothing to encode.
    if text.bytes().all(is_plain) {
        return text.to_owned();
    }
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match is_plain(byte) {
            true => encoded.push(char::from(byte)),
            false => {
                encoded.push('%');
                encoded.push(char::from(b"0123456789ABCDEF"[usize::from(byte >> 4)]));
                encoded.push(char::from(b"0123456789ABCDEF"[usize::from(byte & 15)]));
            }
        }
    }
    encoded
}

/// Undoes percent-encoding; malformed escapes and what is not UTF-8 stay as they were.
pub fn percent_decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_string();
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let pair = bytes.get(i + 1..i + 3).and_then(|hex| std::str::from_utf8(hex).ok());
        match pair.filter(|_| bytes[i] == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                decoded.push(byte);
                i += 3;
            }
            None => {
                decoded.push(bytes[i]);
                i += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(path: &str) -> UrlPath {
        UrlPath::new(path).expect("a valid path")
    }

    #[test]
    fn relative_links_name_the_file_and_climb_only_as_far_as_needed() {
        let from = url("xxgk/jggk/a.html");
        assert_eq!(url("xxgk/jggk/b.html").relative_from(&from), "b.html");
        assert_eq!(url("xxgk/jggk/b/文 件.pdf").relative_from(&from), "b/%E6%96%87%20%E4%BB%B6.pdf");
        assert_eq!(url("xxgk/index.html").relative_from(&from), "../index.html");
        assert_eq!(url("index.html").relative_from(&from), "../../index.html");
        assert_eq!(url("xxgk/index.html").relative_from(&url("index.html")), "xxgk/index.html");
    }

    #[test]
    fn paths_cannot_leave_their_root() {
        for bad in ["../a", "a/../../b", "/etc/passwd", "C:\\x", "\\\\server\\x"] {
            assert!(SourcePath::new(bad).is_none(), "{bad}");
            assert!(UrlPath::new(bad).is_none(), "{bad}");
        }
        assert_eq!(SourcePath::new("reports/./a/../b.md").map(|p| p.to_string()).as_deref(), Some("reports/b.md"));
    }

    #[test]
    fn paths_that_need_no_change_are_told_from_the_others() {
        for path in [
            "a",
            "a/b.html",
            "栏目/文 件.pdf",
            "a..b/c.",
            "",
            "/a",
            "a/",
            "a//b",
            "./a",
            "a/.b",
            "a/../b",
            "a\\b",
            "C:a",
            "a\0",
        ] {
            let same = normalise(path).is_some_and(|normal| normal == path) && !path.is_empty() && !path.contains('\0');
            assert!(same || !is_normal(path), "{path:?}");
        }
        for path in ["a\nb.html", "a\r", "\u{1b}[31m", "a/\u{7f}.html", "\t"] {
            assert!(UrlPath::new(path).is_none() && !UrlPath::is_one(path), "{path:?}");
            assert!(!UrlPath::from_parts("x", path).as_str().contains(char::is_control), "{path:?}");
        }
        assert!(is_normal("xxgk/jggk/a.html") && !is_normal("a/../b"));
    }

    #[test]
    fn addresses_that_differ_by_case_or_normal_form_collide() {
        assert_eq!(url("a/B.html").collision_key(), url("A/b.html").collision_key());
        assert_eq!(url("caf\u{e9}.html").collision_key(), url("cafe\u{301}.html").collision_key());
    }

    #[test]
    fn percent_encoding_round_trips() {
        for text in ["工作 计划", "a%b", "100%", "x/y-z_~.html", "😀"] {
            assert_eq!(percent_decode(&percent_encode(text)), text);
        }
        assert_eq!(percent_decode("%zz%4"), "%zz%4");
    }

    #[test]
    fn absolute_addresses_leave_out_the_index_file() {
        assert_eq!(url("xxgk/index.html").absolute("https://a.cn/x/"), "https://a.cn/x/xxgk/");
        assert_eq!(url("index.html").absolute("https://a.cn"), "https://a.cn/");
        assert_eq!(url("myindex.html").absolute("https://a.cn"), "https://a.cn/myindex.html");
    }
}
