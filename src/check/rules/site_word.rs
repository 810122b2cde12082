//! What the site's own list of words says must not be written.

use std::borrow::Cow;

use crate::check::rule::{Check, Rule};
use crate::check::text::occurrences::remarks;
use crate::check::text::{Terms, Text, TextCheck};
use crate::diagnostics::Level;
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "site-word",
    summary: "本站词表 words.toml 里列为不该出现的写法",
    basis: "本站词表 words.toml",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("site_word.md"),
    check: Check::Text(TextCheck { patterns, check }),
};

fn patterns(terms: &Terms) -> Vec<Cow<'static, str>> {
    terms.words.iter().map(|word| Cow::Owned(word.wrong.clone())).collect()
}

fn check(text: &Text<'_>) -> Vec<Remark> {
    remarks(text, RULE.name, &text.terms.words, true, |word| {
        let help = match word.right.is_empty() {
            true => "换一种写法；词表在 `words.toml`".to_string(),
            false => format!("改为“{}”；词表在 `words.toml`", word.right),
        };
        (format!("“{}”是本站词表里不该出现的写法", word.wrong), help)
    })
}
