//! Raw HTML. What the allowlist knows is written again from its tokens, everything else goes and is reported; nothing is
//! copied through. Tags are balanced inside the Markdown block they stand in, so that no report can break its page.

use std::borrow::Cow;

use comrak::nodes::{Node, NodeValue};
use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};

use super::allowlist::{self, Element};
use super::open_tags::{MAX_OPEN, OpenTag};
use super::output::Output;
use super::raw_tags::{has_overloaded_tag, unfinished_tag};
use super::source::BlockMap;
use crate::model::body::{HIDING, Reference, ReferenceKind, UNCLOSED};
use crate::model::span::Span;

/// Where the tokens come from.
struct Origin<'m> {
    /// For blocks: the way back to the source. Inline tags are short, their own place will do.
    block: Option<&'m BlockMap>,
    base: usize,
    phrases_only: bool,
}

impl Origin<'_> {
    fn place(&self, at: usize) -> usize {
        self.block.map_or(self.base + at, |map| map.source(self.base + at))
    }
}

impl Output<'_> {
    /// Writes a block of raw HTML, sanitised.
    pub(super) fn raw_block(&mut self, node: Node<'_>, literal: &str) {
        let place = node.data().sourcepos;
        let map = self.source.block(place.start.line, literal);
        self.block_boundary();
        let origin = Origin { block: Some(&map), base: 0, phrases_only: false };
        self.raw_tokens(literal, &origin);
        // The content of a dropped element ends with the block: a forgotten end tag must not swallow the report.
        self.raw.muted = None;
        if !self.markup.html.ends_with('\n') {
            self.html("\n");
        }
        self.block_boundary();
    }

    /// Writes raw HTML within a paragraph, sanitised: in a paragraph only what may stand in a sentence, in a cell of a table
    /// blocks too.
    pub(super) fn raw_inline(&mut self, node: Node<'_>, literal: &str) {
        let span = self.source.span(node.data().sourcepos);
        let in_cell = node.parent().is_some_and(|parent| matches!(parent.data().value, NodeValue::TableCell));
        self.raw_tokens(literal, &Origin { block: None, base: span.start, phrases_only: !in_cell });
    }

    fn raw_tokens(&mut self, literal: &str, origin: &Origin<'_>) {
        if has_overloaded_tag(literal) {
            let span = self.source.clamp(origin.place(0), origin.place(literal.len()));
            self.remove("属性过多的标签".to_owned(), span);
            return;
        }
        // Elements of the muted name inside the muted element.
        let mut nested = 0;
        let mut from = 0;
        while from < literal.len() {
            let origin = Origin { base: origin.base + from, ..*origin };
            from += self.raw_tokens_until_instruction(&literal[from..], &origin, &mut nested);
        }
    }

    /// Returns how far it came. The tokenizer has its own idea of where an instruction ends, so behind one it starts anew.
    fn raw_tokens_until_instruction(&mut self, literal: &str, origin: &Origin<'_>, nested: &mut usize) -> usize {
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(true);
        let mut read = 0;
        for Ok(token) in Tokenizer::new_with_emitter(literal, emitter) {
            if let Some((at, what)) = unfinished_tag(&token, &mut read, literal) {
                let span = self.source.clamp(origin.place(at), origin.place(literal.len()));
                self.show_unfinished(what, span, &literal[at..]);
            }
            if self.is_muted(&token, nested) {
                continue;
            }
            match token {
                Token::StartTag(tag) => self.start_tag(&tag, origin),
                Token::EndTag(tag) => {
                    let span = self.source.clamp(origin.place(tag.span.start), origin.place(tag.span.end));
                    self.end_tag(&String::from_utf8_lossy(&tag.name), span);
                }
                Token::String(text) => self.raw_text(&String::from_utf8_lossy(&text.value)),
                Token::Comment(comment) => {
                    if let Some(end) = self.raw_comment(literal, comment.span.start, origin) {
                        return end;
                    }
                }
                Token::Doctype(doctype) => {
                    self.raw_comment(literal, doctype.span.start, origin);
                }
                Token::Error(_) => {}
            }
        }
        literal.len()
    }

    /// Whether the token is content of a dropped element, or its end.
    fn is_muted(&mut self, token: &Token<usize>, nested: &mut usize) -> bool {
        let Some((name, _)) = &self.raw.muted else { return false };
        match token {
            Token::StartTag(tag) if tag.name.as_slice() == name.as_bytes() => *nested += 1,
            Token::EndTag(tag) if tag.name.as_slice() == name.as_bytes() => match nested.checked_sub(1) {
                Some(left) => *nested = left,
                None => self.raw.muted = None,
            },
            _ => {}
        }
        true
    }

    fn raw_text(&mut self, text: &str) {
        if !self.verbatim && text.chars().all(char::is_whitespace) {
            if text.contains('\n') {
                self.html("\n");
            } else {
                self.text(" ");
            }
        } else {
            self.text(text);
        }
    }

    /// Comments are not for readers and go without a word, unless they never end: such a one hides the rest of the report,
    /// and its author must know. What only looks like a comment to HTML is reported. Returns where to go on when that is
    /// not where the tokenizer would.
    fn raw_comment(&mut self, literal: &str, from: usize, origin: &Origin<'_>) -> Option<usize> {
        let is_at_start = literal.as_bytes().get(from) == Some(&b'<');
        let from = if is_at_start { from } else { literal[..from.min(literal.len())].rfind('<').unwrap_or(0) };
        let rest = &literal[from..];
        let (what, closing) = match rest.as_bytes() {
            [b'<', b'!', b'-', b'-', ..] if rest.contains("-->") => return None,
            [b'<', b'!', b'-', b'-', ..] => (format!("<!--{UNCLOSED}"), "-->"),
            [b'<', b'?', ..] => ("<?…?>".to_owned(), "?>"),
            _ if rest.starts_with("<![CDATA[") => ("<![CDATA[…]]>".to_owned(), "]]>"),
            [b'<', b'/', ..] => ("</…>".to_owned(), ">"),
            _ => ("<!…>".to_owned(), ">"),
        };
        let length = [closing, ">"].into_iter().find_map(|closing| Some(rest.find(closing)? + closing.len()));
        let end = from + length.filter(|_| closing != "-->").unwrap_or(rest.len());
        let span = self.source.clamp(origin.place(from), origin.place(end));
        self.remove(what, span);
        (closing != "-->").then_some(end)
    }

    fn start_tag(&mut self, tag: &StartTag<usize>, origin: &Origin<'_>) {
        let name = String::from_utf8_lossy(&tag.name);
        let span = self.source.clamp(origin.place(tag.span.start), origin.place(tag.span.end));
        let allowed = allowlist::element(&name).filter(|element| self.fits(*element, origin));
        let allowed = allowed.filter(|element| element.kind.is_void() || self.raw.open.len() < MAX_OPEN);
        let Some(element) = allowed else {
            self.remove(format!("<{name}>"), span);
            if allowlist::drops_content(&name) && !tag.self_closing {
                self.raw.muted = Some((name.into_owned(), self.raw.depth));
            }
            return;
        };
        while let Some(open) = self.raw.open.last()
            && open.depth == self.raw.depth
            && allowlist::ends(element, open.element.name)
        {
            self.close_top(false);
        }
        if !element.kind.is_phrase() {
            self.part_boundary(element.name);
        }
        if element.name == "img" {
            self.raw_image(tag, origin, span);
            return;
        }
        let wrapped = element.name == "table" && !self.raw.has("table");
        if wrapped {
            self.open_labelled_sheet();
        }
        self.html("<");
        self.html(element.name);
        let link = self.raw_attributes(element.name, tag, origin, span);
        self.html(">");
        if element.name == "br" {
            self.body.text.push('\n');
            self.line_start = true;
        }
        if !element.kind.is_void() {
            self.verbatim |= element.name == "pre";
            let depth = self.raw.depth;
            self.raw.open.push(OpenTag { element, depth, span, link, wrapped });
        }
    }

    /// Whether an element may stand here at all.
    fn fits(&self, element: Element, origin: &Origin<'_>) -> bool {
        let nested_link = element.name == "a" && (self.raw.in_link() || !self.open_links.is_empty());
        let stray = element.kind.is_table_part() && !self.raw.has("table");
        !nested_link && !stray && (element.kind.is_phrase() || !origin.phrases_only)
    }

    /// Text of different blocks and cells must not run together.
    fn part_boundary(&mut self, name: &str) {
        if !matches!(name, "td" | "th") {
            self.block_boundary();
        } else if !self.line_start {
            self.body.text.push('\t');
            self.line_start = true;
        }
    }

    fn raw_attributes(
        &mut self,
        element: &'static str,
        tag: &StartTag<usize>,
        origin: &Origin<'_>,
        span: Span,
    ) -> Option<(usize, usize)> {
        let mut link = None;
        for (name, value) in &tag.attributes {
            let name = String::from_utf8_lossy(name);
            let text = String::from_utf8_lossy(value);
            if element == "a" && name == "href" {
                link = Some(self.raw_href(&text, span));
            } else if element == "img" && matches!(&*name, "src" | "alt") {
                continue;
            } else if let Some((name, value)) = allowlist::attribute(element, &name, &text) {
                self.attribute(name, value);
            } else {
                let mut place = self.source.clamp(origin.place(value.span.start), origin.place(value.span.end));
                // The tokenizer counts a closing quote whether there is one or not.
                let written = &self.source.text[place.start..place.end];
                place.end = place.start + written.trim_end_matches(['>', '/', ' ', '\n', '\r', '\t']).len();
                let what = if allowlist::hides(&name, &text) { HIDING.to_string() } else { name.into_owned() };
                self.remove(what, place);
            }
        }
        link
    }

    fn raw_href(&mut self, target: &str, span: Span) -> (usize, usize) {
        let target = target.trim().to_owned();
        let text_start = self.body.text.len();
        let reference = Reference { kind: ReferenceKind::Link, target, text: String::new(), span };
        (self.slot_attribute("href", reference), text_start)
    }

    fn raw_image(&mut self, tag: &StartTag<usize>, origin: &Origin<'_>, span: Span) {
        let get = |name: &str| -> Cow<'_, str> {
            tag.attributes.get(name.as_bytes()).map_or(Cow::Borrowed(""), |value| String::from_utf8_lossy(value))
        };
        let (target, alt) = (get("src"), get("alt"));
        self.picture(target.trim(), &alt, span);
        self.raw_attributes("img", tag, origin, span);
        self.html(" loading=\"lazy\" decoding=\"async\">");
    }

    fn end_tag(&mut self, name: &str, span: Span) {
        let Some(element) = allowlist::element(name) else { return };
        let mut found = None;
        for (index, open) in self.raw.open.iter().enumerate().rev() {
            if open.depth != self.raw.depth {
                break;
            }
            if open.element.name == name {
                found = Some(index);
                break;
            }
            // A cell's end tag means a cell of the inner table.
            if open.element.name == "table" && element.kind.is_table_part() {
                break;
            }
        }
        let Some(index) = found else {
            self.remove(format!("</{name}>"), span);
            return;
        };
        while self.raw.open.len() > index + 1 {
            self.close_top(true);
        }
        self.close_top(false);
    }
}

