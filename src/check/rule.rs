//! What a rule is. A rule names a fault, says on what basis it is one, and looks for it; it never sees another rule, never
//! repairs, never decides what a finding leads to.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::columns::{self, Column};
use super::reviews::Reviews;
use super::text::TextCheck;
use crate::config::Config;
use crate::diagnostics::{Finding, Level};
use crate::load::Loaded;
use crate::model::category::Category;
use crate::model::contrast::WeakPair;
use crate::model::date::{Date, DateTime};
use crate::model::fault::Fault;
use crate::model::metadata::Allowance;
use crate::model::page::PlanFaults;
use crate::model::path::SourcePath;
use crate::model::report::{Attachment, LoadedReport};
use crate::model::span::Located;
use crate::permalinks::Known;

/// A rule: one static value in a file of its own, beside the page that explains it.
#[derive(Debug)]
pub struct Rule {
    /// Names the fault, in kebab-case: `unknown-key`.
    pub name: &'static str,
    /// One line, Chinese: what it reports.
    pub summary: &'static str,
    /// The clause that makes it a fault.
    pub basis: &'static str,
    /// Level where `site.toml` says nothing else.
    pub level: Level,
    /// Whether the site cannot be built while the fault stands. Such a rule can be neither lowered nor allowed.
    pub is_structural: bool,
    /// The page of `gongkai explain`: the `.md` beside the rule.
    pub explanation: &'static str,
    /// What it looks at, and the function that looks.
    pub check: Check,
}

/// What a rule looks at.
#[derive(Debug)]
pub enum Check {
    /// One fault met while reading `site.toml`, a `_category.toml` or a report.
    Fault(fn(&SourcePath, &Fault) -> Option<Finding>),
    /// The text of one report, while it is read. What it says is kept with the report, so it may depend on nothing else.
    Text(TextCheck),
    /// One report, of others no more than their front matter: when a text is saved, nobody asks again about the others.
    Report(fn(&LoadedReport, &Scope<'_>) -> Vec<Finding>),
    /// One attachment, by what looking into it has found, and what the site says of it.
    Attachment(fn(&Attachment, &Config) -> Vec<Finding>),
    /// The site as a whole.
    Site(fn(&Scope<'_>) -> Vec<Finding>),
    /// What the site says of rules, by the list of all of them, which no rule can ask for by itself: the list holds it.
    Rules(fn(&Scope<'_>, &[&'static Rule]) -> Vec<Finding>),
    /// An `[[allow]]` that nothing needed, told when every other rule has spoken.
    UnusedAllowance(fn(&SourcePath, &Located<Allowance>) -> Finding),
    /// Allowances of one place, after all findings that they may take out are known.
    LineAllowances,
    /// What went wrong while planning addresses and links.
    Plan(fn(&PlanFaults) -> Vec<Finding>),
}

/// What rules may look at beside the report itself.
#[derive(Debug)]
pub struct Scope<'a> {
    /// The settings of the site.
    pub config: &'a Config,
    /// Everything below `reports/`, held reports and faulty ones among them.
    pub loaded: &'a Loaded,
    /// What the office's clock shows.
    pub now: DateTime,
    /// The day of `now`.
    pub today: Date,
    /// Colours of the theme that stand on each other with too little contrast.
    pub weak_pairs: &'a [WeakPair],
    /// What is known of the review of each report; `None` where nobody asked.
    pub reviews: Option<&'a Reviews>,
    /// 栏目类别 by folder, where the category itself says.
    kinds: FxHashMap<&'a str, &'a str>,
    /// Which addresses were public, and of which files.
    pub addresses: Option<&'a Known>,
    /// Counted when the first rule asks.
    columns: OnceLock<Vec<Column>>,
}

impl<'a> Scope<'a> {
    /// `now` is what counts as now, so that rules never ask a clock. `weak_pairs` are what the theme's style sheet was found
    /// to have.
    pub fn new(config: &'a Config, loaded: &'a Loaded, now: DateTime, weak_pairs: &'a [WeakPair]) -> Scope<'a> {
        let kind = |category: &'a Category| Some((category.folder.as_str(), category.draft.kind.as_ref()?.value.as_str()));
        let kinds = loaded.categories.iter().filter_map(kind).collect();
        Scope {
            config,
            loaded,
            now,
            today: now.date(),
            weak_pairs,
            reviews: None,
            kinds,
            addresses: None,
            columns: OnceLock::new(),
        }
    }

    /// The same with the addresses that were public.
    pub fn with_addresses(self, addresses: &'a Known) -> Scope<'a> {
        Scope { addresses: Some(addresses), ..self }
    }

    /// The same with what is known of reviews.
    pub fn with_reviews(self, reviews: &'a Reviews) -> Scope<'a> {
        Scope { reviews: Some(reviews), ..self }
    }

    /// Whether readers are not to see the report now: it is a draft, or it waits for signatures.
    pub fn waits(&self, report: &LoadedReport) -> bool {
        report.is_draft() || self.reviews.is_some_and(|reviews| reviews.held(&report.path).is_some())
    }

    /// How fresh each column is, in the order of their folders.
    pub fn columns(&self) -> &[Column] {
        self.columns.get_or_init(|| columns::columns(self.loaded, self.reviews, self.now))
    }

    /// The home page as a column.
    pub fn home(&self) -> Column {
        columns::home(self.config, self.loaded, self.reviews, self.now)
    }

    /// 栏目类别 of a report's category: its own, or that of the nearest category above; empty where nobody says.
    pub fn kind_of(&self, report: &LoadedReport) -> &'a str {
        if self.kinds.is_empty() {
            return "";
        }
        let mut folder = Some(report.folder.as_str());
        while let Some(own) = folder {
            if let Some(kind) = self.kinds.get(own) {
                return kind;
            }
            folder = own.rfind('/').map(|slash| &own[..slash]);
        }
        ""
    }

    /// Whether the category of a report is of one of these kinds; a category may name several (`信息公开，政策文件`).
    pub fn is_of_kind(&self, report: &LoadedReport, kinds: &[&str]) -> bool {
        self.kind_of(report).split(['，', ',', '、', '；', ';']).any(|kind| kinds.contains(&kind.trim()))
    }
}

/// The rule of that name among `rules`.
pub(crate) fn named<'r>(rules: &[&'r Rule], name: &str) -> Option<&'r Rule> {
    rules.iter().copied().find(|rule| rule.name == name)
}

/// Names offered for a name that no rule has.
const OFFERED: usize = 3;

/// Names a slip or a forgotten part away, the nearest first.
pub(crate) fn nearest(rules: &[&Rule], name: &str) -> Vec<&'static str> {
    let name = name.to_lowercase().replace(['_', ' '], "-");
    let mut near: Vec<(usize, &str)> = rules
        .iter()
        .map(|rule| (strsim::damerau_levenshtein(&name, rule.name), rule.name))
        .filter(|(distance, known)| {
            *distance <= (known.len() / 3).max(1) || (name.len() > 2 && known.split('-').any(|part| part == name))
        })
        .collect();
    near.sort_unstable();
    near.into_iter().take(OFFERED).map(|(_, name)| name).collect()
}
