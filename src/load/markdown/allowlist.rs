//! What raw HTML may contain. Layout comes from the theme alone, so there is no `style`, no `class`, no `id`.

/// An allowed element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Element {
    /// As HTML writes it, in small letters.
    pub name: &'static str,
    /// Where it may stand, and whether it has content.
    pub kind: Kind,
}

/// Where an element may stand, and whether it has content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// May stand inside a sentence.
    Phrase,
    /// The same, without content.
    Void,
    /// A block.
    Block,
    /// A block without content.
    VoidBlock,
    /// Belongs inside a table.
    TablePart,
    /// The same, without content.
    VoidTablePart,
}

impl Kind {
    /// Whether it has no content and so no end tag.
    pub(super) fn is_void(self) -> bool {
        matches!(self, Kind::Void | Kind::VoidBlock | Kind::VoidTablePart)
    }

    /// Whether it may stand inside a sentence.
    pub(super) fn is_phrase(self) -> bool {
        matches!(self, Kind::Phrase | Kind::Void)
    }

    /// Whether it means nothing outside of a table.
    pub(super) fn is_table_part(self) -> bool {
        matches!(self, Kind::TablePart | Kind::VoidTablePart)
    }
}

const PHRASES: &[&str] = &[
    "a", "abbr", "b", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "rp", "rt", "ruby", "s", "small", "span",
    "strong", "sub", "sup", "u",
];
const BLOCKS: &[&str] = &[
    "blockquote",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "li",
    "ol",
    "p",
    "pre",
    "summary",
    "table",
    "ul",
];
const TABLE_PARTS: &[&str] = &["caption", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr"];

/// The element of that name, if it is allowed. The name must be in small letters.
pub(super) fn element(name: &str) -> Option<Element> {
    let kinds = [
        (PHRASES, Kind::Phrase),
        (&["br", "img"], Kind::Void),
        (BLOCKS, Kind::Block),
        (&["hr"], Kind::VoidBlock),
        (TABLE_PARTS, Kind::TablePart),
        (&["col"], Kind::VoidTablePart),
    ];
    kinds
        .into_iter()
        .find_map(|(names, kind)| names.iter().find(|allowed| **allowed == name).map(|name| Element { name, kind }))
}

/// Elements whose content is no text for readers and goes with them.
pub(super) fn drops_content(name: &str) -> bool {
    matches!(name, "script" | "style" | "iframe" | "object" | "template" | "noscript")
}

/// Elements that HTML ends by itself.
pub(super) fn end_is_optional(name: &str) -> bool {
    matches!(
        name,
        "p" | "li" | "dt" | "dd" | "td" | "th" | "tr" | "thead" | "tbody" | "tfoot" | "caption" | "colgroup" | "rt" | "rp"
    )
}

/// Whether an element that is open ends by itself where `new` begins, as HTML has it: a `<li>` ends the `<li>` before it.
pub(super) fn ends(new: Element, open: &str) -> bool {
    match new.name {
        "td" | "th" => matches!(open, "td" | "th" | "caption" | "colgroup"),
        "tr" => matches!(open, "td" | "th" | "tr" | "caption" | "colgroup"),
        "thead" | "tbody" | "tfoot" => !matches!(open, "table") && end_is_optional(open) && open != "li" && open != "p",
        "li" => open == "li",
        "dt" | "dd" => matches!(open, "dt" | "dd"),
        "rt" | "rp" => matches!(open, "rt" | "rp"),
        _ => open == "p" && !new.kind.is_phrase(),
    }
}

/// The attribute as it may stay, or `None`.
pub(super) fn attribute<'v>(element: &str, name: &str, value: &'v str) -> Option<(&'static str, &'v str)> {
    let number = value.len() <= 4 && !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit());
    let kept = match (name, element) {
        ("colspan", "td" | "th") if number => "colspan",
        ("rowspan", "td" | "th") if number => "rowspan",
        ("scope", "th") if matches!(value, "col" | "row" | "colgroup" | "rowgroup") => "scope",
        ("lang", _) => "lang",
        ("dir", _) if matches!(value, "ltr" | "rtl" | "auto") => "dir",
        ("title", _) => "title",
        ("start", "ol") if number => "start",
        ("reversed", "ol") => return Some(("reversed", "")),
        ("datetime", "ins" | "del") => "datetime",
        ("open", "details") => return Some(("open", "")),
        ("width", "img") if number => "width",
        ("height", "img") if number => "height",
        _ => return None,
    };
    Some((kept, value))
}

/// Whether an attribute keeps what is in its element from readers' eyes.
pub(super) fn hides(name: &str, value: &str) -> bool {
    const WAYS: [&str; 7] =
        ["display:none", "visibility:hidden", "font-size:0", "opacity:0;", "text-indent:-", "left:-", "top:-"];
    let value: String = value.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).chain([';']).collect();
    name == "hidden" || (name == "style" && WAYS.iter().any(|way| value.contains(way)))
}
