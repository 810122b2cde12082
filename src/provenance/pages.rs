//! From an address to what is there, and to the addresses that may have been meant.

use super::origin::{Asked, PageOrigin, TemplateUsed};
use crate::model::address::Address;
use crate::model::page::{CategoryId, PageKind, PlannedPage};
use crate::model::path::{UrlPath, percent_decode};

/// Addresses that are offered for one that is not there.
const OFFERED: usize = 3;
/// Of 1; addresses that are less alike have nothing to do with each other.
const LEAST_ALIKE: f64 = 0.6;

/// The file of the site that an address means: with or without the address of the site, a slash before it or `index.html` behind it, as it
/// is copied from a browser. `None` for an address of another site, and for what is no address.
pub fn address_meant(asked: &Asked<'_>, written: &str) -> Option<UrlPath> {
    let written = written.trim();
    let path = match Address::parse(written) {
        Address::Web(web) => asked.config.own_site()?.path_of(&web)?,
        _ => percent_decode(written.split(['?', '#']).next().unwrap_or_default()),
    };
    let path = path.trim_start_matches('/');
    let folder = path.trim_end_matches('/');
    let index = if folder.is_empty() { "index.html".to_string() } else { format!("{folder}/index.html") };
    let is_there = |path: &str| UrlPath::new(path).filter(|url| asked.planned.plan.get(url).is_some());
    is_there(path).or_else(|| is_there(&index)).or_else(|| UrlPath::new(if path.ends_with('/') { &index } else { path }))
}

/// The file of the finished site at an address.
pub fn of_address(asked: &Asked<'_>, url: &UrlPath) -> Option<PageOrigin> {
    let page = asked.planned.plan.get(url)?;
    let title = match page.kind {
        PageKind::Redirect { ref to } => asked.planned.plan.get(to).map(|page| title(asked, &page.kind)).unwrap_or_default(),
        ref kind => title(asked, kind),
    };
    let leads_to = match &page.kind {
        PageKind::Redirect { to } => Some(to.clone()),
        _ => None,
    };
    Some(PageOrigin {
        address: url.clone(),
        web_address: asked.config.base_url.as_deref().map(|base| url.absolute(base)).unwrap_or_default(),
        what: page.owner.what,
        title,
        file: page.owner.file.clone(),
        template: template(asked, page),
        recorded: asked.record.get(url).cloned(),
        leads_to,
    })
}

/// The title of the report that a page shows, or the name of its category; empty where it shows neither.
fn title(asked: &Asked<'_>, kind: &PageKind) -> String {
    let index = &asked.planned.index;
    match *kind {
        PageKind::Report(id) => index.reports[id].metadata.title.clone(),
        PageKind::Attachment { report, .. } => index.reports[report].metadata.title.clone(),
        _ => category_of(kind).map(|id| index.categories[id].name.clone()).unwrap_or_default(),
    }
}

fn category_of(kind: &PageKind) -> Option<CategoryId> {
    match kind {
        PageKind::Listing { category, .. }
        | PageKind::Year { category, .. }
        | PageKind::Catalog { category, .. }
        | PageKind::CategoryJson { category, .. } => Some(*category),
        PageKind::Feed { category } => *category,
        _ => None,
    }
}

fn template(asked: &Asked<'_>, page: &PlannedPage) -> Option<TemplateUsed> {
    let name = match page.kind {
        PageKind::Fixed(page) => page.template(),
        // Sub-categories are shown on the first page of the list alone.
        PageKind::Listing { category, page: 1 } if !asked.planned.index.categories[category].children.is_empty() => {
            "category.html"
        }
        PageKind::Listing { .. } | PageKind::Year { .. } => "list.html",
        PageKind::Catalog { .. } => "catalog.html",
        PageKind::Report(_) => "report.html",
        PageKind::Redirect { .. } => "redirect.html",
        PageKind::Withdrawn(_) if page.kind.is_html() => "gone.html",
        _ => return None,
    };
    Some(TemplateUsed { name, shown: asked.theme.template_file(name)?.to_string() })
}

/// The addresses of pages for people that are most like one that is not there, the most alike first.
pub fn nearest(asked: &Asked<'_>, written: &str) -> Vec<UrlPath> {
    let wanted = written.trim_matches('/');
    let pages = asked.planned.plan.iter().filter(|(_, page)| page.kind.is_html());
    let likeness = |url: &UrlPath| strsim::normalized_damerau_levenshtein(wanted, url.as_str());
    let mut alike: Vec<(f64, &UrlPath)> = pages.map(|(url, _)| (likeness(url), url)).collect();
    alike.retain(|(likeness, _)| *likeness >= LEAST_ALIKE);
    alike.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    alike.into_iter().take(OFFERED).map(|(_, url)| url.clone()).collect()
}
