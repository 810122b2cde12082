//! Faults in what people wrote, as data. Reading never stops at the first fault and never words one: it returns these
//! beside the value, and the rules of `check` turn them into findings with cause, cure and basis.

use super::span::Span;

/// A fault at a place of the file that was read. Without a span the file as a whole is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub span: Option<Span>,
    pub kind: FaultKind,
}

impl Fault {
    pub fn at(span: Span, kind: FaultKind) -> Fault {
        Fault { span: Some(span), kind }
    }

    pub fn whole(kind: FaultKind) -> Fault {
        Fault { span: None, kind }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// A key that the file may not have. `table` is empty at the top level.
    UnknownKey { key: String, table: String, nearest: Option<String> },
    /// `expected` and `found` are names of types in Chinese.
    WrongType { key: String, expected: &'static str, found: &'static str },
    /// The type is right but the value is not one of those allowed. `expected` describes them in Chinese.
    InvalidValue { key: String, value: String, expected: String },
    /// An old address that no site of files can answer. `reason` and `help` are in Chinese.
    UnusableAlias { alias: String, reason: String, help: String },
    /// A date that is written wrongly or does not exist. `suggestion` is the right form where it can be told.
    MalformedDate { key: String, value: String, suggestion: Option<String> },
    /// A text with a character that no page may have; it is left out.
    ControlCharacter { key: String, c: char },
    /// Not TOML. `message` explains it in Chinese.
    MalformedToml { message: String, help: String },
    /// The file does not begin with `+++`, or the second `+++` is missing.
    MissingFence { closing: bool },
    /// Something like `+++` stands where the fence belongs.
    NearMissFence { found: String, closing: bool },
    /// Bytes that are no UTF-8; the encoding they probably are in.
    NotUtf8 { encoding: Option<&'static str> },
    /// Raw HTML that was taken out of the text.
    RemovedHtml { what: String },
    /// `title_breaks` joined are not the title.
    TitleBreaksMismatch { joined: String },
}
