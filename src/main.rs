//! Arguments in, exit code out. Everything that is printed is printed here.

#![expect(clippy::disallowed_methods, reason = "arguments, the current folder and NO_COLOR are read here and nowhere else")]

use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use gongkai::cli::{self, Cli, Color, Command, ThemeCommand};
use gongkai::commands::site::Place;
use gongkai::commands::{
    Outcome, build, check, completions, diff, explain, fix, init, man, new, redirects, rules, seal, serve, theme, verify,
    why, withdraw,
};
use gongkai::diagnostics::exit_code::COULD_NOT_RUN;
use gongkai::diagnostics::style::Style;
use gongkai::diagnostics::visible::steady;
use gongkai::error::Error;
use gongkai::model::privacy::covered;

/// Pages are many small allocations from several threads; the system's allocator spends a tenth of the build on them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Lets the allocator keep what is freed: a build ends after a second or two, and giving memory back in between only to have it
/// cleared again by the system costs a sixth of its time.
#[expect(unsafe_code, reason = "sets one number of the allocator, which its manual allows at any time")]
fn keep_freed_memory() {
    /// `mi_option_purge_delay` of mimalloc.h, in milliseconds; negative for never.
    const PURGE_DELAY: core::ffi::c_int = 15;
    // SAFETY: the function stores a number in a table of the allocator and has no other precondition than a valid index.
    unsafe { libmimalloc_sys::mi_option_set(PURGE_DELAY, -1) };
}

fn main() -> ExitCode {
    let cli = match cli::parse(std::env::args_os()) {
        Ok(cli) => cli,
        Err(exit) => {
            let printed = if exit.to_stdout { print(&exit.text, "") } else { print("", &steady(&exit.text, Style::Plain)) };
            return ExitCode::from(if printed { exit.code } else { COULD_NOT_RUN });
        }
    };
    let style = style(cli.global.color);
    match run(&cli, style) {
        Ok(Outcome { stdout, stderr, is_for_programs, code }) => {
            let stdout = if is_for_programs {
                Cow::Borrowed(stdout.as_str())
            } else {
                steady(&stdout, stdout_style(cli.global.color))
            };
            ExitCode::from(if print(&stdout, &steady(&stderr, style)) { code } else { COULD_NOT_RUN })
        }
        Err(error) => {
            let ink = anstyle::Style::new().bold().fg_color(Some(anstyle::AnsiColor::Red.into()));
            print("", &format!("{}：{}\n", style.paint(ink, "错误"), steady(&told(&cli, style, &error), Style::Plain)));
            ExitCode::from(COULD_NOT_RUN)
        }
    }
}

fn place(cli: &Cli, style: Style) -> Result<Place, Error> {
    let here = std::env::current_dir().map_err(|error| Error::io("读取", PathBuf::from("."), error))?;
    // Findings of a check and changes of a site are data, what other commands say in colour is talk.
    let style =
        if matches!(cli.command, Command::Check(_) | Command::Diff(_)) { stdout_style(cli.global.color) } else { style };
    Ok(Place { site: cli.global.site.clone(), here, style, quiet: cli.global.quiet, verbose: cli.global.verbose })
}

/// The error with files of the site named from its folder.
fn told(cli: &Cli, style: Style, error: &Error) -> String {
    place(cli, style).map_or_else(|_| error.to_string(), |place| place.without_folder(&error.to_string()))
}

fn run(cli: &Cli, style: Style) -> Result<Outcome, Error> {
    let place = place(cli, style)?;
    match &cli.command {
        Command::Init(args) => init::run(args, &place),
        Command::New(args) => new::run(args, &place),
        Command::Build(args) => {
            keep_freed_memory();
            if let Some(jobs) = args.jobs {
                // Fails only when the pool exists already, which it does not.
                let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs.get()).build_global();
            }
            build::run(args, &place)
        }
        Command::Check(args) => check::run(args, &place),
        Command::Fix(args) => fix::run(args, &place),
        Command::Seal(args) => seal::run(args, &place),
        Command::Serve(args) => serve::run(args, &place),
        Command::Withdraw(args) => withdraw::run(args, &place),
        Command::Redirects(args) => redirects::run(args, &place).map(Outcome::data),
        Command::Verify(args) => {
            keep_freed_memory();
            verify::run(args, &place)
        }
        Command::Diff(args) => {
            keep_freed_memory();
            diff::run(args, &place)
        }
        Command::Why(args) => why::run(args, &place),
        Command::Rules(args) => Ok(Outcome::data(rules::run(args))),
        Command::Explain(args) => explain::run(args, stdout_style(cli.global.color)).map(Outcome::data),
        Command::Theme(args) => match &args.command {
            ThemeCommand::Eject(args) => theme::eject(args, &place),
            ThemeCommand::Check(args) => theme::check(args, &place),
        },
        Command::Completions(args) => Ok(Outcome::data(completions::run(args))),
        Command::Man(args) => man::write_to(&place.here.join(&args.dir)),
    }
}

/// Colour for findings, which go to stderr. `NO_COLOR` is honoured.
fn style(color: Color) -> Style {
    styled(color, io::stderr().is_terminal())
}

fn stdout_style(color: Color) -> Style {
    styled(color, io::stdout().is_terminal())
}

fn styled(color: Color, is_terminal: bool) -> Style {
    let wanted = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => is_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
    };
    if wanted { Style::Colour } else { Style::Plain }
}

/// Prints, what is said of the data below the data; `false` when the system refused. What goes to stderr is text for people. A reader
/// that has gone away (`gongkai rules | head`) is no failure.
fn print(stdout: &str, stderr: &str) -> bool {
    let mut out = io::stdout().lock();
    let written = out.write_all(stdout.as_bytes()).and_then(|()| out.flush());
    // Names of folders, of themes, of settings: whatever a message quotes. Data has its own masks, field by field.
    let told = io::stderr().lock().write_all(covered(stderr).as_bytes());
    let fine = |result: io::Result<()>| match result {
        Ok(()) => true,
        Err(error) => error.kind() == io::ErrorKind::BrokenPipe,
    };
    fine(written) && fine(told)
}
