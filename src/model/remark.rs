//! What a rule over text has to say of one report. A remark is made when the report is read and kept with it from build to build, so it
//! holds no level, no name of a file and no allowance: those may change while the report does not.

use serde::{Deserialize, Serialize};

use super::span::Span;

/// A finding of a rule over text, before it has a file and a level. Spans are of the report's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// The rule's name.
    pub rule: String,
    /// What the finding points at.
    pub span: Span,
    /// Names the fault and the text at fault.
    pub message: String,
    /// Stands under the marked text; may be empty.
    pub label: String,
    /// 处理: the cure; may be empty.
    pub help: String,
    /// Further places, each with what is to be said of it.
    pub related: Vec<(Span, String)>,
    /// What cures it, where that is certain.
    pub fixes: Vec<Edit>,
}

/// Text to be put in place of a span; an empty span is a place between two characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// Bytes of the file that are to go; empty where nothing goes.
    pub span: Span,
    /// What comes in their place.
    pub replacement: String,
}

impl Remark {
    /// The name of the rule is filled in for it.
    pub fn new(span: Span, message: impl Into<String>) -> Remark {
        Remark {
            rule: String::new(),
            span,
            message: message.into(),
            label: String::new(),
            help: String::new(),
            related: Vec::new(),
            fixes: Vec::new(),
        }
    }

    /// Adds the words that stand under the marked text.
    pub fn label(mut self, label: impl Into<String>) -> Remark {
        self.label = label.into();
        self
    }

    /// Adds the cure.
    pub fn help(mut self, help: impl Into<String>) -> Remark {
        self.help = help.into();
        self
    }

    /// Adds a further place with what is to be said of it, after those that are there.
    pub fn related(mut self, span: Span, message: impl Into<String>) -> Remark {
        self.related.push((span, message.into()));
        self
    }

    /// Puts `replacement` in place of `span`.
    pub fn fix(mut self, span: Span, replacement: impl Into<String>) -> Remark {
        self.fixes.push(Edit { span, replacement: replacement.into() });
        self
    }
}

/// `text` with `edits` made, which are ascending and do not overlap.
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let mut mended = String::with_capacity(text.len());
    let mut at = 0;
    for Edit { span, replacement } in edits {
        mended.push_str(text.get(at..span.start).unwrap_or_default());
        mended.push_str(replacement);
        at = span.end;
    }
    mended.push_str(text.get(at..).unwrap_or_default());
    mended
}
