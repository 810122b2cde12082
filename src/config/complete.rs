//! The settings of a site as the stages see them: complete, of the right types, and independent of how they are written.

use std::collections::BTreeMap;

use serde::Serialize;

use super::shapes;
use super::tokens::Tokens;
use super::words::Words;
use crate::diagnostics::Level;
use crate::model::address::OwnSite;
use crate::model::category::Cadence;
use crate::model::date::Offset;
use crate::model::fault::Fault;
use crate::model::markdown_options::{Lines, MarkdownOptions};
use crate::model::path::SourcePath;
use crate::model::placeholder::is_example_host;
use crate::model::published::Written;
use crate::model::review::ReviewPolicy;
use crate::model::span::{Located, Span};

/// The settings of a site.
#[derive(Debug, Clone)]
pub struct Config {
    /// 网站名称 (`SiteName`).
    pub title: String,
    /// Ends every `<title>`.
    pub short_title: String,
    /// 网站描述, for `Description` of pages that have none of their own.
    pub description: String,
    /// Where the site will be, `https://host/sub`, without a slash at the end. Without it there are no feeds, no
    /// sitemap.xml, no canonical addresses.
    pub base_url: Option<String>,
    /// Where links within the site begin.
    pub links: Links,
    /// Whether links to a folder name its `index.html`.
    pub index_names: bool,
    /// What stands behind times where a format demands an instant (feeds, sitemaps); China Standard Time unless set.
    pub timezone: Offset,
    /// The oldest version of this program that the site may be built with, as written.
    pub min_generator: String,
    /// Reports on a listing page.
    pub per_page: usize,
    /// Names of the services that a report can be shared to, in the order of the buttons.
    pub share: Vec<String>,
    /// How pages look on paper.
    pub print: PrintStyle,
    /// What the home page shows.
    pub home: Home,
    /// The office that the site is of.
    pub org: Org,
    /// What the rules for government sites ask for.
    pub gov: Gov,
    /// Which theme, and what the site changes of it.
    pub theme: ThemeSettings,
    /// Navigation; `None` means 首页 and the top categories.
    pub nav: Option<Vec<MenuItem>>,
    /// Links at the foot of every page, in the order written.
    pub footer_links: Vec<MenuItem>,
    /// A line of text at the foot of every page; may be empty.
    pub footer_note: String,
    /// Whether the first sentence of a paragraph may be set bold as its heading.
    pub run_in_leads: bool,
    /// What the end of a line is in a report.
    pub lines: Lines,
    /// What becomes of half-width marks in Chinese text.
    pub punctuation: Punctuation,
    /// Attachments that may be published although they run something.
    pub allowed_files: Vec<Located<AllowedFile>>,
    /// Which steps of 三审三校 the site demands, where a category says nothing else.
    pub review: ReviewPolicy,
    /// Levels that the site gives to rules, by rule name.
    pub levels: BTreeMap<String, Located<RuleLevel>>,
    /// `[extra]`, free for themes.
    pub extra: serde_json::Map<String, serde_json::Value>,
    /// Place of each value that rules look at, by dotted key.
    pub spans: BTreeMap<&'static str, Span>,
    /// Everything wrong with `site.toml`; rules of `check` word it.
    pub faults: Vec<Fault>,
    /// The file itself, and every text in it, in the order of the file.
    pub source: String,
    /// Every text of `site.toml` with its key and place, in the order of the file.
    pub written: Vec<Written>,
    /// The site's own list of words.
    pub words: Words,
}

impl Config {
    /// What the site chose about Markdown.
    pub fn markdown(&self) -> MarkdownOptions {
        MarkdownOptions { run_in_leads: self.run_in_leads, lines: self.lines }
    }

    /// Whether the site allows an attachment that runs something.
    pub fn allows_file(&self, path: &SourcePath) -> bool {
        self.allowed_files.iter().any(|allowed| allowed.value.file == path.as_str())
    }

    /// Whether the site says that it stands at an address of its own, and not of an example.
    pub fn is_placed(&self) -> bool {
        let host = self.base_url.as_deref().and_then(shapes::host_of);
        let is_number = |host: &str| host.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        host.is_some_and(|host| !is_example_host(host) && !is_number(host))
    }

    /// Whether pages can be given absolute addresses.
    pub fn has_base_url(&self) -> bool {
        self.base_url.is_some()
    }

    /// The address of the site, for telling its own pages from others'.
    pub fn own_site(&self) -> Option<OwnSite> {
        OwnSite::at(self.base_url.as_deref()?)
    }

    /// Path part of `base_url` with slashes at both ends: where the 404 page finds the root, and every page with absolute links.
    pub fn base_path(&self) -> String {
        let path = self.base_url.as_deref().and_then(|url| url.split_once("://")).and_then(|(_, rest)| rest.split_once('/'));
        match path {
            Some((_, path)) if !path.is_empty() => format!("/{}/", path.trim_matches('/')),
            _ => "/".to_string(),
        }
    }
}

/// A level in `[check]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleLevel {
    /// `off`: the rule says nothing.
    Off,
    /// Its findings have this level.
    On(Level),
}

/// An attachment that is published although a browser, a server or a system may run it (`[[attachments.allow]]`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowedFile {
    /// Its path from the root of the site.
    pub file: String,
    /// Why, for the office; no page shows it.
    pub reason: String,
}

/// Where links within the site begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Links {
    /// At the page that has them, so that the site works below any path and from a disk.
    #[default]
    Relative,
    /// At the root of the server: with the path of `base_url`.
    Absolute,
}

impl Links {
    /// What may be written.
    pub const FORMS: &str = "`relative`（从所在的网页算起）或 `absolute`（从服务器的根目录算起）";

