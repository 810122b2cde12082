//! `gongkai review`: the review of one report. It tells how far it is, writes a signature into the front matter, or writes what reviewers
//! are given: the text that they sign (送审稿.txt), and a sheet for their hands (审签单.html).

#![expect(clippy::disallowed_methods, reason = "a command is the edge: it reads and writes the report")]

mod sheet;
pub mod sign;

use std::fs;
use std::path::{Path, PathBuf};

use super::Outcome;
use super::build::{OUTPUT, source_folder};
use super::check::wanted;
use super::site::Place;
use crate::check::reviews::{Demands, Judged, Titles, Verdict, command, judge};
use crate::cli::{ReviewArgs, ReviewStep};
use crate::clock;
use crate::diagnostics::exit_code::{CLEAN, FINDINGS};
use crate::diagnostics::visible::visible;
use crate::disk::site::{OpenSite, resolved};
use crate::disk::writer;
use crate::error::Error;
use crate::kept::remembered::Remembered;
use crate::kept::state_folder::{LEDGER, StateFolder};
use crate::load::manuscript::Manuscript;
use crate::load::sources::{NothingKnown, Sources};
use crate::load::{self, Loaded, Reading, review::NoReview};
use crate::model::date::Date;
use crate::model::encoding;
use crate::model::fault::FaultKind;
use crate::model::path::SourcePath;
use crate::model::report::LoadedReport;
use crate::model::review::{Round, Step};
use crate::permalinks::Known;
use crate::pipeline::recorded::Recorded;
use sheet::Sheet;
use sign::{Request, Signed};

/// Where the two files go, below the site, without `--out`.
const FOLDER: &str = "审签单";
/// The text that is signed.
const MANUSCRIPT: &str = "送审稿.txt";
/// The sheet.
const SHEET: &str = "审签单.html";

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The report that is meant, and what is known of it.
struct Meant<'l> {
    site: &'l OpenSite,
    loaded: &'l Loaded,
    report: &'l LoadedReport,
    judged: Judged,
    today: Date,
}

/// `gongkai review`: tells, signs or prints.
///
/// # Errors
///
/// When there is no such report, or a file cannot be read or written.
pub fn run(args: &ReviewArgs, place: &Place) -> Result<Outcome, Error> {
    let site = place.open_site()?;
    let load = || load::load(&site.disk, Reading { markdown: site.config.markdown(), review: &NoReview }, &NothingKnown);
    let loaded = load()?;
    let report = find(&loaded, &args.file, place, &site)?;
    if report.faults.iter().any(|fault| is_unreadable(&fault.kind)) {
        let said =
            format!("错误：{} 的文章信息读不出来\n  处理：先照 `gongkai check` 的提示改好\n", visible(report.path.as_str()));
        return Ok(Outcome { stderr: said, code: FINDINGS, ..Outcome::default() });
    }
    // Asked as a build asks, or the two would tell another state.
    let remembered = Remembered::new(Box::new(NothingKnown), StateFolder::of_site(&site.root).file(LEDGER));
    let addresses = Known::read(site.settings.permalinks.as_deref());
    let known = Recorded::new(&remembered, &addresses, &site.disk);
    let policy = Demands::new(&loaded, &site.config).policy(report);
    let today = clock::today(site.config.timezone);
    let judged = judge(report, &|| Titles::of(&loaded).has_once(report), &policy, &site.disk, &known, today)?;
    let meant = Meant { site: &site, loaded: &loaded, report, judged, today };
    // Before anything is signed: a sheet that may not be written there must not leave half of what was asked.
    let folder = if args.print { Some(meant.folder(args.out.as_deref(), place)?) } else { None };
    let mut outcome = Outcome::default();
    if let Some((step, by)) = args.step.zip(args.by.as_deref()) {
        let on = args.on.unwrap_or(today);
        if let Some(refused) = meant.sign(Request { signed: signed(step), by: by.trim(), on })? {
            return Ok(Outcome { stderr: format!("错误：{refused}\n"), code: FINDINGS, ..outcome });
        }
        if !place.quiet {
            outcome.stderr = format!("已记下：{}，{on}，审签码 {}\n", name(step), meant.judged.code);
        }
    }
    if let Some(folder) = folder {
        // The sheet has the signature that was just written.
        let again = args.step.is_some().then(load).transpose()?;
        let signed = again.as_ref().and_then(|loaded| loaded.report(&report.path)).unwrap_or(report);
        outcome.stdout = Meant { report: signed, ..meant }.print(&folder)?;
        outcome.code = CLEAN;
        return Ok(outcome);
    }
    if args.step.is_none() {
        outcome.stdout = meant.told();
    }
    outcome.code = CLEAN;
    Ok(outcome)
}

