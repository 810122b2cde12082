//! One file a command. A command is the edge: it reads, calls the pure stages, writes, and returns what is to be said;
//! `main` prints it.

pub mod build;
pub mod check;
pub mod completions;
pub mod diff;
pub mod explain;
pub mod fix;
mod in_memory;
pub mod init;
pub mod man;
pub mod new;
pub mod redirects;
pub mod rules;
pub mod seal;
pub mod serve;
pub mod site;
pub mod theme;

pub mod verify;
pub mod why;
pub mod withdraw;
mod withdraw_only;

/// What a command has to say: data for stdout, talk for stderr, and the exit code.
#[derive(Debug, Default)]
pub struct Outcome {
    /// What was asked for: findings, a path, an address.
    pub stdout: String,
    /// What there is to say besides, for people.
    pub stderr: String,
    /// Whether stdout is in a format for programs, which is printed to the byte; otherwise it is text for people, as stderr always is.
    pub is_for_programs: bool,
    /// 0 clean, 1 findings at error level, 2 ([`COULD_NOT_RUN`](crate::diagnostics::exit_code::COULD_NOT_RUN)) no site can be made because the theme is at fault.
    pub code: u8,
}

impl Outcome {
    /// Text for programs, printed to the byte, and exit code 0.
    pub fn data(stdout: impl Into<String>) -> Outcome {
        Outcome { stdout: stdout.into(), is_for_programs: true, ..Outcome::default() }
    }
}
