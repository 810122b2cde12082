//! Entries of lists: a report as lists show it, as a view, as the markup that the theme makes of it, and as an article of the
//! catalogue. A report is listed on a dozen pages, at each level above it by page and by year, so all three are made once. Only the way to
//! the root of the site differs from page to page; it is put into the markup afterwards.

use std::sync::OnceLock;

use serde_json::value::RawValue;
use tera::Context;

use super::fragment::Fragment;
use crate::model::page::ReportId;
use crate::render::inputs::reports::ReportFacts;
use crate::render::theme::Theme;
use crate::render::view::{Converted, Html, ItemView};

/// The component of the theme that an entry is written by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryMarkup {
    /// `doc`.
    Item { is_brief: bool },
    /// `catalog_row`, in a table that has these columns.
    Row { has_index_number: bool, has_document_number: bool },
}

impl EntryMarkup {
    const COUNT: usize = 6;

    fn index(self) -> usize {
        match self {
            EntryMarkup::Item { is_brief } => usize::from(is_brief),
            EntryMarkup::Row { has_index_number, has_document_number } => {
                2 + usize::from(has_index_number) + 2 * usize::from(has_document_number)
            }
        }
    }
}

/// The entries of all reports, made when a page first asks for one.
#[derive(Default)]
pub struct Entries {
    /// Without and with the source.
    entries: Vec<[OnceLock<Box<Entry>>; 2]>,
    articles: Vec<OnceLock<Option<Box<RawValue>>>>,
}

struct Entry {
    view: Converted<ItemView>,
    /// By [`EntryMarkup`]. `None` where the theme's component cannot be made of an entry alone.
    markup: [OnceLock<Option<Fragment>>; EntryMarkup::COUNT],
}

impl Entries {
    /// For so many reports.
    pub fn new(reports: usize) -> Entries {
        let mut made = Entries::default();
        made.entries.resize_with(reports, Default::default);
        made.articles.resize_with(reports, OnceLock::new);
        made
    }

    /// The report as lists show it.
    pub fn view(&self, report: &ReportFacts<'_>, has_source: bool) -> Converted<ItemView> {
        self.entry(report, has_source).view.clone()
    }

    /// The markup of entries, each on a line of its own, for a page from which `root` leads to the root of the site. Empty where
    /// the theme's component asks for more than an entry, so that templates have to call it themselves.
    pub fn written<'r>(
        &self,
        theme: &Theme,
        reports: impl Iterator<Item = ReportFacts<'r>>,
        has_source: bool,
        form: EntryMarkup,
        root: &str,
    ) -> Html {
        let mut markup = String::new();
        for report in reports {
            let entry = self.entry(&report, has_source);
            let made = || made(theme, &entry.view, has_source, form);
            let Some(made) = entry.markup[form.index()].get_or_init(made) else { return Html::default() };
            if !markup.is_empty() {
                markup.push('\n');
            }
            made.write(root, &mut markup);
        }
        Html::from(markup.as_str())
    }

    /// The article that `write` gives, which must be the same on every page.
    pub fn article(&self, id: ReportId, write: impl FnOnce() -> Option<Box<RawValue>>) -> Option<&RawValue> {
        self.articles[id].get_or_init(write).as_deref()
    }

    fn entry(&self, report: &ReportFacts<'_>, has_source: bool) -> &Entry {
        let made = || Entry { view: Converted::from(report.item(has_source)), markup: Default::default() };
        self.entries[report.id][usize::from(has_source)].get_or_init(|| Box::new(made()))
    }
}

fn made(theme: &Theme, entry: &Converted<ItemView>, has_source: bool, form: EntryMarkup) -> Option<Fragment> {
    let mut arguments = Context::new();
    let component = match form {
        EntryMarkup::Item { is_brief } => {
            arguments.insert("item", entry);
            arguments.insert("brief", &is_brief);
            "doc"
        }
        EntryMarkup::Row { has_index_number, has_document_number } => {
            arguments.insert("row", entry);
            arguments.insert("has_index_number", &has_index_number);
            arguments.insert("has_document_number", &has_document_number);
            arguments.insert("has_source", &has_source);
            "catalog_row"
        }
    };
    Fragment::made(theme, component, &arguments).ok()
}
