//! A build in its true order, from the lock to what is kept for the next one. The stages before it are pure ([`super::plan`],
//! [`super::render`]); here is what happens to the disk, and when. Where the order matters a sentence says what another one would break.

use std::path::Path;

use super::addresses;
use super::request::Request;
use super::{Planned, render};
use crate::cache::{Cache, Useless};
use crate::check::reviews;
use crate::diagnostics::exit_code::fails;
use crate::diagnostics::{Diagnostic, Summary};
use crate::disk::site::is_folder;
use crate::disk::writer::Staged;
use crate::error::Error;
use crate::kept::build_cache::BuildCache;
use crate::kept::last_good::{self, Keeper};
use crate::kept::lock::{self, Held};
use crate::kept::remembered::Remembered;
use crate::kept::state_folder::{LEDGER, StateFolder};
use crate::load::sources::ThemeFiles;
use crate::publish::apply::{Output, PreviousOutput, Published};
use crate::publish::ledger::{Comparison, Ledger};
use crate::publish::snapshot::{Asked, Snapshot};
use crate::render::theme::Theme;

/// What a build did, and what did not go well beside the site, which is published.
#[derive(Default)]
pub struct Built {
    /// What was found, in the order of files and places.
    pub diagnostics: Vec<Diagnostic>,
    /// The numbers of the run, and what is held back.
    pub summary: Summary,
    /// Files in the output folder of which nobody knows whose they are. They stay.
    pub unknown: Vec<String>,
    /// Why nothing, or not all, was kept for the next build.
    pub not_kept: Option<Error>,
    /// The address of the site when it was published last and now, where it is another one.
    pub moved_host: Option<(String, String)>,
    /// Whether the record of addresses should have been written and the site's folder may only be read.
    pub not_recorded: bool,
    /// Whether the folder for what is kept cannot be written at all.
    pub is_read_only: bool,
    /// Why the cache was of no use, for people.
    pub useless: Option<String>,
}

/// The locks of the site and of the output folder, held as long as this is.
pub(super) struct Locks {
    /// None where the site may only be read.
    _site: Option<Held>,
    /// None while there is no such folder.
    output: Option<Held>,
}

impl Locks {
    /// First of all: two builds at a time would each delete what the other publishes, and each forget what the other has noted.
    pub(super) fn take(request: &Request<'_>, state: &mut StateFolder) -> Result<Locks, Error> {
        let site = state.take(&request.site.root, request.wait)?;
        // Whoever waited here has read the record that the other build has changed since, and would write it back as it was.
        if request.site.disk.settings()?.permalinks != request.site.settings.permalinks {
            return Err(Error::Usage(
                "等待的时候，另一次生成改了 permalinks.txt；没有改动任何文件\n  处理：再运行一次".to_string(),
            ));
        }
        let is_there = is_folder(request.root);
        let output = is_there.then(|| lock::take_output(request.root, request.wait)).transpose()?;
        Ok(Locks { _site: site, output })
    }
}

/// Publishes the site, unless a finding speaks against it. `cache` is what the last build knew, or why that is of no use.
///
/// # Errors
///
/// When another build is at work, when a template is at fault, and as the system says; then nothing is changed below the output folder.
pub fn build(
    request: &Request<'_>,
    mut state: StateFolder,
    cache: Option<&Result<Cache<'_>, Useless>>,
) -> Result<Built, Error> {
    let locks = Locks::take(request, &mut state)?;
    let theme_files = request.site.disk.theme_files()?;
    let is_read_only = !state.can_be_written;
    let kept = BuildCache::new(request.site, &theme_files, request.choices, request.output, request.options, state);
    let useless = cache.and_then(|cache| cache.as_ref().err()).map(|reason| kept.useless(*reason));
    let cache = cache.and_then(|cache| cache.as_ref().ok());
    // Asked before anything is read: where nothing has happened since, the last build's account still holds.
    let built = match cache.and_then(|cache| kept.repeated(cache, request.site, request.root)) {
        Some((diagnostics, summary)) => Built { diagnostics, summary, ..Built::default() },
        None => build_anew(request, &theme_files, locks, &kept, cache)?,
    };
    Ok(Built { is_read_only, useless, ..built })
}

