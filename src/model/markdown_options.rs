//! What a site may choose about its texts.

/// What a site may choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MarkdownOptions {
    /// Set the short first sentence that serves a paragraph as its title (段首小标题) in bold.
    pub run_in_leads: bool,
    /// What the end of a line is (`[markdown] lines`).
    pub lines: Lines,
}

impl MarkdownOptions {
    /// Tells choices apart that make different bodies of one text.
    pub fn code(&self) -> [u8; 2] {
        [u8::from(self.run_in_leads), self.lines as u8]
    }
}

/// What the end of a line is in a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lines {
    /// The end of a paragraph, as in a word processor, unless the text was evidently broken at a right edge.
    #[default]
    Auto,
    /// As CommonMark has it: a blank line ends a paragraph.
    Markdown,
}

impl Lines {
    /// What may be written.
    pub const FORMS: &str = "`auto`（一行就是一段）或 `markdown`（空一行才另起一段）";

    /// As settings call it.
    pub fn parse(text: &str) -> Option<Lines> {
        match text {
            "auto" => Some(Lines::Auto),
            "markdown" => Some(Lines::Markdown),
            _ => None,
        }
    }
}