#[cfg(test)]
mod tests {
    use crate::load::markdown::parse;
    use crate::load::markdown::tests::html_of;
    use crate::model::markdown_options::MarkdownOptions;

    /// The HTML and what was removed with its source.
    fn clean(source: &str) -> (String, Vec<(String, String)>) {
        let body = parse(source, &MarkdownOptions { run_in_leads: true, ..MarkdownOptions::default() });
        let html = html_of(&body);
        let removed = body.removed.into_iter();
        (html, removed.map(|r| (r.what, source[r.span.start..r.span.end].to_owned())).collect())
    }

    fn removed(what: &str, source: &str) -> (String, String) {
        (what.to_owned(), source.to_owned())
    }

    #[test]
    fn allowed_tags_stay_and_attributes_are_reported() {
        let (html, gone) = clean("H<sub>2</sub>O<span lang=en style=\"a\" onclick=b>x</span><br/>尾");
        assert_eq!(html, "<p>H<sub>2</sub>O<span lang=\"en\">x</span><br>尾</p>\n");
        assert_eq!(gone, [removed("onclick", "onclick=b"), removed("style", "style=\"a\"")]);
    }

    #[test]
    fn text_of_removed_tags_stays_but_programs_go() {
        let (html, gone) = clean(
            "<font>红</font><script>alert(1)</script>后\n\n<style>\np{}\n</style>\n\n<form><button>钮</button></form>",
        );
        assert_eq!(html, "<p>红后</p>\n\n钮\n");
        let what: Vec<_> = gone.iter().map(|(what, _)| what.as_str()).collect();
        assert_eq!(what, ["<font>", "<script>", "<style>", "<form>", "<button>"]);
    }

