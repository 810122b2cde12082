//! Bare addresses in Chinese text. To the parser one goes on to the next blank, and Chinese has none: `见https://a.cn，**谢谢**` would
//! be one link. Here it ends where the sentence goes on. What follows is text, and where there is markup in it, the text is parsed once
//! more with the address masked, so that the markup is found; the address becomes a link afterwards.

use comrak::Arena;
use comrak::nodes::{Node, NodeLink, NodeValue, Sourcepos};

use super::source::{MASKED_COLON, MASKED_DOT, SourceMap};
use super::tree::{new_node, with_text};
use crate::model::address::{NEVER_IN_ADDRESS, bare_addresses, bare_end};

/// Characters that may begin markup.
const MARKUP: [char; 7] = ['*', '_', '`', '[', '<', '~', '&'];
/// Characters with which markup may stand within an address: such a one is left to the parser. A low line between letters means nothing.
const MARKUP_WITHIN: [char; 6] = ['*', '`', '[', '<', '~', '&'];

/// The text with those addresses masked that take markup behind them for a part of their own; `None` where there are none.
pub(super) fn mask(root: Node<'_>, text: &str) -> Option<String> {
    if !has_address(text) {
        return None;
    }
    let source = SourceMap::new(text);
    let mut places = Vec::new();
    for link in root.descendants().filter(|node| matches!(node.data().value, NodeValue::Link(_))) {
        let place = link.data().sourcepos;
        let Some(written) = bare_text(&source, link, place) else { continue };
        let end = bare_end(&written);
        if written[end..].contains(MARKUP) && !written[..end].contains(MARKUP_WITHIN) {
            let start = source.offset(place.start);
            // Addresses that follow one another without a blank are one run here, and markup may stand behind each of them.
            let others = bare_addresses(&written[end..]).into_iter().map(|other| end + other.start);
            let marks = std::iter::once(0).chain(others).filter_map(|at| Some(at + mark(&written[at..])?));
            places.extend(marks.map(|at| start + at));
        }
    }
    if places.is_empty() {
        return None;
    }
    let mut masked = text.to_owned().into_bytes();
    for at in places {
        if let Some(byte) = masked.get_mut(at) {
            *byte = if *byte == b':' { MASKED_COLON as u8 } else { MASKED_DOT as u8 };
        }
    }
    // The bytes are UTF-8 still, because each one that was replaced is ASCII and so is what replaced it.
    String::from_utf8(masked).ok()
}

/// Whether a text may have an address that is none behind a link of Markdown, as nearly all are.
fn has_address(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_address = |at: usize| {
        bytes[at..].starts_with(b"://") && !["](http", "](https"].iter().any(|link| bytes[..at].ends_with(link.as_bytes()))
    };
    let is_host = |at: usize| bytes[at..].starts_with(b"www.") && !bytes[..at].ends_with(b"://");
    memchr::memchr_iter(b':', bytes).any(is_address) || memchr::memchr_iter(b'w', bytes).any(is_host)
}

/// Where the character stands without which an address is none to the parser: the colon of its scheme, or the first dot.
fn mark(address: &str) -> Option<usize> {
    let is_web = address.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("http"));
    address.find(if is_web { ':' } else { '.' })
}

/// Turns the masked addresses of `text` back into what was written, and those that readers see into links.
pub(super) fn restore<'a>(arena: &'a Arena<'a>, root: Node<'a>, text: &str) {
    if memchr::memchr2(MASKED_COLON as u8, MASKED_DOT as u8, text.as_bytes()).is_none() {
        return;
    }
    for node in root.descendants().collect::<Vec<_>>() {
        let text = match &mut node.data_mut().value {
            NodeValue::Text(text) if is_masked(text) => text.to_string(),
            NodeValue::Link(link) | NodeValue::Image(link) => {
                link.url = restored(&link.url);
                link.title = restored(&link.title);
                continue;
            }
            NodeValue::Code(code) => {
                code.literal = restored(&code.literal);
                continue;
            }
            NodeValue::HtmlInline(literal) => {
                *literal = restored(literal);
                continue;
            }
            _ => continue,
        };
        let place = node.data().sourcepos;
        let is_in_link = node.ancestors().skip(1).any(|above| matches!(above.data().value, NodeValue::Link(_)));
        let found = if is_in_link { Vec::new() } else { masked_addresses(&text) };
        let text = restored(&text);
        let first = found.first().map_or(text.len(), |first| first.start);
        node.data_mut().value = NodeValue::Text(text[..first].to_owned().into());
        insert(arena, node, &text, place, first, found);
    }
}

fn is_masked(text: &str) -> bool {
    text.contains([MASKED_COLON, MASKED_DOT])
}

fn restored(text: &str) -> String {
    if is_masked(text) { text.replace(MASKED_COLON, ":").replace(MASKED_DOT, ".") } else { text.to_owned() }
}

