//! Plain text: which characters are Chinese, what the first sentences say. Nothing here knows
//! Markdown, so the same rules serve headings, captions, leads and summaries.

/// Han characters, kana, full-width forms and Chinese punctuation: between two of these a line break is no space.
pub(super) fn is_wide(c: char) -> bool {
    matches!(u32::from(c),
        0x2E80..=0x33FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0xFE30..=0xFE4F
        | 0xFF00..=0xFFEF | 0x20000..=0x3FFFF)
        || is_shared_mark(c)
}

/// Whether two lines that were one had no blank between them. Chinese has none, beside figures and Latin letters either; marks
/// that other languages share decide nothing alone.
pub(super) fn joins_without_blank(before: char, after: char) -> bool {
    let is_chinese = |c: char| (is_wide(c) || is_pictograph(c)) && !is_shared_mark(c);
    is_chinese(before) || is_chinese(after) || (is_wide(before) && is_wide(after))
}

fn is_shared_mark(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '—' | '…' | '·')
}

fn is_pictograph(c: char) -> bool {
    matches!(u32::from(c), 0x1F300..=0x1FAFF)
}

/// Characters without width, left behind by editors and web pages. They stay in the text but decide nothing: those of
/// [`is_formatting`](crate::model::control::is_formatting) that pasting brings along.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// White space that people indent paragraphs with.
pub(super) fn is_indent(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}' | '\u{3000}' | '\n' | '\r')
}

/// Whether `c` ends a sentence, in the marks people type and in those that careless extraction leaves behind.
pub(super) fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '!' | '?')
}

/// Whether `c` closes what was opened before the sentence ended, and so still belongs to it.
pub(super) fn is_closing(c: char) -> bool {
    matches!(c, '”' | '’' | '」' | '』' | '）' | ')' | '》' | '"')
}

/// The summary stays below this many characters, as long as whole sentences allow.
const SUMMARY: usize = 120;
/// A first sentence up to this length is kept whole.
const FIRST_SENTENCE: usize = 200;
/// Where a longer first sentence is cut.
const CUT: usize = 180;
/// What a list has room for, in characters: about two lines.
const OPENING: usize = 60;
/// Shorter paragraphs without a full stop are salutations, document numbers, signatures.
const SHORT: usize = 30;

/// A paragraph as the summary sees it.
pub(super) struct SummaryParagraph<'t> {
    /// The text that a reader sees of it.
    pub text: &'t str,
    /// Begins in bold, as `**文号：**…` does.
    pub labelled: bool,
}

/// The first whole sentences of the prose, on one line.
pub(super) fn summarise<'t>(paragraphs: impl Iterator<Item = SummaryParagraph<'t>>) -> String {
    let mut summary = String::new();
    let mut total = 0;
    for paragraph in paragraphs.filter(is_prose) {
        let line = collapse(paragraph.text);
        let mut rest = line.as_str();
        while let Some(sentence) = first_sentence(rest) {
            let length = sentence.chars().count();
            if total == 0 && length > FIRST_SENTENCE {
                return cut(sentence, CUT);
            }
            if total > 0 && total + length > SUMMARY {
                return summary.trim_end().to_owned();
            }
            summary.push_str(sentence);
            total += length;
            rest = &rest[sentence.len()..];
        }
    }
    summary.trim_end().to_owned()
}

/// How a summary begins: as many of its sentences as a list has room for. A first sentence that is too long is cut.
pub(crate) fn opening(summary: &str) -> String {
    let (mut end, mut total) = (0, 0);
    while let Some(sentence) = first_sentence(&summary[end..]) {
        total += sentence.chars().count();
        if total > OPENING {
            break;
        }
        end += sentence.len();
    }
    match end {
        0 if summary.chars().count() > OPENING => cut(summary, OPENING),
        0 => summary.to_owned(),
        _ => summary[..end].to_owned(),
    }
}

fn is_prose(paragraph: &SummaryParagraph<'_>) -> bool {
    let text = paragraph.text.trim();
    if !text.contains(ends_sentence) {
        return false;
    }
    text.chars().count() >= SHORT || (text.contains('。') && !paragraph.labelled)
}

fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The whole sentence `text` begins with, with its closing quotes.
fn first_sentence(text: &str) -> Option<&str> {
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !ends_sentence(c) {
            continue;
        }
        // `!` and `?` inside an address or a Latin word end nothing.
        if c.is_ascii() && chars.peek().is_some_and(|(_, next)| next.is_ascii_alphanumeric()) {
            continue;
        }
        let mut end = at + c.len_utf8();
        while let Some((_, next)) = chars.next_if(|(_, next)| is_closing(*next) || ends_sentence(*next)) {
            end += next.len_utf8();
        }
        return Some(&text[..end]);
    }
    None
}

fn cut(sentence: &str, most: usize) -> String {
    let limit = sentence.char_indices().nth(most).map_or(sentence.len(), |(at, _)| at);
    let head = &sentence[..limit];
    // A mark near the beginning would leave too little.
    let end = head.rfind(['，', '；', '、', ',', ';']).filter(|end| end * 2 > limit).unwrap_or(limit);
    format!("{}……", &sentence[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(paragraphs: &[&str]) -> String {
        summarise(paragraphs.iter().map(|text| SummaryParagraph { text, labelled: text.starts_with("文号") }))
    }

    #[test]
    fn summary_takes_whole_sentences() {
        let long = "甲".repeat(110) + "。";
        assert_eq!(summary(&["各位代表：", "今年工作很好。", &long, "第三句。"]), format!("今年工作很好。{long}"));
        assert_eq!(summary(&["文号：光玉办。", "他说：“好。”大家都高兴。"]), "他说：“好。”大家都高兴。");
        assert_eq!(summary(&["——在会议上"]), "");
    }

    #[test]
    fn a_very_long_first_sentence_is_cut_at_a_comma() {
        let text = "甲".repeat(150) + "，" + &"乙".repeat(100) + "。";
        assert_eq!(summary(&[&text]), "甲".repeat(150) + "……");
    }

    #[test]
    fn a_list_shows_how_a_summary_begins() {
        assert_eq!(opening("今年很好。"), "今年很好。");
        assert_eq!(opening("只有几个字"), "只有几个字");
        let second = "乙".repeat(54) + "。";
        assert_eq!(opening(&format!("今年很好。{second}")), format!("今年很好。{second}"));
        assert_eq!(opening(&format!("今年很好。丙{second}")), "今年很好。");
        let long = "甲".repeat(40) + "，" + &second;
        assert_eq!(opening(&long), "甲".repeat(40) + "……");
        assert_eq!(opening(&"字".repeat(61)), "字".repeat(60) + "……");
        assert_eq!(opening(&format!("2024年，{}", "字".repeat(61))), format!("2024年，{}……", "字".repeat(54)));
    }

    #[test]
    fn summary_is_one_line() {
        assert_eq!(summary(&["今年\n工作 very\n good，取得了很大的成绩。"]), "今年 工作 very good，取得了很大的成绩。");
    }
}
