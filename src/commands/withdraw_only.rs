//! `gongkai build --withdraw-only`: what is said of a withdrawal. [`crate::pipeline::withdraw`] does it.

use super::Outcome;
use super::site::{Findings, NOT_RECORDED, Place, tell};
use crate::cli::{BuildArgs, Format};
use crate::diagnostics::{Level, WithdrawnReport, account};
use crate::error::Error;
use crate::kept::state_folder::StateFolder;
use crate::pipeline::request::Request;
use crate::pipeline::withdraw::{Attempt, Withdrawal, name, withdraw};

/// Ends the account of a withdrawal.
const DONE: &str = "只撤下了这些文章，其余都和上次发布的一样；别处的错误改好以后，再运行 gongkai build\n";

/// Takes down what is gone or held now. `shown` is the output folder as people know it.
pub(super) fn run(
    request: &Request<'_>,
    state: StateFolder,
    (args, place): (&BuildArgs, &Place),
    shown: &str,
) -> Result<Outcome, Error> {
    let Withdrawal { summary, unseen, not_recorded, not_kept } = match withdraw(request, &state, shown)? {
        Attempt::Done(withdrawal) => *withdrawal,
        Attempt::Unknown(why) => return Err(Error::Usage(why)),
    };
    if args.findings.format != Format::Text {
        return Ok(tell(place, request.site, &[], &summary, &args.findings, Findings::Talk { least: Level::Warning }));
    }
    let mut outcome = Outcome::default();
    // Nothing was looked at but what is withdrawn, so there is no count of findings.
    if !place.quiet {
        let files = if place.verbose { account::files(&summary) } else { String::new() };
        let last = match (summary.withdrawn.is_empty(), not_kept) {
            (true, _) => "没有等着撤下的文章，没有改动任何文件\n".to_string(),
            (false, Some(error)) => format!("文章已撤下，但没有为下次保存好：{error}\n{DONE}"),
            (false, None) => DONE.to_string(),
        };
        let record = if not_recorded { NOT_RECORDED } else { "" };
        outcome.stderr = account::render(&summary) + &files + &told_unseen(&unseen) + record + &last;
    }
    Ok(outcome)
}

/// Ends with a line feed, unless it is empty.
fn told_unseen(unseen: &[WithdrawnReport]) -> String {
    if unseen.is_empty() {
        return String::new();
    }
    let names: String = unseen.iter().map(name).collect();
    format!(
        "有 {} 篇所在的文件夹没有读（是链接、太深，或名称不能用），不知道是不是要撤下，没有撤：{names}\n  处理：运行 gongkai check，按它说的改好\n",
        unseen.len()
    )
}
