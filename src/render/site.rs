//! What all pages share: `site` in the templates, and for each category the breadcrumb and column tags, made once instead
//! of once a page.

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::buffer::fingerprint;
use super::chrome::Chrome;
use super::entries::Entries;
use super::frame::Frames;
use super::qr::Codes;
use super::theme::Theme;
use super::view::{AssetsView, ColumnView, FactView, ImageView, LinkView, Prepared, SiteView};
use crate::config::shapes::{police_digits, without_sample_mark};
use crate::config::{Config, MenuItem};
use crate::index::{CategoryNode, SiteIndex};
use crate::load::attachments::pixels;
use crate::model::digest::Digest;
use crate::model::page::{CategoryId, PageKind, PagePlan, ReportId};
use crate::model::path::{UrlPath, percent_encode};
use crate::model::report::CheckedReport;
use crate::plan::menu::{self, Place};
use crate::plan::urls;

/// Parts of pages that depend on the category alone.
pub struct Shared {
    /// Steps from 首页 to the category, itself included.
    pub(super) crumbs: Vec<Prepared<Vec<LinkView>>>,
    pub(super) columns: Vec<Prepared<ColumnView>>,
    /// Paths of the navigation, for marking the current item.
    pub(super) nav_paths: Vec<String>,
    /// Percent-encoded path of each report.
    pub(super) report_paths: Vec<String>,
    /// Of what every page is made from: theme and `site`.
    pub(super) common: Digest,
    cards: OnceLock<Vec<Digest>>,
    pub(super) frames: Frames,
    pub(super) entries: Entries,
    pub(super) chrome: Chrome,
    pub(super) codes: Codes,
    /// For each report whether its title alone does not name it.
    shared_titles: Vec<bool>,
}

impl Shared {
    pub(super) fn new(index: &SiteIndex, config: &Config, plan: &PagePlan, common: Digest) -> Shared {
        let crumbs = (0..index.categories.len()).map(|id| Prepared::from(crumbs(index, id))).collect();
        let columns = index
            .categories
            .iter()
            .map(|node| {
                Prepared::from(ColumnView {
                    name: node.name.clone(),
                    description: node.description.clone(),
                    keywords: node.keywords.join(","),
                    kind: node.kind.clone(),
                })
            })
            .collect();
        let nav_paths =
            navigation(config, index, plan).into_iter().map(|link| link.path).filter(|path| !path.is_empty()).collect();
        let (report_paths, shared_titles) = rayon::join(|| report_paths(index, plan), || shared_titles(index));
        Shared {
            crumbs,
            columns,
            nav_paths,
            report_paths,
            common,
            cards: OnceLock::new(),
            frames: Frames::new(index.categories.len()),
            entries: Entries::new(index.reports.len()),
            chrome: Chrome::default(),
            codes: Codes::default(),
            shared_titles,
        }
    }

    /// Percent-encoded path of each report.
    pub fn report_paths(&self) -> &[String] {
        &self.report_paths
    }

    /// Of all that pages may show of each report, its text aside: a page that lists reports is told by their cards, before
    /// anything is made of them.
    pub(super) fn cards(&self, index: &SiteIndex) -> &[Digest] {
        self.cards.get_or_init(|| {
            let card = |scratch: &mut Vec<u8>, (id, report): (usize, &Arc<CheckedReport>)| {
                let home = index.home_of(id).map(|home| &index.categories[home]);
                let place = (&self.report_paths[id], home.map(|home| (&home.name, &home.url)));
                let parts = (place, &report.metadata, report.status, &report.attachments);
                fingerprint(&parts, scratch).unwrap_or_default()
            };
            index.reports.par_iter().enumerate().map_init(Vec::new, card).collect()
        })
    }

    /// Whether another report of its category has the same title, so that `<title>` needs more to be unique.
    pub(super) fn is_title_shared(&self, id: ReportId) -> bool {
        self.shared_titles.get(id).copied().unwrap_or(false)
    }

    /// Where a report stands in its category's list. Lists are sorted by id, one way or the other.
    pub(super) fn place_in(&self, node: &CategoryNode, id: ReportId) -> Option<usize> {
        let ascending = node.reports.binary_search(&id);
        ascending.or_else(|_| node.reports.binary_search_by(|other| id.cmp(other))).ok()
    }
}

