//! Makes characters visible that a terminal would obey or hide. Text from people's files and from the command line
//! passes through here before it is shown as text, so that no report can move the cursor, reverse the reading order or
//! hide a word in a message.

use std::borrow::Cow;
use std::fmt::Write;

/// The text with control, bidirectional and invisible characters written as `‹U+202E›`, line feeds and tabs included.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if is_hidden(character) {
            // Writing to a string cannot fail.
            let _ = write!(shown, "‹U+{:04X}›", u32::from(character));
        } else {
            shown.push(character);
        }
    }
    Cow::Owned(shown)
}

fn is_hidden(character: char) -> bool {
    matches!(
        character,
        '\0'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_and_bidirectional_characters_become_their_numbers() {
        assert_eq!(visible("a\u{202e}b"), "a‹U+202E›b");
        assert_eq!(visible("一\n二\t\u{1b}[31m\u{9b}"), "一‹U+000A›二‹U+0009›‹U+001B›[31m‹U+009B›");
        for hidden in ['\u{200b}', '\u{200f}', '\u{202a}', '\u{2060}', '\u{2069}', '\u{feff}', '\u{7f}', '\u{e0041}'] {
            assert!(visible(&format!("街{hidden}道")).contains("‹U+"), "{hidden:?}");
        }
    }

    #[test]
    fn ordinary_text_stays_as_it_is() {
        let text = "国办发〔2019〕31号　“公开” 😀 é";
        assert!(matches!(visible(text), Cow::Borrowed(same) if same == text));
    }
}
