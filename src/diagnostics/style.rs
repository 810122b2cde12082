//! Whether text that goes to a terminal carries colours: for findings, differences and pages of rules alike.

use anstyle::Style as Ink;

/// Whether text carries colours. The meaning never depends on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Without escape sequences: for files, pipes and `NO_COLOR`.
    Plain,
    /// With the escape sequences of ANSI terminals.
    Colour,
}

impl Style {
    /// The text in that ink, or as it is.
    pub fn paint(self, ink: Ink, text: &str) -> String {
        match self {
            Style::Plain => text.to_string(),
            Style::Colour => format!("{ink}{text}{ink:#}"),
        }
    }
}
