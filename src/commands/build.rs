//! `gongkai build`: the site. Nothing under the output folder changes unless every page could be made.

#![expect(clippy::disallowed_methods, reason = "a command is the edge: it resolves the output folder")]

use std::fs;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::Outcome;
use super::site::{Findings, NOT_RECORDED, Place, choices, tell};
use super::withdraw_only;
use crate::cli::{BuildArgs, Deny, Format};
use crate::clock;
use crate::config::shapes::is_web_url;
use crate::diagnostics::visible::visible;
use crate::diagnostics::{Level, account};
use crate::disk::plain;
use crate::disk::site::{OpenSite, resolved};
use crate::error::Error;
use crate::kept::build_cache::{self, Options};
use crate::model::address::encoded;
use crate::model::path::REPORTS;
use crate::pipeline::build::{Built, build};
use crate::pipeline::request::{Addresses, Request};
use crate::publish::sha256sums::Manifest;

/// The output folder of a site that names no other.
pub(super) const OUTPUT: &str = "output";

/// Where a site is not to be written and no other folder was named.
const NOTHING_KEPT: &str =
    "网站文件夹不能写，没有为下次保存什么：下次全部重新生成，也不知道撤下了哪些文章；用 --state 指定一个可以写的文件夹\n";

/// `gongkai build`: makes the site and writes it, unless something keeps it from being published.
///
/// # Errors
///
/// When the site cannot be read, the output folder is not ours or cannot be written, or a template is at fault. Findings are
/// no errors: they are told, and the exit code says so.
pub fn run(args: &BuildArgs, place: &Place) -> Result<Outcome, Error> {
    use_small_pages();
    let folder = place.find_site()?;
    let state = place.state(args.state.as_deref(), &folder);
    // The cache is read and decoded while the folders of the site are listed: each takes as long as the other.
    let files = OnceLock::new();
    let read = || if args.no_cache { None } else { build_cache::read(&state) };
    let cache = || files.get_or_init(read).as_ref().map(build_cache::decode);
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
    let addresses = addresses(args, place, &site, &root)?;
    let shown = shown_output(args.output.as_deref(), &root, &site.root);
    let request = Request {
        site: &site,
        choices: choices(&args.selection, &site.config),
        root: &root,
        // A site that is reached through a link is the same site.
        output: &root.strip_prefix(resolved(&site.root)).unwrap_or(&root).display().to_string(),
        base_url: args.base_url.as_deref(),
        wait: args.wait,
        options: Options {
            cache: !args.no_cache,
            sync: !args.no_sync,
            deny_warnings: args.findings.deny.contains(&Deny::Warnings),
            deny_unreviewed: args.findings.deny.contains(&Deny::Unreviewed),
            addresses: addresses.digest(),
        },
        addresses,
    };
    if args.withdraw_only {
        return withdraw_only::run(&request, state, (args, place), &shown);
    }
    let mut built = build(&request, state, cache.as_ref())?;
    if built.summary.changes.is_some() {
        built.summary.output = shown;
    }
    Ok(told(args, place, &request, &built))
}

/// What is asked about addresses. Only a build that makes the site itself as it is today may write the record.
fn addresses(args: &BuildArgs, place: &Place, site: &OpenSite, root: &Path) -> Result<Addresses, Error> {
    let today = clock::local(site.config.timezone).date();
    let is_of_today = args.selection.as_of.is_none_or(|as_of| as_of.date() == today);
    let is_own = *root == resolved(&site.root.join(OUTPUT));
    let is_written = !args.selection.drafts && is_of_today && is_own;
    let previous = args.previous.as_ref().map(|file| previous(&place.here.join(file))).transpose()?;
    Ok(Addresses { today: is_written.then_some(today), is_locked: args.locked, previous, by_hand: None })
}

/// The list of files of the site on the server.
pub(super) fn previous(file: &Path) -> Result<Manifest, Error> {
    let bytes = plain::read(file).map_err(|error| Error::io("读取", file, error))?;
    Manifest::parse(&String::from_utf8_lossy(&bytes)).ok_or_else(|| {
        Error::Usage(format!(
            "`--previous` 的文件 {} 不是本程序生成的 SHA256SUMS\n  处理：从现在的网站下载，如 curl -fO https://www.example.gov.cn/SHA256SUMS",
            file.display()
        ))
    })
}

