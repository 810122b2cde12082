//! From the arranged tree to HTML. One loop over the nodes with a stack of its own: reports may nest as deeply as they
//! like without exhausting the program's stack.

use comrak::nodes::{ListType, Node, NodeCodeBlock, NodeValue};

use super::lines::needs_blank;
use super::output::Output;
use super::text::{is_indent, is_invisible};
use super::tree::{
    FIGURE_CAPTION, SIGNATURE, collect_text, is_blank, is_break, is_paragraph, is_picture, is_top_level, next_visible_char,
    text_of, with_text,
};
use crate::model::{division, heading_number};

/// A longer first line is a sentence that announces something.
const MAX_ADDRESSEE: usize = 60;

/// Writes `root` and all below it.
pub(super) fn write<'a>(root: Node<'a>, out: &mut Output<'_>) {
    let mut stack = vec![(root, false)];
    while let Some((node, leaving)) = stack.pop() {
        if leaving {
            out.close_raw_tags();
            out.raw.depth -= 1;
            out.leave(node);
        } else if !out.raw.swallows(node) && out.enter(node) {
            out.raw.depth += 1;
            stack.push((node, true));
            stack.extend(node.reverse_children().map(|child| (child, false)));
        }
    }
}

impl Output<'_> {
    /// Opens a node. Whether its children are to be written, and then the node to be left.
    fn enter(&mut self, node: Node<'_>) -> bool {
        // A heading changes its first text on entering, so nothing of the node itself is borrowed for long.
        if let NodeValue::Heading(heading) = node.data().value {
            return self.enter_heading(node, heading.level);
        }
        let data = node.data();
        if data.value.block() && !matches!(data.value, NodeValue::TableRow(_) | NodeValue::TableCell) {
            self.close_raw_paragraph();
            self.block_boundary();
        }
        match &data.value {
            NodeValue::BlockQuote => self.html("<blockquote>\n"),
            NodeValue::List(list) => self.enter_list(list),
            NodeValue::Item(item) => self.enter_item(node, item),
            &SIGNATURE => self.html("<div class=\"sign\">\n"),
            NodeValue::CodeBlock(block) => return self.code_block(block),
            NodeValue::HtmlBlock(block) => {
                self.raw_block(node, &block.literal);
                return false;
            }
            NodeValue::Paragraph => return self.enter_paragraph(node),
            NodeValue::ThematicBreak => {
                self.html("<hr>\n");
                return false;
            }
            NodeValue::FootnoteDefinition(_) => self.enter_note(node),
            NodeValue::Subtext => self.enter_caption(),
            NodeValue::Table(table) => self.enter_table(node, table),
            NodeValue::TableRow(header) => return self.enter_row(node, *header),
            NodeValue::TableCell => self.enter_cell(node),
            _ => return self.enter_inline(node, &data.value),
        }
        true
    }

    fn enter_inline(&mut self, node: Node<'_>, value: &NodeValue) -> bool {
        match value {
            NodeValue::Text(text) => self.text(text),
            NodeValue::SoftBreak => self.soft_break(node),
            NodeValue::LineBreak => {
                if !self.line_start {
                    self.html("<br>");
                    self.newline();
                }
                self.line_start = true;
            }
            NodeValue::Code(code) => {
                self.html("<code>");
                self.verbatim_text(&code.literal);
                self.html("</code>");
            }
            NodeValue::HtmlInline(literal) => self.raw_inline(node, literal),
            NodeValue::Emph => self.html("<em>"),
            NodeValue::Strong => self.html("<strong>"),
            NodeValue::Strikethrough => self.html("<del>"),
            NodeValue::Highlight => self.html("<strong class=\"lead\">"),
            NodeValue::Subscript => self.html("<small>"),
            &FIGURE_CAPTION => {
                self.html("<figcaption>");
                self.block_boundary();
            }
            NodeValue::Link(link) => self.enter_link(node, link),
            NodeValue::Image(link) => {
                let in_figure = node.parent().is_some_and(|parent| is_figure(parent) && !is_tight(parent));
                let is_captioned = || node.following_siblings().any(|next| next.data().value == FIGURE_CAPTION);
                self.image(node, link, in_figure && !is_captioned());
                return false;
            }
            NodeValue::FootnoteReference(note) => self.note_reference(note.ix, note.ref_num),
            _ => {}
        }
        true
    }

    fn leave(&mut self, node: Node<'_>) {
        match &node.data().value {
            NodeValue::Document if self.notes > 0 => self.html("</ol>\n</section>\n"),
            NodeValue::BlockQuote => self.html("</blockquote>\n"),
            NodeValue::List(list) => self.html(match list.list_type {
                ListType::Bullet => "</ul>\n",
                ListType::Ordered => "</ol>\n",
            }),
            NodeValue::Item(_) => self.html("</li>\n"),
            NodeValue::Paragraph => self.leave_paragraph(node),
            NodeValue::Heading(_) => self.leave_heading(),
            NodeValue::FootnoteDefinition(note) => self.leave_note(node, note),
            NodeValue::Subtext => self.html("</caption>"),
            &FIGURE_CAPTION => self.html("</figcaption>"),
            &SIGNATURE => self.html("</div>\n"),
            NodeValue::Table(_) => self.leave_table(node),
            NodeValue::TableRow(_) => self.leave_row(),
            NodeValue::TableCell => return self.leave_cell(),
            NodeValue::Emph => return self.html("</em>"),
            NodeValue::Strong | NodeValue::Highlight => return self.html("</strong>"),
            NodeValue::Strikethrough => return self.html("</del>"),
            NodeValue::Subscript => return self.html("</small>"),
            NodeValue::Link(_) => return self.leave_link(),
            _ => return,
        }
        self.block_boundary();
    }

    fn code_block(&mut self, block: &NodeCodeBlock) -> bool {
        self.html("<pre><code>");
        self.verbatim_text(&block.literal);
        self.html("</code></pre>\n");
        self.block_boundary();
        false
    }

    fn verbatim_text(&mut self, text: &str) {
        let before = std::mem::replace(&mut self.verbatim, true);
        self.text(text);
        self.verbatim = before;
    }

    fn enter_paragraph(&mut self, node: Node<'_>) -> bool {
        if node.children().all(|child| is_blank(child) || is_break(child)) {
            return false;
        }
        if is_tight(node) {
            return true;
        }
        if is_figure(node) {
            self.html("<figure>");
            return true;
        }
        if is_top_level(node) {
            let labelled = node.children().find(|child| !is_blank(child));
            let labelled = labelled.is_some_and(|child| matches!(child.data().value, NodeValue::Strong));
            let start = self.body.text.len();
            self.prose.push((start..start, labelled));
        }
        self.html(match node {
            _ if starts_with_dash(node) => "<p class=\"dash\">",
            _ if is_addressee(node) => "<p class=\"to\">",
            _ => "<p>",
        });
        true
    }

    fn leave_paragraph(&mut self, node: Node<'_>) {
        if is_tight(node) {
            return;
        }
        if is_figure(node) {
            self.html("</figure>\n");
            return;
        }
        if is_top_level(node)
            && let Some((range, _)) = self.prose.last_mut()
        {
            range.end = self.body.text.len();
        }
        if let Some(parent) = node.parent().filter(|_| node.next_sibling().is_none())
            && let NodeValue::FootnoteDefinition(note) = &parent.data().value
            && is_top_level(parent)
        {
            self.back_links(note);
        }
        self.html("</p>\n");
    }

    fn enter_heading(&mut self, node: Node<'_>, rank: u8) -> bool {
        let mut visible = String::new();
        collect_text(node, &mut visible);
        if visible.trim_matches(is_indent).is_empty() && !node.children().any(shows_more_than_text) {
            return false;
        }
        self.close_raw_paragraph();
        self.block_boundary();
        let (level, id) = self.outline.enter(rank);
        let number = take_number(node);
        let span = self.source.span(node.data().sourcepos);
        self.html("<h");
        self.heading_level(level);
        self.id_attribute(&id);
        self.html(">");
        if !number.is_empty() {
            self.html("<span class=\"no\">");
            self.text(&number);
            self.html("</span>");
        }
        self.heading_start = self.body.text.len();
        self.markup.headings.push(level, &id, &number, span);
        true
    }

    fn heading_level(&mut self, level: u8) {
        self.html(["1", "2", "3", "4", "5"].get(usize::from(level).wrapping_sub(1)).copied().unwrap_or("6"));
    }

    fn leave_heading(&mut self) {
        let text = self.body.text.get(self.heading_start..).unwrap_or("").trim().replace('\n', " ");
        if let Some(level) = self.markup.headings.finish_last(&text) {
            self.html("</h");
            self.heading_level(level);
            self.html(">\n");
        }
    }

    fn soft_break(&mut self, node: Node<'_>) {
        if self.line_start {
            return;
        }
        let before = self.body.text.chars().rev().find(|c| !is_invisible(*c));
        if needs_blank(before, next_visible_char(node)) {
            self.newline();
        }
        self.line_start = true;
    }
}

