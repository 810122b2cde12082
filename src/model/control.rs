//! Characters that no page, feed or JSON may have: HTML calls them errors, XML cannot be read with them. They come with text that is
//! copied from other programs, and nobody sees them.

/// Whether `c` is a control character other than white space, or one of the numbers that are no characters.
pub fn is_unprintable(c: char) -> bool {
    matches!(
        c,
        '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fdd0}'..='\u{fdef}' | '\u{fffe}' | '\u{ffff}'
    )
}