fn report_paths(index: &SiteIndex, plan: &PagePlan) -> Vec<String> {
    let mut paths = vec![String::new(); index.reports.len()];
    for (url, page) in plan.as_planned() {
        if let PageKind::Report(id) = page.kind {
            paths[id] = url.encoded();
        }
    }
    paths
}

/// Which reports have a title that another of their category has too.
fn shared_titles(index: &SiteIndex) -> Vec<bool> {
    let mut first: FxHashMap<(CategoryId, &str), ReportId> = FxHashMap::default();
    first.reserve(index.reports.len());
    let mut shared = vec![false; index.reports.len()];
    for (id, report) in index.reports.iter().enumerate() {
        let Some(home) = index.home_of(id) else { continue };
        let other = *first.entry((home, report.metadata.title.as_str())).or_insert(id);
        if other != id {
            shared[id] = true;
            shared[other] = true;
        }
    }
    shared
}

fn crumbs(index: &SiteIndex, category: CategoryId) -> Vec<LinkView> {
    let mut crumbs = vec![internal("首页", &urls::fixed("index.html"))];
    for id in index.ancestry(category) {
        let node = &index.categories[id];
        crumbs.push(internal(&node.name, &urls::listing(node, 1)));
    }
    crumbs
}

pub(super) fn internal(text: &str, url: &UrlPath) -> LinkView {
    LinkView { text: text.to_string(), path: url.encoded(), url: String::new() }
}

/// `site`.
pub(super) fn view(config: &Config, index: &SiteIndex, plan: &PagePlan, theme: &Theme) -> SiteView {
    let org = &config.org;
    let or = |first: &str, second: &str| if first.is_empty() { second.to_string() } else { first.to_string() };
    SiteView {
        name: config.title.clone(),
        short_name: config.short_title.clone(),
        description: config.description.clone(),
        domain: config.gov.domain.clone(),
        site_id: without_sample_mark(&config.gov.site_id).0.to_string(),
        brand: or(&org.brand, &or(&org.name, &config.title)),
        brand_sub: org.column.clone(),
        // The words beside it say what it shows.
        logo: picture(theme, &org.logo, ""),
        nav: navigation(config, index, plan),
        footer_links: footer_links(config, index, plan),
        footer_items: footer_items(config, theme),
        agency_mark: picture(theme, &config.gov.agency_mark.image, &or(&config.gov.agency_mark.alt, "党政机关网站标识")),
        agency_mark_url: config.gov.agency_mark.url.clone(),
        footer_note: config.footer_note.clone(),
        assets: assets(config, theme),
        share: config.share.clone(),
        has_feeds: config.has_base_url(),
        catalog_path: index.roots.first().map(|id| urls::catalog(&index.categories[*id], 1).encoded()).unwrap_or_default(),
        extra: serde_json::json!({ "options": config.theme.options, "site": config.extra }),
    }
}

fn picture(theme: &Theme, file: &str, alt: &str) -> ImageView {
    if file.is_empty() {
        return ImageView::default();
    }
    let (width, height) = pixels(theme.asset(file)).unwrap_or_default();
    ImageView { path: theme.asset_path(file), alt: alt.to_string(), width, height }
}

fn assets(config: &Config, theme: &Theme) -> AssetsView {
    AssetsView {
        site_css: theme.asset_path("site.css"),
        prefs_js: theme.asset_path("prefs.js"),
        site_js: theme.asset_path("site.js"),
        search_js: theme.asset_path("search.js"),
        search_index: urls::search_map().encoded(),
        icon: theme.asset_path("icon.svg"),
        extra_css: theme.extra_css(&config.theme),
        extra_js: config.theme.extra_js.iter().map(|path| theme.asset_path(&path.value)).collect(),
    }
}

/// The navigation given, or 首页 and the top categories.
fn navigation(config: &Config, index: &SiteIndex, plan: &PagePlan) -> Vec<LinkView> {
    let mut links = vec![internal("首页", &urls::fixed("index.html"))];
    match &config.nav {
        Some(items) => links.extend(items.iter().filter_map(|item| menu_link(item, index, plan))),
        None => links.extend(index.roots.iter().map(|id| {
            let node = &index.categories[*id];
            internal(&node.name, &urls::listing(node, 1))
        })),
    }
    let mut seen = std::collections::BTreeSet::new();
    links.retain(|link| seen.insert((link.path.clone(), link.url.clone())));
    links
}