/// The masked addresses in a text.
fn masked_addresses(text: &str) -> Vec<std::ops::Range<usize>> {
    let plain = restored(text);
    let address = |(at, mask): (usize, &str)| {
        let is_colon = mask.starts_with(MASKED_COLON);
        let heads: &[&str] = if is_colon { &["https", "http"] } else { &["www"] };
        let ends = |head: &&&str| {
            let own = at.checked_sub(head.len()).and_then(|start| plain.get(start..at));
            own.is_some_and(|own| own.eq_ignore_ascii_case(head))
        };
        let start = at - heads.iter().find(ends)?.len();
        let end = start + bare_end(&plain[start..]);
        (end > start).then_some(start..end)
    };
    text.match_indices([MASKED_COLON, MASKED_DOT]).filter_map(address).collect()
}

/// A bare address that the parser took ends where the sentence goes on, and what follows is looked at again.
pub(super) fn trim<'a>(arena: &'a Arena<'a>, source: &SourceMap<'_>, link: Node<'a>) {
    let place = link.data().sourcepos;
    let Some(text) = bare_text(source, link, place) else { return };
    let end = bare_end(&text);
    if end == 0 {
        link.data_mut().value = NodeValue::Text(text.into());
        link.first_child().into_iter().for_each(|child| child.detach());
        return;
    }
    shorten(link, &text, end);
    let others = bare_addresses(&text[end..]).into_iter();
    insert(arena, link, &text, place, end, others.map(|other| end + other.start..end + other.end).collect());
}

/// Behind `anchor`, the text from byte `from` on, which stands at `place`, with `addresses` as links.
fn insert<'a>(
    arena: &'a Arena<'a>,
    anchor: Node<'a>,
    text: &str,
    place: Sourcepos,
    from: usize,
    addresses: Vec<std::ops::Range<usize>>,
) {
    let mut anchor = anchor;
    let mut rest = from;
    for found in addresses {
        anchor = insert_text(arena, anchor, &text[rest..found.start], part(place, rest, found.start));
        let written = text[found.clone()].to_owned();
        let url = if mark(&written).is_some_and(|at| written[at..].starts_with(':')) {
            written.clone()
        } else {
            format!("http://{written}")
        };
        let place = part(place, found.start, found.end);
        let next = new_node(arena, NodeValue::Link(Box::new(NodeLink { url, title: String::new() })), place);
        next.append(new_node(arena, NodeValue::Text(written.into()), place));
        anchor.insert_after(next);
        anchor = next;
        rest = found.end;
    }
    insert_text(arena, anchor, &text[rest..], part(place, rest, text.len()));
}

/// The text of a link that is its own address, written without any mark.
fn bare_text<'a>(source: &SourceMap<'_>, link: Node<'a>, place: Sourcepos) -> Option<String> {
    let child = link.first_child().filter(|child| child.next_sibling().is_none())?;
    let text = with_text(child, |text| may_go_on(text).then(|| text.to_owned()))??;
    let data = link.data();
    let NodeValue::Link(target) = &data.value else { return None };
    let bare = target.title.is_empty() && target.url.ends_with(&text) && !source.slice(place).starts_with(['<', '[']);
    bare.then_some(text)
}

/// Whether the parser may have taken for a part of an address what is none.
fn may_go_on(text: &str) -> bool {
    !text.is_ascii() || text.contains(NEVER_IN_ADDRESS)
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
    use crate::load::markdown::parse;
    use crate::load::markdown::tests::html_of;
    use crate::model::markdown_options::MarkdownOptions;

    fn html(source: &str) -> String {
        let body = parse(source, &MarkdownOptions { run_in_leads: true, ..MarkdownOptions::default() });
        for reference in &body.references {
            let written = &source[reference.span.start..reference.span.end];
            assert!(written.contains(&*reference.target) || written.contains(&*reference.text), "{written} in {source}");
        }
        html_of(&body)
    }

    #[test]
    fn markup_behind_an_address_is_markup() {
        assert_eq!(
            html("见https://a.cn/b，**重点**看[这里](x.md)。"),
            "<p>见<a href=\"\">https://a.cn/b</a>，<strong>重点</strong>看<a href=\"\">这里</a>。</p>\n"
        );
        assert_eq!(
            html("网址 www.a.cn；`代码`和https://b.cn/文件.pdf、*丙*"),
            "<p>网址 <a href=\"\">www.a.cn</a>；<code>代码</code>和<a href=\"\">https://b.cn/文件.pdf</a>、<em>丙</em></p>\n"
        );
        assert!(html("见 https://a.cn/b[^1] 。\n\n[^1]: 注。").contains("b</a><sup class=\"fn\">"));
        assert!(html("见https://a.cn/办法[^1]。\n\n[^1]: 注。").contains("办法</a><sup class=\"fn\">"));
    }

    #[test]
    fn an_address_in_the_text_of_a_link_begins_no_other_link() {
        assert_eq!(
            html("[见https://a.cn，**重点**](x.md)"),
            "<p><a href=\"\">见https://a.cn，<strong>重点</strong></a></p>\n"
        );
        assert_eq!(html("`见https://a.cn，**重点**`"), "<p><code>见https://a.cn，**重点**</code></p>\n");
    }
}