/// Goes through all stages; what `kept` knows is neither read nor made again.
fn build_anew(
    request: &Request<'_>,
    theme_files: &ThemeFiles,
    locks: Locks,
    kept: &BuildCache,
    cache: Option<&Cache<'_>>,
) -> Result<Built, Error> {
    let Request { site, choices, root, .. } = *request;
    let last = last_good::Place::new(&kept.folder, &kept.output, kept.sync);
    // What is kept as the last good site is what was read for this one, so texts are taken down while they are read.
    let tapped = last.tap(&site.disk);
    let known_addresses = addresses::known(request, kept, cache);
    let plan = || -> Result<_, Error> {
        let theme = Theme::load(&site.config, theme_files)?;
        let known = Remembered::new(kept.reports(cache, site), kept.folder.file(LEDGER));
        let facts = theme.facts(&site.config);
        Ok((super::plan(&tapped, &site.config, choices, (&known, &known_addresses), &facts)?, theme))
    };
    // Meanwhile what the last build left is looked at: whoever changes a file from here on is noticed by the next build.
    let (planned, (noted, ledger, list, before)) = rayon::join(plan, || {
        let noted = kept.noted();
        let ledger = Ledger::parse(&noted);
        let known = kept.files(cache);
        let is_noted = ledger.has_output(&kept.output) || !known.is_empty();
        (noted, ledger, last.read_list(), PreviousOutput::read(root, known, is_noted))
    });
    let (mut planned, theme) = planned?;
    addresses::stands_no_more(request, &planned)?;
    let asked =
        Asked { now: choices.now.to_string(), drafts: choices.drafts, base_url: request.base_url.map(str::to_string) };
    let keeper = Keeper { place: last, tapped: &tapped, old: Snapshot::decode(&list), theme_files, asked };
    let mut then = keeper.old.as_ref().map(Snapshot::digests);
    let digest_then = |file: &str| then.as_mut()?.of(file);
    if request.options.deny_unreviewed {
        reviews::deny(&mut planned.diagnostics);
    }
    // Against the old ledger, hence before this build is recorded in it.
    let Comparison { withdrawn, news } = ledger.compare(&kept.output, planned.now(), digest_then);
    if fails(&planned.diagnostics, request.options.deny_warnings) {
        planned.summary.waiting = withdrawn;
        return Ok(told(planned, theme));
    }
    (planned.summary.withdrawn, planned.summary.news) = (withdrawn, addresses::with_republished(news, &planned.plan));
    let record = addresses::Written::of(request, known_addresses, &planned.permalinks);
    // An output folder is made only now: a site with errors leaves none behind.
    let (before, _held) = match locks.output {
        Some(held) => (before?, held),
        None => before.and_then(|_| before_first(root, request.wait))?,
    };
    publish(request, before, (planned, theme), (noted, ledger), record, (kept, &keeper), cache)
}

/// Makes an output folder that was not there, and looks at it: another build may have been quicker.
fn before_first(root: &Path, wait: bool) -> Result<(PreviousOutput<'static>, Held), Error> {
    let held = lock::take_output(root, wait)?;
    Ok((PreviousOutput::read(root, &[], false)?, held))
}

/// Makes and writes all pages, and then what the next build needs.
fn publish(
    request: &Request<'_>,
    before: PreviousOutput<'_>,
    (mut planned, mut theme): (Planned, Theme),
    (noted, mut ledger): (Vec<u8>, Ledger),
    record: addresses::Written,
    (kept, keeper): (&BuildCache, &Keeper<'_>),
    cache: Option<&Cache<'_>>,
) -> Result<Built, Error> {
    let Request { site, root, .. } = *request;
    // Every page is made before the first is put in place, so that a template that fails leaves the old site as it is.
    let output = Output::open(root, before, kept.sync)?;
    render(&planned, &site.config, &mut theme, &site.disk, &output)?;
    // The ledger is written beside its place before anything is published: a disk that is full here leaves the old site as it is.
    let is_news = ledger.record(&kept.output, planned.now(), |output| is_folder(&site.root.join(output)));
    let text = if is_news { ledger.text().into_bytes() } else { noted };
    let staged = if is_news { kept.stage_ledger(&text)? } else { None };
    let said = (planned.diagnostics.as_slice(), &planned.summary);
    let next = || kept.next(site, (&planned.loaded, &planned.reviews), said, &record.left, cache);
    let host = addresses::host(root);
    // Before the pages: an address that is public and not recorded could be given to another report; one that is recorded and not
    // public yet does no harm.
    let not_recorded = record.put_in_place(site)?;
    let (published, next) = rayon::join(|| output.commit(), next);
    let Published { changes, changed, files, sums, unknown } = published?;
    // The site is published: what goes wrong from here on is told, and fails nothing.
    let keep = || {
        // First the ledger: a report that is online and not in it would never be told as withdrawn.
        staged.map_or(Ok(()), Staged::put_in_place)?;
        last_good::save(keeper, site, planned.now(), sums)?;
        // Last the cache, which must not speak of a file that is not there yet nor take the room of one.
        next.map_or(Ok(()), |next| kept.save(next, (files, &text), cache))?;
        kept.forget_texts_of_others(&ledger)
    };
    let to_delete = addresses::to_delete(request, &kept.folder, &changed.deleted, &planned.plan);
    let not_kept = keep().err();
    (planned.summary.changes, planned.summary.files) = (Some(changes), changed);
    planned.summary.to_delete = to_delete;
    let now = site.config.base_url.clone();
    let moved_host = host.zip(now).filter(|(before, now)| before != now);
    Ok(Built { unknown, not_kept, not_recorded, moved_host, ..told(planned, theme) })
}

/// What is to be said of a site. The rest of it stays in memory: the program ends soon, and giving back what is known of ten thousand
/// files would take as long as listing them.
fn told(mut planned: Planned, theme: Theme) -> Built {
    let (diagnostics, summary) = (std::mem::take(&mut planned.diagnostics), std::mem::take(&mut planned.summary));
    std::mem::forget((planned, theme));
    Built { diagnostics, summary, ..Built::default() }
}
