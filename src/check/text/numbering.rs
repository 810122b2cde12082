//! Numerals (层次序数) at the start of blocks, for the rules about their order and form. Blocks, not headings alone: a long numbered
//! paragraph is no heading but counts in the series.

use crate::model::heading_number::{self, HeadingNumber};
use crate::model::numeral;
use crate::model::prose::{BlockKind, Prose};
use crate::model::span::Span;

/// A block that begins with a numeral.
#[derive(Debug, Clone)]
pub(crate) struct Numbered {
    /// Its rank and its value.
    pub(crate) number: HeadingNumber,
    /// As written, with its mark.
    pub(crate) written: String,
    /// The numeral alone, in the file.
    pub(crate) span: Span,
    /// Whether it is the title of a part, not a paragraph of text.
    pub(crate) is_heading: bool,
}

impl Numbered {
    /// What must be the same for all numerals of a rank: the marks, and whether digits are full-width.
    pub(crate) fn form(&self) -> (Option<char>, Option<char>, bool) {
        let bracket = self.written.chars().next().filter(|c| matches!(c, '（' | '('));
        let is_wide = self.written.contains(|c| ('０'..='９').contains(&c));
        (bracket, self.written.chars().next_back(), is_wide)
    }
}

/// All of them, in the order of the text.
pub(super) fn numbered(prose: &Prose) -> Vec<Numbered> {
    let mut found = Vec::new();
    for block in &prose.blocks {
        if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading) {
            continue;
        }
        let own = prose.text_of(block);
        if let Some(number) = heading_number::parse(own).or_else(|| in_other_form(own)) {
            let start = block.range.start;
            let span = prose.span(start..start + number.len);
            let is_heading = block.kind == BlockKind::Heading;
            found.push(Numbered { number, written: own[..number.len].to_string(), span, is_heading });
        }
    }
    found
}

/// `1、` and `一．`: no headings, but meant as the numerals of their rank.
fn in_other_form(line: &str) -> Option<HeadingNumber> {
    let is_numeral = |c: char| c.is_ascii_digit() || numeral::is_numeral(c);
    let first = line.chars().next().filter(|c| is_numeral(*c))?;
    let end = line.find(|c| !is_numeral(c))?;
    let mark = line[end..].chars().next()?;
    let usual = match (first.is_ascii_digit(), mark) {
        (true, '、') => '.',
        (false, '．' | '.') => '、',
        _ => return None,
    };
    let number = heading_number::parse(&format!("{}{usual}", &line[..end]))?;
    Some(HeadingNumber { len: end + mark.len_utf8(), ..number })
}

/// 12 → `十二`, up to 99.
pub(crate) fn chinese(value: u32) -> String {
    // Nothing is written for a zero: 二十 is 20.
    let digit = |value: u32| match value % 10 {
        0 => String::new(),
        value => numeral::DIGITS[value as usize - 1].to_string(),
    };
    match value {
        0..=9 => digit(value),
        10..=19 => format!("十{}", digit(value)),
        _ => format!("{}十{}", digit(value / 10), digit(value)),
    }
}
