//! Characters that nobody sees, once for all who must know them. They come with text that is copied from web pages and other programs;
//! what each of them breaks differs (a page, a search, the order of reading, a name of a file), so everybody puts together here
//! the kinds that matter to them and says why others do not.

/// Whether `c` is a control character other than white space, or one of the numbers that are no characters. No page, feed or JSON
/// may have one: HTML calls them errors, XML cannot be read with them.
pub fn is_unprintable(c: char) -> bool {
    matches!(
        c,
        '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fdd0}'..='\u{fdef}' | '\u{fffe}' | '\u{ffff}'
    )
}

/// Whether `c` only formats the text around it: zero-width characters, marks of direction, soft hyphens, the byte order mark. Pages may
/// have them; they hide words from a search, and marks of direction turn the order of reading round.
pub fn is_formatting(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    )
}

/// Whether `c` ends a line or a paragraph and is no line feed, so that editors and browsers disagree about it.
pub fn is_line_separator(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}')
}

/// Whether `c` surrounds an annotation between lines, which no program here shows.
pub fn is_annotation(c: char) -> bool {
    matches!(c, '\u{fff9}'..='\u{fffb}')
}
