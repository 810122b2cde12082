//! How a run ends, for scripts and CI: one place for the three codes and for what decides between them.

use super::{Diagnostic, Level};

/// Nothing speaks against the site.
pub const CLEAN: u8 = 0;
/// A finding does: an error, or a warning where warnings are denied.
pub const FINDINGS: u8 = 1;
/// The run did not get to a result: wrong arguments, no site, a full disk, a theme that makes no site.
pub const COULD_NOT_RUN: u8 = 2;

/// Whether a run with these findings counts as failed: an error does so, and a warning where warnings are denied.
pub fn fails(diagnostics: &[Diagnostic], warnings_are_denied: bool) -> bool {
    let least = if warnings_are_denied { Level::Warning } else { Level::Error };
    diagnostics.iter().any(|diagnostic| diagnostic.level >= least)
}

/// The exit code of a run with these findings.
pub fn of(diagnostics: &[Diagnostic], warnings_are_denied: bool) -> u8 {
    if fails(diagnostics, warnings_are_denied) { FINDINGS } else { CLEAN }
}