/// The report in the file, or in the folder, that is named.
fn find<'l>(loaded: &'l Loaded, file: &Path, place: &Place, site: &OpenSite) -> Result<&'l LoadedReport, Error> {
    let wanted = wanted(&[file.to_path_buf()], place, &site.root)?;
    let path = wanted.first().and_then(|path| SourcePath::new(path));
    let beside = path.as_ref().and_then(|path| path.join("index.md"));
    let found = path.and_then(|path| loaded.report(&path)).or_else(|| loaded.report(&beside?));
    found.ok_or_else(|| {
        Error::Usage(format!(
            "`{}` 不是一篇文章\n  处理：写文章的文件，如 reports/信息公开/规划计划/2024-01-08-计划.md",
            file.display()
        ))
    })
}

/// Whether nobody can tell what the front matter says.
fn is_unreadable(kind: &FaultKind) -> bool {
    matches!(
        kind,
        FaultKind::MalformedToml { .. }
            | FaultKind::MalformedDate { .. }
            | FaultKind::MissingFence { .. }
            | FaultKind::NearMissFence { .. }
            | FaultKind::NotUtf8 { .. }
    )
}

fn signed(step: ReviewStep) -> Signed {
    match step {
        ReviewStep::First => Signed::Step(Step::First),
        ReviewStep::Second => Signed::Step(Step::Second),
        ReviewStep::Last => Signed::Step(Step::Last),
        ReviewStep::Proofreading => Signed::Proofreading,
    }
}

fn name(step: ReviewStep) -> &'static str {
    match signed(step) {
        Signed::Step(step) => step.name(),
        Signed::Proofreading => "校对",
    }
}

