//! `gongkai withdraw`, which takes down the report that somebody names, and `gongkai build --withdraw-only`, which takes down what is deleted or
//! a draft now. Neither changes anything else. Whoever must withdraw cannot wait until somebody else's report is mended, so the site is made again from what the last good one was made from,
//! without those reports: settings, theme and other reports as they were then, however they stand now.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use super::addresses;
use super::build::Locks;
use super::request::Request;
use super::{Choices, plan, plan_as_published, render};
use crate::config::Config;
use crate::diagnostics::{Summary, ToDelete, WithdrawnReport};
use crate::disk::Disk;
use crate::disk::plain;
use crate::disk::site::is_folder;
use crate::disk::writer::Staged;
use crate::error::Error;
use crate::kept::last_good::{self, LastGood, Lost, Standing};
use crate::kept::remembered::Remembered;
use crate::kept::state_folder::{LEDGER, StateFolder};
use crate::load::sources::{FileEntry, LeftOut, NothingKnown, Sources};
use crate::model::path::{SourcePath, UrlPath};
use crate::model::privacy::covered;
use crate::permalinks::Known;
use crate::permalinks::next::Next;
use crate::publish::apply::{Output, PreviousOutput, Published};
use crate::publish::ledger::Ledger;
use crate::publish::sha256sums::{self, Manifest};
use crate::publish::snapshot::Snapshot;
use crate::render::theme::{Theme, ThemeFacts};

/// What a withdrawal did.
pub struct Withdrawal {
    /// What was done, in numbers and names.
    pub summary: Summary,
    /// Reports that nobody could look for: they stay.
    pub unseen: Vec<WithdrawnReport>,
    /// Whether the record of addresses should have been written and the site's folder may only be read.
    pub not_recorded: bool,
    /// Why not all was kept for the next build; the reports are taken down.
    pub not_kept: Option<Error>,
}

/// What came of an attempt to withdraw.
pub enum Attempt {
    /// It is done.
    Done(Box<Withdrawal>),
    /// Nobody knows what the site was made from, so nothing is changed. Says why, and what to delete by hand.
    Unknown(String),
}

/// Why a withdrawal stopped before anything was changed.
enum Stopped {
    Unknown(String),
    Failed(Error),
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Stopped {
        Stopped::Failed(error)
    }
}

/// Takes down what is withdrawn by hand, or else what is gone or held now. `shown` is the output folder as people know it.
///
/// # Errors
///
/// Where the record of addresses cannot be read, where another report would stand at an address that is withdrawn, and as the system
/// says; then nothing is changed.
pub fn withdraw(request: &Request<'_>, state: &StateFolder, shown: &str) -> Result<Attempt, Error> {
    match attempt(request, state, shown) {
        Ok(withdrawal) => Ok(Attempt::Done(Box::new(withdrawal))),
        Err(Stopped::Unknown(why)) => Ok(Attempt::Unknown(why)),
        Err(Stopped::Failed(error)) => Err(error),
    }
}

fn attempt(request: &Request<'_>, state: &StateFolder, shown: &str) -> Result<Withdrawal, Stopped> {
    let mut state = state.clone();
    let _locks = Locks::take(request, &mut state)?;
    addresses::readable(request.site)?;
    let ledger = noted(request, &state, shown)?;
    let place = last_good::Place::new(&state, request.output, request.options.sync);
    let bytes = place.read_list();
    let list = Snapshot::decode(&bytes);
    let by_hand = request.addresses.by_hand.as_ref();
    let Waiting { withdrawn, unseen } = match by_hand {
        // Whatever the sources say now: the report can have a copy that is taken for it, or lie where nobody can look.
        Some(by_hand) => Waiting {
            withdrawn: ledger.published_as(request.output, &by_hand.address, by_hand.file.as_ref()),
            unseen: Vec::new(),
        },
        None => waiting(request, (&ledger, &state.file(LEDGER)), list.as_ref(), shown)?,
    };
    let mut summary = Summary { output: shown.to_string(), ..Summary::default() };
    summary.published = ledger.published(request.output).len() - withdrawn.len();
    summary.reports = summary.published;
    if withdrawn.is_empty() && by_hand.is_none() {
        return Ok(Withdrawal { summary, unseen, not_recorded: false, not_kept: None });
    }
    if !state.can_be_written {
        let why = format!(
            "{} 不能写，没法记下撤下了哪些文章；没有改动任何文件\n  处理：用可以写这个文件夹的用户运行",
            state.shown_folder()
        );
        return Err(Error::Usage(why).into());
    }
    let (made, not_kept) = take_down(request, &state, shown, ledger, (&place, list.as_ref()), &withdrawn)?;
    summary.changes = Some(made.published.changes);
    summary.files = made.published.changed;
    summary.to_delete = made.to_delete;
    summary.withdrawn = withdrawn;
    Ok(Withdrawal { summary, unseen, not_recorded: made.not_recorded, not_kept })
}

/// The site without what is to go.
struct Made {
    published: Published,
    to_delete: Option<ToDelete>,
    not_recorded: bool,
}

