//! Puts the addresses into a report's text. Parsing left an empty attribute for each; only now is it known from which page
//! they are seen.

use std::borrow::Cow;

use crate::load::attachments::is_shown;
use crate::model::address::{Address, encoded};
use crate::model::body::{Markup, Reference, ReferenceKind};
use crate::model::escape;
use crate::model::path::{UrlPath, percent_encode};
use crate::plan::references::Target;

/// The HTML of a text as shown on the page at `url`, its links beginning with `root` or else where they stand. Of a reference that
/// leads nowhere only the words are shown: an empty address would lead back to the page itself. The gate keeps such a report from
/// being published unless the site says otherwise.
pub fn with_addresses<'m>(
    markup: &'m Markup,
    references: &[Reference],
    targets: &[Target],
    url: &UrlPath,
    root: Option<&str>,
) -> Cow<'m, str> {
    if markup.slots.is_empty() {
        return Cow::Borrowed(&markup.html);
    }
    let mut page = Page { html: String::with_capacity(markup.html.len() + markup.slots.len() * 64), open_dead: false };
    let mut from = 0;
    for slot in &markup.slots {
        let (Some(target), Some(before)) = (targets.get(slot.reference), markup.html.get(from..slot.position)) else {
            continue;
        };
        page.push(before);
        from = slot.position;
        let reference = references.get(slot.reference);
        let is_image = reference.is_some_and(|reference| reference.kind == ReferenceKind::Image);
        if *target == Target::Dead {
            page.drop_tag(is_image.then(|| reference.map_or("", |reference| &reference.text)));
            from += rest_of_tag(&markup.html[from..]).len() + 1;
            continue;
        }
        let address = address(target, url, root);
        if is_image
            && let Target::File { url: file, .. } = target
            && !is_shown(file.as_str())
        {
            page.link_instead(&address, reference.map_or("", |reference| &reference.text), file);
            from += rest_of_tag(&markup.html[from..]).len() + 1;
            continue;
        }
        escape::anywhere(&address, &mut page.html);
        if !is_image
            && let Target::External(written) = target
            && matches!(Address::parse(written), Address::Web(_))
        {
            page.html.push_str(ELSEWHERE);
        }
        if let Target::File { pixels: Some((width, height)), .. } = target
            && is_image
            && !rest_of_tag(&markup.html[from..]).contains(" width=")
        {
            // The slot stands between quotes: this closes the address and leaves the last value open for the template's quote.
            page.html.push_str(&format!("\" width=\"{width}\" height=\"{height}"));
        }
    }
    page.push(markup.html.get(from..).unwrap_or_default());
    Cow::Owned(page.html)
}

/// Closes the address of a link to another site, and leaves the last value open for the template's quote.
const ELSEWHERE: &str = "\" rel=\"external noopener noreferrer";

/// The HTML so far.
struct Page {
    html: String,
    /// A link was taken out whose end tag is still to come.
    open_dead: bool,
}

impl Page {
    fn push(&mut self, mut html: &str) {
        // Links do not hold links, so the next end tag is its own.
        if self.open_dead
            && let Some((inside, after)) = html.split_once("</a>")
        {
            self.html.push_str(inside);
            html = after;
            self.open_dead = false;
        }
        self.html.push_str(html);
    }

    /// Takes back the tag whose address would come next; of a picture its alternative text stays.
    fn drop_tag(&mut self, alternative: Option<&str>) {
        let start = self.html.rfind('<').unwrap_or(self.html.len());
        self.html.truncate(start);
        match alternative {
            Some(text) => escape::anywhere(text, &mut self.html),
            None => self.open_dead = true,
        }
    }
}

