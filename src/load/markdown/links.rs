//! Targets of links and pictures: which are never made, which lead elsewhere, and where a bare address ends in Chinese text.

use comrak::Arena;
use comrak::nodes::{Node, NodeLink, NodeValue, Sourcepos};

use super::output::{OpenLink, Output};
use super::source::SourceMap;
use super::tree::{new_node, text_of, with_text};
use crate::model::body::{Reference, ReferenceKind};

/// The scheme of a target that could run a program in the reader's browser.
pub(super) fn dangerous_scheme(kind: ReferenceKind, target: &str) -> Option<&'static str> {
    // Browsers ignore white space and control characters here, so hiding a scheme behind them must not help.
    let visible = target.chars().filter(|c| !c.is_whitespace() && !c.is_control()).take(24);
    let start: String = visible.flat_map(char::to_lowercase).collect();
    let scheme = ["javascript:", "vbscript:", "data:"].into_iter().find(|scheme| start.starts_with(scheme))?;
    let picture = kind == ReferenceKind::Image && start.starts_with("data:image/");
    (!picture).then_some(scheme)
}

/// Whether a target names another host.
pub(super) fn is_external(target: &str) -> bool {
    let starts = |prefix: &str| target.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    starts("http://") || starts("https://") || starts("//")
}

impl Output<'_> {
    pub(super) fn enter_link(&mut self, node: Node<'_>, link: &NodeLink) {
        let span = self.source.span(node.data().sourcepos);
        let text_start = self.body.text.len();
        let dangerous = dangerous_scheme(ReferenceKind::Link, &link.url);
        if let Some(scheme) = dangerous {
            self.remove(scheme.to_owned(), span);
        }
        let reference = if dangerous.is_some() || self.raw.in_link() {
            None
        } else {
            self.html("<a");
            let target = link.url.clone();
            let reference = Reference { kind: ReferenceKind::Link, target, text: String::new(), span };
            let index = self.slot_attribute("href", reference);
            if !link.title.is_empty() {
                self.attribute("title", &link.title);
            }
            self.html(if is_external(&link.url) { " rel=\"external noopener noreferrer\">" } else { ">" });
            Some(index)
        };
        self.open_links.push(OpenLink { reference, text_start });
    }

    pub(super) fn leave_link(&mut self) {
        if let Some(OpenLink { reference: Some(index), text_start }) = self.open_links.pop() {
            self.html("</a>");
            self.set_link_text(index, text_start);
        }
    }

    pub(super) fn set_link_text(&mut self, index: usize, text_start: usize) {
        let text = self.body.text.get(text_start..).unwrap_or("").trim().to_owned();
        if let Some(reference) = self.body.references.get_mut(index) {
            reference.text = text;
        }
    }

    pub(super) fn image(&mut self, node: Node<'_>, link: &NodeLink, in_figure: bool) {
        let span = self.source.span(node.data().sourcepos);
        let alt = text_of(&node.children().collect::<Vec<_>>()).replace('\n', " ");
        self.picture(&link.url, &alt, span);
        if dangerous_scheme(ReferenceKind::Image, &link.url).is_some() {
            return;
        }
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

    /// `<img src="" alt="…"`, left open for more attributes; of a dangerous picture the alternative text alone.
    pub(super) fn picture(&mut self, target: &str, alt: &str, span: crate::model::span::Span) {
        if let Some(scheme) = dangerous_scheme(ReferenceKind::Image, target) {
            self.remove(scheme.to_owned(), span);
            self.text(alt);
            return;
        }
        self.html("<img");
        let reference = Reference { kind: ReferenceKind::Image, target: target.to_owned(), text: alt.to_owned(), span };
        self.slot_attribute("src", reference);
        self.attribute("alt", alt);
        self.line_start = false;
    }
}

/// A bare address goes on to the next blank, and Chinese has none: `见https://a.cn，谢谢` would be one link. It ends where Chinese
/// begins, and what follows is looked at again.
pub(super) fn trim_autolink<'a>(arena: &'a Arena<'a>, source: &SourceMap<'_>, link: Node<'a>) {
    let place = link.data().sourcepos;
    let Some(text) = bare_text(source, link, place) else { return };
    let Some(end) = address_end(&text) else { return };
    shorten(link, &text, end);
    let mut anchor = link;
    let mut rest = end;
    while let Some(start) = find_address(&text[rest..]).map(|at| rest + at) {
        let end = address_end(&text[start..]).map_or(text.len(), |end| start + end);
        anchor = insert_text(arena, anchor, &text[rest..start], part(place, rest, start));
        let url = text[start..end].to_owned();
        let place = part(place, start, end);
        let next = new_node(arena, NodeValue::Link(Box::new(NodeLink { url: url.clone(), title: String::new() })), place);
        next.append(new_node(arena, NodeValue::Text(url.into()), place));
        anchor.insert_after(next);
        anchor = next;
        rest = end;
    }
    insert_text(arena, anchor, &text[rest..], part(place, rest, text.len()));
}