/// Makes the site without `withdrawn` and forgets them. What was done, and what did not go well after that.
fn take_down(
    request: &Request<'_>,
    state: &StateFolder,
    shown: &str,
    mut ledger: Ledger,
    (place, list): (&last_good::Place, Option<&Snapshot<'_>>),
    withdrawn: &[WithdrawnReport],
) -> Result<(Made, Option<Error>), Stopped> {
    let Request { root, output, site, .. } = *request;
    let sync = request.options.sync;
    let gone: BTreeSet<&str> = withdrawn.iter().map(|report| report.file.as_str()).collect();
    let cannot = |why: &str| Stopped::Unknown(cannot(withdrawn, why));
    let left = list.map(|list| (list, list.without(&gone)));
    let stays = |left: &Snapshot<'_>| {
        let mut files = ledger.published(output).iter().map(|(file, _)| file.as_str()).filter(|file| !gone.contains(file));
        files.all(|file| left.file(file).is_some())
    };
    let Some((list, mut left)) = left.filter(|(_, left)| stays(left)) else { return Err(cannot(&no_list(state))) };
    let manifest = standing(root, list).ok_or_else(|| cannot(&other_site(shown, state)))?;
    let standing = Standing { root, manifest: &manifest, disk: &site.disk };
    let sources = LastGood::read(place, &left, &standing).map_err(|lost| cannot(&no_longer(&lost, state)))?;
    let before = ledger.clone();
    ledger.strike(output, &gone);
    // A disk that is full here leaves the site as it is.
    let staged = Staged::write_private(&state.file(LEDGER), &[ledger.text().as_bytes()], sync)?;
    let here = manifest.entries().iter().filter_map(|(path, _)| UrlPath::new(path)).collect();
    let mut known = addresses::known_beside(request, None, || before);
    known.here = Some(here);
    let made = publish(request, state, known, (&sources, &left), withdrawn)?;
    // They are taken down: what goes wrong from here on is told, and fails nothing.
    left.sums = made.published.sums;
    let (struck, noted) = (place.strike(list, left), staged.put_in_place());
    Ok((made, struck.and(noted).err()))
}

/// Notes a withdrawal by hand where the site cannot be made: the next build that can takes the report down, with the same reason.
///
/// # Errors
///
/// When another build is at work, when the record cannot be read, and as the system says.
pub fn note(request: &Request<'_>, state: &StateFolder) -> Result<Note, Error> {
    let mut state = state.clone();
    let _locks = Locks::take(request, &mut state)?;
    addresses::readable(request.site)?;
    let bytes = plain::read(&state.file(LEDGER)).unwrap_or_default();
    let known = addresses::known_beside(request, None, || Ledger::parse(&bytes));
    let is_first = request.site.settings.permalinks.is_none();
    // A record of this one line would make all other reports look new to the next build.
    if is_first && known.unrecorded.is_empty() {
        return Ok(Note::NoRecord);
    }
    let is_read_only = addresses::Written::of(request, known, &Next::default()).put_in_place(request.site)?;
    Ok(if is_read_only { Note::ReadOnly } else { Note::Written })
}

/// What became of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    /// It is in the record.
    Written,
    /// The folder may only be read.
    ReadOnly,
    /// There is no record that it could stand in.
    NoRecord,
}

/// What the last builds published.
fn noted(request: &Request<'_>, state: &StateFolder, shown: &str) -> Result<Ledger, Stopped> {
    let Request { root, output, .. } = *request;
    let (path, name) = (state.file(LEDGER), state.shown(LEDGER));
    let bytes = match plain::read(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(Error::io("读取", path, error).into()),
        read => read.ok(),
    };
    let ledger = bytes.map(|bytes| Ledger::read(&bytes)).unwrap_or_else(|| Some(Ledger::parse(&[])));
    match ledger {
        Some(ledger) if !ledger.published(output).is_empty() && is_folder(root) => Ok(ledger),
        Some(_) => Err(Stopped::Unknown(format!(
            "没有上次发布的记录（{name}），不知道 {shown} 里有哪些文章，没有改动任何文件\n  处理：运行 gongkai build，改好它列出的错误"
        ))),
        None => Err(Stopped::Unknown(format!(
            "上次发布的记录 {name} 读不出来，不知道 {shown} 里有哪些文章，没有改动任何文件\n  处理：从备份恢复这个文件；或运行 gongkai build，改好它列出的错误"
        ))),
    }
}

/// The list of files in the output folder, where it is the one that was left when `list` was kept.
fn standing(root: &Path, list: &Snapshot<'_>) -> Option<Manifest> {
    let bytes = plain::read(&root.join(sha256sums::FILE)).ok()?;
    let is_same = list.sums == sha256sums::sum(&bytes);
    is_same.then(|| Manifest::parse(&String::from_utf8_lossy(&bytes))).flatten()
}

/// Reports that are online and no longer to be.
struct Waiting {
    withdrawn: Vec<WithdrawnReport>,
    /// Those that nobody could look for: they stay.
    unseen: Vec<WithdrawnReport>,
}

