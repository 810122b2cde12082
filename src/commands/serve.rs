//! `gongkai serve`: the live preview. It runs until Ctrl-C, so it tells what happens while it happens: the address on stdout, one
//! line a round on stderr.

#![expect(
    clippy::disallowed_methods,
    reason = "a command is the edge: it finds the site's folder, measures a round and tells of it at once"
)]

use std::fs;
use std::io::{self, Write};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Outcome;
use super::site::Place;
use crate::cli::ServeArgs;
use crate::diagnostics::visible::steady;
use crate::diagnostics::{Diagnostic, Level, counts, text};
use crate::error::Error;
use crate::model::privacy::covered;
use crate::serve::bulletin::{Bulletin, Shown};
use crate::serve::http::{Server, first_version};
use crate::serve::published::Published;
use crate::serve::session::{Findings, Round, Session};
use crate::serve::watch::Watch;

/// `gongkai serve`: shows the site on loopback until somebody ends it, and writes nothing below the site.
///
/// # Errors
///
/// When the site cannot be read or the port cannot be taken.
pub fn run(args: &ServeArgs, place: &Place) -> Result<Outcome, Error> {
    let root = place.find_site()?;
    let root = fs::canonicalize(&root).map_err(|error| Error::io("读取", &root, error))?;
    let server = Server::bind(args.bind, args.port)?;
    let bulletin = Arc::new(Bulletin::new(first_version(), Published::open(&root.join("output"))));
    // Watching begins before reading, so that no save falls between the two.
    let mut watch = Watch::begin(&root);
    let stop = watch.stop();
    // Without a handler Ctrl-C still ends the program, only less politely.
    let _ = ctrlc::set_handler(move || stop.stop());
    let begun = Instant::now();
    let (mut session, first) = Session::open(&root, args.selection.as_of, args.selection.drafts, bulletin.clone())?;
    let url = server.url();
    server.start(bulletin.clone())?;
    announce(&url)?;
    let mut last_words = String::new();
    say(place, &first_words(&first, begun.elapsed(), place, bulletin.now().shown()), &mut last_words);
    if args.open {
        open_browser(&url);
    }
    loop {
        if let Some(note) = watch.take_note() {
            say(place, &format!("注意：{note}\n"), &mut last_words);
        }
        let Some(dirty) = watch.wait() else {
            let stderr = if place.quiet { String::new() } else { "已停止\n".to_string() };
            return Ok(Outcome { stderr, ..Outcome::default() });
        };
        let begun = Instant::now();
        let round = session.round(&dirty);
        if dirty.everything {
            watch.swept(begun.elapsed());
        }
        let Some(round) = round else { continue };
        if round.result.is_err() {
            watch.sweep_soon();
        }
        say(place, &words(&round, begun.elapsed(), place, bulletin.now().shown()), &mut last_words);
    }
}

/// The first line on stdout, for people and for scripts that wait for it.
fn announce(url: &str) -> Result<(), Error> {
    let mut stdout = io::stdout().lock();
    let told = writeln!(stdout, "{url}").and_then(|()| stdout.flush());
    match told {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Error::io("写入", "标准输出", error)),
        _ => Ok(()),
    }
}

/// Tells at once; the same trouble is told only once.
fn say(place: &Place, words: &str, last: &mut String) {
    let is_trouble = !words.starts_with("已");
    if words.is_empty() || (is_trouble && words == last) || (place.quiet && !is_trouble) {
        return;
    }
    // Nobody may be listening; the preview goes on.
    let _ = io::stderr().lock().write_all(steady(&covered(words), place.style).as_bytes());
    *last = words.to_string();
}

fn first_words(round: &Round, took: Duration, place: &Place, shown: Shown) -> String {
    match &round.result {
        Ok(Findings { is_shown: true, diagnostics, summary, .. }) => {
            let hint = if diagnostics.is_empty() { "" } else { "（内容用 gongkai check 查看）" };
            format!(
                "已准备好，用时 {} 毫秒；保存后自动更新，按 Ctrl-C 停止\n{}{hint}\n",
                took.as_millis(),
                text::summary_line(summary, diagnostics)
            )
        }
        _ => words(round, took, place, shown),
    }
}

fn words(round: &Round, took: Duration, place: &Place, shown: Shown) -> String {
    match &round.result {
        Ok(Findings { is_shown: true, .. }) if round.files == 0 => format!("已更新，用时 {} 毫秒\n", took.as_millis()),
        Ok(Findings { is_shown: true, .. }) => format!("已更新 {} 个文件，用时 {} 毫秒\n", round.files, took.as_millis()),
        Ok(Findings { diagnostics, texts, .. }) => {
            let errors: Vec<Diagnostic> = diagnostics.iter().filter(|found| found.level == Level::Error).cloned().collect();
            let count = counts(&errors).0;
            format!("{}\n{count} 处错误，{}\n", text::render(&errors, texts, place.style), what_is(shown))
        }
        Err(error) => format!("错误：{error}\n{}\n", what_is(shown)),
    }
}

/// What stands on the pages while the newest change has errors.
fn what_is(shown: Shown) -> &'static str {
    match shown {
        Shown::Newest | Shown::Before => "网页上仍是上一次没有错误的网站",
        Shown::Published => "网页上是上一次生成的网站（output/），没有之后的修改",
        Shown::Nothing => "网页上列出这些错误；改好并保存后自动更新",
    }
}

/// Hands the address to whatever the system opens addresses with.
fn open_browser(url: &str) {
    let (program, arguments): (&str, &[&str]) = match () {
        () if cfg!(target_os = "macos") => ("open", &[]),
        () if cfg!(windows) => ("cmd", &["/C", "start", ""]),
        () => ("xdg-open", &[]),
    };
    let mut command = Command::new(program);
    command.args(arguments).arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // The address is on stdout all the same.
    let _ = command.spawn();
}
