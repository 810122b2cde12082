//! Makes characters visible that a terminal would obey or hide. Text from people's files and from the command line
//! passes through here before it is shown as text, so that no report can move the cursor, reverse the reading order or
//! hide a word in a message.

use std::borrow::Cow;
use std::fmt::Write;

use super::style::Style;
use crate::model::control::{is_annotation, is_formatting, is_line_separator};

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

/// What starts a colour or ends it: all that [`Style::paint`] writes.
const OWN_INKS: [&str; 7] = ["\u{1b}[0m", "\u{1b}[1m", "\u{1b}[31m", "\u{1b}[32m", "\u{1b}[33m", "\u{1b}[34m", "\u{1b}[36m"];

/// The last look at all text that goes to a terminal or a log, in one place, for whatever forgot [`visible`] on its way: line feeds,
/// tabs and, in colour, the program's own colours stay, every other character that a terminal would obey is made visible, and what a runner of
/// GitHub Actions would take for a command (`##[…]` anywhere, `::…::` at the start of a line; actions/runner, `ActionCommand.cs`) is
/// broken up.
pub fn steady(text: &str, style: Style) -> Cow<'_, str> {
    let inks: &[&str] = match style {
        Style::Plain => &[],
        Style::Colour => &OWN_INKS,
    };
    let is_hidden = |c: char| is_hidden(c) && !matches!(c, '\n' | '\t');
    if !text.contains(is_hidden) && !text.contains("##[") && !text.contains("::") {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    let mut rest = text;
    let mut begins_line = true;
    while let Some(character) = rest.chars().next() {
        let ink = inks.iter().find(|ink| rest.starts_with(**ink));
        let taken = ink.map_or(character.len_utf8(), |ink| ink.len());
        let is_command = (character == '[' && shown.ends_with("##")) || (begins_line && rest.starts_with("::"));
        if ink.is_none() && (is_hidden(character) || is_command) {
            // Writing to a string cannot fail.
            let _ = write!(shown, "‹U+{:04X}›", u32::from(character));
        } else {
            shown.push_str(&rest[..taken]);
        }
        begins_line = character == '\n' || (begins_line && (character.is_whitespace() || ink.is_some()));
        rest = &rest[taken..];
    }
    Cow::Owned(shown)
}

/// Whether a terminal would show nothing for the character, or obey it. The last are tags, which spell invisible words.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || is_formatting(character)
        || is_line_separator(character)
        || is_annotation(character)
        || matches!(character, '\u{e0000}'..='\u{e007f}')
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
    fn nothing_in_a_text_is_a_command_for_a_runner_or_a_terminal() {
        for (text, shown) in [
            ("错误：a\n  ::add-mask::x\n", "错误：a\n  ‹U+003A›:add-mask::x\n"),
            ("a ##[add-mask]错误", "a ##‹U+005B›add-mask]错误"),
            ("###[x]", "###‹U+005B›x]"),
            ("\u{a0}::x::", "\u{a0}‹U+003A›:x::"),
            ("\u{1b}[31m::x::\u{1b}[0m", "\u{1b}[31m‹U+003A›:x::\u{1b}[0m"),
            ("\u{1b}[8m\u{1b}]0;x\u{7}\r\u{202e}", "‹U+001B›[8m‹U+001B›]0;x‹U+0007›‹U+000D›‹U+202E›"),
        ] {
            assert_eq!(steady(text, Style::Colour), shown, "{text:?}");
        }
        for own in ["\u{1b}[1m\u{1b}[33m警告\u{1b}[0m\n\tcrate::x\n", "a::b ## [x]\n", "公开"] {
            assert_eq!(steady(own, Style::Colour), own);
        }
    }

    #[test]
    fn every_ink_of_ours_is_known() {
        use anstyle::{AnsiColor, Style as Ink};
        for colour in [AnsiColor::Red, AnsiColor::Green, AnsiColor::Yellow, AnsiColor::Cyan, AnsiColor::Blue] {
            let painted = Style::Colour.paint(Ink::new().bold().fg_color(Some(colour.into())), "公开");
            assert_eq!(steady(&painted, Style::Colour), painted);
            assert!(!steady(&painted, Style::Plain).contains('\u{1b}'));
        }
    }

    #[test]
    fn ordinary_text_stays_as_it_is() {
        let text = "国办发〔2019〕31号　“公开” 😀 é";
        assert!(matches!(visible(text), Cow::Borrowed(same) if same == text));
    }
}