/// Reports that are online, and gone or held as the sources are now. Faulty ones, and those that only have another file, are to stay.
fn waiting(
    request: &Request<'_>,
    (ledger, noted): (&Ledger, &Path),
    list: Option<&Snapshot<'_>>,
    shown: &str,
) -> Result<Waiting, Error> {
    let Request { site, choices, output, .. } = *request;
    let sources = Tolerant(&site.disk);
    // What was public before anybody signed it is not held now.
    let remembered = Remembered::new(Box::new(NothingKnown), noted.to_path_buf());
    let known = Known::read(site.settings.permalinks.as_deref());
    let planned = plan(&sources, &site.config, choices, (&remembered, &known), &ThemeFacts::default())?;
    let withdrawn = ledger.compare(output, planned.now(), |file| Some(list?.file(file)?.digest)).withdrawn;
    let is_below = |file: &SourcePath, folder: &SourcePath| {
        file.as_str().strip_prefix(folder.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let is_unseen =
        |report: &WithdrawnReport| planned.loaded.left_out.iter().any(|left| is_below(&report.file, &left.shown));
    let (unseen, withdrawn): (Vec<_>, Vec<_>) = withdrawn.into_iter().partition(is_unseen);
    if planned.loaded.reports.is_empty() && withdrawn.len() == ledger.published(output).len() {
        return Err(Error::Usage(format!(
            "会撤下全部文章：reports/ 里一篇也没有，可能没有读到；没有改动任何文件\n  处理：看看 reports/ 是不是在原来的地方；确实要全部撤下的，在服务器上删去网站，再删去 {shown}"
        )));
    }
    Ok(Waiting { withdrawn, unseen })
}

/// Makes the last good site without what is to go, from `sources`, which have it no more. The ledger tells what was public.
fn publish(
    request: &Request<'_>,
    state: &StateFolder,
    known: Known,
    (sources, left): (&LastGood, &Snapshot<'_>),
    withdrawn: &[WithdrawnReport],
) -> Result<Made, Error> {
    let mut config = Config::read(&sources.settings());
    if left.asked.base_url.is_some() {
        config.base_url.clone_from(&left.asked.base_url);
    }
    let mut theme = Theme::load(&config, &sources.theme_files())?;
    let now = left.asked.now.parse().map_err(|_| Error::Usage("上次发布的日期读不出来".to_string()))?;
    let choices = Choices { now, drafts: left.asked.drafts };
    let remembered = Remembered::new(Box::new(NothingKnown), state.file(LEDGER));
    let planned = plan_as_published(sources, &config, choices, (&remembered, &known), &theme.facts(&config))?;
    addresses::stands_no_more(request, &planned)?;
    addresses::nothing_forgotten(request, &known.unrecorded, &planned, withdrawn)?;
    // Only what is withdrawn is news: all else is as it was when this machine published last, and another one may know better.
    let record = addresses::Written::of_withdrawal(request, known, &planned.permalinks);
    let before = PreviousOutput::read(request.root, &[], true)?;
    let output = Output::open(request.root, before, request.options.sync)?;
    render(&planned, &config, &mut theme, sources, &output)?;
    let not_recorded = record.put_in_place(request.site)?;
    let published = output.commit()?;
    let to_delete = addresses::to_delete(request, state, &published.changed.deleted, &planned.plan);
    Ok(Made { published, to_delete, not_recorded })
}

/// What to do where the last good site cannot be made again.
fn cannot(withdrawn: &[WithdrawnReport], why: &str) -> String {
    let reports: String = withdrawn.iter().map(name).collect();
    format!(
        "{why}，没法只撤下几篇；没有改动任何文件\n  处理：改好别处的错误，运行 gongkai build 就会撤下；等不及的，先在服务器上删去下面这些网页和同名的文件夹，目录和检索里的条目等生成以后更新{reports}"
    )
}

/// A report that is to go, in a line of its own.
pub fn name(report: &WithdrawnReport) -> String {
    let address = if report.address.is_empty() { "网址没有记录" } else { &report.address };
    let title = if report.title.is_empty() { "标题没有记录" } else { &format!("《{}》", report.title) };
    format!("\n    {} {}", covered(title), covered(address))
}

fn no_list(state: &StateFolder) -> String {
    format!("上次发布的网站是用什么做成的，没有留下完整的记录（由旧版程序生成，或 {} 文件夹被删过）", state.shown_folder())
}

fn other_site(shown: &str, state: &StateFolder) -> String {
    format!("{shown} 里的网站在那以后又生成过，或者改动过（SHA256SUMS 和 {} 里的记录对不上）", state.shown_folder())
}

fn no_longer(lost: &Lost, state: &StateFolder) -> String {
    match lost {
        Lost::Text => no_list(state),
        Lost::Attachment(address) => {
            format!("附件 {} 和发布时不一样，或者不在了，reports/ 里也没有和发布时一样的", covered(address))
        }
    }
}

/// A site's files, of which those that cannot be read count as empty: they are faulty, and nobody withdraws them.
pub(super) struct Tolerant<'d>(pub(super) &'d Disk);

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
