//! Stars, tildes and underscores that Markdown takes for emphasis although they multiply, mask or note: `100*200*300毫米`,
//! `138****5678`, `张*、李*`, `*注：`, `5~8人，10~12人`. They become text again, for readers and rules alike.

use std::ops::Range;

use comrak::Arena;
use comrak::nodes::{Node, NodeValue};

use super::source::SourceMap;
use super::text::{is_indent, is_wide};
use super::tree::new_node;

/// What a star before these means: `带*的`, `标*号`.
const NAMED: [char; 4] = ['的', '号', '者', '为'];
/// `带*`, `标注*`.
const NAMING: [char; 9] = ['带', '标', '打', '加', '注', '有', '画', '以', '用'];
/// What a note begins with.
const NOTES: [&str; 6] = ["注", "备注", "说明", "为", "表示", "代表"];
/// What separates names in a list.
const SEPARATORS: &str = "、，,；;：:（(。|";

/// Turns `node`, emphasis of any kind, into text with its marks where these are no emphasis.
pub(super) fn restore<'a>(arena: &'a Arena<'a>, source: &SourceMap<'_>, node: Node<'a>) {
    let place = node.data().sourcepos;
    let span = source.span(place);
    let written = &source.text[span.start..span.end];
    let Some(mark) = written.chars().next().filter(|mark| matches!(mark, '*' | '_' | '~') && written.ends_with(*mark))
    else {
        return;
    };
    let length = match node.data().value {
        NodeValue::Strikethrough if written.starts_with("~~") => return,
        NodeValue::Strong => 2,
        _ => 1,
    };
    if written.len() < 2 * length {
        return;
    }
    let marks = &written[..length];
    if mark != '~' && !is_literal(source.text, run(source.text, span.start, mark), run(source.text, span.end - length, mark))
    {
        return;
    }
    let text = |column: usize| {
        let mut place = place;
        place.start.column = column;
        new_node(arena, NodeValue::Text(marks.to_owned().into()), place)
    };
    node.insert_before(text(place.start.column));
    let children: Vec<_> = node.children().collect();
    children.into_iter().for_each(|child| node.insert_before(child));
    let mut closing = place;
    closing.start = place.end;
    closing.start.column = place.end.column + 1 - length;
    node.insert_before(new_node(arena, NodeValue::Text(marks.to_owned().into()), closing));
    node.detach();
}

/// All the marks that stand together at byte `at`.
fn run(text: &str, at: usize, mark: char) -> Range<usize> {
    let start = text[..at].trim_end_matches(mark).len();
    let rest = &text[at..];
    start..at + rest.len() - rest.trim_start_matches(mark).len()
}

fn is_literal(text: &str, open: Range<usize>, close: Range<usize>) -> bool {
    let before = |at: usize| text[..at].chars().next_back();
    let after = |at: usize| text[at..].chars().next();
    let around = |run: &Range<usize>| (before(run.start), after(run.end));
    let (outer, first) = around(&open);
    let (last, next) = around(&close);
    let is_alnum = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let is_han = |c: Option<char>| c.is_some_and(is_han);
    let multiplies =
        (is_alnum(outer) && is_alnum(first)) || (is_alnum(last) && is_alnum(next)) || (is_digit(first) && is_digit(next));
    let is_factor = is_han(outer) && is_han(next) && text[open.end..close.start].chars().nth(1).is_none();
    let ends_clause =
        |c| matches!(c, '，' | '。' | '、' | '；' | '：' | '）' | '】' | '》' | '？' | '！' | ',' | '.' | ';' | ':' | ')');
    let is_mark = first.is_some_and(ends_clause) || last.is_some_and(|c| matches!(c, '（' | '《' | '【' | '('));
    let is_named = |(before, after): (Option<char>, Option<char>)| {
        before.is_some_and(|c| NAMING.contains(&c)) && after.is_some_and(|c| NAMED.contains(&c))
    };
    let is_note =
        open.len() == 1 && begins_line(&text[..open.start]) && NOTES.iter().any(|note| text[open.end..].starts_with(note));
    let masks = is_masked_name(&text[..open.start]) && is_masked_name(&text[..close.start]);
    multiplies || is_factor || is_mark || is_named(around(&open)) || is_named(around(&close)) || is_note || masks
}

fn begins_line(before: &str) -> bool {
    before
        .trim_end_matches([' ', '\t', '\u{a0}', '\u{3000}'])
        .chars()
        .next_back()
        .is_none_or(|c| matches!(c, '\n' | '\r' | '|' | '>'))
}

/// Whether a surname stands alone before the marks: `、李` in `张*、李*`.
fn is_masked_name(before: &str) -> bool {
    let mut chars = before.chars().rev();
    chars.next().is_some_and(is_han) && chars.next().is_none_or(|c| SEPARATORS.contains(c) || is_indent(c))
}

/// A Chinese character and no mark.
fn is_han(c: char) -> bool {
    is_wide(c) && c.is_alphabetic()
}

#[cfg(test)]
mod tests {
    use crate::load::markdown::parse;
    use crate::load::markdown::tests::html_of;
    use crate::model::markdown_options::MarkdownOptions;

    #[test]
    fn marks_that_multiply_mask_or_note_stay() {
        for text in [
            "规格100*200*300毫米，面积3*4*5米。",
            "规格100厘米*200厘米*300厘米。",
            "规格（长*宽*高）为3*4*5米。",
            "*注：带*的为预算数。",
            "带*的为预算数，带*的为决算数。",
            "电话138****5678和139****1234。",
            "身份证4403**********1234、4403**********5678。",
            "张*、李*和王**，赵**等。",
            "张*三、李*四。",
            "李**（女）、王**（男）。",
            "5~8人，10~12人，3~5米。",
            "文件a_b_c和x_y_z。",
            "见附件_2024_终稿。",
            "公式a*b*c。",
        ] {
            let html = html_of(&parse(text, &MarkdownOptions::default()));
            assert_eq!(html, format!("<p>{text}</p>\n"));
        }
    }

    #[test]
    fn emphasis_stays_emphasis() {
        for (text, html) in [
            ("这是**重点工作。**后面。", "这是<strong>重点工作。</strong>后面。"),
            ("中文**“加粗”**中文。", "中文<strong>“加粗”</strong>中文。"),
            ("落实**《条例》**要求。", "落实<strong>《条例》</strong>要求。"),
            ("这是*重点*内容。", "这是<em>重点</em>内容。"),
            ("**注：**本表不含结转。", "<strong>注：</strong>本表不含结转。"),
            ("完成**20**项。", "完成<strong>20</strong>项。"),
            ("2024年**（试行）**办法。", "2024年<strong>（试行）</strong>办法。"),
            ("***甲***乙~~丙~~", "<em><strong>甲</strong></em>乙<del>丙</del>"),
            ("_强调_ 的", "<em>强调</em> 的"),
        ] {
            assert_eq!(html_of(&parse(text, &MarkdownOptions::default())), format!("<p>{html}</p>\n"));
        }
    }
}
