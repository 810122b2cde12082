//! What a build knows of addresses beforehand, and what it writes down of them. The order of the writing is that of [`super::build`].

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::planned::Planned;
use super::request::{ByHand, Request};
use crate::cache::Cache;
use crate::cache::last_verdict::Left;
use crate::diagnostics::{News, ToDelete, WithdrawnReport};
use crate::disk::plain;
use crate::disk::site::OpenSite;
use crate::disk::writer::{Staged, replace};
use crate::error::Error;
use crate::kept::build_cache::BuildCache;
use crate::kept::state_folder::{StateFolder, cannot_be_written};
use crate::model::address_fault::AddressFaultKind;
use crate::model::digest::Digest;
use crate::model::page::{PageKind, PagePlan};
use crate::model::path::UrlPath;
use crate::permalinks::entry::{Marks, State, Withdrawal};
use crate::permalinks::next::{Change, Next};
use crate::permalinks::unrecorded::may_be_report;
use crate::permalinks::{self, Known, Published, text};
use crate::publish::ledger::Ledger;
use crate::publish::sha256sums::{self, Manifest};

/// The file that names what is to be deleted on the server, among what is kept from build to build.
pub const TO_DELETE: &str = "服务器上要删去的文件.txt";

/// What was public before this build.
pub(super) fn known(request: &Request<'_>, kept: &BuildCache, cache: Option<&Cache<'_>>) -> Known {
    // What this program published last is in the record that it wrote then; looking is for records that somebody lost, merged or changed.
    let published = cache.map(|cache| &cache.published).filter(|published| published.output == kept.output);
    let left = published.map(|published| published.verdict.record);
    let mut known = known_beside(request, left, || Ledger::parse(&kept.noted()));
    let is_in_step = left == Some(digest(request.site.settings.permalinks.as_deref()));
    if is_in_step && known.is_as_read() && !known.is_locked {
        known.concluded = published.and_then(|published| published.verdict.concluded());
    }
    known
}

/// As [`known`], where the last build into the folder left the record with the digest `left`. `ledger` says what it published.
pub(super) fn known_beside(request: &Request<'_>, left: Option<Digest>, ledger: impl FnOnce() -> Ledger) -> Known {
    let Request { site, addresses, root, output, .. } = request;
    let file = site.settings.permalinks.as_deref();
    let is_lost = file.is_none() && left.is_some_and(|left| left != digest(None));
    let mut known = Known::read(file);
    (known.today, known.is_locked, known.is_lost) = (addresses.today, addresses.is_locked, is_lost);
    if let Some(by_hand) = &addresses.by_hand {
        // Before anything that only the published site knows: what leads to the report is not forgotten with it.
        known.lead(&by_hand.aliases, &by_hand.address);
    }
    let is_in_step = file.is_some() && left.is_some_and(|left| left == digest(file));
    if addresses.today.is_some() && !is_in_step {
        add_published(&mut known, &ledger(), output, root);
    }
    if let Some(previous) = &addresses.previous {
        add(&mut known, previous, |_| None, |_| false, true);
    }
    if let Some((by_hand, today)) = addresses.by_hand.as_ref().zip(addresses.today) {
        let ByHand { address, marks, reason, title, is_erased, .. } = by_hand.clone();
        let withdrawal = Withdrawal { day: Some(today), reason, title };
        known.withdraw(&address, marks, today, (!is_erased).then_some(withdrawal));
    }
    known
}

/// Adds what the output folder has. What only a preview showed is no reader's, and a folder that is not ours, which is refused later, adds
/// nothing.
fn add_published(known: &mut Known, ledger: &Ledger, output: &str, root: &Path) {
    let list = plain::read(&root.join(sha256sums::FILE)).unwrap_or_default();
    let list = Manifest::parse(&String::from_utf8_lossy(&list)).unwrap_or_default();
    let (previews, noted): (Vec<_>, Vec<_>) = ledger.published(output).iter().partition(|(_, noted)| noted.is_preview);
    let previews: Vec<UrlPath> = previews.iter().filter_map(|(_, noted)| UrlPath::new(&noted.address)).collect();
    let marks: FxHashMap<&str, Marks> =
        noted.iter().map(|(file, noted)| (noted.address.as_str(), Marks::of(&noted.title, file))).collect();
    let is_only_shown = |address: &UrlPath| previews.iter().any(|page| address.belongs_to(page));
    add(known, &list, |address| marks.get(address.as_str()).copied(), is_only_shown, false);
}

