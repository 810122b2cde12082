//! Entries of lists: a report as lists show it, as a value of the engine, as the markup that the theme makes of it, and as an
//! article of the catalogue. A report is listed on a dozen pages, at each level above it by page and by year, so all three are made
//! once. Only the way to the root of the site differs from page to page; it is put into the markup afterwards.

use std::sync::OnceLock;

use serde_json::value::RawValue;
use tera::{Context, Value};

use super::Renderer;
use super::lists::item;
use super::rootless::Rootless;
use crate::model::page::ReportId;

/// How an entry is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// By the component `doc`.
    Item { is_brief: bool },
    /// By the component `catalog_row`, in a table that has these columns.
    Row { has_index_number: bool, has_document_number: bool },
}

impl Manner {
    const COUNT: usize = 6;

    fn index(self) -> usize {
        match self {
            Manner::Item { is_brief } => usize::from(is_brief),
            Manner::Row { has_index_number, has_document_number } => {
                2 + usize::from(has_index_number) + 2 * usize::from(has_document_number)
            }
        }
    }
}

/// The entries of all reports, made when a page first asks for one.
#[derive(Default)]
pub(super) struct Entries {
    /// Without and with the source.
    entries: Vec<[OnceLock<Box<Entry>>; 2]>,
    articles: Vec<OnceLock<Option<Box<RawValue>>>>,
}

struct Entry {
    value: Value,
    /// By manner. `None` where the theme's component cannot be made of an entry alone.
    markup: [OnceLock<Option<Rootless>>; Manner::COUNT],
}

impl Entries {
    pub(super) fn new(reports: usize) -> Entries {
        let mut made = Entries::default();
        made.entries.resize_with(reports, Default::default);
        made.articles.resize_with(reports, OnceLock::new);
        made
    }

    pub(super) fn value(&self, renderer: &Renderer<'_>, id: ReportId, has_source: bool) -> Value {
        self.entry(renderer, id, has_source).value.clone()
    }

    /// The markup of entries, each on a line of its own, for a page from which `root` leads to the root of the site. Empty where
    /// the theme's component asks for more than an entry, so that templates have to call it themselves.
    pub(super) fn written(
        &self,
        renderer: &Renderer<'_>,
        ids: &[ReportId],
        has_source: bool,
        manner: Manner,
        root: &str,
    ) -> Value {
        let mut markup = String::new();
        for id in ids {
            let entry = self.entry(renderer, *id, has_source);
            let made = || made(renderer, &entry.value, has_source, manner);
            let Some(made) = entry.markup[manner.index()].get_or_init(made) else { return Value::from("") };
            if !markup.is_empty() {
                markup.push('\n');
            }
            made.write(root, &mut markup);
        }
        Value::safe_string(&markup)
    }

    /// The article that `write` gives, which must be the same on every page.
    pub(super) fn article(&self, id: ReportId, write: impl FnOnce() -> Option<Box<RawValue>>) -> Option<&RawValue> {
        self.articles[id].get_or_init(write).as_deref()
    }

    fn entry(&self, renderer: &Renderer<'_>, id: ReportId, has_source: bool) -> &Entry {
        let made = || Entry { value: Value::from_serializable(&item(renderer, id, has_source)), markup: Default::default() };
        self.entries[id][usize::from(has_source)].get_or_init(|| Box::new(made()))
    }
}

fn made(renderer: &Renderer<'_>, entry: &Value, has_source: bool, manner: Manner) -> Option<Rootless> {
    let mut arguments = Context::new();
    let component = match manner {
        Manner::Item { is_brief } => {
            arguments.insert_value("item", entry.clone());
            arguments.insert("brief", &is_brief);
            "doc"
        }
        Manner::Row { has_index_number, has_document_number } => {
            arguments.insert_value("row", entry.clone());
            arguments.insert("has_index_number", &has_index_number);
            arguments.insert("has_document_number", &has_document_number);
            arguments.insert("has_source", &has_source);
            "catalog_row"
        }
    };
    Rootless::made(renderer.theme, component, &arguments).ok()
}
