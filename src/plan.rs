//! Every URL of the site, once. Pages for people, feeds, sitemaps, JSON, attachments, redirects and assets are all planned pages, so
//! that unique addresses, diffing, atomic writing and deletion hold for each of them alike.

mod address_news;
mod asked;
mod lasting;
pub mod menu;
pub mod references;
pub mod report_addresses;
pub mod search;
pub mod urls;

use asked::Asked;

use crate::config::Config;
use crate::index::SiteIndex;
use crate::model::fixed_page::FixedPage;
use crate::model::page::{CategoryId, EmptyCategory, Owner, PageKind, PagePlan};
use crate::model::path::UrlPath;
use crate::model::report::Status;
use crate::permalinks::Known;
use crate::permalinks::next::Next;

/// Reports on a page of one year, and rows on a page of the 目录.
pub const ROWS: usize = 100;
/// Articles on a page of the JSON catalogue, as in the Guangdong catalogue.
pub const ARTICLES: usize = 100;
/// Addresses in one sitemap file (sitemaps.org).
pub const SITEMAP_URLS: usize = 50_000;

/// How many pages `count` entries need; at least one.
pub fn pages(count: usize, per_page: usize) -> usize {
    count.div_ceil(per_page.max(1)).max(1)
}

/// The part of `items` that page `page` (from 1) shows.
pub fn page_of<T>(items: &[T], page: usize, per_page: usize) -> &[T] {
    let start = (page.saturating_sub(1)).saturating_mul(per_page).min(items.len());
    let end = start.saturating_add(per_page).min(items.len());
    &items[start..end]
}

/// Plans all pages, and what the record of addresses says when they are public. `assets` are the theme's files: logical name and address;
/// `known` is what was public before.
pub fn plan(index: &SiteIndex, config: &Config, assets: &[(String, UrlPath)], known: &Known) -> (PagePlan, Next) {
    let asked = Asked::of(index, config);
    // Mostly nothing that decides addresses has changed since the last run, and what that concluded holds.
    let inputs = asked.digest();
    let concluded = known.concluded.as_ref().filter(|concluded| Some(concluded.inputs) == inputs);
    let reports = report_addresses::of_reports(index, asked.wanted, known, concluded);
    let urls = reports.settled.iter().map(|settled| Some(settled.as_ref()?.address.clone())).collect();
    // Reports, and the lists and search data that go with them.
    let mut plan = PagePlan::with_room(index.reports.len() * 7 / 4, urls);
    fixed_pages(&mut plan, config);
    for category in 0..index.categories.len() {
        category_pages(&mut plan, index, config, category);
    }
    for (name, url) in assets {
        plan.insert(url.clone(), PageKind::Asset { name: name.clone() }, made("主题文件"));
    }
    report_pages(&mut plan, index);
    search_data(&mut plan, index);
    if config.has_base_url() {
        sitemaps(&mut plan, index);
    }
    // From here on come the addresses at which nothing new stands: none of them takes the place of a page.
    let next = lasting::plan(&mut plan, (index, config), &reports, known, (inputs, concluded));
    plan.faults.empty_categories = index
        .empty
        .iter()
        .map(|node| EmptyCategory { file: node.file.clone(), name: node.name.clone(), held: node.held })
        .collect();
    (plan, next)
}

/// A page that the program makes by itself.
fn made(what: &'static str) -> Owner {
    Owner { file: None, span: None, what }
}

fn fixed_pages(plan: &mut PagePlan, config: &Config) {
    for page in FixedPage::ALL {
        plan.insert(urls::fixed(page.file()), PageKind::Fixed(page), made(page.name()));
    }
    plan.insert(urls::fixed("robots.txt"), PageKind::Robots, made("robots.txt"));
    plan.insert(urls::fixed("api/categories.json"), PageKind::CategoriesJson, made("JSON 目录"));
    if config.has_base_url() {
        plan.insert(urls::fixed("feed.xml"), PageKind::Feed { category: None }, made("订阅源"));
    }
}

fn category_pages(plan: &mut PagePlan, index: &SiteIndex, config: &Config, category: CategoryId) {
    let node = &index.categories[category];
    let owner = |what| Owner { file: Some(node.file.clone()), span: None, what };
    for page in 1..=pages(node.reports.len(), config.per_page) {
        plan.insert(urls::listing(&node.url, page), PageKind::Listing { category, page }, owner("栏目"));
    }
    for (year, reports) in &node.years {
        for page in 1..=pages(reports.len(), ROWS) {
            plan.insert(
                urls::year(&node.url, *year, page),
                PageKind::Year { category, year: *year, page },
                owner("栏目的年份页"),
            );
        }
    }
    for page in 1..=pages(node.reports.len(), ROWS) {
        plan.insert(urls::catalog(&node.url, page), PageKind::Catalog { category, page }, owner("栏目的目录页"));
    }
    for page in 1..=pages(node.reports.len(), ARTICLES) {
        plan.insert(urls::category_json(&node.url, page), PageKind::CategoryJson { category, page }, owner("栏目的 JSON"));
    }
    if config.has_base_url() {
        plan.insert(urls::feed(&node.url), PageKind::Feed { category: Some(category) }, owner("栏目的订阅源"));
    }
}

