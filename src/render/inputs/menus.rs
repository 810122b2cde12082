//! What stands around the content of every page: navigation, links and facts of the footer.

use super::small::{internal, picture};
use crate::config::shapes::{police_digits, without_sample_mark};
use crate::config::{Config, MenuItem};
use crate::index::SiteIndex;
use crate::model::page::PagePlan;
use crate::model::path::percent_encode;
use crate::plan::menu::{self, Place};
use crate::plan::urls;
use crate::render::theme::Theme;
use crate::render::view::{FactView, ImageView, LinkView};

/// The navigation given, or 首页 and the top categories.
pub(super) fn navigation(config: &Config, index: &SiteIndex, plan: &PagePlan) -> Vec<LinkView> {
    let mut links = vec![internal("首页", &urls::fixed("index.html"))];
    match &config.nav {
        Some(items) => links.extend(items.iter().filter_map(|item| menu_link(item, index, plan))),
        None => links.extend(index.roots.iter().map(|id| {
            let node = &index.categories[*id];
            internal(&node.name, &urls::listing(&node.url, 1))
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

pub(super) fn footer_links(config: &Config, index: &SiteIndex, plan: &PagePlan) -> Vec<LinkView> {
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
pub(super) fn footer_items(config: &Config, theme: &Theme) -> Vec<FactView> {
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