/// The link of a menu entry; nothing when its category has no page now.
fn menu_link(item: &MenuItem, index: &SiteIndex, plan: &PagePlan) -> Option<LinkView> {
    match menu::place(&item.target, index, plan)? {
        Place::Url(url) => Some(LinkView { text: item.text.clone(), path: String::new(), url }),
        Place::Page { url, fragment } => {
            let mut link = internal(&item.text, &url);
            if !fragment.is_empty() {
                link.path = format!("{}#{}", link.path, percent_encode(&fragment));
            }
            Some(link)
        }
    }
}

fn footer_links(config: &Config, index: &SiteIndex, plan: &PagePlan) -> Vec<LinkView> {
    let mut links: Vec<LinkView> = config.footer_links.iter().filter_map(|item| menu_link(item, index, plan)).collect();
    if !config.gov.find_error_url.is_empty() {
        links.push(LinkView {
            text: "我为政府网站找错".into(),
            path: String::new(),
            url: config.gov.find_error_url.clone(),
        });
    }
    let about = urls::fixed("about.html").encoded();
    for (text, path) in [
        ("无障碍声明", format!("{about}#wza")),
        ("隐私说明", format!("{about}#ys")),
        ("网站地图", urls::fixed("sitemap.html").encoded()),
    ] {
        if !links.iter().any(|link| link.path == path || link.text == text) {
            links.push(LinkView { text: text.into(), path, url: String::new() });
        }
    }
    links
}

const SITE_ID: &str = "网站标识码";

/// 底部功能区 of 国办发〔2017〕47号: what is given, nothing invented.
fn footer_items(config: &Config, theme: &Theme) -> Vec<FactView> {
    let (org, gov) = (&config.org, &config.gov);
    let mut items = Vec::new();
    let mut add = |label: &str, written: &str, href: &dyn Fn(&str) -> String, icon: ImageView| {
        if written.is_empty() {
            return;
        }
        let (value, is_sample) = without_sample_mark(written);
        let href = href(value);
        items.push(FactView {
            label: label.into(),
            value: value.into(),
            external: href.starts_with("http"),
            href,
            note: if is_sample { "（示例）".into() } else { String::new() },
            icon,
        });
    };
    let none = |_: &str| String::new();
    add("主办单位", &org.name, &none, ImageView::default());
    add("承办单位", &org.operator, &none, ImageView::default());
    add("联系电话", &org.phone, &telephone, ImageView::default());
    add("电子邮箱", &org.email, &|email| format!("mailto:{email}"), ImageView::default());
    add("办公地址", &org.address, &none, ImageView::default());
    add("办公时间", &org.hours, &none, ImageView::default());
    add(SITE_ID, &gov.site_id, &none, ImageView::default());
    add("ICP备案", &gov.icp, &|_| "https://beian.miit.gov.cn/".to_string(), ImageView::default());
    add("公安备案", &gov.police, &police_url, picture(theme, &gov.police_icon, ""));
    if !gov.inherit_from.is_empty()
        && let Some(item) = items.iter_mut().find(|item| item.label == SITE_ID)
    {
        item.note.push_str(&inherited(&gov.inherit_from));
    }
    items
}

/// Says that the 网站标识码 is that of another site: `（沿用“光明区人民政府”网站）`.
fn inherited(from: &str) -> String {
    let (name, is_sample) = without_sample_mark(from);
    let kind = if name.ends_with('网') || name.ends_with("网站") { "" } else { "网站" };
    format!("（沿用“{name}”{kind}{}）", if is_sample { "，示例" } else { "" })
}

/// `tel:` for one number; a line with several numbers or words stays text.
fn telephone(phone: &str) -> String {
    let is_number = phone.len() >= 7 && phone.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'+' | b' '));
    if is_number { format!("tel:{}", phone.replace(' ', "")) } else { String::new() }
}

fn police_url(police: &str) -> String {
    match police_digits(police) {
        Some(digits) => format!("https://beian.mps.gov.cn/#/query/webSearch?code={digits}"),
        None => String::new(),
    }
}

/// Label and value pairs for 联系我们.
pub(super) fn contact(config: &Config, theme: &Theme) -> Vec<FactView> {
    let labels = ["联系电话", "电子邮箱", "办公地址", "办公时间"];
    footer_items(config, theme).into_iter().filter(|item| labels.contains(&item.label.as_str())).collect()
}
