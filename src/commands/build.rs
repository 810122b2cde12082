//! `gongkai build`: the site. Nothing under the output folder changes unless every page could be made.

#![expect(clippy::disallowed_methods, reason = "a command is the edge: it keeps the ledger and resolves the output folder")]

use std::fs;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::Outcome;
use super::kept::{self, Kept};
use super::last_good::{self, Keeper};
use super::lock::{self, Held};
use super::remembered::Remembered;
use super::site::{Findings, OpenSite, Place, fails, resolved, tell};
use super::staged::Staged;
use super::state_folder::{LEDGER, StateFolder};
use super::withdraw::{self, Request};
use crate::cache::Cache;
use crate::cli::{BuildArgs, Format};
use crate::config::shapes::is_web_url;
use crate::diagnostics::visible::visible;
use crate::diagnostics::{Diagnostic, Level, Summary, account};
use crate::error::Error;
use crate::load::sources::ThemeFiles;
use crate::model::address::encoded;
use crate::pipeline::{self, Choices, Planned};
use crate::publish::apply::{Before, Output};
use crate::publish::ledger::{Comparison, Ledger, Now};
use crate::publish::snapshot::{Asked, Snapshot};
use crate::render::theme::Theme;

/// Where a site is not to be written and no other folder was named.
const NOTHING_KEPT: &str =
    "网站文件夹不能写，没有为下次保存什么：下次全部重新生成，也不知道撤下了哪些文章；用 --state 指定一个可以写的文件夹\n";

/// What a build has to tell.
struct Said {
    diagnostics: Vec<Diagnostic>,
    summary: Summary,
    /// What did not go well beside the site, which is published. Ends with a line feed.
    note: String,
}

/// `gongkai build`: makes the site and writes it, unless something keeps it from being published.
///
/// # Errors
///
/// When the site cannot be read, the output folder is not ours or cannot be written, or a template is at fault. Findings are
/// no errors: they are told, and the exit code says so.
pub fn run(args: &BuildArgs, place: &Place) -> Result<Outcome, Error> {
    use_small_pages();
    let folder = place.find_site()?;
    let mut state = StateFolder::of(args, &place.here, &folder);
    let (cache_state, cache_files) = (state.clone(), OnceLock::new());
    let cache = || cache_files.get_or_init(|| kept::read(args, &cache_state)).as_ref().map(kept::decode);
    let (site, cache) = rayon::join(|| OpenSite::open_in(folder), cache);
    // The program ends when this function has: giving back what is known of ten thousand files would take as long as listing them.
    let mut site = ManuallyDrop::new(site?);
    let cache = ManuallyDrop::new(cache);
    if let Some(base_url) = &args.base_url {
        site.config.base_url = Some(checked_base_url(base_url)?);
    }
    let root = output_folder(args, place, &site.root)?;
    if state.is_inside(&root) {
        return Err(Error::Usage("`--state` 的文件夹在生成的网站里面，会随网站一起公开\n  处理：换一个文件夹".to_string()));
    }
    // Both are held until the build is over.
    let _lock = state.take(&site.root, args.wait)?;
    let output_lock = if root.is_dir() { Some(lock::take_output(&root, args.wait)?) } else { None };
    let can_be_written = state.can_be_written;
    let theme_files = site.disk.theme_files()?;
    // A site that is reached through a link is the same site.
    let key = root.strip_prefix(resolved(&site.root)).unwrap_or(&root).display().to_string();
    let shown = shown_output(args, &root, &site.root);
    if args.withdraw_only {
        return withdraw::run(&Request { args, place, site: &site, root: &root, output: &key, shown, state: &state });
    }
    let choices = site.choices(&args.selection);
    let kept = Kept::new(args, choices, &site, &theme_files, &key, state);
    let (cache, useless) = match &*cache {
        Some(Ok(cache)) => (Some(cache), None),
        Some(Err(useless)) => (None, Some(*useless)),
        None => (None, None),
    };
    let mut said = match cache.and_then(|cache| kept.again(cache, &site, &root)) {
        Some((diagnostics, summary)) => Said { diagnostics, summary, note: String::new() },
        None => build(args, choices, &site, &theme_files, (&root, output_lock), &kept, cache)?,
    };
    if said.summary.changes.is_some() {
        said.summary.output = shown;
    }
    if !can_be_written {
        said.note.push_str(NOTHING_KEPT);
    }
    if let Some(useless) = useless {
        said.note.push_str(&kept.useless(useless));
    }
    Ok(told(args, place, &site, &root, &said))
}

