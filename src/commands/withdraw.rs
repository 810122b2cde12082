//! `gongkai build --withdraw-only`: takes down what is deleted or a draft now, and changes nothing else. Whoever must withdraw cannot wait
//! until somebody else's report is mended, so the site is made again from what the last good one was made from, without those
//! reports: settings, theme and other reports as they were then, however they stand now.

#![expect(clippy::disallowed_methods, reason = "a command is the edge: it asks whether there is an output folder")]

use std::collections::BTreeSet;
use std::path::Path;

use super::Outcome;
use super::build::LEDGER;
use super::last_good::{self, LastGood};
use super::site::{OpenSite, Place};
use super::staged::Staged;
use super::state_folder::StateFolder;
use crate::cli::{BuildArgs, Format};
use crate::config::Config;
use crate::diagnostics::{SourceTexts, Summary, WithdrawnReport, account, json};
use crate::disk::Disk;
use crate::error::Error;
use crate::load::sources::{FileEntry, LeftOut, NothingKnown, Sources};
use crate::model::path::SourcePath;
use crate::model::privacy::covered;
use crate::pipeline::{self, Choices};
use crate::publish::apply::{Before, Output};
use crate::publish::ledger::{Ledger, Now};
use crate::publish::plain;
use crate::publish::snapshot::Snapshot;
use crate::render::theme::{Look, Theme};

/// What a withdrawal needs to know of the build that it is asked in place of.
pub(super) struct Request<'r> {
    pub(super) args: &'r BuildArgs,
    pub(super) place: &'r Place,
    pub(super) site: &'r OpenSite,
    pub(super) root: &'r Path,
    /// The output folder, as the ledger names it.
    pub(super) output: &'r str,
    /// The same for people.
    pub(super) shown: String,
    pub(super) state: &'r StateFolder,
}

/// Takes down what is gone or held now.
///
/// # Errors
///
/// Where nobody knows what the site was made from; then nothing is changed, and the message says what to delete by hand.
pub(super) fn run(request: &Request<'_>) -> Result<Outcome, Error> {
    let Request { args, root, output, state, .. } = request;
    let ledger_path = state.file(LEDGER);
    let mut ledger = Ledger::parse(&plain::read(&ledger_path).unwrap_or_default());
    if ledger.published(output).is_empty() || !root.is_dir() {
        return Err(Error::Usage(format!(
            "没有上次发布的记录（.gongkai/published.json），不知道 {} 里有哪些文章，没有改动任何文件\n  处理：运行 gongkai build，改好它列出的错误",
            request.shown
        )));
    }
    let place = last_good::Place::new(state, output, !args.no_sync);
    let bytes = place.read_list();
    let list = Snapshot::decode(&bytes);
    let withdrawn = waiting(request, &ledger, list.as_ref())?;
    let gone: BTreeSet<&str> = withdrawn.iter().map(|report| report.file.as_str()).collect();
    let mut summary = Summary { output: request.shown.clone(), ..Summary::default() };
    summary.published = ledger.published(output).len() - gone.len();
    summary.reports = summary.published;
    if gone.is_empty() {
        return Ok(told(request, &summary, "没有等着撤下的文章，没有改动任何文件\n"));
    }
    let left = list.as_ref().map(|list| (list, list.without(&gone)));
    let stays = |left: &Snapshot<'_>| {
        let mut files = ledger.published(output).iter().map(|(file, _)| file.as_str()).filter(|file| !gone.contains(file));
        files.all(|file| left.file(file).is_some())
    };
    let Some((list, left)) = left.filter(|(_, left)| stays(left)) else { return Err(cannot(&withdrawn)) };
    let sources = LastGood::read(&place, &left, root).map_err(|_| cannot(&withdrawn))?;
    let published = publish(&sources, &left, root, !args.no_sync)?;
    summary.changes = Some(published.changes);
    summary.files = published.changed;
    ledger.strike(output, &gone);
    Staged::write(&ledger_path, &[ledger.text().as_bytes()], !args.no_sync)?.put_in_place()?;
    place.strike(list, left)?;
    summary.withdrawn.clone_from(&withdrawn);
    Ok(told(request, &summary, "只撤下了这些文章，其余都和上次发布的一样；别处的错误改好以后，再运行 gongkai build\n"))
}