/// Refuses a record of which lines cannot be read: whoever writes it anew would lose them, and whoever plans with the rest of it would give
/// their addresses away.
pub(super) fn readable(site: &OpenSite) -> Result<(), Error> {
    match Known::read(site.settings.permalinks.as_deref()).record().faults.is_empty() {
        true => Ok(()),
        false => Err(Error::Usage(
            "permalinks.txt 里有读不出来的行；没有改动任何文件\n  处理：运行 gongkai check permalinks.txt，按它说的改好，再撤下".to_string(),
        )),
    }
}

/// Refuses where something stands at an address that is withdrawn by hand: a copy of the report asks for it, or another one as its old address.
pub(super) fn stands_no_more(request: &Request<'_>, planned: &Planned) -> Result<(), Error> {
    let Some(by_hand) = &request.addresses.by_hand else { return Ok(()) };
    let page = planned.plan.get(&by_hand.address).filter(|page| !matches!(page.kind, PageKind::Withdrawn(_)));
    let Some(page) = page else { return Ok(()) };
    let file = page.owner.file.as_ref().map(ToString::to_string).unwrap_or_default();
    let (what, cure) = match page.kind {
        PageKind::Redirect { .. } => ("的 `aliases` 写了这个网址", "删去那一行 `aliases`"),
        _ => {
            ("又会出现在这个网址：标题相同，或 `slug` 相同", "是同一篇的，先把这个文件也移走；是另一篇，给它写另一个 `slug`")
        }
    };
    Err(Error::Usage(format!("撤下以后，{file} {what}；没有改动任何文件\n  处理：{cure}")))
}

/// Refuses a withdrawal by which an address that only the published site knows would be given up: the record is lost or an old one, and with it
/// where that address led.
pub(super) fn nothing_forgotten(
    request: &Request<'_>,
    unrecorded: &FxHashSet<UrlPath>,
    planned: &Planned,
    withdrawn: &[WithdrawnReport],
) -> Result<(), Error> {
    let by_hand = request.addresses.by_hand.iter().map(|by_hand| by_hand.address.clone());
    let own: Vec<UrlPath> = withdrawn.iter().filter_map(|report| UrlPath::new(&report.address)).chain(by_hand).collect();
    let is_own = |address: &UrlPath| own.iter().any(|page| address.belongs_to(page));
    let is_lost = |address: &&UrlPath| {
        let page = planned.plan.get(address).map(|page| &page.kind);
        may_be_report(address.as_str()) && !is_own(address) && matches!(page, None | Some(PageKind::Withdrawn(_)))
    };
    match unrecorded.iter().filter(is_lost).min() {
        None => Ok(()),
        Some(address) => Err(Error::Usage(format!(
            "permalinks.txt 里没有 {address}，不知道它转到哪里；没有改动任何文件\n  处理：从版本库或备份找回 permalinks.txt，再撤下；找不回的，先运行 gongkai build，再撤下"
        ))),
    }
}

/// Adds the files of a list, those aside that are left out.
fn add(
    known: &mut Known,
    list: &Manifest,
    marks: impl Fn(&UrlPath) -> Option<Marks>,
    is_left_out: impl Fn(&UrlPath) -> bool,
    is_elsewhere: bool,
) {
    let addresses = list.entries().iter().filter_map(|(path, _)| UrlPath::new(path));
    for address in addresses.filter(|address| !is_left_out(address)) {
        known.add(Published { marks: marks(&address), address }, is_elsewhere);
    }
}

fn digest(file: Option<&[u8]>) -> Digest {
    file.map(Digest::of).unwrap_or_default()
}

/// The record as this build leaves it.
pub(super) struct Written {
    /// What is to be written; none where the file is right as it is, or is not this build's to write.
    text: Option<String>,
    /// What the next build may rely on.
    pub left: Left,
}

