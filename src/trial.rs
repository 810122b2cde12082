//! A theme on trial: every page of two made-up sites, one of extremes and one with nothing that may be left out, is made with it
//! in memory and held against what pages must have. Apart from the pipeline, which makes a real site and stops at the first
//! fault of a template.

pub mod contract;
pub mod extremes;
mod fault;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::config::{Config, Settings};
use crate::error::Error;
use crate::load::memory::Memory;
use crate::load::sources::NothingKnown;
use crate::load::sources::ThemeFiles;
use crate::model::date::parse_moment;
use crate::model::page::PlannedPage;
use crate::model::path::{SourcePath, UrlPath, below_reports};
use crate::permalinks::{self, Known};
use crate::pipeline::pages::{Pages, SiteMemory};
use crate::pipeline::{self, Choices};
use crate::render::theme::Theme;
use contract::Contract;
use extremes::Files;
use fault::Fault;

/// After all reports of the sites.
const TODAY: &str = "2025-06-01";
/// Before the page that was being made, in the message of a template.
const WHILE_MAKING: &str = "\n  = 正在生成：";
/// Templates named in one message; more have the fault in common.
const MOST_NAMED: usize = 3;

/// What came of a trial.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Pages that were made.
    pub pages: usize,
    /// Each fault once, in Chinese, with its place; may be several lines long.
    pub faults: Vec<String>,
}

/// Tries the theme `name` out, whose files are `themes/⟨name⟩/…` among `files`.
///
/// # Errors
///
/// When there is no theme to try: what it extends does not exist, or goes in a circle.
pub fn of_theme(name: &str, files: &ThemeFiles) -> Result<Verdict, Error> {
    let mut files = files.clone();
    // A theme may do without, and is still one when its only template is left out.
    files.entry(format!("themes/{name}/theme.toml")).or_default();
    let mut faults = Faults::default();
    let mut pages = 0;
    for site in [extremes::site(), extremes::bare()] {
        pages += run(name, &files, &site, &mut faults)?;
    }
    for (path, bytes) in files.range(format!("themes/{name}/")..).take_while(|(path, _)| path.starts_with("themes/")) {
        if path.ends_with(".css") {
            faults.extend(contract::style_sheet(path, bytes, &files).into_iter().map(Fault::of_theme));
        }
    }
    Ok(Verdict { pages, faults: faults.told() })
}

/// Each fault once, in the order of their coming, with the templates that have it and the shortest address that shows it: a fault of
/// `base.html` is on every page.
#[derive(Default)]
struct Faults {
    places: BTreeMap<String, usize>,
    list: Vec<(Fault, Vec<&'static str>)>,
}

impl Faults {
    fn extend(&mut self, found: impl IntoIterator<Item = Fault>) {
        for fault in found {
            let at = *self.places.entry(fault.what.clone()).or_insert(self.list.len());
            match self.list.get_mut(at) {
                Some((known, templates)) => {
                    if !templates.contains(&fault.template) {
                        templates.push(fault.template);
                    }
                    if (fault.page.len(), &fault.page) < (known.page.len(), &known.page) {
                        known.page = fault.page;
                    }
                }
                None => {
                    let templates = vec![fault.template];
                    self.list.push((fault, templates));
                }
            }
        }
    }