impl Meant<'_> {
    /// Writes the signature into the file; why not, where it cannot be.
    fn sign(&self, request: Request<'_>) -> Result<Option<String>, Error> {
        let Meant { site, report, judged, today, .. } = self;
        let record = &report.draft.review;
        if let Some(refused) = sign::refusal(record, judged, request, *today) {
            return Ok(Some(refused));
        }
        let bytes = site.disk.read(&report.path)?;
        let source = encoding::utf8(&bytes).unwrap_or_default();
        let written = match sign::write(source, record, judged.code, request) {
            Ok(written) => written,
            Err(refused) => return Ok(Some(refused)),
        };
        let mark = if bytes.starts_with(BYTE_ORDER_MARK.as_bytes()) { BYTE_ORDER_MARK } else { "" };
        writer::replace(&site.root.join(report.path.as_str()), format!("{mark}{written}").as_bytes())?;
        Ok(None)
    }

    /// Where both files go: a folder from which nothing gets to readers, because the names of reviewers stand in them.
    fn folder(&self, given: Option<&Path>, place: &Place) -> Result<PathBuf, Error> {
        let Meant { site, report, .. } = self;
        let own = report.path.below_reports().unwrap_or_default();
        let own = own.strip_suffix("/index.md").filter(|_| report.is_bundle).or(own.strip_suffix(".md")).unwrap_or(own);
        let folder = match given {
            Some(folder) => place.here.join(folder),
            None => site.root.join(FOLDER).join(own),
        };
        let (whole, root) = (resolved(&folder), resolved(&site.root));
        let output = whole.starts_with(root.join(OUTPUT)).then_some(OUTPUT);
        match source_folder(&whole, &root).or(output) {
            None => Ok(folder),
            Some(inside) => Err(Error::Usage(format!(
                "`--out` 的文件夹在 {inside} 里面，审签单上的姓名会随网站公开\n  处理：换一个文件夹，或者不写 `--out`"
            ))),
        }
    }

    /// Writes both files into `folder`, and gives their paths.
    fn print(&self, folder: &Path) -> Result<String, Error> {
        let Meant { site, loaded, report, judged, today } = self;
        let manuscript = Manuscript::of(report, &site.disk)?;
        let category = loaded.category(&report.folder).map(|category| category.written_path()).unwrap_or_default();
        let sheet =
            Sheet { report, judged, category, office: &site.config.org.name, manuscript: &manuscript, today: *today };
        fs::create_dir_all(folder).map_err(|error| Error::io("新建文件夹", folder, error))?;
        let files: [(PathBuf, &str); 2] = [(folder.join(MANUSCRIPT), &manuscript.text), (folder.join(SHEET), &sheet.html())];
        for (path, text) in &files {
            writer::replace(path, text.as_bytes())?;
        }
        let shown = |path: &Path| path.strip_prefix(&site.root).unwrap_or(path).display().to_string();
        Ok(files.iter().map(|(path, _)| format!("{}\n", visible(&shown(path)))).collect())
    }

    /// How far the review is, and what comes next.
    fn told(&self) -> String {
        let Meant { report, judged, .. } = self;
        let record = &report.draft.review;
        let title = report.draft.title.as_ref().map_or("", |title| title.value.as_str());
        let steps: Vec<&str> = judged.steps.iter().map(|step| step.name()).collect();
        let demanded = match judged.is_demanded {
            true => {
                format!("要求：{}{}", steps.join("、"), if judged.is_public { "（已公开的文章，改动要审）" } else { "" })
            }
            false => "要求：这个栏目不要求审签".to_string(),
        };
        let mut lines = vec![
            format!("《{}》 {}", visible(title), visible(report.path.as_str())),
            format!("审签码：{}（现在这一稿）", judged.code),
            demanded,
        ];
        let current = record.round(judged.code);
        lines.extend(current.iter().flat_map(|round| signatures(round)));
        let others = record.rounds.iter().filter(|round| round.code() != Some(judged.code));
        for round in others.filter(|round| !round.signatures.is_empty()) {
            let code = round.code.as_ref().map_or("没有写审签码", |code| code.value.as_str());
            lines.push(format!("审过的另一稿：{}", visible(code)));
            lines.extend(signatures(round));
        }
        lines.push(match judged.verdict {
            Verdict::Reviewed if judged.is_demanded => "状态：审完了".to_string(),
            Verdict::Reviewed => "状态：可以发布".to_string(),
            Verdict::Held(lack) => format!("状态：{}，暂不发布", lack.name()),
            Verdict::Stale => "状态：终审以后改过，改动审完以前整站不能发布".to_string(),
            Verdict::Open(lack) => format!("状态：{}，不影响发布", lack.name()),
        });
        let none = Round::default();
        let next = current.unwrap_or(&none).lacking(&judged.steps, self.today);
        lines.extend(next.filter(|_| judged.is_demanded).map(|step| format!("下一步：{}", command(report, step))));
        lines.join("\n") + "\n"
    }
}

/// A line each.
fn signatures(round: &Round) -> Vec<String> {
    let day = |on: Option<Date>| on.map_or_else(|| "没有写日期".to_string(), |day| day.to_string());
    let step = |(step, signature): &(Step, crate::model::span::Located<crate::model::review::Signature>)| {
        format!("  {} {} {}", step.name(), day(signature.value.on), visible(&signature.value.by))
    };
    let mut lines: Vec<String> = round.signatures.iter().map(step).collect();
    lines.extend(
        round
            .proofreading
            .iter()
            .map(|read| format!("  校对 {} {}", day(read.value.on), visible(&read.value.by.join("、")))),
    );
    lines
}
