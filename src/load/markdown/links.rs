//! Links and pictures as they are written. Whether an address is any good is for those to say who know the site; here every one gets a
//! slot.

use comrak::nodes::{Node, NodeLink};

use super::output::{OpenLink, Output};
use super::tree::text_of;
use crate::model::body::{Reference, ReferenceKind};

impl Output<'_> {
    /// Begins a link. Inside a raw `<a>` it is text alone, because HTML has no links in links.
    pub(super) fn enter_link(&mut self, node: Node<'_>, link: &NodeLink) {
        let span = self.source.span(node.data().sourcepos);
        let text_start = self.body.text.len();
        let reference = if self.raw.in_link() {
            None
        } else {
            self.html("<a");
            let target = link.url.clone();
            let reference = Reference { kind: ReferenceKind::Link, target, text: String::new(), span };
            let index = self.slot_attribute("href", reference);
            if !link.title.is_empty() {
                self.attribute("title", &link.title);
            }
            self.html(">");
            Some(index)
        };
        self.open_links.push(OpenLink { reference, text_start });
    }

    /// Ends the link that was begun last.
    pub(super) fn leave_link(&mut self) {
        if let Some(OpenLink { reference: Some(index), text_start }) = self.open_links.pop() {
            self.html("</a>");
            self.set_link_text(index, text_start);
        }
    }

    /// Gives a reference the text that was written since byte `text_start`.
    pub(super) fn set_link_text(&mut self, index: usize, text_start: usize) {
        let text = self.body.text.get(text_start..).unwrap_or("").trim().to_owned();
        if let Some(reference) = self.body.references.get_mut(index) {
            reference.text = text;
        }
    }

    /// Writes a picture. In a figure of its own its title becomes the caption.
    pub(super) fn image(&mut self, node: Node<'_>, link: &NodeLink, in_figure: bool) {
        let span = self.source.span(node.data().sourcepos);
        let alt = text_of(&node.children().collect::<Vec<_>>()).replace('\n', " ");
        self.picture(&link.url, &alt, span);
        if !link.title.is_empty() && !in_figure {
            self.attribute("title", &link.title);
        }
        self.html(" loading=\"lazy\" decoding=\"async\">");
        if in_figure && !link.title.is_empty() {
            self.html("<figcaption>");
            self.block_boundary();
            self.text(&link.title);
            self.html("</figcaption>");
        }
    }

    /// `<img src="" alt="…"`, left open for more attributes.
    pub(super) fn picture(&mut self, target: &str, alt: &str, span: crate::model::span::Span) {
        self.html("<img");
        let reference = Reference { kind: ReferenceKind::Image, target: target.to_owned(), text: alt.to_owned(), span };
        self.slot_attribute("src", reference);
        self.attribute("alt", alt);
        self.line_start = false;
    }
}

#[cfg(test)]
mod tests {
    use crate::load::markdown::parse;
    use crate::load::markdown::tests::html_of;
    use crate::model::body::{Body, ReferenceKind};
    use crate::model::markdown_options::MarkdownOptions;

    fn body(source: &str) -> Body {
        parse(source, &MarkdownOptions { run_in_leads: true, ..MarkdownOptions::default() })
    }

    /// Target, text and source of every reference.
    fn references(source: &str) -> Vec<(String, String, String)> {
        let references = body(source).references.into_iter();
        references.map(|r| (r.target, r.text, source[r.span.start..r.span.end].to_owned())).collect()
    }

    fn row(target: &str, text: &str, source: &str) -> (String, String, String) {
        (target.to_owned(), text.to_owned(), source.to_owned())
    }

    #[test]
    fn slots_point_between_the_quotes() {
        let body = body("[甲](a.md \"题\")与![乙](b.png)与<a href=\"c.md\">丙</a>");
        let mut html = html_of(&body);
        let slots = body.markup.get().expect("just parsed").slots.clone();
        for slot in slots.iter().rev() {
            html.insert_str(slot.position, &body.references[slot.reference].target);
        }
        assert_eq!(
            html,
            concat!(
                "<p><a href=\"a.md\" title=\"题\">甲</a>与",
                "<img src=\"b.png\" alt=\"乙\" loading=\"lazy\" decoding=\"async\">与<a href=\"c.md\">丙</a></p>\n",
            )
        );
        assert_eq!(body.references[1].kind, ReferenceKind::Image);
    }

    #[test]
    fn spans_cover_the_markdown_wherever_it_stands() {
        assert_eq!(references("> 前[甲*乙*](a.md)后"), [row("a.md", "甲乙", "[甲*乙*](a.md)")]);
        assert_eq!(
            references("| 中[甲](a.md) |\n|---|\n| ![乙](b.png) |"),
            [row("a.md", "甲", "[甲](a.md)"), row("b.png", "乙", "![乙](b.png)"),]
        );
        assert_eq!(references("    指标见[甲](a.md)"), [row("a.md", "甲", "[甲](a.md)")]);
        assert_eq!(
            references("- 一\n  二[甲](#s1)\r\n\r\n尾[乙](x)"),
            [row("#s1", "甲", "[甲](#s1)"), row("x", "乙", "[乙](x)"),]
        );
    }

    #[test]
    fn bare_addresses_end_where_chinese_begins() {
        assert_eq!(
            references("见https://c.cn/a，另见http://d.cn。邮箱 a@b.cn。"),
            [
                row("https://c.cn/a", "https://c.cn/a", "https://c.cn/a"),
                row("http://d.cn", "http://d.cn", "http://d.cn"),
                row("mailto:a@b.cn", "a@b.cn", "a@b.cn"),
            ]
        );
        assert_eq!(html_of(&body("见www.e.cn，好")), "<p>见www.e.cn，好</p>\n");
        let whole = "https://c.cn/甲.csv";
        assert_eq!(references("见https://c.cn/甲.csv（乙）与https://。"), [row(whole, whole, whole)]);
    }

    #[test]
    fn a_lone_picture_is_a_figure() {
        let got = html_of(&body("![甲](a.png \"图注\")\n\n![乙](b.png)\n\n文![丙](c.png \"题\")"));
        let img = |alt: &str, more: &str| format!("<img src=\"\" alt=\"{alt}\"{more} loading=\"lazy\" decoding=\"async\">");
        assert_eq!(
            got,
            format!(
                "<figure>{}<figcaption>图注</figcaption></figure>\n<figure>{}</figure>\n<p>文{}</p>\n",
                img("甲", ""),
                img("乙", ""),
                img("丙", " title=\"题\""),
            )
        );
    }
}
