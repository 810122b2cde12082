//! The plan of the site as plain values: which file of the output is what, who claimed it, and what went wrong while
//! claiming. The plan is made in `plan`; it lives here so that rules may look at it without knowing how it is made.

use std::sync::OnceLock;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::address_fault::{AddressFault, RecordFault};
use super::fixed_page::FixedPage;
pub use super::ids::{CategoryId, ReportId};
use super::path::{SourcePath, UrlPath};
use super::span::Span;
use super::withdrawn::{Remains, Withdrawn};

/// The file of digests in the output folder; it does not list itself.
pub const DIGESTS: &str = "SHA256SUMS";

/// The folder for pages that are not in place yet, inside the output folder so that renaming is atomic.
pub const STAGING: &str = ".gongkai-staging";

/// Names at the top of the output folder that nobody may have but the program.
pub const OWN_NAMES: [&str; 2] = [DIGESTS, STAGING];
/// Folders at the top that the program fills. A test of `plan` compares the list with what is planned.
pub const OWN_FOLDERS: [&str; 3] = ["api", "assets", "search"];

/// Whether the program itself needs the first part of an address, or what some server would take for it.
pub fn is_own(first: &str) -> bool {
    OWN_NAMES.iter().chain(&OWN_FOLDERS).any(|own| own.eq_ignore_ascii_case(first))
}

/// What a file of the output is. Everything needed to make it is in the index and the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageKind {
    /// A page that every site has once.
    Fixed(FixedPage),
    /// A listing page, newest first. `page` counts from 1.
    Listing {
        /// The category whose reports it lists, with those of all categories below.
        category: CategoryId,
        /// Which page of the list, from 1.
        page: usize,
    },
    /// The reports of one year.
    Year {
        /// The category whose reports it lists, with those of all categories below.
        category: CategoryId,
        /// The year of publication that all of them have.
        year: i16,
        /// Which page of the list, from 1.
        page: usize,
    },
    /// 目录.
    Catalog {
        /// The category whose reports it lists, with those of all categories below.
        category: CategoryId,
        /// Which page of the list, from 1.
        page: usize,
    },
    /// 正文, the page of one report.
    Report(ReportId),
    /// An old address that leads to another page of the site.
    Redirect {
        /// The address of that page.
        to: UrlPath,
    },
    /// What is left of something that was withdrawn (撤下页).
    Withdrawn(Withdrawn),
    /// A file published with a report, byte for byte as it is.
    Attachment {
        /// The report whose folder it lies in.
        report: ReportId,
        /// Index into `CheckedReport::attachments`.
        attachment: usize,
    },
    /// What the search page needs to know before any query.
    SearchMap,
    /// Some of the terms, of all reports; how they are cut is told in `plan::search`.
    SearchTerms {
        /// Number of the file, from 0; which terms are in which is told in `plan::search`.
        shard: usize,
    },
    /// Titles and texts of a group of reports.
    SearchTexts {
        /// Number of the group, from 0.
        group: usize,
    },
    /// `sitemap.xml` for search engines.
    SitemapXml {
        /// Which of several files, from 1, where there are more addresses than one may hold; `None` for the only one or the
        /// one that names the others.
        part: Option<usize>,
    },
    /// `robots.txt`.
    Robots,
    /// RSS of the newest reports, `feed.xml`.
    Feed {
        /// Whose reports; `None` for those of the whole site.
        category: Option<CategoryId>,
    },
    /// The tree of categories for machines, `api/categories.json`.
    CategoriesJson,
    /// A page of the catalogue for machines, with the field names of 广东省政府信息公开目录.
    CategoryJson {
        /// The category whose reports it lists.
        category: CategoryId,
        /// Which page of the list, from 1.
        page: usize,
    },
    /// A style sheet, script, font or picture of the theme.
    Asset {
        /// Its name below `assets/`, as published, with its hash where it bears one.
        name: String,
    },
}

impl PageKind {
    /// Whether it is a page for people, with a skeleton around it.
    pub fn is_html(&self) -> bool {
        matches!(
            self,
            PageKind::Fixed(_)
                | PageKind::Listing { .. }
                | PageKind::Year { .. }
                | PageKind::Catalog { .. }
                | PageKind::Report(_)
                | PageKind::Redirect { .. }
                | PageKind::Withdrawn(Withdrawn { what: Remains::OfReport | Remains::OfCategory, .. })
        )
    }
}

/// Who claims an address: what a collision names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// The file to look at; `None` for pages that the program makes by itself.
    pub file: Option<SourcePath>,
    /// Where in `file` the address is claimed, e.g. at `slug`; `None` where its name claims it.
    pub span: Option<Span>,
    /// What it is, in Chinese: `文章`, `栏目`, `旧地址`, `附件`, `首页` ….
    pub what: &'static str,
}