fn told(args: &BuildArgs, place: &Place, site: &OpenSite, root: &Path, said: &Said) -> Outcome {
    let least = if place.verbose { Level::Info } else { Level::Warning };
    let mut outcome = tell(place, site, &said.diagnostics, &said.summary, &args.findings, Findings::Talk { least });
    if outcome.code != 0 && args.findings.format == Format::Text && !place.quiet {
        // The counts stay the last line.
        let last = outcome.stderr.trim_end().rfind('\n').map_or(0, |end| end + 1);
        outcome.stderr.insert_str(last, "没有写任何文件，上次的页面保持不变\n");
    }
    outcome.stderr.insert_str(0, &said.note);
    if place.verbose {
        outcome.stderr.push_str(&account::files(&said.summary));
        outcome.stderr.push_str(&format!(
            "网站文件夹：{}\n生成到：{}\n",
            visible(&site.root.display().to_string()),
            visible(&root.display().to_string())
        ));
    }
    outcome
}

/// Asks the system for memory in small pages. Pages of two megabytes round up what a build holds by a fifth and what a rebuild holds by
/// two fifths, and all of that has to be found and cleared: a rebuild after other programs takes a third longer with them. One right
/// after another would be a seventh faster.
fn use_small_pages() {
    // Where the system does not know the setting, nothing is lost but memory.
    #[cfg(target_os = "linux")]
    let _ = rustix::thread::disable_transparent_huge_pages(true);
}

/// Goes through all stages; what `kept` knows is neither read nor made again. `held` is the lock of the output folder, where there is one
/// already.
fn build(
    args: &BuildArgs,
    choices: Choices,
    site: &OpenSite,
    theme_files: &ThemeFiles,
    (root, held): (&Path, Option<Held>),
    kept: &Kept,
    cache: Option<&Cache<'_>>,
) -> Result<Said, Error> {
    let last = last_good::Place::new(&kept.folder, &kept.output, kept.sync);
    let tapped = last.tap(&site.disk);
    let plan = || -> Result<_, Error> {
        let theme = Theme::load(&site.config, theme_files)?;
        let known = Remembered::new(kept.reports(cache, site), kept.folder.file(LEDGER));
        let look = theme.look(&site.config);
        Ok((pipeline::plan(&tapped, &site.config, choices, &known, &look)?, theme))
    };
    let (planned, (noted, ledger, list, before)) = rayon::join(plan, || {
        let noted = kept.noted();
        let ledger = Ledger::parse(&noted);
        let known = kept.files(cache);
        let is_noted = ledger.has_output(&kept.output) || !known.is_empty();
        (noted, ledger, last.read_list(), Before::look(root, known, is_noted))
    });
    let (mut planned, mut theme) = planned?;
    let asked = Asked { now: choices.now.to_string(), drafts: choices.drafts, base_url: args.base_url.clone() };
    let keeper = Keeper { place: last, tapped: &tapped, old: Snapshot::decode(&list), theme_files, asked };
    let mut then = keeper.old.as_ref().map(Snapshot::digests);
    let digest_then = |file: &str| then.as_mut()?.of(file);
    let Comparison { withdrawn, news } = ledger.compare(&kept.output, now(&planned), digest_then);
    let mut note = String::new();
    if !planned.is_publishable() || fails(&planned.diagnostics, args.findings.deny) {
        planned.summary.waiting = withdrawn;
    } else {
        (planned.summary.withdrawn, planned.summary.news) = (withdrawn, news);
        let (before, _held) = match held {
            Some(held) => (before?, held),
            None => before.and_then(|_| before_first(root, args.wait))?,
        };
        note = publish(site, (root, before), (&mut planned, &mut theme), (noted, ledger), (kept, &keeper), cache)?;
    }
    let (diagnostics, summary) = (std::mem::take(&mut planned.diagnostics), std::mem::take(&mut planned.summary));
    // As in `run`: the program ends soon.
    std::mem::forget((planned, theme));
    Ok(Said { diagnostics, summary, note })
}

/// Makes an output folder that was not there, and looks at it: another build may have been quicker.
fn before_first(root: &Path, wait: bool) -> Result<(Before<'static>, Held), Error> {
    let held = lock::take_output(root, wait)?;
    Ok((Before::look(root, &[], false)?, held))
}

