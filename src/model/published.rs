//! Every text that people write into settings, categories and the front matter of reports, and what readers see of it. This is the one list
//! that rules about private data, wording and placeholders read: a key that the program knows and this list does not makes a test fail.

use super::span::Span;

/// A text as a TOML file has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Dotted, without numbers of elements: `nav.items.text`.
    pub key: String,
    /// The text without its quotes, escapes resolved.
    pub value: String,
    /// Place in the TOML file.
    pub span: Span,
}

/// What a reader sees of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// Sentences and phrases: every rule over text applies.
    Prose,
    /// Names and labels: words are looked at, punctuation is their own.
    Label,
    /// Numbers and codes: nothing but what they tell.
    Code,
    /// A part of an address, or the name of a file.
    Address,
    /// Nothing. It decides how something looks or works.
    No,
}

/// A key of a TOML file. One that ends with `.*` stands for all below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// Dotted, without numbers of elements: `nav.items.text`; `extra.*` for all below `extra`.
    pub name: &'static str,
    /// What a reader sees of its value, and so which rules look at it.
    pub shown: Shown,
}

impl Key {
    /// Whether the site itself decides what stands there.
    pub fn is_free(self) -> bool {
        self.name.ends_with(FREE)
    }
}

const FREE: &str = ".*";

const fn key(name: &'static str, shown: Shown) -> Key {
    Key { name, shown }
}

/// `site.toml`.
pub static SITE: &[Key] = &[
    key("title", Shown::Prose),
    key("short_title", Shown::Prose),
    key("description", Shown::Prose),
    key("base_url", Shown::Address),
    key("links", Shown::No),
    key("index_names", Shown::No),
    key("min_generator", Shown::No),
    key("timezone", Shown::No),
    key("per_page", Shown::No),
    key("share", Shown::No),
    key("print", Shown::No),
    key("print.style", Shown::No),
    key("home", Shown::No),
    key("home.tiles", Shown::No),
    key("home.newest", Shown::No),
    key("home.sections", Shown::No),
    key("home.cadence", Shown::No),
    key("org", Shown::No),
    key("org.name", Shown::Label),
    key("org.brand", Shown::Label),
    key("org.logo", Shown::Address),
    key("org.column", Shown::Label),
    key("org.operator", Shown::Label),
    key("org.phone", Shown::Code),
    key("org.address", Shown::Label),
    key("org.email", Shown::Code),
    key("org.hours", Shown::Label),
    key("org.source", Shown::Label),
    key("org.issuer", Shown::Label),
    // The names that reports may give as their source. They are looked at here as labels; where a report gives one, it is
    // looked at there.
    key("org.names", Shown::Label),
    key("gov", Shown::No),
    key("gov.site_id", Shown::Code),
    key("gov.inherit_from", Shown::Label),
    key("gov.domain", Shown::Code),
    key("gov.icp", Shown::Code),
    key("gov.police", Shown::Code),
    key("gov.police_icon", Shown::Address),
    key("gov.agency_mark", Shown::No),
    key("gov.agency_mark.image", Shown::Address),
    key("gov.agency_mark.url", Shown::Address),
    key("gov.agency_mark.alt", Shown::Label),
    key("gov.find_error_url", Shown::Address),
    key("theme", Shown::No),
    key("theme.name", Shown::No),
    key("theme.tokens", Shown::No),
    key("theme.tokens.*", Shown::No),
    key("theme.tokens.dark", Shown::No),
    key("theme.tokens.dark.*", Shown::No),
    key("theme.tokens.contrast", Shown::No),
    key("theme.tokens.contrast.*", Shown::No),
    key("theme.options", Shown::No),
    key("theme.options.*", Shown::Label),
    key("theme.extra_css", Shown::Address),
    key("theme.extra_js", Shown::Address),
    key("nav", Shown::No),
    key("nav.items", Shown::No),
    key("nav.items.text", Shown::Label),
    key("nav.items.to", Shown::Address),
    key("nav.items.url", Shown::Address),
    key("footer", Shown::No),
    key("footer.links", Shown::No),
    key("footer.links.text", Shown::Label),
    key("footer.links.to", Shown::Address),
    key("footer.links.url", Shown::Address),
    key("footer.note", Shown::Prose),
    key("markdown", Shown::No),
    key("markdown.leads", Shown::No),
    key("markdown.lines", Shown::No),
    key("markdown.punctuation", Shown::No),
    // The files themselves are looked at; the reason is for the office.
    key("attachments", Shown::No),
    key("attachments.allow", Shown::No),
    key("attachments.allow.file", Shown::No),
    key("attachments.allow.reason", Shown::No),
    key("check", Shown::No),
    key("check.*", Shown::No),
    key("extra", Shown::No),
    key("extra.*", Shown::Label),
];

/// `_category.toml`.
pub static CATEGORY: &[Key] = &[
    key("name", Shown::Prose),
    key("slug", Shown::Address),
    key("description", Shown::Prose),
    key("keywords", Shown::Prose),
    key("kind", Shown::Label),
    key("cadence", Shown::No),
    key("order", Shown::No),
    key("weight", Shown::No),
    key("draft", Shown::No),
    key("aliases", Shown::Address),
];

/// Front matter of reports.
pub static REPORT: &[Key] = &[
    key("title", Shown::Prose),
    // It repeats the title, which is looked at already.
    key("title_breaks", Shown::No),
    key("date", Shown::No),
    key("source", Shown::Label),
    key("issuer", Shown::Label),
    key("written", Shown::No),
    key("number", Shown::Code),
    key("index", Shown::Code),
    key("keywords", Shown::Prose),
    key("description", Shown::Prose),
    key("editor", Shown::Label),
    key("validity", Shown::No),
    key("expires", Shown::No),
    key("draft", Shown::No),
    key("slug", Shown::Address),
    key("aliases", Shown::Address),
    // Paths of sources: what pages show of them is what these say of themselves.
    key("categories", Shown::No),
    key("related", Shown::No),
    key("interprets", Shown::No),
    key("highlights", Shown::No),
    key("highlights.label", Shown::Prose),
    key("highlights.value", Shown::Code),
    key("highlights.unit", Shown::Code),
    key("highlights.note", Shown::Prose),
    // Who has read and signed it is for the office alone, and so is why a rule does not count.
    key("review", Shown::No),
    key("review.*", Shown::No),
    key("allow", Shown::No),
    key("allow.rule", Shown::No),
    key("allow.reason", Shown::No),
    key("extra", Shown::No),
    key("extra.*", Shown::Label),
];

/// The entry for a dotted key: its own, or the one for all below one of its tables. `None` for a key that the program does not know,
/// whose value it publishes nowhere.
pub fn find(list: &'static [Key], name: &str) -> Option<&'static Key> {
    let covers = |key: &Key| key.name.strip_suffix('*').is_some_and(|above| name.starts_with(above));
    list.iter().find(|key| key.name == name).or_else(|| list.iter().find(|key| covers(key)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_by_its_name_or_by_the_table_above() {
        let shown = |name| find(SITE, name).map(|key| (key.name, key.shown));
        assert_eq!(shown("org.names"), Some(("org.names", Shown::Label)));
        assert_eq!(shown("extra.banner.text"), Some(("extra.*", Shown::Label)));
        assert_eq!(shown("theme.tokens.dark.accent"), Some(("theme.tokens.*", Shown::No)));
        assert_eq!(shown("org.nmae"), None);
    }
}
