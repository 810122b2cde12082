//! Everything a template may see, as plain serialisable structs. Themes depend on these names and on nothing else of
//! the program, so a refactoring cannot break a theme in silence; a documented field is removed only in a major version.
//!
//! Three conventions hold for every field:
//!
//! * A `path` is the path of a file below the site's root, percent-encoded, without a leading slash
//!   (`xxgk/wgkzl/index.html`). Templates write `{{ root }}{{ x.path }}`, which gives a relative link that works under any
//!   sub-path and from `file://`. `root` is `""`, `"../"`, `"../../"`, …; on the 404 page it is absolute.
//! * A `url` is absolute and there only when `base_url` is set (or when it leads to another site).
//! * What a site did not give is an empty string or an empty list, never absent: `{% if x.y %}` is always safe.

mod basic;
mod converted;
mod former;
mod parts;
mod tree;

use serde::Serialize;

pub use basic::{DateView, LinkView};
pub use converted::{Converted, Html};
pub use former::{GoneView, RedirectView};
pub use parts::{AttachmentView, HighlightView, PagerItemView, RelatedView, TocView, YearLinkView};
pub use tree::{MapView, NodeView, TreeNodeView, TreeView};

/// `site` in every template: what all pages share. Serialised once per build.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SiteView {
    /// Name of the site, 网站名称 (`SiteName`), e.g. `光明区玉塘街道办事处信息公开专栏`.
    pub name: String,
    /// Short name at the end of every `<title>`.
    pub short_name: String,
    /// What the column is for, in a sentence; under the home page's heading.
    pub description: String,
    /// Host name (`SiteDomain`), without protocol and slash.
    pub domain: String,
    /// 网站标识码 (`SiteIDCode`), as written.
    pub site_id: String,
    /// First line of the wordmark: the office's name.
    pub brand: String,
    /// Second line of the wordmark: the column's name.
    pub brand_sub: String,
    /// Optional picture before the wordmark; no `src` when there is none.
    pub logo: ImageView,
    /// Main navigation, in its order.
    pub nav: Vec<LinkView>,
    /// Links in the footer: given in `[footer] links`, then 网站地图 and so on.
    pub footer_links: Vec<LinkView>,
    /// Label and value pairs of the footer: 主办单位, 联系电话, 网站标识码, ICP备案, 公安备案 ….
    pub footer_items: Vec<FactView>,
    /// 党政机关网站标识: a local picture with a plain link; `src` empty when not given.
    pub agency_mark: ImageView,
    /// Where the mark's register says so of this site, an absolute address; empty when not given.
    pub agency_mark_url: String,
    /// A free line below the footer's facts.
    pub footer_note: String,
    /// Style sheets, scripts and the icon.
    pub assets: AssetsView,
    /// Share row of a report: which of `qr copy system weibo qq` are on.
    pub share: Vec<String>,
    /// 目录 that the search page offers where scripts are off; a path, or empty.
    pub catalog_path: String,
    /// Whether the feeds are made (they need `base_url`).
    pub has_feeds: bool,
    /// Free values of `[theme.options]` and `[extra]` in `site.toml`.
    pub extra: serde_json::Value,
}

/// Hashed asset files, each a `path` below the root.
#[derive(Debug, Clone, Default, Serialize)]
pub struct AssetsView {
    /// The style sheet of the theme, with the tokens of the site in it.
    pub site_css: String,
    /// Script that sets the reader's display settings before anything is drawn.
    pub prefs_js: String,
    /// Script of every page.
    pub site_js: String,
    /// Script of the search page.
    pub search_js: String,
    /// What `search_js` needs to know before any query; written by the build.
    pub search_index: String,
    /// Icon of the site in tabs of browsers.
    pub icon: String,
    /// `extra_css` of the themes and of `site.toml`, in order.
    pub extra_css: Vec<String>,
    /// `extra_js` of `site.toml`, in order; loaded with `defer`.
    pub extra_js: Vec<String>,
}

/// A label with its value, and where it may lead.
#[derive(Debug, Clone, Default, Serialize)]
pub struct FactView {
    /// What it is: `主办单位`.
    pub label: String,
    /// What is to be said of it, as text.
    pub value: String,
    /// `tel:`, `mailto:` or an absolute address; empty for plain text.
    pub href: String,
    /// Whether `href` leads to another site.
    pub external: bool,
    /// A remark after the value, outside its link, e.g. `（示例）`.
    pub note: String,
    /// A small local picture before the value (公安备案图标); `src` empty when not given.
    pub icon: ImageView,
}