fn report_pages(plan: &mut PagePlan, index: &SiteIndex) {
    for (id, report) in index.reports.iter().enumerate() {
        let Some(address) = plan.report_url(id).cloned() else { continue };
        let owner = Owner { file: Some(report.path.clone()), span: None, what: "文章" };
        plan.insert(address.clone(), PageKind::Report(id), owner);
        for (number, attachment) in report.attachments.iter().enumerate() {
            let owner = Owner { file: Some(attachment.source.clone()), span: None, what: "附件" };
            let kind = PageKind::Attachment { report: id, attachment: number };
            plan.insert(urls::attachment(&address, attachment), kind, owner);
        }
    }
}

fn search_data(plan: &mut PagePlan, index: &SiteIndex) {
    let layout = search::SearchLayout::new(&index.reports);
    let mut add = |url, kind| plan.insert(url, kind, made("检索数据"));
    add(urls::search_map(), PageKind::SearchMap);
    for shard in 0..layout.shards {
        add(urls::search_terms(shard), PageKind::SearchTerms { shard });
    }
    for (group, _) in layout.groups.iter().enumerate().filter(|(_, reports)| !reports.is_empty()) {
        add(urls::search_texts(group), PageKind::SearchTexts { group });
    }
}

/// One sitemap, or an index of several above 50,000 addresses.
fn sitemaps(plan: &mut PagePlan, index: &SiteIndex) {
    let count = plan.as_planned().iter().filter(|(_, page)| is_in_sitemap(&page.kind, index)).count();
    plan.insert(urls::fixed("sitemap.xml"), PageKind::SitemapXml { part: None }, made("sitemap.xml"));
    if count > SITEMAP_URLS {
        for part in 1..=pages(count, SITEMAP_URLS) {
            let url = urls::fixed(&format!("sitemap_{part}.xml"));
            plan.insert(url, PageKind::SitemapXml { part: Some(part) }, made("sitemap.xml"));
        }
    }
}

/// Whether crawlers are told of the page: one address for each content, so no further pages of lists; and nothing that only a preview
/// shows.
pub fn is_in_sitemap(kind: &PageKind, index: &SiteIndex) -> bool {
    match kind {
        PageKind::Fixed(page) => page.is_in_sitemap(),
        PageKind::Listing { page, .. } | PageKind::Catalog { page, .. } => *page == 1,
        PageKind::Report(id) => index.reports[*id].status == Status::Published,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_cover_all_entries_and_an_empty_list_has_one() {
        assert_eq!((pages(0, 20), pages(20, 20), pages(21, 20)), (1, 1, 2));
        let items: Vec<usize> = (0..45).collect();
        let all: Vec<usize> = (1..=3).flat_map(|page| page_of(&items, page, 20).to_vec()).collect();
        assert_eq!(all, items);
        assert!(page_of(&items, 4, 20).is_empty());
    }

    /// What the program makes by itself lies at the root or in folders that old addresses and columns may not have.
    #[test]
    fn folders_that_the_program_fills_are_all_known() {
        use crate::model::page::{OWN_FOLDERS, is_own};
        let index = SiteIndex::default();
        let site = b"base_url = \"https://www.example.gov.cn\"".to_vec();
        let config = Config::read(&crate::config::Settings { site, ..Default::default() });
        let assets = [("site.css".to_string(), urls::fixed("assets/site.css"))];
        let (plan, _) = plan(&index, &config, &assets, &Known::default());
        let tops = plan.as_planned().iter().filter(|(_, page)| page.owner.file.is_none());
        let tops: std::collections::BTreeSet<&str> =
            tops.filter_map(|(url, _)| url.as_str().split_once('/')).map(|(top, _)| top).collect();
        assert_eq!(tops.into_iter().collect::<Vec<_>>(), OWN_FOLDERS);
        assert!(is_own("API") && is_own("sha256sums") && is_own(".Gongkai-Staging") && !is_own("xxgk"));
    }

    #[test]
    fn crawlers_are_told_of_each_content_once() {
        let index = SiteIndex::default();
        for (kind, is_told) in [
            (PageKind::Fixed(FixedPage::Home), true),
            (PageKind::Listing { category: 0, page: 1 }, true),
            (PageKind::Listing { category: 0, page: 2 }, false),
            (PageKind::Catalog { category: 0, page: 1 }, true),
            (PageKind::Catalog { category: 0, page: 3 }, false),
            (PageKind::Redirect { to: urls::fixed("index.html") }, false),
            (PageKind::Fixed(FixedPage::Search), false),
        ] {
            assert_eq!(is_in_sitemap(&kind, &index), is_told, "{kind:?}");
        }
    }
}
