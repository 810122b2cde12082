//! What looking into an attachment has found, as facts: rules turn them into findings. They depend on nothing but the file's
//! bytes and its name, so they are kept from build to build. Private data is in them in its masked form alone.

use serde::{Deserialize, Serialize};

use super::privacy::PrivateKind;

/// Facts about one file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspection {
    /// Identity numbers, telephones, cards, passports and homes, by kind and part of the file.
    pub private: Vec<PrivateData>,
    /// Lists of named people beside something sensitive (`personal-table`).
    pub lists: Vec<PersonList>,
    /// Hidden sheets, columns, comments and the like (`hidden-content`).
    pub hidden: Vec<Hidden>,
    /// Names in the properties of the document: what (作者), who.
    pub people: Vec<(String, String)>,
    /// Whether a picture tells where it was taken.
    pub has_position: bool,
    /// What the file is, where it is not what its extension says.
    pub disguise: Option<String>,
    /// What in it runs.
    pub active: Vec<Active>,
    /// What in it could not be looked at; the file itself comes first.
    pub unread: Vec<Unread>,
}

/// Something that runs: a page, a script, a program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Active {
    /// What follows the name of the file: 是网页，…; 里有宏，….
    pub what: String,
    /// Whether the published file itself is run by a server, a browser or a system. Macros and what is in an archive wait for
    /// somebody who opens and allows them.
    pub is_direct: bool,
}

/// A file, or a file within it, that was not or not wholly looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unread {
    /// The file within the file, as it may be shown; `None` for the file itself.
    pub within: Option<String>,
    /// 文件已损坏.
    pub why: String,
}

/// Private data of one kind in one part of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrivateData {
    /// Whether it is an identity number, a telephone, a card ….
    pub kind: PrivateKind,
    /// 工作表“名单”.
    pub part: String,
    /// Of the first: 第 3 行第 2 列（隐藏）.
    pub place: String,
    /// The first.
    pub masked: String,
    /// How many of this kind this part has.
    pub count: u32,
}

/// Names beside what is sensitive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonList {
    /// The part of the file, in Chinese: `工作表“名单”`; empty for a file of one part.
    pub part: String,
    /// Head of the column of names, as written.
    pub name: String,
    /// Heads of the sensitive columns, as written, from left to right.
    pub sensitive: Vec<String>,
    /// How many rows have both a name and something sensitive.
    pub rows: u32,
    /// Number of the first such row, as people count.
    pub first: u32,
}

/// Something that readers do not see at once and that is published with the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hidden {
    /// 隐藏的工作表“名单”.
    pub what: String,
    /// How many there are.
    pub count: u32,
}

impl Inspection {
    /// Whether there is nothing to be said of the file.
    pub fn is_clean(&self) -> bool {
        *self == Inspection::default()
    }
}
