//! Run-in leads (段首小标题): the short first sentence that serves a paragraph as its title. They are set in bold and are
//! no headings, because the text runs on behind them.

use comrak::Arena;
use comrak::nodes::{Node, NodeValue};

use super::text::{is_closing, is_indent};
use super::tree::{LEAD, is_blank, is_break, is_paragraph, new_node, split_text, with_text};
use crate::model::heading_number;
use crate::model::numeral;

const DASH: &str = "——";

/// How a paragraph takes part.
enum Role {
    /// `（一）…`, `一是…`: has its lead whatever its neighbours do.
    Numbered,
    Dash,
    Plain,
    /// Begins in bold already, or is a picture: neither for nor against.
    Settled,
}

/// Wraps the leads of the top level.
pub(super) fn wrap_leads<'a>(arena: &'a Arena<'a>, root: Node<'a>) {
    // Before the first heading there is no section whose paragraphs could have titles.
    let mut in_section = false;
    let mut section = Vec::new();
    let mut run = Vec::new();
    let blocks: Vec<_> = root.children().collect();
    for node in blocks {
        let role = is_paragraph(node).then(|| role(node));
        if !matches!(role, Some(Role::Dash)) {
            wrap_all(arena, &mut run);
        }
        match role {
            Some(Role::Numbered) => {
                if let Some(lead) = numbered_lead(node) {
                    wrap(arena, node, lead);
                } else if in_section {
                    section.push((node, None));
                }
            }
            Some(Role::Dash) => run.push((node, title_sentence(node, DASH.len()))),
            Some(Role::Plain) if in_section => section.push((node, title_sentence(node, 0))),
            Some(Role::Plain | Role::Settled) => {}
            None if matches!(node.data().value, NodeValue::Heading(_)) => {
                wrap_all(arena, &mut section);
                in_section = true;
            }
            None => {}
        }
    }
    wrap_all(arena, &mut run);
    wrap_all(arena, &mut section);
}

/// From the lead's first byte in the first text of the paragraph to the end of the sentence.
#[derive(Clone, Copy)]
struct Lead {
    start: usize,
    /// Which child holds the end, and where in it.
    end: (usize, usize),
}

/// Wraps the leads of a run of paragraphs if every one has a lead; one alone is chance.
fn wrap_all<'a>(arena: &'a Arena<'a>, paragraphs: &mut Vec<(Node<'a>, Option<Lead>)>) {
    if paragraphs.len() >= 2 && paragraphs.iter().all(|(_, lead)| lead.is_some()) {
        for (node, lead) in paragraphs.iter() {
            if let Some(lead) = lead {
                wrap(arena, node, *lead);
            }
        }
    }
    paragraphs.clear();
}

fn role(paragraph: Node<'_>) -> Role {
    let first = paragraph.children().find(|child| !is_blank(child) && !is_break(child));
    let Some(first) = first else { return Role::Settled };
    with_text(first, |text| {
        let text = text.trim_start_matches(is_indent);
        if text.starts_with(DASH) {
            Role::Dash
        } else if numeral_len(text).is_some() {
            Role::Numbered
        } else {
            Role::Plain
        }
    })
    .unwrap_or(Role::Settled)
}

/// Length of `（一）`, `1.`, `一是`, `第一，` at the start.
fn numeral_len(text: &str) -> Option<usize> {
    if let Some(number) = heading_number::parse(text) {
        return Some(number.len);
    }
    let ordinal = text.strip_prefix(['第', '其']);
    let rest = ordinal.unwrap_or(text);
    let numerals = rest.len() - rest.trim_start_matches(numeral::is_numeral).len();
    let mark = rest[numerals..].chars().next().filter(|_| numerals > 0)?;
    let fits = match ordinal {
        Some(_) => matches!(mark, '，' | '、' | ','),
        None => mark == '是',
    };
    fits.then(|| text.len() - rest.len() + numerals + mark.len_utf8())
}

fn numbered_lead(paragraph: Node<'_>) -> Option<Lead> {
    let (start, numeral) = with_text(paragraph.first_child()?, |text| {
        let visible = text.trim_start_matches(is_indent);
        numeral_len(visible).map(|len| (text.len() - visible.len(), len))
    })??;
    let end = sentence(paragraph, start + numeral, 4..=30, &['；', ';'])?;
    Some(Lead { start, end })
}

fn title_sentence(paragraph: Node<'_>, skip: usize) -> Option<Lead> {
    let indent = with_text(paragraph.first_child()?, |text| text.len() - text.trim_start_matches(is_indent).len())?;
    let start = indent + skip;
    let end = sentence(paragraph, start, 4..=20, &['，', '、', '：', '；', ',', ':', ';', '！', '？'])?;
    Some(Lead { start, end })
}

