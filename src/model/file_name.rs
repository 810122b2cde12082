//! Which names of files are names on every system. A site is carried on memory sticks, unpacked and served on systems that its author
//! has never seen, and a name that one of them cannot hold is lost there.

use std::fmt;

use super::control::{is_formatting, is_line_separator};

/// Why some system cannot hold a name, or people cannot tell it from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unportable {
    /// Windows has no names with this character.
    Mark(char),
    /// A character that is not seen, or that turns the order of reading round.
    Invisible(char),
    /// Windows has a device of that name, whatever the extension.
    Device,
    /// Windows drops blanks and dots at the end.
    End,
}

impl fmt::Display for Unportable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unportable::Mark(mark) => write!(f, "含有 `{mark}`，Windows 上不能有这样的名称"),
            Unportable::Invisible(found) => write!(f, "含有看不见的字符 U+{:04X}", u32::from(*found)),
            Unportable::Device => f.write_str("是 Windows 保留的名称（如 CON、NUL、COM1），Windows 上不能有"),
            Unportable::End => f.write_str("以空格或句点结尾，Windows 会把它去掉"),
        }
    }
}

/// Why `name`, one part of a path, is not a name on every system; nothing where it is one.
pub fn unportable(name: &str) -> Option<Unportable> {
    // Nearly all names are of Han characters, letters and digits.
    if let Some(found) = name.chars().find(|character| is_mark(*character) || is_invisible(*character)) {
        return Some(if is_mark(found) { Unportable::Mark(found) } else { Unportable::Invisible(found) });
    }
    match () {
        () if name.ends_with([' ', '.']) => Some(Unportable::End),
        () if is_device(name) => Some(Unportable::Device),
        () => None,
    }
}

/// Characters that Win32 takes for something else in a path ("Naming Files, Paths, and Namespaces").
fn is_mark(character: char) -> bool {
    matches!(character, '<' | '>' | ':' | '"' | '|' | '?' | '*' | '\\')
}

/// Control characters, ends of lines, marks of direction, and blanks without width. The joiners are none of them, because emoji are
/// made with them, nor are the soft hyphen and the Mongolian vowel separator, which every system can hold.
fn is_invisible(character: char) -> bool {
    let is_harmless = matches!(character, '\u{ad}' | '\u{180e}' | '\u{200c}' | '\u{200d}');
    character.is_control() || is_line_separator(character) || (is_formatting(character) && !is_harmless)
}

/// Devices of Windows: with any extension, in any letter case, and with blanks before the extension.
fn is_device(name: &str) -> bool {
    const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    let is_numbered = |port: &str| {
        let number = stem.get(..port.len()).filter(|start| start.eq_ignore_ascii_case(port)).map(|_| &stem[port.len()..]);
        number.is_some_and(|number| matches!(number.chars().collect::<Vec<_>>()[..], ['0'..='9' | '¹' | '²' | '³']))
    };
    DEVICES.iter().any(|device| stem.eq_ignore_ascii_case(device)) || is_numbered("com") || is_numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_windows_cannot_hold_are_told_with_the_reason() {
        for (name, reason) in [
            ("是否完成?.csv", Unportable::Mark('?')),
            ("9:00.csv", Unportable::Mark(':')),
            ("a<b", Unportable::Mark('<')),
            ("a|b", Unportable::Mark('|')),
            ("\"a\"", Unportable::Mark('"')),
            ("*注.csv", Unportable::Mark('*')),
            ("CON.csv", Unportable::Device),
            ("nul", Unportable::Device),
            ("aux .tar.gz", Unportable::Device),
            ("Com1.txt", Unportable::Device),
            ("lpt³", Unportable::Device),
            ("a ", Unportable::End),
            ("a.", Unportable::End),
            ("双\u{202e}向.csv", Unportable::Invisible('\u{202e}')),
            ("a\u{1b}[31m", Unportable::Invisible('\u{1b}')),
        ] {
            assert_eq!(unportable(name), Some(reason), "{name:?}");
        }
    }

    #[test]
    fn other_names_are_names_everywhere() {
        for name in [
            "附件 1（终稿）.xlsx",
            "控制.csv",
            "console.txt",
            "com.txt",
            "com10",
            "a.b",
            ".x",
            "是否完成？.csv",
            "👨\u{200d}👩.png",
        ] {
            assert_eq!(unportable(name), None, "{name}");
        }
    }
}