/// One file of the output, without its address.
#[derive(Debug, Clone)]
pub struct PlannedPage {
    /// What is to be made.
    pub kind: PageKind,
    /// Who claimed the address, for the words of a collision.
    pub owner: Owner,
}

/// Two claims to one address.
#[derive(Debug, Clone)]
pub struct Collision {
    /// The address that the second claim asked for.
    pub url: UrlPath,
    /// The address of the first claim: differs from `url` only by letter case or Unicode normal form.
    pub other_url: UrlPath,
    /// Whoever claimed it first and has it.
    pub first: Owner,
    /// Whoever claimed it too and does not get it.
    pub second: Owner,
    /// Whether one of the two is an alias.
    pub is_alias: bool,
}

/// Every file of the output, once.
#[derive(Debug, Default)]
pub struct PagePlan {
    pages: Vec<(UrlPath, PlannedPage)>,
    /// Places in `pages` by collision key.
    keys: FxHashMap<UrlPath, usize>,
    /// Pages whose names have no dot, by collision key: what others might have for a folder.
    bare: FxHashMap<UrlPath, usize>,
    /// Places in `pages` in the order of addresses, made when it is first asked for.
    order: OnceLock<Vec<usize>>,
    /// The first page in or below each folder by collision key, made when an alias asks for it.
    folders: Option<FxHashMap<UrlPath, usize>>,
    report_urls: Vec<Option<UrlPath>>,
    /// What went wrong while planning.
    pub faults: PlanFaults,
}

impl PagePlan {
    /// Without a page yet, and with room for about so many. `report_urls` are the addresses of the reports of the index.
    pub fn with_room(pages: usize, report_urls: Vec<Option<UrlPath>>) -> PagePlan {
        let mut plan = PagePlan { report_urls, ..PagePlan::default() };
        plan.pages.reserve(pages);
        plan.keys.reserve(pages);
        plan
    }

    /// Claims `url`. A second claim leaves the first in place and becomes a fault.
    pub fn insert(&mut self, url: UrlPath, kind: PageKind, owner: Owner) {
        let key = url.collision_key();
        let is_alias = matches!(kind, PageKind::Redirect { .. });
        if let Some(name) = own_name(&key, is_alias) {
            let first = Owner { file: None, span: None, what: "程序自己的文件" };
            let collision = Collision { url, other_url: UrlPath::from_parts("", name), first, second: owner, is_alias };
            self.faults.collisions.push(collision);
            return;
        }
        if let Some(taken) = self.keys.get(&key).copied().or_else(|| self.overlapping(&key, &kind)) {
            let (other_url, first) = &self.pages[taken];
            let is_alias = is_alias || matches!(first.kind, PageKind::Redirect { .. });
            let (other_url, first) = (other_url.clone(), first.owner.clone());
            self.faults.collisions.push(Collision { url, other_url, first, second: owner, is_alias });
            return;
        }
        let place = self.pages.len();
        if let Some(folders) = &mut self.folders {
            note_folders(folders, &key, place);
        }
        if is_bare(&key) {
            self.bare.insert(key.clone(), place);
        }
        self.keys.insert(key, place);
        self.pages.push((url, PlannedPage { kind, owner }));
        self.order = OnceLock::new();
    }

    /// Claims `url` for what is left of something that stood there, unless something else stands there now or stands in its way.
    pub fn insert_where_free(&mut self, url: UrlPath, kind: PageKind, owner: Owner) {
        let collisions = self.faults.collisions.len();
        self.insert(url, kind, owner);
        self.faults.collisions.truncate(collisions);
    }

    /// A page whose address has that of an alias, or of a file without an extension, as a folder, or the other way round. Other
    /// addresses are made so that they never do.
    fn overlapping(&mut self, key: &UrlPath, kind: &PageKind) -> Option<usize> {
        if !matches!(kind, PageKind::Redirect { .. }) && !is_bare(key) {
            return match self.bare.is_empty() {
                true => None,
                false => above(key).find_map(|folder| self.bare.get(&folder).copied()),
            };
        }
        let pages = &self.pages;
        let folders = self.folders.get_or_insert_with(|| {
            let mut folders = FxHashMap::default();
            for (place, (url, _)) in pages.iter().enumerate() {
                note_folders(&mut folders, &url.collision_key(), place);
            }
            folders
        });
        above(key).find_map(|folder| self.keys.get(&folder).copied()).or_else(|| folders.get(key).copied())
    }

    /// The address of a report, which another page may have taken; none where nothing shows its category.
    pub fn report_url(&self, report: ReportId) -> Option<&UrlPath> {
        self.report_urls.get(report)?.as_ref()
    }