/// Reports that are online, and gone or held as the sources are now. Faulty ones, and those that only have another file, are to stay.
fn waiting(request: &Request<'_>, ledger: &Ledger, list: Option<&Snapshot<'_>>) -> Result<Vec<WithdrawnReport>, Error> {
    let Request { args, site, output, .. } = request;
    let choices = site.choices(&args.selection);
    let sources = Tolerant(&site.disk);
    let planned = pipeline::plan(&sources, &site.config, choices, &NothingKnown, &Look::default())?;
    let now = Now { loaded: &planned.loaded, index: &planned.index, plan: &planned.plan, rejected: &planned.rejected };
    Ok(ledger.compare(output, now, |file| Some(list?.file(file)?.digest)).withdrawn)
}

/// Makes the last good site without what is to go, from `sources`, which have it no more.
fn publish(
    sources: &LastGood,
    left: &Snapshot<'_>,
    root: &Path,
    sync: bool,
) -> Result<crate::publish::apply::Published, Error> {
    let mut config = Config::read(&sources.settings());
    if left.asked.base_url.is_some() {
        config.base_url.clone_from(&left.asked.base_url);
    }
    let mut theme = Theme::load(&config, &sources.theme_files())?;
    let now = left.asked.now.parse().map_err(|_| Error::Usage("上次发布的日期读不出来".to_string()))?;
    let choices = Choices { now, drafts: left.asked.drafts };
    let planned = pipeline::plan_as_published(sources, &config, choices, &theme.look(&config))?;
    let output = Output::open(root, Before::look(root, &[], true)?, sync)?;
    pipeline::render(&planned, &config, &mut theme, sources, &output)?;
    output.commit()
}

/// What to do where the last good site cannot be made again.
fn cannot(withdrawn: &[WithdrawnReport]) -> Error {
    let report = |report: &WithdrawnReport| {
        let address = if report.address.is_empty() { "网址没有记录" } else { &report.address };
        format!("\n    《{}》 {}", covered(&report.title), covered(address))
    };
    let reports: String = withdrawn.iter().map(report).collect();
    Error::Usage(format!(
        "上次发布的网站是用什么做成的，没有留下完整的记录（由旧版程序生成，或 .gongkai 文件夹被删过），没法只撤下几篇；没有改动任何文件\n  处理：改好别处的错误，运行 gongkai build 就会撤下；等不及的，先在服务器上删去下面这些网页和同名的文件夹，目录和检索里的条目等生成以后更新{reports}"
    ))
}

fn told(request: &Request<'_>, summary: &Summary, last: &str) -> Outcome {
    let mut outcome = Outcome::default();
    match request.args.findings.format {
        Format::Text if request.place.quiet => {}
        Format::Text => {
            let files = if request.place.verbose { account::files(summary) } else { String::new() };
            outcome.stderr = account::render(summary) + &files + last;
        }
        Format::Json => outcome.stdout = json::render(&[], &SourceTexts::new(), summary, (0, 0, 0)),
        Format::Github | Format::Sarif => {}
    }
    outcome
}

/// A site's files, of which those that cannot be read count as empty: they are faulty, and nobody withdraws them.
struct Tolerant<'d>(&'d Disk);

impl Sources for Tolerant<'_> {
    fn files(&self) -> &[FileEntry] {
        self.0.files()
    }

    fn folders(&self) -> &[SourcePath] {
        self.0.folders()
    }

    fn left_out(&self) -> &[LeftOut] {
        self.0.left_out()
    }

    fn read(&self, path: &SourcePath) -> Result<Vec<u8>, Error> {
        Ok(self.0.read(path).unwrap_or_default())
    }
}
