//! Findings and how they are shown. A rule returns a [`Finding`]: values, no wording of the frame, no severity, no printing. The
//! gate turns it into a [`Diagnostic`] by adding the rule's name, basis and level. One file below renders each format; byte
//! spans become lines, columns and widths in `position` alone.

pub mod account;
pub mod diff;
pub mod exit_code;
pub mod github;
pub mod json;
pub mod position;
pub mod sarif;
pub mod statistics;
pub mod style;
pub mod text;
pub mod visible;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::model::path::SourcePath;
use crate::model::remark::{Edit, Remark};
use crate::model::span::Span;

/// How much a finding weighs. An error keeps the whole site from being published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    /// 提示: worth knowing; often only the office can tell whether it is a fault.
    Info,
    /// 警告: a fault that the site can live with. With `--deny warnings` it leads to exit code 1.
    Warning,
    /// 错误: nothing is published while it stands; exit code 1.
    Error,
}

impl Level {
    /// Name in `site.toml` and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Level::Info => "info",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }

    /// What it is called in text.
    pub fn chinese(self) -> &'static str {
        match self {
            Level::Info => "提示",
            Level::Warning => "警告",
            Level::Error => "错误",
        }
    }

    /// Takes the names of [`Level::name`]; `None` for anything else.
    pub fn parse(text: &str) -> Option<Level> {
        [Level::Info, Level::Warning, Level::Error].into_iter().find(|level| level.name() == text)
    }
}

/// What a rule saw. All texts are Chinese, one sentence each, without a full stop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The file at fault, which people are to open.
    pub file: SourcePath,
    /// Without a span the file as a whole is meant.
    pub span: Option<Span>,
    /// Names the fault and the text at fault.
    pub message: String,
    /// Stands under the marked text; may be empty.
    pub label: String,
    /// 影响: what it does to the site; may be empty.
    pub effect: String,
    /// 处理: the cure; may be empty.
    pub help: String,
    /// Other places that explain it, e.g. the first use of a name, in the order in which they are shown.
    pub related: Vec<Related>,
    /// What cures it, where that is certain: all of these together, none overlapping another.
    pub fixes: Vec<Edit>,
}

impl Finding {
    /// A finding without label, effect, help and fixes, which the methods below add.
    pub fn new(file: &SourcePath, span: Option<Span>, message: impl Into<String>) -> Finding {
        Finding {
            file: file.clone(),
            span,
            message: message.into(),
            label: String::new(),
            effect: String::new(),
            help: String::new(),
            related: Vec::new(),
            fixes: Vec::new(),
        }
    }

    /// Adds the words that stand under the marked text.
    pub fn label(mut self, label: impl Into<String>) -> Finding {
        self.label = label.into();
        self
    }

    /// Adds what the fault does to the site (影响).
    pub fn effect(mut self, effect: impl Into<String>) -> Finding {
        self.effect = effect.into();
        self
    }

    /// Adds the cure (处理).
    pub fn help(mut self, help: impl Into<String>) -> Finding {
        self.help = help.into();
        self
    }

    /// Adds another place with what is to be said of it, after those that are there.
    pub fn related(mut self, file: &SourcePath, span: Option<Span>, message: impl Into<String>) -> Finding {
        self.related.push(Related { file: file.clone(), span, message: message.into() });
        self
    }

    /// Offers `replacement` in place of the finding's own span.
    pub fn fix(mut self, replacement: impl Into<String>) -> Finding {
        self.fixes.extend(self.span.map(|span| Edit { span, replacement: replacement.into() }));
        self
    }

    /// What to put in place of the finding's own span, where that alone cures it.
    pub fn replacement(&self) -> Option<&str> {
        match self.fixes.as_slice() {
            [edit] if Some(edit.span) == self.span => Some(&edit.replacement),
            _ => None,
        }
    }

    /// A remark on the text of `file`.
    pub fn of_remark(file: &SourcePath, remark: &Remark) -> Finding {
        let related =
            |(span, message): &(Span, String)| Related { file: file.clone(), span: Some(*span), message: message.clone() };
        Finding {
            label: remark.label.clone(),
            help: remark.help.clone(),
            related: remark.related.iter().map(related).collect(),
            fixes: remark.fixes.clone(),
            ..Finding::new(file, Some(remark.span), remark.message.clone())
        }
    }
}

/// Another place that belongs to the finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Related {
    /// The file of the other place, often the same one.
    pub file: SourcePath,
    /// Without a span the file as a whole is meant.
    pub span: Option<Span>,
    /// What is to be seen there, as one Chinese sentence without a full stop.
    pub message: String,
}

/// A finding with the rule that made it and the level that it has on this site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Name of the rule, by which `site.toml` sets levels, `[[allow]]` excuses and `explain` explains.
    pub rule: &'static str,
    /// 依据: the rule's law or standard, in Chinese.
    pub basis: &'static str,
    /// The level that it has on this site: that of the rule or of `[check]`, lowered for drafts.
    pub level: Level,
    /// What the rule saw.
    pub finding: Finding,
}

/// Sorts by file, place, rule: the order in which findings are always shown.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    fn key(diagnostic: &Diagnostic) -> impl Ord {
        let Finding { file, span, message, .. } = &diagnostic.finding;
        (file, span.map(|span| span.start), diagnostic.rule, *span, message)
    }
    diagnostics.sort_by(|a, b| key(a).cmp(&key(b)));
}

