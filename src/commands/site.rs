//! What `build` and `check` share: opening a site, and telling what was found in the format that was asked for.

#![expect(clippy::disallowed_methods, reason = "a command is the edge: it asks where the site and its repository are")]

use std::fs;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use super::Outcome;
use crate::check::registry::RULES;
use crate::cli::{Deny, FindingsArgs, Format, SelectionArgs};
use crate::clock;
use crate::config::Config;
use crate::diagnostics::sarif::RuleInfo;
use crate::diagnostics::style::Style;
use crate::diagnostics::{Diagnostic, Level, Summary, account, counts, exit_code, github, json, sarif, statistics, text};
use crate::disk::site::{OpenSite, find_site};
use crate::error::Error;
use crate::kept::state_folder::StateFolder;
use crate::model::choices::Choices;
use crate::pipeline;

/// Where the record of addresses should have been written.
pub const NOT_RECORDED: &str = "网站文件夹不能写，网址的变化没有记进 permalinks.txt：以后改文件名、日期、栏目时，这些网址可能会变；在可以写的地方运行一次 gongkai build，把 permalinks.txt 一起提交\n";

/// Findings from which on they are also counted by rule: fewer are seen at a glance.
const STATISTICS_FROM: usize = 10;

/// Warnings that a build tells one by one where more than these and [`COUNTED_FROM`] would be: it is run again and again, and
/// hundreds of known warnings hide the new line of today.
const TOLD_WARNINGS: usize = 20;
/// Warnings that are worth a line that counts them instead.
const COUNTED_FROM: usize = 5;

/// Where and how a command runs, beside its own arguments.
#[derive(Debug, Clone)]
pub struct Place {
    /// `-C`.
    pub site: Option<PathBuf>,
    /// The current folder.
    pub here: PathBuf,
    /// Whether messages carry colours.
    pub style: Style,
    /// `-q`: only findings and errors are told.
    pub quiet: bool,
    /// `-v`: every step is told.
    pub verbose: bool,
}

impl Place {
    /// The folder of the site that is meant.
    pub fn find_site(&self) -> Result<PathBuf, Error> {
        let given = self.site.as_ref().map(|site| self.here.join(site));
        find_site(given.as_deref(), &self.here)
    }

    /// The site that is meant, opened for reading.
    pub fn open_site(&self) -> Result<OpenSite, Error> {
        OpenSite::open_in(self.find_site()?)
    }

    /// The folder of what is kept from build to build: the one that `--state` names, or else that of the site.
    pub fn state(&self, given: Option<&Path>, site: &Path) -> StateFolder {
        match given {
            Some(given) => StateFolder::given(given, &self.here),
            None => StateFolder::of_site(site),
        }
    }

    /// The way to the site in `root` from the root of its repository, with `/` at the end, as GitHub wants paths; without a repository,
    /// from the current folder, which is where its runner stands. Empty where they are the same, and where the site lies elsewhere.
    pub(super) fn way_to(&self, root: &Path) -> String {
        let root = std::path::absolute(root).unwrap_or_else(|_| root.to_path_buf());
        let repository = root.ancestors().find(|folder| folder.join(".git").exists());
        let way = root.strip_prefix(repository.unwrap_or(&self.here)).unwrap_or(Path::new(""));
        way.iter().filter(|part| *part != ".").map(|part| part.to_string_lossy().into_owned() + "/").collect()
    }

    /// A message in which files of the site are named from its folder. Those who make errors know the system's paths only.
    pub fn without_folder(&self, message: &str) -> String {
        let Ok(root) = self.find_site() else { return message.to_string() };
        let mut names: Vec<String> = vec![root.display().to_string()];
        names.extend(fs::canonicalize(&root).map(|root| root.display().to_string()));
        // The root of the system and the current folder stand in other words too.
        names.retain(|name| name.len() > 2);
        names.iter().fold(message.to_string(), |message, name| without(&message, name))
    }
}

/// The message with files named from `folder`, and the folder itself as 网站文件夹.
fn without(message: &str, folder: &str) -> String {
    let folder = folder.trim_end_matches(MAIN_SEPARATOR);
    let mut told = String::with_capacity(message.len());
    let mut rest = message;
    while let Some(at) = rest.find(folder) {
        told.push_str(&rest[..at]);
        rest = &rest[at + folder.len()..];
        let is_other = rest.starts_with(|next: char| next.is_alphanumeric() || matches!(next, '.' | '-' | '_'));
        match rest.strip_prefix(MAIN_SEPARATOR) {
            Some(inside) => rest = inside,
            None => told.push_str(if is_other { folder } else { "网站文件夹" }),
        }
    }
    told + rest
}

/// The time that counts as now, and whether drafts are shown.
pub fn choices(selection: &SelectionArgs, config: &Config) -> Choices {
    let now = selection.as_of.unwrap_or_else(|| clock::local(config.timezone));
    Choices { now, drafts: selection.drafts }
}

/// What findings are to a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Findings {
    /// What it was asked for: they go to stdout, from `least` on in every format.
    Data {
        /// The least grave findings that are shown.
        least: Level,
    },
    /// What it has to say besides, to stderr where they are in words. Those below `least` are only counted then, and where hints are below
    /// it so are warnings beyond the first; other formats have all.
    Talk {
        /// The least grave findings that are told one by one.
        least: Level,
    },
}

