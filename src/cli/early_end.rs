//! The end of a run for which no command was found: help, the version, or a refusal.

/// Why the program ends before a command begins: help that was asked for, or arguments that make no command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CliExit {
    /// Ends with a line feed.
    pub text: String,
    /// Help is data; a refusal is talk.
    pub to_stdout: bool,
    /// Exit code: 0 after help, 2 after a refusal.
    pub code: u8,
}