impl Page {
    /// A document that was written as a picture: no browser would show it, so readers can fetch it.
    fn link_instead(&mut self, address: &str, alternative: &str, file: &UrlPath) {
        self.drop_tag(Some(""));
        let is_in_link = self.html.rfind("<a ") > self.html.rfind("</a>");
        let name = file.as_str().rsplit('/').next().unwrap_or_default();
        let text = if alternative.trim().is_empty() { name } else { alternative };
        if is_in_link {
            return escape::anywhere(text, &mut self.html);
        }
        self.html.push_str("<a href=\"");
        escape::anywhere(address, &mut self.html);
        self.html.push_str("\">");
        escape::anywhere(text, &mut self.html);
        self.html.push_str("</a>");
    }
}

fn rest_of_tag(html: &str) -> &str {
    html.split('>').next().unwrap_or_default()
}

fn address(target: &Target, url: &UrlPath, root: Option<&str>) -> String {
    let path = |file: &UrlPath| root.map_or_else(|| file.relative_from(url), |root| format!("{root}{}", file.encoded()));
    let with_fragment = |path: String, fragment: &str| match fragment.is_empty() {
        true => path,
        false => format!("{path}#{}", percent_encode(fragment)),
    };
    match target {
        Target::File { url: file, fragment, .. } => with_fragment(path(file), fragment),
        Target::Here { fragment } => format!("#{}", percent_encode(fragment)),
        Target::External(address) => encoded(address),
        Target::Dead => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::body::Slot;
    use crate::model::span::Span;

    #[test]
    fn of_what_leads_nowhere_only_the_words_are_shown() {
        let reference = |kind, text: &str| Reference { kind, target: "x".into(), text: text.into(), span: Span::default() };
        let html = r#"<p><a href="" title="题">甲<img src="" alt="图" loading="lazy">乙</a>和<a href="">丙</a></p>"#;
        let slots = html.match_indices("=\"\"").enumerate().map(|(reference, (at, _))| Slot { position: at + 2, reference });
        let markup = Markup { html: html.into(), slots: slots.collect(), ..Markup::default() };
        let references = [
            reference(ReferenceKind::Link, "甲乙"),
            reference(ReferenceKind::Image, "图<"),
            reference(ReferenceKind::Link, "丙"),
        ];
        let url = UrlPath::new("a.html").expect("a path");
        let alive = Target::External("https://a.cn/".into());
        let dead = [Target::Dead, Target::Dead, alive];
        assert_eq!(
            with_addresses(&markup, &references, &dead, &url, None),
            r#"<p>甲图&lt;乙和<a href="https://a.cn/" rel="external noopener noreferrer">丙</a></p>"#
        );
    }

    #[test]
    fn addresses_are_relative_to_the_page_and_escaped() {
        let html = r#"<a href="">甲</a><img src="" alt="图">"#;
        let reference = |kind| Reference { kind, target: String::new(), text: String::new(), span: Span::default() };
        let slots = [9, html.find("src=\"").unwrap_or(0) + 5].into_iter().enumerate();
        let slots = slots.map(|(reference, position)| Slot { position, reference }).collect();
        let markup = Markup { html: html.into(), slots, ..Markup::default() };
        let references = [reference(ReferenceKind::Link), reference(ReferenceKind::Image)];
        let file = |path: &str| UrlPath::new(path).expect("a path");
        let targets = [
            Target::External("https://a.cn/?x=1&y=\"中".into()),
            Target::File { url: file("a/b/图.png"), fragment: String::new(), pixels: Some((3, 2)) },
        ];
        assert_eq!(
            with_addresses(&markup, &references, &targets, &file("a/b.html"), None),
            r#"<a href="https://a.cn/?x=1&amp;y=%22%E4%B8%AD" rel="external noopener noreferrer">甲</a><img src="b/%E5%9B%BE.png" width="3" height="2" alt="图">"#
        );
        let rooted = with_addresses(&markup, &references, &targets, &file("a/b.html"), Some("/gk/"));
        assert!(rooted.contains(r#"src="/gk/a/b/%E5%9B%BE.png""#), "{rooted}");
    }
}