fn shows_more_than_text(node: Node<'_>) -> bool {
    match &node.data().value {
        NodeValue::Text(_) | NodeValue::SoftBreak => false,
        NodeValue::HtmlInline(tag) => !tag.starts_with("<!--"),
        _ => true,
    }
}

/// In a tight list paragraphs have no tags.
pub(super) fn is_tight(paragraph: Node<'_>) -> bool {
    let list = paragraph.parent().and_then(|item| item.parent());
    list.is_some_and(|list| matches!(list.data().value, NodeValue::List(list) if list.tight))
}

/// A paragraph that holds one picture, perhaps with its caption, and nothing else.
pub(super) fn is_figure(paragraph: Node<'_>) -> bool {
    if !is_paragraph(paragraph) {
        return false;
    }
    let mut visible = paragraph.children().filter(|child| !is_blank(child));
    visible.next().is_some_and(is_picture) && visible.all(|child| child.data().value == FIGURE_CAPTION)
}

/// Whether a paragraph names those whom a document is for (主送机关), at the start of its text.
fn is_addressee(paragraph: Node<'_>) -> bool {
    if !is_top_level(paragraph) || paragraph.previous_sibling().is_some() || paragraph.next_sibling().is_none() {
        return false;
    }
    let text = text_of(&[paragraph]);
    let name = text.trim_matches(is_indent).strip_suffix(['：', ':']);
    name.is_some_and(|name| !name.contains(['。', '：', '；', '\n', '\t']) && name.chars().count() <= MAX_ADDRESSEE)
}