/// Findings and summary in the format asked for. The exit code and the summary count all findings, shown or not.
pub fn tell(
    place: &Place,
    site: &OpenSite,
    diagnostics: &[Diagnostic],
    summary: &Summary,
    args: &FindingsArgs,
    findings: Findings,
) -> Outcome {
    let mut outcome =
        Outcome { code: exit_code::of(diagnostics, args.deny.contains(&Deny::Warnings)), ..Outcome::default() };
    if args.format == Format::Text {
        let (shown, account) = in_words(place, site, diagnostics, summary, args.deny.contains(&Deny::Warnings), findings);
        match findings {
            Findings::Data { .. } => (outcome.stdout, outcome.stderr) = (shown, account),
            Findings::Talk { .. } => outcome.stderr = shown + &account,
        }
        return outcome;
    }
    outcome.is_for_programs = true;
    let all = counts(diagnostics);
    let from = |least| diagnostics.iter().filter(move |diagnostic| diagnostic.level >= least).cloned().collect();
    let shown: Vec<Diagnostic>;
    let diagnostics = match findings {
        Findings::Data { least } if least > Level::Info => {
            shown = from(least);
            &shown
        }
        _ => diagnostics,
    };
    let texts = || pipeline::texts(&site.disk, diagnostics);
    match args.format {
        Format::Text => {}
        Format::Json => outcome.stdout = json::render(diagnostics, &texts(), summary, all),
        Format::Github => outcome.stdout = github::render(diagnostics, &texts(), &place.way_to(&site.root)),
        Format::Sarif => {
            let rules: Vec<RuleInfo<'_>> = RULES
                .iter()
                .map(|rule| RuleInfo { name: rule.name, summary: rule.summary, basis: rule.basis, level: rule.level })
                .collect();
            outcome.stdout = sarif::render(diagnostics, &texts(), &rules);
        }
    }
    outcome
}

/// The findings, gravest last, where the eye is when they have run by; and the account of the run.
fn in_words(
    place: &Place,
    site: &OpenSite,
    diagnostics: &[Diagnostic],
    summary: &Summary,
    denies_warnings: bool,
    findings: Findings,
) -> (String, String) {
    let (is_data, least) = match findings {
        Findings::Data { least } => (true, least),
        Findings::Talk { least } => (false, least),
    };
    let told = diagnostics.iter().filter(|diagnostic| diagnostic.level >= least);
    // Where warnings are denied, every one of them keeps the site from being built.
    let (mut shown, counted) = match !denies_warnings && least == Level::Warning && !is_data {
        true => in_brief(told),
        false => (told.cloned().collect(), Vec::new()),
    };
    shown.sort_by_key(|diagnostic| diagnostic.level);
    // Only files that are shown an excerpt of are read.
    let mut words = text::render(&shown, &pipeline::texts(&site.disk, &shown), place.style);
    if !words.is_empty() && !words.ends_with("\n\n") {
        words.push('\n');
    }
    if !counted.is_empty() {
        words.push_str(&format!("还有 {} 处警告没有逐条列出，全部内容用 gongkai check 查看\n", counted.len()));
        words.push_str(&statistics::table(&counted));
    }
    let mut told = String::new();
    if !place.quiet {
        if (is_data || least == Level::Info) && shown.len() >= STATISTICS_FROM {
            words.push_str(&statistics::table(&shown));
        }
        told.push_str(account::render(summary).trim_end_matches('\n'));
        if !told.trim().is_empty() {
            told.push('\n');
        }
        told.push_str(&text::summary_line(summary, diagnostics));
        if shown.len() + counted.len() < diagnostics.len() {
            told.push_str(if is_data {
                "（没有全部列出）"
            } else {
                "（提示的内容用 gongkai check 查看）"
            });
        }
        told.push('\n');
    }
    (words, told)
}

/// The findings that are told one by one, and the warnings that are only counted.
fn in_brief<'d>(diagnostics: impl Iterator<Item = &'d Diagnostic>) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    let (mut shown, mut counted) = (Vec::new(), Vec::new());
    let mut warnings = 0;
    for diagnostic in diagnostics {
        warnings += usize::from(diagnostic.level == Level::Warning);
        let is_told = diagnostic.level == Level::Error || warnings <= TOLD_WARNINGS;
        if is_told { &mut shown } else { &mut counted }.push(diagnostic.clone());
    }
    if counted.len() < COUNTED_FROM {
        // In the order of files and places again.
        shown.append(&mut counted);
        crate::diagnostics::sort(&mut shown);
    }
    (shown, counted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_the_site_are_named_from_its_folder() {
        assert_eq!(without("读取 /a/site/reports/x.md 失败", "/a/site"), "读取 reports/x.md 失败");
        assert_eq!(without("不能把网站生成到 /a/site：那里", "/a/site"), "不能把网站生成到 网站文件夹：那里");
        for other in ["读取 /a/site2/x 失败", "读取 /a/site-old/x", "读取 /b/x"] {
            assert_eq!(without(other, "/a/site"), other);
        }
    }
}