/// Makes and writes all pages, and then what the next build needs. Returns what did not go well with that.
fn publish(
    site: &OpenSite,
    (root, before): (&Path, Before<'_>),
    (planned, theme): (&mut Planned, &mut Theme),
    (noted, mut ledger): (Vec<u8>, Ledger),
    (kept, keeper): (&Kept, &Keeper<'_>),
    cache: Option<&Cache<'_>>,
) -> Result<String, Error> {
    let output = Output::open(root, before, kept.sync)?;
    pipeline::render(planned, &site.config, theme, &site.disk, &output)?;
    let is_news = ledger.record(&kept.output, now(planned), |output| site.root.join(output).is_dir());
    let text = if is_news { ledger.text().into_bytes() } else { noted };
    let staged = if is_news { kept.stage_ledger(&text)? } else { None };
    let said = (planned.diagnostics.as_slice(), &planned.summary);
    let next = || kept.next(site, &planned.loaded, said, cache);
    let (published, next) = rayon::join(|| output.commit(), next);
    let published = published?;
    planned.summary.changes = Some(published.changes);
    planned.summary.files = published.changed;
    // The site is published: what goes wrong from here on is told, and fails nothing.
    let keep = || {
        staged.map_or(Ok(()), Staged::put_in_place)?;
        last_good::save(keeper, site, planned, published.sums)?;
        next.map_or(Ok(()), |next| kept.save(next, (published.files, &text), cache))?;
        kept.forget_texts_of_others(&ledger)
    };
    let unknown = unknown(&published.unknown);
    let not_kept = keep().err().map(|error| format!("网站已生成，但没有为下次保存好：{error}\n")).unwrap_or_default();
    Ok(unknown + &not_kept)
}

/// Files that stay because nobody knows whose they are; pages of reports that were withdrawn may be among them.
fn unknown(files: &[String]) -> String {
    /// So many are named.
    const NAMED: usize = 5;
    if files.is_empty() {
        return String::new();
    }
    let named = files.iter().take(NAMED).map(|path| visible(path).into_owned()).collect::<Vec<_>>().join("、");
    format!(
        "输出文件夹里的 SHA256SUMS 不完整，已补好。另有 {} 个文件不知道是不是以前生成的，没有删：{named}\n  处理：逐个核对，不该公开的删去；或移走自己放的文件，删去整个输出文件夹，重新生成\n",
        files.len()
    )
}

fn now(planned: &Planned) -> Now<'_> {
    Now { loaded: &planned.loaded, index: &planned.index, plan: &planned.plan, rejected: &planned.rejected }
}

/// The output folder as people know it: below the site, or as they gave it.
fn shown_output(args: &BuildArgs, root: &Path, site: &Path) -> String {
    let inside = root.strip_prefix(resolved(site)).ok().map(Path::to_path_buf);
    let folder = inside.or_else(|| args.output.clone()).unwrap_or_else(|| root.to_path_buf());
    format!("{}/", visible(&folder.display().to_string()).trim_end_matches(std::path::MAIN_SEPARATOR))
}

fn checked_base_url(given: &str) -> Result<String, Error> {
    let url = given.trim().trim_end_matches('/');
    match is_web_url(url) && !url.contains(['?', '#']) {
        true => Ok(encoded(url)),
        false => Err(Error::Usage(format!(
            "`--base-url` 的值 `{given}` 不是完整的网址\n  处理：写作 `--base-url https://www.example.gov.cn`"
        ))),
    }
}

/// The output folder: `--output` seen from the current folder, or `output` in the site. It may not be the site itself, hold
/// it, or lie among its sources.
fn output_folder(args: &BuildArgs, place: &Place, site: &Path) -> Result<PathBuf, Error> {
    let folder = match &args.output {
        Some(output) => place.here.join(output),
        None => site.join("output"),
    };
    if fs::symlink_metadata(&folder).is_ok() && fs::metadata(&folder).is_err() {
        return Err(Error::Usage(format!(
            "{} 是一个链接，通到不存在的地方\n  处理：删去链接，或换一个文件夹，如 --output output",
            folder.display()
        )));
    }
    let (folder, site) = (resolved(&folder), resolved(site));
    let sources = ["reports", "themes", "templates", "assets", ".gongkai", ".git"];
    let inside = sources.iter().find(|name| folder.starts_with(site.join(name)));
    match () {
        () if site.starts_with(&folder) => Err(Error::Usage(format!(
            "不能把网站生成到 {}：那里放着网站的源文件\n  处理：换一个文件夹，如 --output output",
            folder.display()
        ))),
        () if inside.is_some() => Err(Error::Usage(format!(
            "不能把网站生成到 {}：它在源文件夹 {} 里面\n  处理：换一个文件夹，如 --output output",
            folder.display(),
            inside.unwrap_or(&"reports")
        ))),
        () => Ok(folder),
    }
}
