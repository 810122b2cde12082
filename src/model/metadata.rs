//! The front matter of a report, twice: [`DraftMetadata`] is what somebody wrote, every field optional and with its place;
//! [`Metadata`] is complete and typed. Only `check::gate` makes the second from the first, so no page ever shows a
//! half-filled report.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::date::{Date, PublishDate};
use super::span::Located;

/// As written.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct DraftMetadata {
    pub title: Option<Located<String>>,
    pub title_breaks: Option<Located<Vec<String>>>,
    pub date: Option<Located<PublishDate>>,
    pub source: Option<Located<String>>,
    pub issuer: Option<Located<String>>,
    pub written: Option<Located<Date>>,
    pub number: Option<Located<String>>,
    pub index: Option<Located<String>>,
    pub keywords: Vec<Located<String>>,
    pub description: Option<Located<String>>,
    pub editor: Option<Located<String>>,
    pub validity: Option<Located<Validity>>,
    pub expires: Option<Located<Date>>,
    pub draft: Option<Located<bool>>,
    pub slug: Option<Located<String>>,
    pub aliases: Vec<Located<String>>,
    pub categories: Vec<Located<String>>,
    pub related: Vec<Located<String>>,
    pub interprets: Vec<Located<String>>,
    pub highlights: Vec<Located<Highlight>>,
    pub review: Vec<(String, String)>,
    pub allow: Vec<Located<Allowance>>,
    #[serde(with = "as_text")]
    pub extra: serde_json::Map<String, serde_json::Value>,
    /// The place of the whole front matter, fences included.
    pub span: super::span::Span,
}

/// Complete. Defaults of the site are filled in.
#[derive(Debug, Clone, Serialize)]
pub struct Metadata {
    pub title: String,
    /// Pieces of the title between which it may break; the whole title when none were given.
    pub title_parts: Vec<String>,
    pub date: PublishDate,
    /// 信息来源.
    pub source: String,
    /// 发布机构.
    pub issuer: String,
    /// 成文日期.
    pub written: Option<Date>,
    /// 文号.
    pub number: String,
    /// 索引号.
    pub index: String,
    /// 主题词.
    pub keywords: Vec<String>,
    /// 摘要: given, or the first sentences of the text.
    pub description: Arc<str>,
    /// 责任编辑.
    pub editor: String,
    pub validity: Validity,
    /// Whether `validity` was written down (a page shows 有效性 only then).
    pub validity_given: bool,
    pub expires: Option<Date>,
    pub draft: bool,
    pub highlights: Vec<Highlight>,
    #[serde(serialize_with = "as_text::serialize")]
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// 有效性.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Validity {
    #[default]
    Valid,
    /// 失效: its time is over.
    Expired,
    /// 废止: withdrawn by a decision.
    Abolished,
}

impl Validity {
    pub const NAMES: [&'static str; 3] = ["有效", "失效", "废止"];

    pub fn parse(text: &str) -> Option<Validity> {
        match text {
            "有效" => Some(Validity::Valid),
            "失效" => Some(Validity::Expired),
            "废止" => Some(Validity::Abolished),
            _ => None,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Validity::Valid => "有效",
            Validity::Expired => "失效",
            Validity::Abolished => "废止",
        }
    }
}

/// A key figure shown over the text. `value` must occur in the text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Highlight {
    pub label: String,
    pub value: String,
    pub unit: String,
    pub note: String,
}

/// `[[allow]]`: a rule that does not count for this report, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowance {
    pub rule: String,
    pub reason: String,
}

/// Free values as JSON text: what is kept from build to build has no types of its own to tell them by.
mod as_text {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
    use serde_json::{Map, Value};

    pub(super) fn serialize<S: Serializer>(values: &Map<String, Value>, serializer: S) -> Result<S::Ok, S::Error> {
        let text = if values.is_empty() { String::new() } else { serde_json::json!(values).to_string() };
        text.serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Map<String, Value>, D::Error> {
        let text = <&str>::deserialize(deserializer)?;
        if text.is_empty() {
            return Ok(Map::new());
        }
        serde_json::from_str(text).map_err(D::Error::custom)
    }
}