impl Written {
    /// As [`Written::of`], with nothing changed but what is withdrawn.
    pub(super) fn of_withdrawal(request: &Request<'_>, known: Known, next: &Next) -> Written {
        // What only the published site knew gets the day that it bears.
        let is_news = |change: &&Change| {
            matches!(change.after.state, State::Gone(_)) || known.unrecorded.contains(&change.after.address)
        };
        let changed = next.changed.iter().filter(is_news).cloned().collect();
        Written::of(request, known, &Next { changed, ..Next::default() })
    }

    pub(super) fn of(request: &Request<'_>, known: Known, next: &Next) -> Written {
        let file = request.site.settings.permalinks.as_deref();
        let is_right = next.concluded.is_some();
        let is_written = known.today.is_some() && !known.is_locked && !is_right;
        let record = is_written.then(|| next.applied(known.into_record()));
        // Where nothing was ever public there is nothing to remember.
        let text = record.filter(|record| file.is_some() || !record.is_empty()).map(|record| text::write(&record));
        let text = text.filter(|text| file != Some(text.as_bytes()));
        let digest = text.as_ref().map_or_else(|| digest(file), |text| Digest::of(text.as_bytes()));
        Written { text, left: Left { record: digest, concluded: next.concluded.clone() } }
    }

    /// Whether the folder may only be read, so that the record stays as it was.
    pub(super) fn put_in_place(&self, site: &OpenSite) -> Result<bool, Error> {
        let Some(text) = &self.text else { return Ok(false) };
        match replace(&site.root.join(permalinks::FILE), text.as_bytes()) {
            Err(Error::Io { source, .. }) if cannot_be_written(&source) => Ok(true),
            written => written.map(|()| false),
        }
    }
}

/// The news in which reports that were withdrawn once are told from those that are new.
pub(super) fn with_republished(mut news: News, plan: &PagePlan) -> News {
    let faults = plan.faults.addresses.iter();
    let republished = faults.filter(|fault| matches!(fault.kind, AddressFaultKind::Republished { .. }));
    let republished: BTreeSet<&str> = republished.map(|fault| fault.address.as_str()).collect();
    let (again, new) = news.new.into_iter().partition(|report| republished.contains(report.address.as_str()));
    (news.republished, news.new) = (again, new);
    news
}

/// The address of the site that was published last, as its robots.txt tells crawlers. Nothing where none was given.
pub(super) fn host(root: &Path) -> Option<String> {
    let robots = plain::read(&root.join("robots.txt")).ok()?;
    let robots = String::from_utf8_lossy(&robots);
    let sitemap = robots.lines().find_map(|line| line.strip_prefix("Sitemap: "))?;
    Some(sitemap.strip_suffix("/sitemap.xml")?.to_string())
}

/// Notes what is to be deleted on the server: what this build deleted here, and what earlier builds did and nobody has struck off. The list
/// is for people, and no build needs it: where it cannot be written, the account has named what was withdrawn.
pub(super) fn to_delete(
    request: &Request<'_>,
    folder: &StateFolder,
    deleted: &[Arc<str>],
    plan: &PagePlan,
) -> Option<ToDelete> {
    // What another output folder lacks is on no server.
    if request.addresses.today.is_none() || !folder.can_be_written {
        return None;
    }
    let path = folder.file(TO_DELETE);
    let listed = plain::read(&path).unwrap_or_default();
    let listed = String::from_utf8_lossy(&listed);
    let stands = |file: &str| UrlPath::new(file).is_some_and(|url| plan.get(&url).is_some());
    let before: BTreeSet<&str> = listed.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let all: BTreeSet<&str> = before.iter().copied().chain(deleted.iter().map(|file| &**file)).collect();
    let left: BTreeSet<&str> = all.into_iter().filter(|file| !stands(file)).collect();
    if left == before {
        return None;
    }
    let text: String = left.iter().map(|file| format!("{file}\n")).collect();
    Staged::write_private(&path, &[text.as_bytes()], false).and_then(Staged::put_in_place).ok()?;
    let is_longer = left.iter().any(|file| !before.contains(file));
    is_longer.then(|| ToDelete { files: left.len(), list: folder.shown(TO_DELETE) })
}
