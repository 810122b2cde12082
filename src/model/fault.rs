//! Faults in what people wrote, as data. Reading never stops at the first fault and never words one: it returns these
//! beside the value, and the rules of `check` turn them into findings with cause, cure and basis.

use super::span::Span;

/// A fault at a place of the file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where it is; without a span the file as a whole is meant.
    pub span: Option<Span>,
    /// What is wrong, with all that its words need.
    pub kind: FaultKind,
}

impl Fault {
    /// A fault at a place.
    pub fn at(span: Span, kind: FaultKind) -> Fault {
        Fault { span: Some(span), kind }
    }

    /// A fault of the file as a whole.
    pub fn whole(kind: FaultKind) -> Fault {
        Fault { span: None, kind }
    }
}

/// What is wrong with a file. Keys are dotted, as messages show them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// A key that the file may not have.
    UnknownKey {
        /// The key as written.
        key: String,
        /// The table that it stands in; empty at the top level.
        table: String,
        /// The key of that table that is spelt most alike, if one is near.
        nearest: Option<String>,
    },
    /// A value of another type than the key has.
    WrongType {
        /// The key whose value it is.
        key: String,
        /// The type that belongs there, in Chinese.
        expected: &'static str,
        /// The type that stands there, in Chinese.
        found: &'static str,
    },
    /// The type is right but the value is not one of those allowed.
    InvalidValue {
        /// The key whose value it is.
        key: String,
        /// The value as written.
        value: String,
        /// What is allowed, in Chinese.
        expected: String,
    },
    /// An old address that no site of files can answer.
    UnusableAlias {
        /// The address as written.
        alias: String,
        /// Why it cannot be answered, in Chinese.
        reason: String,
        /// What to write instead, in Chinese.
        help: String,
    },
    /// A date that is written wrongly or does not exist.
    MalformedDate {
        /// The key whose value it is.
        key: String,
        /// The date as written.
        value: String,
        /// The right form, where it can be told what day was meant.
        suggestion: Option<String>,
    },
    /// A text with a character that no page may have; it is left out.
    ControlCharacter {
        /// The key whose value has it.
        key: String,
        /// The character.
        c: char,
    },
    /// A file that is no TOML, so that nothing of it can be read.
    MalformedToml {
        /// What is wrong, in Chinese.
        message: String,
        /// What to do, in Chinese; may be empty.
        help: String,
    },
    /// A report without front matter that could be read.
    MissingFence {
        /// `false`: the file does not begin with `+++`; `true`: the second `+++` is missing.
        closing: bool,
    },
    /// Something like `+++` stands where the fence belongs.
    NearMissFence {
        /// The line as written.
        found: String,
        /// Whether it stands for the second fence.
        closing: bool,
    },
    /// Bytes that are no UTF-8, so that nothing of the file can be read.
    NotUtf8 {
        /// The encoding that they probably are in, by its usual name.
        encoding: Option<&'static str>,
    },
    /// Raw HTML that was taken out of the text.
    RemovedHtml {
        /// What it was, e.g. `<script>` or `onclick`.
        what: String,
    },
    /// `title_breaks` joined are not the title.
    TitleBreaksMismatch {
        /// The pieces joined.
        joined: String,
    },
}