    fn told(self) -> Vec<String> {
        let told = |(fault, templates): (Fault, Vec<&'static str>)| {
            let who = match templates.as_slice() {
                [""] => String::new(),
                few if few.len() <= MOST_NAMED => format!("{}：", few.join("、")),
                many => format!("{} 等 {} 种页面：", many[..MOST_NAMED].join("、"), many.len()),
            };
            let page = if fault.page.is_empty() { String::new() } else { format!("{WHILE_MAKING}{}", fault.page) };
            format!("{who}{}{page}", fault.what)
        };
        self.list.into_iter().map(told).collect()
    }
}

fn run(name: &str, theme_files: &ThemeFiles, site: &Files, faults: &mut Faults) -> Result<usize, Error> {
    let settings = Settings { site: site.get("site.toml").cloned().unwrap_or_default(), ..Settings::default() };
    let mut config = Config::read(&settings);
    config.theme.name = name.to_string();
    let mut files = theme_files.clone();
    files.extend(
        site.iter().filter(|(path, _)| path.starts_with("assets/")).map(|(path, bytes)| (path.clone(), bytes.clone())),
    );
    let (theme, broken) = load(&config, files)?;
    faults.extend(broken.into_iter().map(Fault::of_theme));
    let Some(mut theme) = theme else { return Ok(0) };
    let facts = theme.facts(&config);
    faults.extend(facts.weak_pairs.iter().map(|pair| {
        let (palette, told) = (pair.palette.chinese(), pair.told());
        Fault::of_theme(format!("{palette}配色对比度不够：{told}\n  = 处理：修改 theme.toml 的 [tokens] 或样式表"))
    }));
    let sources = sources(site);
    let Some(now) = parse_moment(TODAY) else { return Ok(0) };
    let choices = Choices { now, drafts: true };
    let known = Known::read(site.get(permalinks::FILE).map(Vec::as_slice));
    let planned = pipeline::plan(&sources, &config, choices, (&NothingKnown, &known), &facts)?;
    let memory = SiteMemory::new(&planned, &config, &mut theme);
    let makers = Pages::new(&planned, &config, &theme, &sources, &memory);
    let (plan, index) = (&planned.plan, &planned.index);
    let contract = Contract::new(plan, index, config.base_path());
    let pages: Vec<(&UrlPath, &PlannedPage)> = plan.iter().filter(|(_, page)| page.kind.is_html()).collect();
    let found: Vec<Vec<Fault>> = pages
        .par_iter()
        .map(|(url, page)| match makers.page(url, page) {
            Ok(bytes) => contract.faults(url, page, &String::from_utf8_lossy(&bytes)),
            Err(error) => vec![while_making(&error.to_string())],
        })
        .collect();
    faults.extend(found.into_iter().flatten());
    Ok(pages.len())
}

/// A fault of a template, whose message ends with the page that was being made.
fn while_making(message: &str) -> Fault {
    let (what, page) = message.split_once(WHILE_MAKING).unwrap_or((message, ""));
    Fault { what: what.to_string(), template: "", page: page.to_string() }
}

/// Loads the theme. A template that cannot be loaded is noted and left out, and the rest tried again, so that all faults are known
/// at once.
fn load(config: &Config, mut files: ThemeFiles) -> Result<(Option<Theme>, Vec<String>), Error> {
    let mut faults: Vec<String> = Vec::new();
    loop {
        let message = match Theme::load(config, &files) {
            Ok(theme) => return Ok((Some(theme), faults)),
            Err(Error::Theme(message)) => message,
            Err(error) => return Err(error),
        };
        let named: Vec<String> = files.keys().filter(|path| names(&message, path)).cloned().collect();
        faults.push(message);
        let before = files.clone();
        for path in named {
            if path.contains("/templates/") {
                files.remove(&path);
            } else if path.ends_with("/theme.toml")
                && let Some(text) = files.get_mut(&path)
            {
                *text = extends_alone(text);
            }
        }
        if files == before {
            return Ok((None, faults));
        }
    }
}

/// What a theme builds upon, without whatever else its `theme.toml` says.
fn extends_alone(manifest: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(manifest);
    text.lines().find(|line| line.trim_start().starts_with("extends")).unwrap_or_default().as_bytes().to_vec()
}

/// Whether a message is about the file.
fn names(message: &str, path: &str) -> bool {
    message.match_indices(path).any(|(at, _)| !message[at + path.len()..].starts_with(|c: char| c.is_ascii_alphanumeric()))
}

/// The reports of a made-up site.
fn sources(site: &Files) -> Memory {
    let reports = site.iter().filter(|(path, _)| below_reports(path).is_some());
    Memory::new(reports.filter_map(|(path, bytes)| Some((SourcePath::new(path)?, bytes.clone()))).collect())
}
