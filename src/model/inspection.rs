//! What looking into an attachment has found, as facts: rules turn them into findings. They depend on nothing but the file's
//! bytes and its extension, so they are kept from build to build. Private data is in them in its masked form alone.

use serde::{Deserialize, Serialize};

use super::privacy::PrivateKind;

/// Facts about one file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspection {
    pub private: Vec<PrivateData>,
    pub lists: Vec<PersonList>,
    pub hidden: Vec<Hidden>,
    /// Names in the properties of the document: what (作者), who.
    pub people: Vec<(String, String)>,
    /// Whether a picture tells where it was taken.
    pub has_position: bool,
    /// What the file is, where it is not what its extension says.
    pub disguise: Option<String>,
    /// Why nothing, or not everything, in it could be looked at.
    pub unread: Option<String>,
}

/// Private data of one kind in one part of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrivateData {
    pub kind: PrivateKind,
    /// 工作表“名单”.
    pub part: String,
    /// Of the first: 第 3 行第 2 列（隐藏）.
    pub place: String,
    /// The first.
    pub masked: String,
    pub count: u32,
}

/// Names beside what is sensitive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonList {
    pub part: String,
    pub name: String,
    pub sensitive: Vec<String>,
    pub rows: u32,
    /// Number of the first such row, as people count.
    pub first: u32,
}

/// Something that readers do not see at once and that is published with the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hidden {
    /// 隐藏的工作表“名单”.
    pub what: String,
    pub count: u32,
}

impl Inspection {
    /// Whether there is nothing to be said of the file.
    pub fn is_clean(&self) -> bool {
        *self == Inspection::default()
    }
}