/// A picture of the site.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ImageView {
    /// The file; empty where there is no picture.
    pub path: String,
    /// What is read out in place of the picture; empty for one that says nothing.
    pub alt: String,
    /// Pixels; 0 when unknown.
    pub width: u32,
    /// Pixels; 0 when unknown.
    pub height: u32,
}

/// `page` in every template: head, breadcrumb and what the skeleton needs.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PageView {
    /// `<meta name="page-type">`: home, category, list, catalog, report, search, sitemap, 404, page.
    pub kind: String,
    /// The page's name, shown as `h1`.
    pub title: String,
    /// Content of `<title>`: unique in the site.
    pub head_title: String,
    /// `<meta name="description">`.
    pub description: String,
    /// Absolute address of this page, or empty.
    pub canonical: String,
    /// Keep out of search engines.
    pub noindex: bool,
    /// Steps from 首页 to the page's category. The last item is the current page when `path` is empty.
    pub crumbs: Converted<Vec<LinkView>>,
    /// `path` of the navigation item that this page belongs to, for `aria-current`.
    pub nav_path: String,
    /// Whether that navigation item is this very page.
    pub nav_is_page: bool,
    /// Column tags (`ColumnName` …); every field empty on pages outside any category.
    pub column: Converted<ColumnView>,
    /// Address of the nearest feed as a path, or empty.
    pub feed: String,
    /// Name of that feed, for the list that browsers offer.
    pub feed_title: String,
    /// `application/ld+json`, ready for a script element (`<` is escaped); empty without `base_url`.
    pub json_ld: String,
}

/// 栏目标签 of 国办发〔2017〕47号 and the heading of a category page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ColumnView {
    /// 栏目名称 (`ColumnName`).
    pub name: String,
    /// 栏目描述 (`ColumnDescription`).
    pub description: String,
    /// Joined with `,`.
    pub keywords: String,
    /// `ColumnType`.
    pub kind: String,
}

/// `chrome` in every template: what pages have before and around their content, as the theme's components of these names write it,
/// once for many pages: of `site`, `root` and their arguments (`path`, `is_page`; `steps`, `is_report`), and of nothing else of the page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ChromeView {
    /// 网站标签: tags in the head that say whose page it is.
    pub site_meta: Html,
    /// Icon, style sheets and scripts, in the head.
    pub assets: Html,
    /// 当前位置 on the page of a report; elsewhere empty.
    pub crumbs: Html,
    /// Links and display settings at the top.
    pub utility: Html,
    /// Name or logo, and the search field.
    pub masthead: Html,
    /// Main navigation; its arguments are `path` and `is_page`.
    pub navigation: Html,
    /// Links at the foot of the page.
    pub footer_links: Html,
    /// 底部功能区.
    pub footer_info: Html,
}

/// One report in a list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ItemView {
    /// 标题, as text.
    pub title: String,
    /// The report's page.
    pub path: String,
    /// 发布日期.
    pub date: DateView,
    /// The first sentences, about two lines, or empty.
    pub summary: String,
    /// 信息来源; empty where all reports of the category share one source.
    pub source: String,
    /// 文号, or empty.
    pub document_number: String,
    /// 索引号, or empty.
    pub index_number: String,
    /// Number of attachments.
    pub attachments: u32,
    /// `""`, `已失效`, `已废止`.
    pub state: String,
    /// Not yet due, shown only with `--drafts`: `""`, `草稿`, `定时发布`.
    pub preview: String,
}

/// Reports of one year within a list page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct YearGroupView {
    /// `2024`.
    pub year: String,
    /// The reports, in the order of the list.
    pub items: Vec<Converted<ItemView>>,
    /// The items as the component `doc` writes them, made once for all pages. Empty where the theme's `doc` asks for more than
    /// `item`, `brief` and `root`.
    pub html: Html,
    /// Whether `html` is without summaries: on the pages of a year.
    pub brief: bool,
}

/// `category` in category.html and list.html.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CategoryView {
    /// 栏目名称.
    pub name: String,
    /// 栏目描述, or empty.
    pub description: String,
    /// Reports in it and below.
    pub count: u32,
    /// Date of the newest report; empty strings when there is none.
    pub newest: DateView,
    /// Sub-categories with their five newest; only on the first page of a category that has some.
    pub children: Vec<ChildView>,
    /// The reports of this page, newest first, by year.
    pub groups: Vec<YearGroupView>,
    /// 年份 filter: years that have reports, newest first.
    pub years: Converted<Vec<YearLinkView>>,
    /// The year shown, or empty on 全部.
    pub year: String,
    /// First page of 全部.
    pub list_path: String,
    /// 目录 table.
    pub catalog_path: String,
    /// The pages of this list.
    pub pager: PagerView,
    /// The side column.
    pub tree: Converted<TreeView>,
}

