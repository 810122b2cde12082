//! A site whose sources are values, as an office changes them: planned by the program, and what readers then find at every address.

use std::collections::{BTreeMap, BTreeSet};

use gongkai::config::{Config, Settings};
use gongkai::diagnostics::Level;
use gongkai::load::memory::Memory;
use gongkai::load::sources::NothingKnown;
use gongkai::model::choices::Choices;
use gongkai::model::date::Date;
use gongkai::model::page::{PageKind, PagePlan};
use gongkai::model::path::{SourcePath, UrlPath};
use gongkai::permalinks::{Known, text};
use gongkai::pipeline;
use gongkai::render::theme::ThemeFacts;

/// Numbers that look random and are the same each time.
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, end: u64) -> u64 {
        // Constants of Knuth's MMIX generator; its upper bits are the better ones.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    pub fn one<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[usize::try_from(self.below(of.len() as u64)).expect("an index")]
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Which text it is, whatever becomes of it: a copy is the same text.
    pub identity: u64,
    pub column: usize,
    pub name: String,
    pub slug: String,
    pub title: String,
    pub day: Date,
    pub is_draft: bool,
    pub aliases: Vec<String>,
}

/// The sources of a site: reports by a number that no build sees.
#[derive(Debug, Clone, Default)]
pub struct World {
    pub reports: BTreeMap<u64, Report>,
    pub columns: [String; 3],
}

/// A world that was built: its record, and who answers at each address.
#[derive(Debug, Clone)]
pub struct Built {
    pub record: String,
    /// Each address that is answered; none where the answer is no report.
    pub answers: BTreeMap<String, Option<u64>>,
    /// Addresses at which reports themselves stand.
    pub stands: BTreeMap<String, u64>,
    /// Old addresses of which an author says, in the same column, that it is this report that stood there.
    pub said: Vec<(String, u64)>,
}

/// How the record is handed from build to build.
#[derive(Clone, Copy, PartialEq)]
pub enum Memorised {
    Whole,
    /// Without the marks by which reports are known again.
    WithoutMarks,
}

pub fn last_part(report: &Report) -> String {
    let slug = if report.slug.is_empty() { &report.name } else { &report.slug };
    format!("/{slug}.html")
}

pub fn path(report: &Report) -> String {
    format!("reports/栏{}/{}.md", report.column, report.name)
}

impl World {
    fn sources(&self) -> Memory {
        let mut files: BTreeMap<SourcePath, Vec<u8>> = BTreeMap::new();
        let mut add = |path: &str, text: String| {
            files.insert(SourcePath::new(path).expect("a path"), text.into_bytes());
        };
        for (at, slug) in self.columns.iter().enumerate() {
            add(&format!("reports/栏{at}/_category.toml"), format!("slug = \"{slug}\"\n"));
        }
        for report in self.reports.values() {
            let Report { slug, title, day, is_draft, aliases, .. } = report;
            let mut matter = format!("title = \"{title}\"\ndate = {day}\ndraft = {is_draft}\naliases = {aliases:?}\n");
            if !slug.is_empty() {
                matter.push_str(&format!("slug = \"{slug}\"\n"));
            }
            add(&path(report), format!("+++\n{matter}+++\n正文。\n"));
        }
        Memory::new(files)
    }

