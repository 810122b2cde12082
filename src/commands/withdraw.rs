//! `gongkai withdraw`: takes one report down, whatever else is the matter with the site. The source is moved out of the reports, the address
//! is noted as withdrawn, and the site is made again as it was published last, without the report.

#![expect(clippy::disallowed_methods, reason = "a command is the edge: it asks what a name on the command line is")]

use std::path::PathBuf;

use super::Outcome;
use super::build::{OUTPUT, previous, shown_output};
use super::check::wanted;
use super::site::{Findings, NOT_RECORDED, Place, tell};
use crate::cli::{FindingsArgs, Format, WithdrawArgs};
use crate::clock;
use crate::diagnostics::visible::visible;
use crate::diagnostics::{Level, account};
use crate::disk::site::{OpenSite, resolved};
use crate::disk::writer;
use crate::error::Error;
use crate::kept::build_cache::Options;
use crate::kept::state_folder::{LEDGER, StateFolder};
use crate::model::choices::Choices;
use crate::model::path::SourcePath;
use crate::model::privacy::{covered, is_private};
use crate::pipeline::build::build;
use crate::pipeline::published_report::{self, Found, PublishedReport};
use crate::pipeline::request::{Addresses, ByHand, Request};
use crate::pipeline::withdraw::{Attempt, Note, Withdrawal, note, withdraw};
use crate::publish::sha256sums::Manifest;

/// Below the folder of what is kept: the sources of what was withdrawn.
const WITHDRAWN: &str = "withdrawn";
/// Characters of a reason: it is a sentence on a page.
const LONGEST_REASON: usize = 100;
/// Nothing was withdrawn.
const REFUSED: u8 = 1;

/// `gongkai withdraw`.
///
/// # Errors
///
/// When the site cannot be read or written.
pub fn run(args: &WithdrawArgs, place: &Place) -> Result<Outcome, Error> {
    let reason = args.reason.trim().trim_end_matches(['。', '.', '；']);
    if let Some(refusal) = unfit(reason, &args.reason) {
        return Ok(refused(&refusal));
    }
    let site = place.open_site()?;
    let state = place.state(args.state.as_deref(), &site.root);
    let previous = args.previous.as_ref().map(|file| previous(&place.here.join(file))).transpose()?;
    let ledger = state.file(LEDGER);
    let found = match meant(&args.what, place, &site)? {
        Meant::File(file) => published_report::in_file(&site, &ledger, OUTPUT, previous.as_ref(), &file)?,
        Meant::Address(address) => published_report::at(&site, &ledger, OUTPUT, previous.as_ref(), &address)?,
    };
    let report = match found {
        Found::Report(report) => report,
        Found::Nothing(why) => return Ok(refused(&why)),
    };
    if args.keep_title && report.title.is_empty() {
        return Ok(refused("这一篇的标题已经没有记录，不能保留\n  处理：去掉 --keep-title"));
    }
    if args.keep_title && is_private(&report.title) {
        return Ok(refused("标题里有身份证号、电话之类的个人信息，不能保留\n  处理：去掉 --keep-title"));
    }
    let moved = report.source.as_ref().map(|source| move_away(&site, &state, source)).transpose()?;
    let outcome = take_down((args, reason, previous), place, &state, &report);
    let outcome = outcome.map(|mut outcome| {
        outcome.stderr.extend(report.elsewhere.iter().map(|folder| {
            let folder = visible(folder);
            format!("生成到 {folder} 的网站里也有这一篇，没有动\n  处理：运行 gongkai build --output {folder}\n")
        }));
        outcome
    });
    let Some(Moved { from, to, shown }) = moved else { return outcome };
    let mut outcome = match outcome {
        // Nothing was withdrawn, so nothing is missing from the sources either.
        Err(error) => {
            writer::move_back(&to, &from)?;
            return Err(error);
        }
        Ok(outcome) => outcome,
    };
    if !place.quiet {
        outcome.stderr.push_str(&format!("原稿移到了 {}；要重新公开，移回原处\n", visible(&covered(&shown))));
    }
    Ok(outcome)
}

/// A source that was moved out of the reports.
struct Moved {
    from: PathBuf,
    to: PathBuf,
    /// Where it is now, as people know it.
    shown: String,
}

/// Why a reason may not be on a page.
fn unfit(reason: &str, written: &str) -> Option<String> {
    match () {
        () if reason.is_empty() && !written.is_empty() => {
            Some("原因里没有文字\n  处理：写明为什么撤下，或者去掉 --reason".to_string())
        }
        () if is_private(reason) => {
            Some("原因里有身份证号、电话之类的个人信息，会显示在网页上\n  处理：换一个说法".to_string())
        }
        () if reason.chars().any(char::is_control) => Some("原因只能写一行".to_string()),
        () if visible(reason) != reason => {
            Some("原因里有看不见的字符，会让网页上的文字读不通\n  处理：重新打一遍，不要粘贴".to_string())
        }
        () if reason.chars().count() > LONGEST_REASON => Some(format!("原因太长，写在网页上的不超过 {LONGEST_REASON} 字")),
        () => None,
    }
}

fn refused(why: &str) -> Outcome {
    let why = covered(why);
    let lines: Vec<_> = why.lines().map(visible).collect();
    Outcome { stderr: format!("没有撤下：{}\n", lines.join("\n")), code: REFUSED, ..Outcome::default() }
}