    /// As settings call it.
    pub fn parse(text: &str) -> Option<Links> {
        match text {
            "relative" => Some(Links::Relative),
            "absolute" => Some(Links::Absolute),
            _ => None,
        }
    }
}

/// What becomes of half-width marks in Chinese text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub enum Punctuation {
    /// They stay, and nothing is said.
    Keep,
    /// They stay, and a rule tells of them.
    #[default]
    Warn,
    /// Pages show full-width marks in their place; the source stays as it is.
    Fullwidth,
}

impl Punctuation {
    /// What may be written.
    pub const FORMS: &str =
        "`warn`（照原样显示并提醒）、`fullwidth`（网页上显示成全角，原文不动）或 `keep`（照原样，不提醒）";

    /// As settings call it.
    pub fn parse(text: &str) -> Option<Punctuation> {
        match text {
            "keep" => Some(Punctuation::Keep),
            "warn" => Some(Punctuation::Warn),
            "fullwidth" => Some(Punctuation::Fullwidth),
            _ => None,
        }
    }
}

/// How pages look on paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PrintStyle {
    /// As official documents do: GB/T 9704-2012.
    #[default]
    Gov,
    /// As web pages do.
    Plain,
}

impl PrintStyle {
    /// What may be written.
    pub const FORMS: &str = "`gov`（公文版面，GB/T 9704）或 `plain`（普通网页）";

    /// As settings call it.
    pub fn parse(text: &str) -> Option<PrintStyle> {
        match text {
            "gov" => Some(PrintStyle::Gov),
            "plain" => Some(PrintStyle::Plain),
            _ => None,
        }
    }
}

/// What the home page shows (`[home]`).
#[derive(Debug, Clone)]
pub struct Home {
    /// The category whose children are the tiles, as written.
    pub tiles: Option<Located<String>>,
    /// Reports under 最新公开.
    pub newest: usize,
    /// What the page shows, in this order.
    pub sections: Vec<HomeSection>,
    /// The longest time without anything new on the home page; without it the site's categories decide.
    pub cadence: Option<Cadence>,
}

/// A part of the home page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HomeSection {
    /// The tiles of [`Home::tiles`], one for each category.
    Tiles,
    /// 最新公开.
    Newest,
    /// 全部栏目.
    Categories,
}

impl HomeSection {
    /// In the order that a site has which chooses none.
    pub const ALL: [HomeSection; 3] = [HomeSection::Tiles, HomeSection::Newest, HomeSection::Categories];

    /// As settings and templates call it.
    pub fn name(self) -> &'static str {
        match self {
            HomeSection::Tiles => "tiles",
            HomeSection::Newest => "newest",
            HomeSection::Categories => "categories",
        }
    }
}

/// The office (主办单位).
#[derive(Debug, Clone, Default)]
pub struct Org {
    /// 单位全称, which pages name as 主办单位.
    pub name: String,
    /// First line of the wordmark, where it is not the name.
    pub brand: String,
    /// Picture before the wordmark, a file of the site.
    pub logo: String,
    /// Second line of the wordmark.
    pub column: String,
    /// 承办单位.
    pub operator: String,
    /// Telephone of the office, as written; pages make a link of it.
    pub phone: String,
    /// Address of the office, as written.
    pub address: String,
    /// Electronic mail of the office, as written.
    pub email: String,
    /// Hours at which the office is open, as written.
    pub hours: String,
    /// Default 信息来源 of reports.
    pub source: String,
    /// Default 发布机构 of reports.
    pub issuer: String,
    /// 规范名称 of every office that reports may name as 信息来源 or 发布机构, beside those above.
    pub names: Vec<String>,
}

/// What a government site must show (国办发〔2017〕47号).
#[derive(Debug, Clone, Default)]
pub struct Gov {
    /// 网站标识码.
    pub site_id: String,
    /// The site above whose 网站标识码 it is, where this is a column of it and has none of its own.
    pub inherit_from: String,
    /// `SiteDomain`; default the host of `base_url`.
    pub domain: String,
    /// ICP 备案号.
    pub icp: String,
    /// 公安备案号.
    pub police: String,
    /// Picture of 公安备案, a file of the site.
    pub police_icon: String,
    /// 党政机关网站标识.
    pub agency_mark: AgencyMark,
    /// 我为政府网站找错.
    pub find_error_url: String,
}

/// 党政机关网站标识, a picture that leads to the register's page about the site.
#[derive(Debug, Clone, Default)]
pub struct AgencyMark {
    /// The picture, a file of the site.
    pub image: String,
    /// Where it leads.
    pub url: String,
    /// What is read out in place of the picture.
    pub alt: String,
}

/// Which theme, and what the site changes of it (`[theme]`).
#[derive(Debug, Clone, Default)]
pub struct ThemeSettings {
    /// Name of a folder in `themes/`, or `default` for the built-in theme.
    pub name: String,
    /// Colours and measures that take the place of the theme's.
    pub tokens: Tokens,
    /// Choices that the theme offers, by its names.
    pub options: serde_json::Map<String, serde_json::Value>,
    /// Style sheets of the site that come after the theme's own, in this order: `assets/my.css`.
    pub extra_css: Vec<Located<String>>,
    /// Scripts of the site that come after the theme's own, in this order: `assets/my.js`.
    pub extra_js: Vec<Located<String>>,
}

/// An entry of the navigation or the footer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuItem {
    /// What readers see.
    pub text: String,
    /// Where it leads.
    pub target: MenuTarget,
    /// Place of the entry in `site.toml`.
    pub span: Span,
}

/// Where an entry of a menu leads, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MenuTarget {
    /// A category as written, or a page of this site (`sitemap.html`).
    Site(String),
    /// Another site.
    Url(String),
}
