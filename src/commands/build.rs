//! `gongkai build`: the site. Nothing under the output folder changes unless every page could be made.

#![expect(clippy::disallowed_methods, reason = "a command is the edge: it keeps the ledger and resolves the output folder")]

use std::fs;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::Outcome;
use super::kept::{self, Kept};
use super::lock;
use super::site::{Findings, OpenSite, Place, fails, tell};
use super::staged::Staged;
use crate::cache::Cache;
use crate::cli::{BuildArgs, Format};
use crate::config::shapes::is_web_url;
use crate::diagnostics::{Diagnostic, Level, Summary};
use crate::error::Error;
use crate::model::address::encoded;
use crate::pipeline::{self, Choices};
use crate::publish::apply::{Before, Output};
use crate::publish::ledger::Ledger;
use crate::render::theme::{Theme, ThemeFiles};

/// What the last build published, below the site's folder.
pub(super) const LEDGER: &str = ".gongkai/published.json";

pub fn run(args: &BuildArgs, place: &Place) -> Result<Outcome, Error> {
    use_small_pages();
    let folder = place.find_site()?;
    let (cache_folder, cache_files) = (folder.clone(), OnceLock::new());
    let cache = || cache_files.get_or_init(|| kept::read(args, &cache_folder)).as_ref().map(kept::decode);
    let (site, cache) = rayon::join(|| OpenSite::open_in(folder), cache);
    // The program ends when this function has: giving back what is known of ten thousand files would take as long as listing them.
    let mut site = ManuallyDrop::new(site?);
    let cache = ManuallyDrop::new(cache);
    if let Some(base_url) = &args.base_url {
        site.config.base_url = Some(checked_base_url(base_url)?);
    }
    let root = output_folder(args, place, &site.root)?;
    // Held until the build is over.
    let _lock = lock::take(&site.root, args.wait)?;
    let theme_files = site.disk.theme_files()?;
    let key = root.strip_prefix(&site.root).unwrap_or(&root).display().to_string();
    let choices = site.choices(&args.selection);
    let kept = Kept::new(args, choices, &site, &theme_files, &key);
    let (cache, useless) = match &*cache {
        Some(Ok(cache)) => (Some(cache), None),
        Some(Err(useless)) => (None, Some(*useless)),
        None => (None, None),
    };
    let (diagnostics, summary) = match cache.and_then(|cache| kept.again(cache, &site, &root)) {
        Some(again) => again,
        None => build(args, choices, &site, &theme_files, &root, &kept, cache)?,
    };
    let least = if place.verbose { Level::Info } else { Level::Warning };
    let mut outcome = tell(place, &site, &diagnostics, &summary, &args.findings, Findings::Talk { least });
    if outcome.code != 0 && args.findings.format == Format::Text && !place.quiet {
        // The counts stay the last line.
        let last = outcome.stderr.trim_end().rfind('\n').map_or(0, |end| end + 1);
        outcome.stderr.insert_str(last, "没有写任何文件，上次的页面保持不变\n");
    }
    if let Some(useless) = useless {
        outcome.stderr.insert_str(0, &Kept::useless(useless));
    }
    if place.verbose {
        outcome.stderr.push_str(&format!("网站文件夹：{}\n生成到：{}\n", site.root.display(), root.display()));
    }
    Ok(outcome)
}

/// Asks the system for memory in small pages. Pages of two megabytes round up what a build holds by a fifth and what a rebuild holds by
/// two fifths, and all of that has to be found and cleared: a rebuild after other programs takes a third longer with them. One right
/// after another would be a seventh faster.
fn use_small_pages() {
    // Where the system does not know the setting, nothing is lost but memory.
    #[cfg(target_os = "linux")]
    let _ = rustix::thread::disable_transparent_huge_pages(true);
}

/// Goes through all stages; what `kept` knows is neither read nor made again.
fn build(
    args: &BuildArgs,
    choices: Choices,
    site: &OpenSite,
    theme_files: &ThemeFiles,
    root: &Path,
    kept: &Kept,
    cache: Option<&Cache<'_>>,
) -> Result<(Vec<Diagnostic>, Summary), Error> {
    let ledger_path = site.root.join(LEDGER);
    let plan = || -> Result<_, Error> {
        let theme = Theme::load(&site.config, theme_files)?;
        let (known, look) = (kept.reports(cache, site), theme.look(&site.config));
        Ok((pipeline::plan(&site.disk, &site.config, choices, known.as_ref(), &look)?, theme))
    };
    let (planned, (noted, mut ledger, before)) = rayon::join(plan, || {
        let noted = fs::read(&ledger_path).unwrap_or_default();
        let ledger = Ledger::parse(&noted);
        (noted, ledger, Before::look(root, kept.files(cache)))
    });
    let (mut planned, mut theme) = planned?;
    if planned.is_publishable() && !fails(&planned.diagnostics, args.findings.deny) {
        planned.summary.withdrawn = ledger.withdrawn(&kept.output, &planned.index);
        let output = Output::open(root, before?)?;
        pipeline::render(&planned, &site.config, &mut theme, &site.disk, &output)?;
        let said = (planned.diagnostics.as_slice(), &planned.summary);
        let next = || kept.next(site, &planned.loaded, said, cache);
        let (published, next) = rayon::join(|| output.commit(), next);
        let published = published?;
        planned.summary.changes = Some(published.changes);
        let is_news = ledger.record(&kept.output, &planned.index, |output| site.root.join(output).is_dir());
        let text = if is_news { ledger.text().into_bytes() } else { noted };
        if is_news {
            Staged::write(&ledger_path, &[&text])?.put_in_place()?;
        }
        if let Some(next) = next {
            kept.save(site, next, (published.files, &text), cache)?;
        }
    }
    let said = (std::mem::take(&mut planned.diagnostics), std::mem::take(&mut planned.summary));
    // As in `run`: the program ends soon.
    std::mem::forget((planned, theme));
    Ok(said)
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

/// The path with links and `..` resolved as far as it exists.
fn resolved(path: &Path) -> PathBuf {
    if let Ok(resolved) = fs::canonicalize(path) {
        return resolved;
    }
    match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) => resolved(parent).join(name),
        _ => path.to_path_buf(),
    }
}