/// A sub-category on the page of its parent.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ChildView {
    /// 栏目名称.
    pub name: String,
    /// First page of its list.
    pub path: String,
    /// 栏目描述, or empty.
    pub description: String,
    /// Reports in it and below.
    pub count: u32,
    /// The five newest.
    pub items: Vec<Converted<ItemView>>,
}

/// 分页. `pages` holds first, last, and two on either side of the current one; a gap is an entry with `gap = true`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PagerView {
    /// Number of the page shown, from 1.
    pub current: u32,
    /// How many pages there are; 1 for an empty list.
    pub total: u32,
    /// Empty on the first page.
    pub previous: String,
    /// Empty on the last page.
    pub next: String,
    /// Entries from the first page to the last, gaps included.
    pub pages: Vec<PagerItemView>,
}

/// `catalog` in catalog.html: the 目录 table of 条例 article 12.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CatalogView {
    /// The reports of this page, newest first.
    pub rows: Vec<Converted<ItemView>>,
    /// Whether any row of the category has the value: empty columns are left out.
    pub has_index_number: bool,
    /// The same of 文号.
    pub has_document_number: bool,
    /// Whether the reports of the category have several sources.
    pub has_source: bool,
    /// The rows as the component `catalog_row` writes them, made once for all pages. Empty where the theme's `catalog_row` asks for
    /// more than `row`, the three columns and `root`.
    pub html: Html,
}

/// `report` in report.html.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ReportView {
    /// 标题, as text.
    pub title: String,
    /// The title in pieces that may break between them; one piece when `title_breaks` is not given.
    pub title_parts: Vec<String>,
    /// 频道名 above the page: name of the first category of the breadcrumb.
    pub channel: String,
    /// 发布日期.
    pub date: DateView,
    /// `2024-11-11 00:00`, for `PubDate`.
    pub pub_date: String,
    /// 信息来源.
    pub source: String,
    /// 索引号 文号 发布机构 成文日期 主题词 有效性 责任编辑 and so on: only what is given, in this order.
    pub facts: Vec<FactView>,
    /// Joined with `,`, for `Keywords`.
    pub keywords: String,
    /// For `Author`.
    pub editor: String,
    /// For `Description`.
    pub description: String,
    /// First picture of the body, absolute; for `Image`.
    pub image_url: String,
    /// 失效 or 废止: the banner over the text; empty for a valid report.
    pub banner: String,
    /// Draft or future report shown with `--drafts`; empty otherwise.
    pub preview: String,
    /// 要点: figures over the text.
    pub highlights: Vec<HighlightView>,
    /// Headings for 本页目录; empty when there are fewer than three.
    pub toc: Vec<TocView>,
    /// The text, ready HTML (safe).
    pub body_html: Html,
    /// The files published with it that are not shown in the text as pictures.
    pub attachments: Vec<AttachmentView>,
    /// 相关政策法规/解读.
    pub related: Vec<RelatedView>,
    /// `<svg>` of the address as a QR code (safe), or empty.
    pub qr_svg: Html,
    /// Address of Weibo's page for passing this one on; empty without `base_url`.
    pub share_weibo: String,
    /// Address of QQ's page for passing this one on; empty without `base_url`.
    pub share_qq: String,
    /// Newer report of the category (上一篇), empty path when none.
    pub newer: LinkView,
    /// Older report of the category (下一篇).
    pub older: LinkView,
    /// `[extra]` of the front matter.
    pub extra: serde_json::Value,
}

/// `home` in home.html.
#[derive(Debug, Clone, Default, Serialize)]
pub struct HomeView {
    /// `tiles`, `newest`, `categories`, as many as the site shows, in its order.
    pub sections: Vec<String>,
    /// Tiles of the main column (五公开).
    pub tiles_name: String,
    /// The tiles, in the order of the categories.
    pub tiles: Vec<NodeView>,
    /// 最新公开: the newest reports of the whole site.
    pub newest: Vec<ItemView>,
    /// Where 全部 leads.
    pub all_path: String,
    /// The 目录 that goes with `all_path`; a path, or empty.
    pub catalog_path: String,
    /// Top categories.
    pub nodes: Vec<NodeView>,
}

/// `about` in about.html: 无障碍声明, 隐私说明, 找错, 联系我们. Empty sections are left out.
#[derive(Debug, Clone, Default, Serialize)]
pub struct AboutView {
    /// How to reach the office: label and value pairs.
    pub contact: Vec<FactView>,
    /// 我为政府网站找错; empty when not given.
    pub find_error_url: String,
}