/// What somebody names.
enum Meant {
    File(SourcePath),
    Address(String),
}

/// The file that is meant, where the words are the name of one: seen from the current folder, or from the site's. A file of the finished site
/// stands for its address.
fn meant(what: &str, place: &Place, site: &OpenSite) -> Result<Meant, Error> {
    let address = || Meant::Address(what.to_string());
    let here = [place.here.join(what), site.root.join(what)].into_iter().find(|path| path.exists());
    let Some(path) = here.filter(|_| !what.starts_with('/') || std::path::Path::new(what).is_file()) else {
        return Ok(address());
    };
    let wanted = wanted(&[path], place, &site.root)?;
    let Some(inside) = wanted.first() else { return Ok(address()) };
    Ok(match inside.strip_prefix(OUTPUT).and_then(|rest| rest.strip_prefix('/')) {
        Some(page) => Meant::Address(page.to_string()),
        None => SourcePath::new(inside).map_or_else(address, Meant::File),
    })
}

/// Moves the source out of the reports: a file, or the folder of a report with its attachments.
fn move_away(site: &OpenSite, state: &StateFolder, source: &SourcePath) -> Result<Moved, Error> {
    let from = site.root.join(source.as_str());
    let mut below = format!("{WITHDRAWN}/{source}");
    // Something of that name was withdrawn before.
    let mut number = 1;
    while state.file(&below).exists() {
        number += 1;
        below = format!("{WITHDRAWN}/{source}-{number}");
    }
    let to = state.file(&below);
    writer::move_away(&from, &to)?;
    Ok(Moved { from, to, shown: state.shown(&below) })
}

/// Makes the last good site without the report; where nobody knows what that was made of, the site as it is now.
fn take_down(
    (args, reason, previous): (&WithdrawArgs, &str, Option<Manifest>),
    place: &Place,
    state: &StateFolder,
    report: &PublishedReport,
) -> Result<Outcome, Error> {
    let site = place.open_site()?;
    let root = resolved(&site.root.join(OUTPUT));
    let now = clock::local(site.config.timezone);
    let by_hand = ByHand {
        address: report.address.clone(),
        file: report.file.clone(),
        aliases: report.aliases.clone(),
        marks: report.marks,
        reason: reason.to_string(),
        title: if args.keep_title { report.title.clone() } else { String::new() },
        is_erased: args.erase,
    };
    let addresses = Addresses { today: Some(now.date()), by_hand: Some(by_hand), previous, ..Addresses::default() };
    let request = Request {
        site: &site,
        choices: Choices { now, drafts: false },
        root: &root,
        output: OUTPUT,
        base_url: None,
        wait: true,
        options: Options {
            cache: false,
            sync: true,
            deny_warnings: false,
            deny_unreviewed: false,
            addresses: addresses.digest(),
        },
        addresses,
    };
    let shown = shown_output(None, &root, &site.root);
    match withdraw(&request, state, &shown)? {
        Attempt::Unknown(_) => build_without(&request, place, state, report, shown),
        Attempt::Done(withdrawal) => {
            let Withdrawal { summary, not_recorded, not_kept, .. } = *withdrawal;
            let mut stderr = withdrawn(report) + &account::render(&summary);
            if not_recorded {
                stderr.push_str(NOT_RECORDED);
            }
            stderr.extend(not_kept.map(|error| format!("没有为下次保存好：{error}\n")));
            Ok(Outcome { stderr: if place.quiet { String::new() } else { stderr }, ..Outcome::default() })
        }
    }
}

/// Makes the site as it is now. Where it has errors, what was asked is noted, so that the next build that goes through does it.
fn build_without(
    request: &Request<'_>,
    place: &Place,
    state: &StateFolder,
    report: &PublishedReport,
    shown: String,
) -> Result<Outcome, Error> {
    let mut built = build(request, state.clone(), None)?;
    let is_made = built.summary.changes.is_some();
    let noted = if is_made { Note::Written } else { note(request, state)? };
    let not_recorded = if is_made { built.not_recorded } else { noted == Note::ReadOnly };
    built.summary.output = if is_made { shown } else { String::new() };
    let findings = FindingsArgs { format: Format::Text, deny: Vec::new() };
    let talk = Findings::Talk { least: Level::Error };
    let mut outcome = tell(place, request.site, &built.diagnostics, &built.summary, &findings, talk);
    if is_made && !place.quiet {
        outcome.stderr.insert_str(0, &withdrawn(report));
    }
    if !is_made {
        let noted = if noted == Note::Written { "；怎样撤下已经记进 permalinks.txt" } else { "" };
        outcome.stderr.push_str(&format!(
            "网页还没有撤下：别处有错误，又没有上次网站的完整记录{noted}\n  处理：改好上面的错误，运行 gongkai build；等不及的，先在服务器上删去 {} 和同名的文件夹\n",
            visible(&covered(report.address.as_str()))
        ));
    }
    if not_recorded {
        outcome.stderr.push_str(NOT_RECORDED);
    }
    Ok(outcome)
}

/// Ends with a line feed.
fn withdrawn(report: &PublishedReport) -> String {
    let title = if report.title.is_empty() { String::new() } else { format!("《{}》", visible(&covered(&report.title))) };
    format!("{title}已撤下，网址 {}\n", visible(&covered(report.address.as_str())))
}
