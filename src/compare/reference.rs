//! What somebody kept elsewhere, so that a folder can be held against it: a list of sums as `sha256sum` writes it, or a 公开单.

use std::collections::HashSet;
use std::sync::Arc;

use crate::model::path::UrlPath;
use crate::model::sha256;
use crate::publish::seal::{self, Seal};
use crate::publish::sha256sums::{Entry, FILE, Manifest, Sum};

/// What a folder is held against.
#[derive(Debug, PartialEq, Eq)]
pub enum Reference {
    /// The sum of every file.
    List(KeptList),
    /// The sum of the list, among others.
    Seal(Seal),
}

/// A list of sums. That of a build names the files of the site; one that `sha256sum` made over the whole folder names `SHA256SUMS` and the
/// files of the server, too.
#[derive(Debug, PartialEq, Eq)]
pub struct KeptList {
    /// All files but `SHA256SUMS`.
    pub files: Manifest,
    /// The sum of `SHA256SUMS`, where it is listed.
    pub own: Option<Sum>,
}

/// Why nothing can be held against a file.
#[derive(Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// There is nothing in it.
    Empty,
    /// The first line, from 1, that has no form that lists have.
    List(usize),
    /// The first line, from 1, that names a file again: whichever of two sums is taken, the other is not compared.
    Twice(usize),
    /// It begins like a 公开单.
    Seal(seal::Unreadable),
}

impl Reference {
    /// Reads a file that was kept elsewhere. Mail programs and Notepad may have given it another end of lines or a byte order mark.
    ///
    /// # Errors
    ///
    /// When it is neither a list nor a 公开单: half a list would make files foreign that are not.
    pub fn parse(bytes: &[u8]) -> Result<Reference, Unreadable> {
        let text = String::from_utf8_lossy(bytes);
        let text = text.trim_start_matches('\u{feff}');
        match seal::is_begun(text) {
            true => Seal::parse(text).map(Reference::Seal).map_err(Unreadable::Seal),
            false => list(text).map(Reference::List),
        }
    }
}

fn list(text: &str) -> Result<KeptList, Unreadable> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut own = None;
    let mut named = HashSet::new();
    for (place, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let (path, sum) = entry(line).ok_or(Unreadable::List(place + 1))?;
        if !named.insert(path.clone()) {
            return Err(Unreadable::Twice(place + 1));
        }
        match &*path {
            FILE => own = Some(sum),
            _ => entries.push((path, sum)),
        }
    }
    match entries.is_empty() {
        true => Err(Unreadable::Empty),
        false => Ok(KeptList { files: Manifest::sorted(entries), own }),
    }
}

/// Two blanks or a blank and an asterisk (for "binary") stand between sum and path.
fn entry(line: &str) -> Option<Entry> {
    let (sum, path) = line.split_once(' ')?;
    let path = path.strip_prefix([' ', '*'])?;
    let url = UrlPath::new(path)?;
    Some((Arc::from(url.as_str()), sha256::parse(sum)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums(digit: &str) -> String {
        digit.repeat(64)
    }

    fn paths(text: &str) -> Vec<String> {
        match Reference::parse(text.as_bytes()) {
            Ok(Reference::List(list)) => list.files.entries().iter().map(|(path, _)| path.to_string()).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn lists_are_read_however_they_were_carried() {
        let (a, b) = (sums("a"), sums("B"));
        assert_eq!(paths(&format!("\u{feff}{a}  b/文 件.pdf\r\n{b} *a.html\r\n\r\n")), ["a.html", "b/文 件.pdf"]);
        assert_eq!(paths(&format!("{a}  ./a.html\n{b}  ./SHA256SUMS\n")), ["a.html"]);
    }

    #[test]
    fn what_is_no_list_is_refused_with_the_line() {
        let a = sums("a");
        for (text, why) in [
            (String::new(), Unreadable::Empty),
            ("示例\n".to_string(), Unreadable::List(1)),
            (format!("{a}  a.html\n{a}  ../b.html\n"), Unreadable::List(2)),
            (format!("{a}  a.html\n{}\n", &a[..40]), Unreadable::List(2)),
            (format!("\n\n{a}  a.html\n\n{}  ./a.html\n", sums("b")), Unreadable::Twice(5)),
        ] {
            assert_eq!(Reference::parse(text.as_bytes()), Err(why), "{text}");
        }
    }
}
