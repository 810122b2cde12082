//! Entries of lists: a report as lists show it, as a value of the engine, as the markup that the theme makes of it, and as an
//! article of the catalogue. A report is listed on a dozen pages, at each level above it by page and by year, so all three are made
//! once. Only the way to the root of the site differs from page to page; it is put into the markup afterwards.

use std::sync::OnceLock;

use serde_json::value::RawValue;
use tera::{Context, Value};

use super::Renderer;
use super::lists::item;
use crate::model::page::ReportId;

/// The component of the theme that writes an entry.
const COMPONENT: &str = "doc";
/// Stands in kept markup for the way to the root. Content never has it, because the engine escapes what is not markup.
const ROOT: &str = "<root>";

/// How an entry is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Manner {
    /// With 信息来源, where that says something.
    pub(super) has_source: bool,
    /// Without a summary.
    pub(super) is_brief: bool,
}

/// The entries of all reports, made when a page first asks for one.
#[derive(Default)]
pub(super) struct Entries {
    /// Without and with the source.
    entries: Vec<[OnceLock<Entry>; 2]>,
    articles: Vec<OnceLock<Option<Box<RawValue>>>>,
}

struct Entry {
    value: Value,
    /// Whole and brief. `None` where the component cannot be made of an entry alone.
    markup: [OnceLock<Option<Box<str>>>; 2],
}

impl Entries {
    pub(super) fn new(reports: usize) -> Entries {
        let mut made = Entries::default();
        made.entries.resize_with(reports, Default::default);
        made.articles.resize_with(reports, OnceLock::new);
        made
    }

    /// For as many reports, nothing made yet.
    pub(super) fn renewed(&self) -> Entries {
        Entries::new(self.entries.len())
    }

    pub(super) fn value(&self, renderer: &Renderer<'_>, id: ReportId, has_source: bool) -> Value {
        self.entry(renderer, id, has_source).value.clone()
    }

    /// The markup of an entry appended to `markup`, on a line of its own, for a page from which `root` leads to the root of the
    /// site. `None` where the theme's component asks for more than an entry, so that templates have to call it themselves.
    pub(super) fn write(
        &self,
        renderer: &Renderer<'_>,
        id: ReportId,
        manner: Manner,
        root: &str,
        markup: &mut String,
    ) -> Option<()> {
        let entry = self.entry(renderer, id, manner.has_source);
        let made = entry.markup[usize::from(manner.is_brief)].get_or_init(|| made(renderer, &entry.value, manner.is_brief));
        let mut parts = made.as_deref()?.split(ROOT);
        if !markup.is_empty() {
            markup.push('\n');
        }
        markup.push_str(parts.next().unwrap_or_default());
        for part in parts {
            markup.push_str(root);
            markup.push_str(part);
        }
        Some(())
    }

    /// The article that `write` gives, which must be the same on every page.
    pub(super) fn article(&self, id: ReportId, write: impl FnOnce() -> Option<Box<RawValue>>) -> Option<&RawValue> {
        self.articles[id].get_or_init(write).as_deref()
    }

    fn entry(&self, renderer: &Renderer<'_>, id: ReportId, has_source: bool) -> &Entry {
        self.entries[id][usize::from(has_source)].get_or_init(|| Entry {
            value: Value::from_serializable(&item(renderer, id, has_source)),
            markup: Default::default(),
        })
    }
}

fn made(renderer: &Renderer<'_>, item: &Value, is_brief: bool) -> Option<Box<str>> {
    let mut arguments = Context::new();
    arguments.insert_value("item", item.clone());
    arguments.insert_value("brief", Value::from(is_brief));
    let mut around = Context::new();
    around.insert_value("root", Value::safe_string(ROOT));
    renderer.theme.component(COMPONENT, &arguments, &around).map(String::into_boxed_str)
}