/// Texts of the files that findings point into, by path. A file that could not be read, or is no text, is absent, and a
/// finding in it is shown without an excerpt.
pub type SourceTexts = BTreeMap<SourcePath, Arc<str>>;

/// What the last line and the JSON summary count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// All reports found. Always `published + held.len() + rejected`.
    pub reports: usize,
    /// Reports that the site shows.
    pub published: usize,
    /// Reports that wait or are drafts, in the order of their files.
    pub held: Vec<HeldReport>,
    /// Published by the last build, and gone or held now.
    pub withdrawn: Vec<WithdrawnReport>,
    /// Reports with a finding at error level.
    pub rejected: usize,
    /// Reports that are new, changed or elsewhere since the last build; only after a build that got that far.
    pub news: News,
    /// Gone or held now, and still online because this build was refused.
    pub waiting: Vec<WithdrawnReport>,
    /// The next day on which the site changes although nobody touches it.
    pub due: Option<Due>,
    /// Files written, left alone, and deleted; only after a build that got that far.
    pub changes: Option<ChangeCounts>,
    /// The same files by name.
    pub files: ChangedFiles,
    /// Files that a server may still have and that are to be deleted there; only where this build added to them.
    pub to_delete: Option<ToDelete>,
    /// The output folder as people know it; empty where nothing was made.
    pub output: String,
    /// Files that were passed over because of their names.
    pub skipped: usize,
    /// How fresh each column is; only where it was asked for.
    pub columns: Vec<ColumnRow>,
}

/// A column (栏目) and how long ago it was updated, as tables and JSON show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ColumnRow {
    /// 栏目名称 with those above it, as `reports/` has them.
    pub name: String,
    /// `14天`; empty where none is given.
    pub cadence: String,
    /// Day of the newest report, `2024-11-11`.
    pub newest: Option<String>,
    /// The last day on which it counts as updated.
    pub deadline: Option<String>,
    /// `fresh`, `stale`, `empty` or `unlimited`.
    pub state: &'static str,
    /// The state in Chinese.
    #[serde(skip)]
    pub shown: String,
}

/// A report that is not published yet, as the account names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldReport {
    /// The report's file.
    pub file: SourcePath,
    /// One of the names of [`HoldReason`](crate::model::report::HoldReason::name).
    pub reason: &'static str,
    /// The day it appears, `2026-12-01`, or the time of that day, `2026-12-01T09:00:00`.
    pub until: Option<String>,
}

/// A report that was published by the last build and is not any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithdrawnReport {
    /// The file that it was in.
    pub file: SourcePath,
    /// The title that it had.
    pub title: String,
    /// Where it was; empty where a build of an earlier version has not noted it.
    pub address: String,
}

/// What a build did to single reports, in the order of their files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct News {
    /// Published for the first time.
    pub new: Vec<PublishedReport>,
    /// Published again after they were withdrawn.
    pub republished: Vec<PublishedReport>,
    /// At the same address with another content.
    pub changed: Vec<PublishedReport>,
    /// In another file or at another address, whatever else changed.
    pub moved: Vec<MovedReport>,
}

/// A report on the site, as the account names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedReport {
    /// The report's file.
    pub file: SourcePath,
    /// Its title, as pages show it.
    pub title: String,
    /// Below the root of the site.
    pub address: String,
}

/// A report whose file or address is another than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedReport {
    /// The report as it is now.
    pub report: PublishedReport,
    /// The file that it was in; the same as now where only the address changed.
    pub old_file: SourcePath,
    /// Empty where nobody noted it.
    pub old_address: String,
    /// Whether nothing answers at the old address any more.
    pub is_lost: bool,
}

/// Files that earlier builds made and this site has no more. Whoever uploads a site by copying it over the old one leaves them there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToDelete {
    /// How many there are.
    pub files: usize,
    /// The file that lists them, as people know it.
    pub list: String,
}

/// A day on which a report appears or expires by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// `2026-12-01`.
    pub day: String,
    /// The report's file.
    pub file: SourcePath,
    /// Whether it expires; it appears otherwise.
    pub expires: bool,
}

/// Files below the output folder, in the order of their paths.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChangedFiles {
    /// With the list of digests, which the counts leave out.
    pub written: Vec<Arc<str>>,
    /// Files that earlier builds wrote and this site does not have.
    pub deleted: Vec<Arc<str>>,
}

/// How many files of the output folder a build touched, `SHA256SUMS` not counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ChangeCounts {
    /// Files that had to be made; the others are known to be right from an earlier build.
    pub made: usize,
    /// New files, and those whose bytes are others than before.
    pub written: usize,
    /// Files whose bytes are those of before; nothing was written.
    pub unchanged: usize,
    /// Files of earlier builds that the site does not have any more.
    pub deleted: usize,
}

/// Errors, warnings and infos among `diagnostics`.
pub fn counts(diagnostics: &[Diagnostic]) -> (usize, usize, usize) {
    let count = |level| diagnostics.iter().filter(|d| d.level == level).count();
    (count(Level::Error), count(Level::Warning), count(Level::Info))
}
