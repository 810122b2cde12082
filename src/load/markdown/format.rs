//! From the arranged tree to HTML. One loop over the nodes with a stack of its own: reports may nest as deeply as they
//! like without exhausting the program's stack.

use comrak::nodes::{ListType, Node, NodeCodeBlock, NodeList, NodeValue};

use super::output::Output;
use super::text::{is_indent, is_invisible, is_wide};
use super::tree::{collect_text, is_blank, is_break, is_top_level, next_visible_char, with_text};
use crate::model::heading_number;

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
            NodeValue::Item(_) => self.html("<li>"),
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
            NodeValue::Strikethrough => self.strikethrough(node, "<del>"),
            NodeValue::Highlight => self.html("<strong class=\"lead\">"),
            NodeValue::Subscript => self.html("<small>"),
            NodeValue::Link(link) => self.enter_link(node, link),
            NodeValue::Image(link) => {
                let in_figure = node.parent().is_some_and(|parent| is_figure(parent) && !is_tight(parent));
                self.image(node, link, in_figure);
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
            NodeValue::Table(_) => self.leave_table(node),
            NodeValue::TableRow(_) => self.leave_row(),
            NodeValue::TableCell => return self.leave_cell(),
            NodeValue::Emph => return self.html("</em>"),
            NodeValue::Strong | NodeValue::Highlight => return self.html("</strong>"),
            NodeValue::Strikethrough => return self.strikethrough(node, "</del>"),
            NodeValue::Subscript => return self.html("</small>"),
            NodeValue::Link(_) => return self.leave_link(),
            _ => return,
        }
        self.block_boundary();
    }

    fn enter_list(&mut self, list: &NodeList) {
        match (list.list_type, list.start) {
            (ListType::Bullet, _) => self.html("<ul>\n"),
            (ListType::Ordered, 1) => self.html("<ol>\n"),
            (ListType::Ordered, start) => {
                self.html("<ol");
                self.attribute("start", &start.to_string());
                self.html(">\n");
            }
        }
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
        self.html(if starts_with_dash(node) { "<p class=\"dash\">" } else { "<p>" });
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
        let before = self.body.text.chars().rev().find(|c| !is_invisible(*c)).is_some_and(is_wide);
        let joined = before && next_visible_char(node).is_some_and(is_wide);
        if !joined {
            self.newline();
        }
        self.line_start = true;
    }

    /// `10~20个、30~40个` is two ranges: only the double tilde strikes out.
    fn strikethrough(&mut self, node: Node<'_>, tag: &str) {
        if self.source.slice(node.data().sourcepos).starts_with("~~") {
            self.html(tag);
        } else {
            self.text("~");
        }
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
fn is_tight(paragraph: Node<'_>) -> bool {
    let list = paragraph.parent().and_then(|item| item.parent());
    list.is_some_and(|list| matches!(list.data().value, NodeValue::List(list) if list.tight))
}

/// A paragraph that holds one picture and nothing else.
fn is_figure(paragraph: Node<'_>) -> bool {
    if !matches!(paragraph.data().value, NodeValue::Paragraph) {
        return false;
    }
    let mut visible = paragraph.children().filter(|child| !is_blank(child));
    let picture = visible.next().is_some_and(|child| matches!(child.data().value, NodeValue::Image(_)));
    picture && visible.next().is_none()
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
    let Some(number) = heading_number::parse(&text[indent..]) else { return String::new() };
    let taken = text[indent..indent + number.len].to_owned();
    text.to_mut().drain(..indent + number.len);
    taken
}

#[cfg(test)]
mod tests {
    use crate::load::markdown::tests::html_of;
    use crate::load::markdown::{MarkdownOptions, parse};

    fn html(source: &str) -> String {
        html_of(&parse(source, &MarkdownOptions { run_in_leads: true }))
    }

    #[test]
    fn line_breaks_between_chinese_are_no_spaces() {
        assert_eq!(html("中文\n换行 word\nword“\n**强**\n调"), "<p>中文换行 word\nword“<strong>强</strong>调</p>\n");
        assert_eq!(html("甲\n\u{200b}\n乙  \n丙"), "<p>甲\u{200b}乙<br>\n丙</p>\n");
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
    fn lists_code_and_rules() {
        assert_eq!(html("3. 甲\n4. 乙"), "<ol start=\"3\">\n<li>甲</li>\n<li>乙</li>\n</ol>\n");
        assert_eq!(
            html("```\n  a < b\n```\n***\n`c  d`"),
            "<pre><code>  a &lt; b\n</code></pre>\n<hr>\n<p><code>c  d</code></p>\n"
        );
    }
}
