//! What an answer consists of: a source file, a page, and what joins them.

use crate::config::Config;
use crate::diagnostics::{Diagnostic, HeldReport};
use crate::load::sources::WhyLeftOut;
use crate::model::path::{SourcePath, UrlPath};
use crate::permalinks::entry::Entry;
use crate::permalinks::record::Record;
use crate::pipeline::Planned;
use crate::render::theme::Theme;

/// The site that is asked about.
pub struct Asked<'s> {
    /// Sources, index and plan.
    pub planned: &'s Planned,
    /// The layers that templates come from.
    pub theme: &'s Theme,
    /// The settings.
    pub config: &'s Config,
    /// Which addresses were public.
    pub record: &'s Record,
}

/// What a file or folder of the site is.
#[derive(Debug)]
pub enum FileOrigin {
    /// A report.
    Report(Box<ReportOrigin>),
    /// A file that is published with reports.
    Attachment(Vec<AttachmentOf>),
    /// The folder of a category, or the file that describes it.
    Category(Box<CategoryOrigin>),
    /// A template, of the site or of a theme.
    Template {
        /// Whether pages are made with it: another layer may stand above its own.
        is_used: bool,
    },
    /// A style sheet, script, font or picture of the site or of a theme.
    Asset(Vec<UrlPath>),
    /// `site.toml`, `words.toml`, `theme.toml` or the record of addresses.
    Settings,
    /// Nothing is made from it.
    Ignored(WhyIgnored),
}

/// Why nothing is made from a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyIgnored {
    /// Hidden, or left behind by systems and editors.
    LeftBehind,
    /// No report leads to it.
    Unused,
    /// It, or a folder above it, is not read.
    NotRead(WhyLeftOut),
    /// It lies where no sources are.
    NoSource,
}

/// A report and its page.
#[derive(Debug)]
pub struct ReportOrigin {
    /// The `.md` file.
    pub file: SourcePath,
    /// As written; empty where there is none.
    pub title: String,
    /// Names of its category and of those above it, the top one first.
    pub category: Vec<String>,
    /// Whether it has a page, and why not.
    pub standing: Standing,
    /// Old addresses that lead to it.
    pub redirects: Vec<UrlPath>,
    /// Files that are published with it: their sources, and their addresses where there are any.
    pub attachments: Vec<(SourcePath, Option<UrlPath>)>,
}

/// Whether a report has a page.
#[derive(Debug)]
pub enum Standing {
    /// It has this one.
    Page(PageOrigin),
    /// It waits, or is a draft.
    Held(HeldReport),
    /// These errors speak against it.
    Rejected(Vec<Diagnostic>),
    /// Another page has its address, or nothing shows its category.
    Nowhere,
}

/// A report that publishes a file.
#[derive(Debug)]
pub struct AttachmentOf {
    /// The report's file.
    pub report: SourcePath,
    /// Where the file is published; `None` where the report has no page.
    pub address: Option<UrlPath>,
}

/// A category and its page.
#[derive(Debug)]
pub struct CategoryOrigin {
    /// Its name and those of the categories above it, the top one first.
    pub names: Vec<String>,
    /// Its first page; `None` where nothing is shown in it.
    pub page: Option<PageOrigin>,
    /// How many reports it shows, those of the categories below included.
    pub reports: usize,
    /// Whether it is off, or a category above it is.
    pub is_off: bool,
    /// Whether its name, or that of a folder above it, holds back all that is in it.
    pub is_set_aside: bool,
}

/// A file of the finished site.
#[derive(Debug)]
pub struct PageOrigin {
    /// Below the root of the site.
    pub address: UrlPath,
    /// With the address of the site before it; empty where that is not known.
    pub web_address: String,
    /// What it is, in Chinese, as the plan calls it.
    pub what: &'static str,
    /// The title of the report that it shows, or the name of the category.
    pub title: String,
    /// The file that it is made from; `None` for pages that are made by themselves.
    pub file: Option<SourcePath>,
    /// Its template; `None` where none is needed.
    pub template: Option<TemplateUsed>,
    /// What the record of addresses says of it.
    pub recorded: Option<Entry>,
    /// Where it leads on to.
    pub leads_to: Option<UrlPath>,
}

/// A template and the layer of the theme that it comes from.
#[derive(Debug)]
pub struct TemplateUsed {
    /// Its bare name, `report.html`.
    pub name: &'static str,
    /// The file, as messages name it: `templates/report.html`, or that of the built-in theme.
    pub shown: String,
}
