//! The front matter of a report, twice: [`DraftMetadata`] is what somebody wrote, every field optional and with its place;
//! [`Metadata`] is complete and typed. Only `check::gate` makes the second from the first, so no page ever shows a
//! half-filled report.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::date::{Date, PublishDate};
use super::review::ReviewRecord;
use super::span::Located;

/// As written.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct DraftMetadata {
    /// 标题. The site cannot be built without it (`missing-title`).
    pub title: Option<Located<String>>,
    /// The title in pieces, between which alone it may break on a narrow screen. Joined they are the title
    /// (`title-breaks-mismatch`).
    pub title_breaks: Option<Located<Vec<String>>>,
    /// 发布日期 (`PubDate`, 国办发〔2017〕47号). The site cannot be built without it (`missing-date`); a date to come holds the report
    /// back.
    pub date: Option<Located<PublishDate>>,
    /// 信息来源 (`ContentSource`, 国办发〔2017〕47号): who the text is from. Without it what `[org]` says, or the name of the office.
    pub source: Option<Located<String>>,
    /// 发布机构: the organ that the information is from, for the table of facts and the catalogue. What `[org]` says without it.
    pub issuer: Option<Located<String>>,
    /// 成文日期 or 生成日期, which the catalogue lists (国务院令第711号第十二条): the day on which the document was made, not that of its
    /// publication.
    pub written: Option<Located<Date>>,
    /// 文号: 机关代字〔年份〕顺序号 (GB/T 9704-2012 7.2.5).
    pub number: Option<Located<String>>,
    /// 索引号, by which the catalogue lists the report (国务院令第711号第十二条).
    pub index: Option<Located<String>>,
    /// 主题词, for `Keywords` (国办发〔2017〕47号) and for search.
    pub keywords: Vec<Located<String>>,
    /// 内容概述 of the catalogue (国务院令第711号第十二条) and `Description` (国办发〔2017〕47号).
    pub description: Option<Located<String>>,
    /// 责任编辑: who answers for the page.
    pub editor: Option<Located<String>>,
    /// 有效性 of a policy, as the office declares it.
    pub validity: Option<Located<Validity>>,
    /// 失效日期: the last day on which a policy is in force.
    pub expires: Option<Located<Date>>,
    /// 草稿: nobody sees the report until this is taken out.
    pub draft: Option<Located<bool>>,
    /// Last part of the address without `.html`. With it the address stays when the file gets another name.
    pub slug: Option<Located<String>>,
    /// Old addresses, below the root of the site or in full; each becomes a page that leads here.
    pub aliases: Vec<Located<String>>,
    /// Further categories that list the report: the path below `reports/`, or the name where only one has it.
    pub categories: Vec<Located<String>>,
    /// Source files of reports that belong to this one, relative to it like links in the text.
    pub related: Vec<Located<String>>,
    /// Source files of the policies that this report interprets. Each of them then links back: both directions are asked for
    /// (国办秘函〔2019〕19号).
    pub interprets: Vec<Located<String>>,
    /// 要点: figures of the text to be shown over it.
    pub highlights: Vec<Located<Highlight>>,
    /// 更新记录: what was changed after publication, in the order in which it is written.
    pub updates: Vec<Located<Update>>,
    /// 三审三校: who has signed which text. For the office alone, no page shows it.
    pub review: ReviewRecord,
    /// Rules that do not count for this report.
    pub allow: Vec<Located<Allowance>>,
    /// Values that only the site's own theme knows the meaning of.
    #[serde(with = "as_text")]
    pub extra: serde_json::Map<String, serde_json::Value>,
    /// The place of the whole front matter, fences included.
    pub span: super::span::Span,
}

/// Complete. Defaults of the site are filled in.
#[derive(Debug, Clone, Serialize)]
pub struct Metadata {
    /// 标题, trimmed and not empty.
    pub title: String,
    /// Pieces of the title between which it may break; the whole title when none were given.
    pub title_parts: Vec<String>,
    /// 发布日期, by which lists are ordered and reports appear.
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
    /// 有效性 on the day of the build: as written, but 失效 once the last day is over.
    pub validity: Validity,
    /// Whether `validity` or `expires` was written down: a page shows 有效性 only then.
    pub validity_given: bool,
    /// 失效日期: the last day on which it is in force. `None` also where it was declared 失效 or 废止 before that day.
    pub expires: Option<Date>,
    /// Whether it is a draft by its own words; it is then only on a site that `--drafts` made.
    pub draft: bool,
    /// 要点, in the order in which they are written.
    pub highlights: Vec<Highlight>,
    /// 更新记录, newest first.
    pub updates: Vec<Update>,
    /// Values that only the site's own theme knows the meaning of, in the order in which they are written.
    #[serde(serialize_with = "as_text::serialize")]
    pub extra: serde_json::Map<String, serde_json::Value>,
}

impl Metadata {
    /// When readers last got something else to read: the newest of the updates, or the publication where none is newer.
    pub fn last_change(&self) -> PublishDate {
        let updated = self.updates.first().map(|update| update.date);
        updated.filter(|date| date.moment() > self.date.moment()).unwrap_or(self.date)
    }
}

/// 有效性.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Validity {
    /// 有效. Also where nothing is written.
    #[default]
    Valid,
    /// 失效: its time is over.
    Expired,
    /// 废止: withdrawn by a decision.
    Abolished,
}

impl Validity {
    /// What `validity` may be, for messages.
    pub const NAMES: [&'static str; 3] = ["有效", "失效", "废止"];

    /// Takes one of [`Validity::NAMES`]; `None` for anything else.
    pub fn parse(text: &str) -> Option<Validity> {
        match text {
            "有效" => Some(Validity::Valid),
            "失效" => Some(Validity::Expired),
            "废止" => Some(Validity::Abolished),
            _ => None,
        }
    }

    /// As it is written and as pages show it.
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
    /// What the figure is of: `完成率`.
    pub label: String,
    /// The figure as written in the text, without its unit: `60`.
    pub value: String,
    /// Stands behind the figure: `%`; may be empty.
    pub unit: String,
    /// Stands below the figure, smaller; may be empty.
    pub note: String,
}

/// `[[updates]]`: that a published report was changed, and what of it. Readers see it, so that no correction is silent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Update {
    /// The day of the change, or its time.
    pub date: PublishDate,
    /// What was changed, in a sentence: `更正第二条的联系电话`. Never empty.
    pub note: String,
}

/// `[[allow]]`: a rule that does not count for this report, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowance {
    /// Name of the rule, which may be one that does not exist (`unknown-rule`).
    pub rule: String,
    /// Why it does not count, for whoever reads the front matter; readers do not see it.
    pub reason: String,
}

/// Free values as JSON text: what is kept from build to build has no types of its own to tell them by.
mod as_text {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
    use serde_json::{Map, Value};

    /// Writes the values as JSON; none as the empty text.
    pub(super) fn serialize<S: Serializer>(values: &Map<String, Value>, serializer: S) -> Result<S::Ok, S::Error> {
        let text = if values.is_empty() { String::new() } else { serde_json::json!(values).to_string() };
        text.serialize(serializer)
    }

    /// Reads what [`serialize`] wrote.
    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Map<String, Value>, D::Error> {
        let text = <&str>::deserialize(deserializer)?;
        if text.is_empty() {
            return Ok(Map::new());
        }
        serde_json::from_str(text).map_err(D::Error::custom)
    }
}