fn starts_with_dash(paragraph: Node<'_>) -> bool {
    let mut node = paragraph.children().find(|child| !is_blank(child) && !is_break(child));
    while let Some(current) = node {
        if let Some(found) = with_text(current, |text| text.trim_start_matches(is_indent).starts_with("——")) {
            return found;
        }
        node = current.first_child();
    }
    false
}

/// Takes the numeral off the first text of a heading, as it is written.
fn take_number(heading: Node<'_>) -> String {
    let Some(first) = heading.children().find(|child| !is_blank(child)) else { return String::new() };
    let mut data = first.data_mut();
    let NodeValue::Text(text) = &mut data.value else { return String::new() };
    let indent = text.len() - text.trim_start_matches(is_indent).len();
    let visible = &text[indent..];
    let number = heading_number::parse(visible).map(|number| number.len);
    let Some(length) = number.or_else(|| division::parse(visible).map(|division| division.with_blank(visible))) else {
        return String::new();
    };
    let taken = visible[..length].to_owned();
    text.to_mut().drain(..indent + length);
    taken
}

#[cfg(test)]
mod tests {
    use crate::load::markdown::parse;
    use crate::load::markdown::tests::html_of;
    use crate::model::markdown_options::{Lines, MarkdownOptions};

    fn html(source: &str) -> String {
        html_of(&parse(source, &MarkdownOptions { run_in_leads: true, ..MarkdownOptions::default() }))
    }

    #[test]
    fn line_breaks_within_chinese_are_no_spaces() {
        let html = |source| html_of(&parse(source, &MarkdownOptions { run_in_leads: true, lines: Lines::Markdown }));
        assert_eq!(html("中文\n换行 word\nword“\n**强**\n调"), "<p>中文换行 word\nword“<strong>强</strong>调</p>\n");
        assert_eq!(html("甲\n\u{200b}\n乙  \n丙"), "<p>甲\u{200b}乙<br>\n丙</p>\n");
        assert_eq!(html("投资\n1242.6亿元，\n2024年GDP\n增长\n5.2%"), "<p>投资1242.6亿元，2024年GDP增长5.2%</p>\n");
        assert_eq!(html("一词”\nand”\nor"), "<p>一词”\nand”\nor</p>\n");
    }

    #[test]
    fn lines_in_lists_quotations_and_notes_are_lines() {
        assert_eq!(html("- 甲\n  乙\n- 丙"), "<ul>\n<li>甲<br>\n乙</li>\n<li>丙</li>\n</ul>\n");
        assert_eq!(html("> 甲\n> 乙\n\n丙"), "<blockquote>\n<p>甲</p>\n<p>乙</p>\n</blockquote>\n<p>丙</p>\n");
        assert_eq!(html("> 甲\n乙"), "<blockquote>\n<p>甲</p>\n</blockquote>\n<p>乙</p>\n");
        assert_eq!(
            html("这是**乙\n丙**丁\n<b>戊\n己</b>"),
            "<p>这是<strong>乙<br>\n丙</strong>丁</p>\n<p><b>戊<br>\n己</b></p>\n"
        );
        let list = "<ol>\n<li>甲。</li>\n</ol>\n<p>乙</p>\n<ol start=\"2\">\n<li>丙。</li>\n</ol>\n<p>丁</p>\n";
        assert_eq!(html("1. 甲。\n乙\n2. 丙。\n丁"), list);
        assert!(html("甲[^1]\n\n[^1]: 注。\n尾").contains("<p>尾</p>\n<section class=\"notes\""));
    }

    #[test]
    fn numerals_are_set_apart_and_unchanged() {
        assert_eq!(html("(一)党建"), "<h2 id=\"s1\"><span class=\"no\">(一)</span>党建</h2>\n");
        assert_eq!(html("## 1. 甲"), "<h2 id=\"s1\"><span class=\"no\">1.</span> 甲</h2>\n");
        assert_eq!(html("##\n\n## <!-- 注 -->\n\n甲"), "<p>甲</p>\n");
    }

    #[test]
    fn only_double_tildes_strike_out() {
        assert_eq!(html("10~20个，30~40个，~~删~~"), "<p>10~20个，30~40个，<del>删</del></p>\n");
    }

    #[test]
    fn lists_code_and_rules_become_their_html() {
        assert_eq!(html("3. 甲\n4. 乙"), "<ol start=\"3\">\n<li>甲</li>\n<li>乙</li>\n</ol>\n");
        assert_eq!(
            html("```\n  a < b\n```\n***\n`c  d`"),
            "<pre><code>  a &lt; b\n</code></pre>\n<hr>\n<p><code>c  d</code></p>\n"
        );
    }
}