/// The end of the sentence that begins at byte `from` of the first text, if its length fits, no character of `never`
/// stands in it, and more text follows.
fn sentence(
    paragraph: Node<'_>,
    from: usize,
    length: std::ops::RangeInclusive<usize>,
    never: &[char],
) -> Option<(usize, usize)> {
    let mut count = 0;
    for (index, child) in paragraph.children().enumerate() {
        if is_break(child) {
            continue;
        }
        let from = if index == 0 { from } else { 0 };
        let found = with_text(child, |text| {
            for (at, c) in text.get(from..)?.char_indices() {
                if c == '。' {
                    let end = from + at + c.len_utf8();
                    return Some(Some((end, text[end..].trim_start_matches(is_indent).chars().next())));
                }
                if never.contains(&c) || count >= *length.end() {
                    return None;
                }
                count += 1;
            }
            Some(None)
        })??;
        if let Some((end, next)) = found {
            let more = match next {
                Some(next) => !is_closing(next),
                None => paragraph.children().skip(index + 1).any(|rest| !is_blank(rest) && !is_break(rest)),
            };
            return (more && length.contains(&count)).then_some((index, end));
        }
    }
    None
}

fn wrap<'a>(arena: &'a Arena<'a>, paragraph: Node<'a>, lead: Lead) {
    let children: Vec<_> = paragraph.children().collect();
    let (last, end) = lead.end;
    let (Some(&first), Some(&ending)) = (children.first(), children.get(last)) else { return };
    // The end is cut first: cutting the start would move it.
    let rest = split_text(arena, ending, end);
    ending.insert_after(rest);
    let place = first.data().sourcepos;
    let strong = new_node(arena, LEAD, place);
    let head = split_text(arena, first, lead.start);
    first.insert_after(strong);
    strong.append(head);
    for child in &children[1..=last] {
        strong.append(child);
    }
}

#[cfg(test)]
mod tests {
    use crate::load::markdown::parse;
    use crate::load::markdown::tests::html_of;
    use crate::model::markdown_options::{Lines, MarkdownOptions};

    fn leads(source: &str) -> Vec<String> {
        leads_in(source, Lines::Auto)
    }

    fn leads_of_markdown(source: &str) -> Vec<String> {
        leads_in(source, Lines::Markdown)
    }

    fn leads_in(source: &str, lines: Lines) -> Vec<String> {
        let html = html_of(&parse(source, &MarkdownOptions { run_in_leads: true, lines }));
        let parts = html.split("<strong class=\"lead\">").skip(1);
        parts.filter_map(|part| part.split("</strong>").next()).map(str::to_owned).collect()
    }

    #[test]
    fn a_section_has_leads_when_every_paragraph_has_one() {
        let source =
            "（一）党建\n\n主题教育走深走实。开展读书班。\n\n推动“跟党一起创新”成势见效。深化品牌。\n\n| a |\n|---|\n";
        assert_eq!(leads(source), ["主题教育走深走实。", "推动“跟党一起创新”成势见效。"]);
        assert!(leads(&format!("{source}\n\n普通段落，没有小标题。后文。")).is_empty());
        assert!(leads("（一）党建\n\n只有一段不算。后文。").is_empty());
    }

    #[test]
    fn numbered_paragraphs_have_leads_of_their_own() {
        assert_eq!(leads("（一）大力推进体系建设，加快发展。充分发挥作用。"), ["（一）大力推进体系建设，加快发展。"]);
        assert_eq!(leads("一是扩内需、保增长。坚持。"), ["一是扩内需、保增长。"]);
        assert_eq!(leads("第一，坚持实事求是。改革开放。"), ["第一，坚持实事求是。"]);
        assert!(leads("一是保增长。坚持。\n\n二是只有一句话而没有后文。").is_empty());
    }

    #[test]
    fn dash_paragraphs_have_leads_when_the_whole_run_has() {
        assert_eq!(leads("——党建势能强劲。创新。\n\n——产业空间释放。开展。"), ["党建势能强劲。", "产业空间释放。"]);
        assert!(leads("——党建势能强劲。创新。\n\n——产业，空间释放。开展。").is_empty());
    }

    #[test]
    fn leads_may_cross_line_breaks_but_not_emphasis() {
        assert_eq!(
            leads_of_markdown("一、节\n\n甲乙丙丁\n戊己。后文。\n\n子丑寅卯。后文。"),
            ["甲乙丙丁戊己。", "子丑寅卯。"]
        );
        assert_eq!(leads("一、节\n\n**甲乙丙丁。**后文。\n\n子丑寅卯。后文。\n\n辰巳午未。后文。").len(), 2);
        assert!(leads("一、节\n\n甲乙*丙丁。*后文。\n\n子丑寅卯。后文。").is_empty());
    }

    #[test]
    fn leads_can_be_switched_off() {
        let body = parse("一是保持增长。坚持。", &MarkdownOptions { run_in_leads: false, ..MarkdownOptions::default() });
        assert_eq!(html_of(&body), "<p>一是保持增长。坚持。</p>\n");
    }
}