    /// What the program makes of it, or nothing where a finding keeps it from being published.
    pub fn build(&self, mut known: Known, today: Date) -> Option<Built> {
        let settings = "title = \"x\"\nbase_url = \"https://www.example.gov.cn\"\n[check]\nduplicate-report = \"off\"\n";
        let config = Config::read(&Settings { site: settings.into(), ..Settings::default() });
        let choices = Choices { now: today.at(12, 0, 0, 0), drafts: false };
        known.today = Some(today);
        let sources = self.sources();
        let planned =
            pipeline::plan(&sources, &config, choices, (&NothingKnown, &known), &ThemeFacts::default()).expect("a plan");
        if planned.diagnostics.iter().any(|found| found.level == Level::Error) {
            return None;
        }
        let identities: BTreeMap<String, u64> =
            self.reports.values().map(|report| (path(report), report.identity)).collect();
        let identity = |id: usize| identities[planned.index.reports[id].path.as_str()];
        let record = text::write(&planned.permalinks.applied(known.into_record()));
        let (mut answers, mut stands) = (BTreeMap::new(), BTreeMap::new());
        for (url, page) in planned.plan.iter().filter(|(_, page)| !matches!(page.kind, PageKind::Asset { .. })) {
            let end = end(&planned.plan, url);
            let answer = match end {
                PageKind::Report(id) => Some(identity(*id)),
                _ => None,
            };
            answers.insert(url.to_string(), answer);
            if let PageKind::Report(id) = page.kind {
                stands.insert(url.to_string(), identity(id));
            }
        }
        let column = |address: &str| address.rsplit_once('/').map(|(column, _)| column.to_string());
        let columns: BTreeSet<_> = stands.iter().map(|(address, identity)| (column(address), *identity)).collect();
        let said =
            self.reports.values().flat_map(|report| report.aliases.iter().map(|alias| (&alias[1..], report.identity)));
        let said = said.filter(|(alias, identity)| columns.contains(&(column(alias), *identity)));
        let said = said.map(|(alias, identity)| (alias.to_string(), identity)).collect();
        Some(Built { record, answers, stands, said })
    }
}

/// What somebody finds who asks for an address. One redirect is enough: none leads to another.
fn end<'p>(plan: &'p PagePlan, url: &UrlPath) -> &'p PageKind {
    match &plan.get(url).expect("a page").kind {
        PageKind::Redirect { to } => match &plan.get(to).expect("what it leads to").kind {
            PageKind::Redirect { .. } => panic!("{url} leads to {to}, which leads on"),
            end => end,
        },
        own => own,
    }
}

/// What is remembered of a site beside its sources and its record, to hold the laws against.
#[derive(Debug, Clone, Default)]
pub struct History {
    /// Every address that was ever public.
    pub public: BTreeSet<String>,
    /// The reports that ever stood at an address.
    pub stood: BTreeMap<String, BTreeSet<u64>>,
    pub broken: Vec<String>,
}

impl History {
    pub fn note(&mut self, built: &Built) {
        for address in &self.public {
            if !built.answers.contains_key(address) {
                self.broken.push(format!("{address} is not answered"));
            }
        }
        for (address, identity) in &built.said {
            self.are_one(address, *identity);
        }
        for (address, answer) in &built.answers {
            let before = self.stood.get(address);
            if let (Some(before), Some(answer)) = (before, answer)
                && !before.contains(answer)
            {
                self.broken.push(format!("{address} is answered by {answer}, where {before:?} stood"));
            }
        }
        let lasting = built.record.lines().filter_map(|line| line.split('\t').nth(1)).filter(|address| *address != "-");
        self.public.extend(lasting.map(str::to_string));
        for (address, identity) in &built.stands {
            self.stood.entry(address.clone()).or_default().insert(*identity);
        }
    }

    /// What stood at `address` and `identity` are the same report from now on, because its author says so.
    fn are_one(&mut self, address: &str, identity: u64) {
        let Some(mut same) = self.stood.get(address).cloned() else { return };
        same.insert(identity);
        for stood in self.stood.values_mut().filter(|stood| !stood.is_disjoint(&same)) {
            stood.extend(&same);
        }
    }

    pub fn join(&mut self, other: History) {
        self.public.extend(other.public);
        for (address, identities) in other.stood {
            self.stood.entry(address).or_default().extend(identities);
        }
        self.broken.extend(other.broken);
    }
}

/// Sources of two branches as git merges them: what one side did is done, and where both did something the first side wins.
pub fn merged(base: &World, one: &World, two: &World) -> World {
    let mut world = one.clone();
    for (number, report) in &two.reports {
        let before = base.reports.get(number);
        match (before, one.reports.get(number)) {
            (None, _) => drop(world.reports.insert(*number, report.clone())),
            (Some(before), Some(_)) if before != report => drop(world.reports.insert(*number, report.clone())),
            _ => {}
        }
    }
    world.reports.retain(|number, _| !base.reports.contains_key(number) || two.reports.contains_key(number));
    for at in 0..world.columns.len() {
        if two.columns[at] != base.columns[at] {
            world.columns[at].clone_from(&two.columns[at]);
        }
    }
    world
}