/// The text of a link that is its own address, written without any mark.
fn bare_text<'a>(source: &SourceMap<'_>, link: Node<'a>, place: Sourcepos) -> Option<String> {
    let child = link.first_child().filter(|child| child.next_sibling().is_none())?;
    let text = with_text(child, |text| (!text.is_ascii()).then(|| text.to_owned()))??;
    let data = link.data();
    let NodeValue::Link(target) = &data.value else { return None };
    let bare = target.title.is_empty() && target.url.ends_with(&text) && !source.slice(place).starts_with(['<', '[']);
    bare.then_some(text)
}

/// Where the address at the start of `text` ends, if that is before the end of `text`.
fn address_end(text: &str) -> Option<usize> {
    let end = text.find(|c: char| !c.is_ascii() || c.is_ascii_whitespace() || c == '<')?;
    Some(text[..end].trim_end_matches(['.', ',', ':', ';', '!', '?', '\'', '"', '(']).len())
}

/// Where the next address starts, if it has a host.
fn find_address(text: &str) -> Option<usize> {
    ["https://", "http://"]
        .into_iter()
        .filter_map(|scheme| {
            let at = text.find(scheme)?;
            text[at + scheme.len()..].starts_with(|c: char| c.is_ascii_alphanumeric()).then_some(at)
        })
        .min()
}

fn shorten(link: Node<'_>, text: &str, end: usize) {
    let dropped = text.len() - end;
    let mut data = link.data_mut();
    data.sourcepos.end.column = data.sourcepos.end.column.saturating_sub(dropped);
    if let NodeValue::Link(target) = &mut data.value {
        let keep = target.url.len() - dropped;
        target.url.truncate(keep);
    }
    if let Some(child) = link.first_child() {
        child.data_mut().value = NodeValue::Text(text[..end].to_owned().into());
    }
}

fn part(place: Sourcepos, start: usize, end: usize) -> Sourcepos {
    let mut part = place;
    part.end = place.start;
    part.start.column += start;
    part.end.column += end.saturating_sub(1);
    part
}

fn insert_text<'a>(arena: &'a Arena<'a>, anchor: Node<'a>, text: &str, place: Sourcepos) -> Node<'a> {
    if text.is_empty() {
        return anchor;
    }
    let node = new_node(arena, NodeValue::Text(text.to_owned().into()), place);
    anchor.insert_after(node);
    node
}

#[cfg(test)]
mod tests {
    use crate::load::markdown::tests::html_of;
    use crate::load::markdown::{MarkdownOptions, parse};
    use crate::model::body::{Body, ReferenceKind};

    fn body(source: &str) -> Body {
        parse(source, &MarkdownOptions { run_in_leads: true })
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
    }

    #[test]
    fn dangerous_targets_are_not_made() {
        for source in [
            "[甲](javascript:alert(1))",
            "[甲](<java\tscript:x>)",
            "[甲](VBSCRIPT:x)",
            "[甲](data:text/html,x)",
            "![甲](data:text/html,x)",
            "[甲](data:image/png;base64,x)",
        ] {
            let body = body(source);
            assert_eq!(html_of(&body), "<p>甲</p>\n", "{source}");
            assert_eq!(body.removed.len(), 1, "{source}");
            assert!(body.markup.get().expect("just parsed").slots.is_empty());
        }
        assert_eq!(body("![甲](data:image/png;base64,x)").references.len(), 1);
    }

    #[test]
    fn links_to_other_hosts_say_so() {
        let rel = |source| html_of(&body(source)).contains("rel=\"external noopener noreferrer\"");
        assert!(rel("[甲](HTTPS://a.cn)") && rel("[甲](//a.cn)") && rel("<a href='http://a.cn'>甲</a>"));
        assert!(!rel("[甲](a.md)") && !rel("[甲](mailto:a@b.cn)"));
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