    #[test]
    fn an_open_script_ends_with_its_block() {
        assert_eq!(clean("> <iframe>\n\n后文").0, "<blockquote>\n</blockquote>\n<p>后文</p>\n");
    }

    #[test]
    fn tags_are_balanced_within_their_block() {
        let (html, gone) = clean("甲<b>乙\n\n丙</b></p>\n\n<div>\n\n丁");
        assert_eq!(html, "<p>甲<b>乙</b></p>\n<p>丙</p>\n<div>\n<p>丁</p>\n</div>");
        assert_eq!(
            gone,
            [
                removed("<b>（未闭合）", "<b>"),
                removed("</b>", "</b>"),
                removed("</p>", "</p>"),
                removed("<div>（未闭合）", "<div>"),
            ]
        );
    }

    #[test]
    fn tables_get_their_box_and_their_missing_end_tags() {
        let (html, gone) = clean("<table>\n<tr><td rowspan=2>甲<td>乙\n<tr><td>丙\n</table>\n\n文<td>散</td>");
        assert_eq!(
            html.replace('\n', ""),
            concat!(
                "<div class=\"sheet\" role=\"group\" aria-label=\"表格 1\" tabindex=\"0\"><table>",
                "<tr><td rowspan=\"2\">甲</td><td>乙</td></tr><tr><td>丙</td></tr></table></div><p>文散</p>",
            )
        );
        assert_eq!(gone, [removed("<td>", "<td>"), removed("</td>", "</td>")]);
    }