    /// The page at exactly this address; `None` also where the address of a page differs from it only by letter case or Unicode normal
    /// form.
    pub fn get(&self, url: &UrlPath) -> Option<&PlannedPage> {
        let (taken, page) = &self.pages[*self.keys.get(&url.collision_key())?];
        (taken == url).then_some(page)
    }

    /// All pages in the order of addresses, which is that of every list of files.
    pub fn iter(&self) -> impl Iterator<Item = (&UrlPath, &PlannedPage)> {
        let order = self.order.get_or_init(|| {
            let mut order: Vec<usize> = (0..self.pages.len()).collect();
            order.par_sort_unstable_by(|a, b| self.pages[*a].0.cmp(&self.pages[*b].0));
            order
        });
        order.iter().map(|place| &self.pages[*place]).map(|(url, page)| (url, page))
    }

    /// All pages in the order in which they were planned: a page before the redirects that may lead to it.
    pub fn as_planned(&self) -> &[(UrlPath, PlannedPage)] {
        &self.pages
    }

    /// How many files the output will have, the list of digests aside.
    pub fn len(&self) -> usize {
        self.pages.len()
    }

    /// Whether nothing is planned.
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }
}

/// What the program needs itself and the address is or lies in. Redirects may not lie in folders that the program fills either.
fn own_name(key: &UrlPath, is_alias: bool) -> Option<&'static str> {
    let first = key.as_str().split('/').next().unwrap_or_default();
    let folders = if is_alias { OWN_FOLDERS.as_slice() } else { &[] };
    OWN_NAMES.iter().chain(folders).find(|own| own.eq_ignore_ascii_case(first)).copied()
}

fn is_bare(key: &UrlPath) -> bool {
    // Names are short: looking from the end byte by byte is the quickest.
    let name = key.as_str().bytes().rev().take_while(|byte| *byte != b'/');
    !name.into_iter().any(|byte| byte == b'.')
}

fn note_folders(folders: &mut FxHashMap<UrlPath, usize>, key: &UrlPath, place: usize) {
    for folder in above(key) {
        folders.entry(folder).or_insert(place);
    }
}

/// The folders that an address lies in.
fn above(url: &UrlPath) -> impl Iterator<Item = UrlPath> {
    url.as_str().match_indices('/').filter_map(|(at, _)| UrlPath::new(&url.as_str()[..at]))
}

/// What cannot be published as planned.
#[derive(Debug, Default)]
pub struct PlanFaults {
    /// Addresses claimed twice, in the order of the second claims.
    pub collisions: Vec<Collision>,
    /// Links and pictures that lead nowhere.
    pub dead: Vec<DeadReference>,
    /// Categories without a single published report: they get no page.
    pub empty_categories: Vec<EmptyCategory>,
    /// Lines of the record of addresses that cannot be read.
    pub record: Vec<RecordFault>,
    /// What is wrong with addresses that were public, or that were another's.
    pub addresses: Vec<AddressFault>,
}

/// A category folder that nothing is published in.
#[derive(Debug, Clone)]
pub struct EmptyCategory {
    /// `_category.toml`, or the folder where there is none.
    pub file: SourcePath,
    /// 栏目名称, as readers would see it.
    pub name: String,
    /// How many reports lie in it but are held back.
    pub held: usize,
}

/// A link or picture of a report that leads nowhere.
#[derive(Debug, Clone)]
pub struct DeadReference {
    /// The file that has the link.
    pub file: SourcePath,
    /// Where in the file the target is written.
    pub span: Option<Span>,
    /// The target as the author wrote it.
    pub target: String,
    /// Why it leads nowhere.
    pub reason: DeadReason,
}

/// Why a link leads nowhere, which decides what its author is advised to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeadReason {
    /// No report, category or page of that name.
    NoSuchPage {
        /// Path of a report of the same name or title elsewhere, or of one beside the target with a name spelt much alike.
        nearest: Option<String>,
    },
    /// The report, or one that the file belonged to, or the category was public and is withdrawn.
    Withdrawn {
        /// The title that it had when it was last published; empty where nobody noted it.
        title: String,
    },
    /// An address of this site, written in full, at which there will be nothing.
    NoSuchAddress,
    /// The report exists but is a draft.
    Draft,
    /// The report exists, but its time has not come.
    Scheduled {
        /// When it will be published, as messages show it.
        until: String,
    },
    /// The category exists, but nothing is published in it.
    EmptyCategory,
    /// The page exists, the place in it does not.
    NoSuchAnchor {
        /// The first ids that the page has, as many as a message can offer.
        known: Vec<String>,
    },
    /// A file (picture, attachment) that is not there.
    NoSuchFile {
        /// Path of a file of the same name elsewhere, or of one beside the target with a name spelt much alike.
        nearest: Option<String>,
    },
    /// The target lies outside `reports/`.
    OutsideSite,
}