/// What did not go well beside the site, which is published. Ends with a line feed, unless it is empty.
fn notes(built: &Built) -> String {
    let mut notes = unknown(&built.unknown);
    if let Some(error) = &built.not_kept {
        notes.push_str(&format!("网站已生成，但没有为下次保存好：{error}\n"));
    }
    if let Some((before, now)) = &built.moved_host {
        notes.push_str(&format!(
            "网站的网址从 {} 改成了 {}，每一页的网址跟着变\n  处理：在原来的域名上设 301 转向，一对一转到新的域名；换域名要报备，不报备的检查不合格（国办秘函〔2019〕19号）\n",
            visible(before),
            visible(now)
        ));
    }
    if built.not_recorded {
        notes.push_str(NOT_RECORDED);
    }
    if built.is_read_only {
        notes.push_str(NOTHING_KEPT);
    }
    notes + built.useless.as_deref().unwrap_or_default()
}

fn told(args: &BuildArgs, place: &Place, request: &Request<'_>, built: &Built) -> Outcome {
    let (site, summary) = (request.site, &built.summary);
    let least = if place.verbose { Level::Info } else { Level::Warning };
    let mut outcome = tell(place, site, &built.diagnostics, summary, &args.findings, Findings::Talk { least });
    if outcome.code != 0 && args.findings.format == Format::Text && !place.quiet {
        // The counts stay the last line.
        let last = outcome.stderr.trim_end().rfind('\n').map_or(0, |end| end + 1);
        outcome.stderr.insert_str(last, "没有写任何文件，上次的页面保持不变\n");
    }
    outcome.stderr.insert_str(0, &notes(built));
    if place.verbose {
        outcome.stderr.push_str(&account::files(summary));
        outcome.stderr.push_str(&format!(
            "网站文件夹：{}\n生成到：{}\n",
            visible(&site.root.display().to_string()),
            visible(&request.root.display().to_string())
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

/// The output folder as people know it: below the site, or as they gave it.
pub(super) fn shown_output(given: Option<&Path>, root: &Path, site: &Path) -> String {
    let inside = root.strip_prefix(resolved(site)).ok().map(Path::to_path_buf);
    let folder = inside.or_else(|| given.map(Path::to_path_buf)).unwrap_or_else(|| root.to_path_buf());
    format!("{}/", visible(&folder.display().to_string()).trim_end_matches(std::path::MAIN_SEPARATOR))
}

/// The value of `--base-url`, as `site.toml` would have it.
pub(super) fn checked_base_url(given: &str) -> Result<String, Error> {
    let url = given.trim().trim_end_matches('/');
    match is_web_url(url) && !url.contains(['?', '#']) {
        true => Ok(encoded(url)),
        false => Err(Error::Usage(format!(
            "`--base-url` 的值 `{given}` 不是完整的网址\n  处理：写作 `--base-url https://www.example.gov.cn`"
        ))),
    }
}

/// The folder of sources that `folder` is or lies in. Both have their links resolved.
pub(super) fn source_folder(folder: &Path, site: &Path) -> Option<&'static str> {
    [REPORTS, "themes", "templates", "assets", ".gongkai", ".git"]
        .into_iter()
        .find(|name| folder.starts_with(site.join(name)))
}

/// The output folder: `--output` seen from the current folder, or `output` in the site. It may not be the site itself, hold
/// it, or lie among its sources.
fn output_folder(args: &BuildArgs, place: &Place, site: &Path) -> Result<PathBuf, Error> {
    let folder = match &args.output {
        Some(output) => place.here.join(output),
        None => site.join(OUTPUT),
    };
    if fs::symlink_metadata(&folder).is_ok() && fs::metadata(&folder).is_err() {
        return Err(Error::Usage(format!(
            "{} 是一个链接，通到不存在的地方\n  处理：删去链接，或换一个文件夹，如 --output output",
            folder.display()
        )));
    }
    let (folder, site) = (resolved(&folder), resolved(site));
    let inside = source_folder(&folder, &site);
    match () {
        () if site.starts_with(&folder) => Err(Error::Usage(format!(
            "不能把网站生成到 {}：那里放着网站的源文件\n  处理：换一个文件夹，如 --output output",
            folder.display()
        ))),
        () if inside.is_some() => Err(Error::Usage(format!(
            "不能把网站生成到 {}：它在源文件夹 {} 里面\n  处理：换一个文件夹，如 --output output",
            folder.display(),
            inside.unwrap_or(REPORTS)
        ))),
        () => Ok(folder),
    }
}