    #[test]
    fn comments_vanish_and_templates_are_text() {
        assert_eq!(clean("甲\n\n<!-- 乙").1, [removed("<!--（没有结尾）", "<!-- 乙")]);
        assert_eq!(clean("甲<!-- 注 -->乙 {{ x }} {% y %}"), ("<p>甲乙 {{ x }} {% y %}</p>\n".to_owned(), vec![]));
    }

    #[test]
    fn what_only_looks_like_a_comment_is_reported() {
        let source = "甲 <?php 文 > 字 ?> 乙 <![CDATA[丙 > 己]]> 丁 <!DOCTYPE 戊> 庚<!-- 注 -->";
        let (html, gone) = clean(source);
        assert_eq!(html, "<p>甲  乙  丁  庚</p>\n");
        let expected = [
            removed("<?…?>", "<?php 文 > 字 ?>"),
            removed("<![CDATA[…]]>", "<![CDATA[丙 > 己]]>"),
            removed("<!…>", "<!DOCTYPE 戊>"),
        ];
        assert_eq!(gone, expected);
        let (html, gone) = clean(&format!("<div>\n{source}\n</ 辛>\n</div>"));
        assert_eq!(html.replace(char::is_whitespace, ""), "<div>甲乙丁庚</div>");
        assert_eq!(gone[..3], expected);
        assert_eq!(gone[3..], [removed("</…>", "</ 辛>")]);
    }

    #[test]
    fn markdown_works_between_raw_blocks() {
        let (html, gone) = clean("<details><summary>更多</summary>\n\n内容**强**\n\n</details>");
        assert_eq!(html, "<details><summary>更多</summary>\n<p>内容<strong>强</strong></p>\n</details>\n");
        assert!(gone.is_empty());
    }

    #[test]
    fn blocks_inside_containers_are_reported_where_they_stand() {
        let (_, gone) = clean("前\n\n> - 甲\n>\n>   <div class=\"乙\">\n>   丙<font>丁\n>   </div>\n");
        assert_eq!(gone, [removed("class", "class=\"乙\""), removed("<font>", "<font>")]);
    }
}
