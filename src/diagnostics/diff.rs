//! Changes of a text as people read them: each changed line twice, before and after, cut down to what changed and a little around
//! it, because a paragraph of a report is one long line.

use anstyle::{AnsiColor, Style as Ink};

use super::style::Style;
use super::visible::visible;
use crate::model::path::SourcePath;
use crate::model::privacy::covered;
use crate::model::remark::Edit;

/// Characters shown on both sides of a change.
const AROUND: usize = 10;

/// The changes that `edits` (ascending, none overlapping another, each within one line) make to `text`, in which what is private
/// is masked already. Ends with a line feed.
pub fn render(file: &SourcePath, text: &str, edits: &[Edit], style: Style) -> String {
    let mut out = format!("{}\n", style.paint(Ink::new().bold(), &visible(&covered(file.as_str()))));
    let mut rest = edits;
    let mut start = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let end = start + line.len();
        let count = rest.partition_point(|edit| edit.span.start < end);
        let (here, later) = rest.split_at(count);
        if !here.is_empty() {
            let number = format!("{:>5} ", index + 1);
            let red = Ink::new().fg_color(Some(AnsiColor::Red.into()));
            let green = Ink::new().fg_color(Some(AnsiColor::Green.into()));
            let old = excerpt(text, start..end, here, |edit| text[edit.span.start..edit.span.end].to_string(), red, style);
            let new = excerpt(text, start..end, here, |edit| covered(&edit.replacement).into_owned(), green, style);
            out += &format!("{number}{} {old}\n      {} {new}\n", style.paint(red, "-"), style.paint(green, "+"));
        }
        (rest, start) = (later, end);
    }
    out
}

/// What stands at each edit, with a little of the line around it.
fn excerpt(
    text: &str,
    line: std::ops::Range<usize>,
    edits: &[Edit],
    shown: impl Fn(&Edit) -> String,
    ink: Ink,
    style: Style,
) -> String {
    let line_text = text[line.clone()].trim_end();
    let line_end = line.start + line_text.len();
    let mut out = String::new();
    let mut at = line.start;
    for (index, edit) in edits.iter().enumerate() {
        out += &shorten(&text[at..edit.span.start], index > 0, true);
        out += &style.paint(ink.bold(), &visible(&shown(edit)));
        at = edit.span.end;
    }
    out + &shorten(text.get(at..line_end).unwrap_or_default(), true, false)
}

/// The ends of a stretch between two changes that are worth showing.
fn shorten(between: &str, after_change: bool, before_change: bool) -> String {
    let count = between.chars().count();
    let (head, tail) = (if after_change { AROUND } else { 0 }, if before_change { AROUND } else { 0 });
    if count <= head + tail + 1 {
        return visible(between).to_string();
    }
    let start: String = between.chars().take(head).collect();
    let end: String = between.chars().skip(count - tail).collect();
    format!("{}…{}", visible(&start), visible(&end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::span::Span;

    #[test]
    fn a_change_is_shown_with_a_little_around_it() {
        let text = "首行\n今年以来全年工作进展顺利并且,成效明显而且持续向好向上向前\n";
        let at = text.find(',').expect("a comma");
        let edit = Edit { span: Span::new(at, at + 1), replacement: "，".into() };
        let file = SourcePath::new("reports/a.md").expect("a path");
        let expected = "reports/a.md\n    2 - …以来全年工作进展顺利并且,成效明显而且持续向好…\n      + …以来全年工作进展顺利并且，成效明显而且持续向好…\n";
        let shown = render(&file, text, &[edit], Style::Plain);
        assert_eq!(shown, expected.replace("…以来全年", "…全年"), "{shown}");
    }
}
