//! `gongkai why` for programs, in structs of its own that stay when the inner types change.

use std::borrow::Cow;

use serde::Serialize;

use super::answer::{Answer, Told};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::json::pretty;
use crate::diagnostics::position::LineTables;
use crate::load::sources::WhyLeftOut;
use crate::model::path::UrlPath;
use crate::model::privacy::covered;
use crate::permalinks::entry::{Entry, State};
use crate::provenance::origin::{FileOrigin, PageOrigin, ReportOrigin, Standing, WhyIgnored};

/// Grows when a field changes its meaning or goes; never for a field that comes.
const VERSION: u32 = 1;

#[derive(Serialize, Default)]
struct WhyJson<'a> {
    version: u32,
    known: bool,
    /// `report`, `attachment`, `category`, `template`, `asset`, `settings`, `ignored` or `page`.
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    category: Vec<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<PageJson<'a>>,
    /// Why there is no page: `draft`, `scheduled`, `set-aside`, `column-off`, `unreviewed`, `rejected`, `nowhere`, `empty`, or why a file is ignored.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    /// Of the reason `unreviewed`: `待初审`, `待复审`, `待终审` or `审后改过`.
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ErrorJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    redirects: Vec<Cow<'a, str>>,
    /// Files of a report, or the reports that a file belongs to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<AttachmentJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    used: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    addresses: Vec<Cow<'a, str>>,
    /// For what is unknown: the addresses most like it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    nearest: Vec<Cow<'a, str>>,
    site_errors: usize,
}

#[derive(Serialize)]
struct PageJson<'a> {
    address: Cow<'a, str>,
    url: Cow<'a, str>,
    what: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    template: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    template_file: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    leads_to: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recorded: Option<RecordedJson<'a>>,
}

/// The line of the record of addresses.
#[derive(Serialize)]
struct RecordedJson<'a> {
    /// `2024-01-08`.
    since: String,
    /// Whether the day is only that which the report bears.
    is_assumed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    withdrawn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<Cow<'a, str>>,
}

#[derive(Serialize)]
struct ErrorJson<'a> {
    rule: &'a str,
    message: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
}

#[derive(Serialize)]
struct AttachmentJson<'a> {
    file: Cow<'a, str>,
    address: Option<Cow<'a, str>>,
}

/// The answer; ends with a line feed.
pub(super) fn render(told: &Told<'_>) -> String {
    let json = match told.answer {
        Answer::File(path, origin) => WhyJson { file: Some(covered(path.as_str())), ..file(origin, told) },
        Answer::Page(found) => WhyJson {
            kind: Some("page"),
            file: found.file.as_ref().map(|file| covered(file.as_str())),
            title: Some(covered(&found.title)).filter(|title| !title.is_empty()),
            page: Some(page(found)),
            ..WhyJson::default()
        },
        Answer::Unknown(nearest) => WhyJson { nearest: addresses(nearest), ..WhyJson::default() },
    };
    let known = !matches!(told.answer, Answer::Unknown(_));
    pretty(&WhyJson { version: VERSION, known, site_errors: told.errors, ..json })
}

fn file<'a>(origin: &'a FileOrigin, told: &Told<'_>) -> WhyJson<'a> {
    match origin {
        FileOrigin::Report(found) => report(found, told),
        FileOrigin::Attachment(of) => WhyJson {
            kind: Some("attachment"),
            attachments: of
                .iter()
                .map(|of| AttachmentJson { file: covered(of.report.as_str()), address: of.address.as_ref().map(address) })
                .collect(),
            ..WhyJson::default()
        },
        FileOrigin::Category(category) => WhyJson {
            kind: Some("category"),
            category: category.names.iter().map(|name| covered(name)).collect(),
            page: category.page.as_ref().map(page),
            reason: match category.page {
                Some(_) => None,
                None if category.is_off => Some("column-off"),
                None if category.is_set_aside => Some("set-aside"),
                None => Some("empty"),
            },
            ..WhyJson::default()
        },
        FileOrigin::Template { is_used } => WhyJson { kind: Some("template"), used: Some(*is_used), ..WhyJson::default() },
        FileOrigin::Asset(urls) => {
            WhyJson { kind: Some("asset"), used: Some(!urls.is_empty()), addresses: addresses(urls), ..WhyJson::default() }
        }
        FileOrigin::Settings => WhyJson { kind: Some("settings"), ..WhyJson::default() },
        FileOrigin::Ignored(why) => WhyJson { kind: Some("ignored"), reason: Some(ignored(*why)), ..WhyJson::default() },
    }
}

fn report<'a>(found: &'a ReportOrigin, told: &Told<'_>) -> WhyJson<'a> {
    let mut json = WhyJson {
        kind: Some("report"),
        title: Some(covered(&found.title)),
        category: found.category.iter().map(|name| covered(name)).collect(),
        redirects: addresses(&found.redirects),
        ..WhyJson::default()
    };
    json.attachments = found
        .attachments
        .iter()
        .map(|(source, url)| AttachmentJson { file: covered(source.as_str()), address: url.as_ref().map(address) })
        .collect();
    match &found.standing {
        Standing::Page(found) => json.page = Some(page(found)),
        Standing::Held(held) => {
            (json.reason, json.state, json.until) = (Some(held.reason), held.lack, held.until.as_deref());
        }
        Standing::Rejected(against) => {
            (json.reason, json.errors) = (Some("rejected"), errors(against, told));
        }
        Standing::Nowhere => json.reason = Some("nowhere"),
    }
    json
}

fn errors<'a>(against: &'a [Diagnostic], told: &Told<'_>) -> Vec<ErrorJson<'a>> {
    let tables = LineTables::new(against, told.texts);
    let error = |found: &'a Diagnostic| ErrorJson {
        rule: found.rule,
        message: covered(&found.finding.message),
        line: tables.place(&found.finding.file, found.finding.span).map(|place| place.line),
    };
    against.iter().map(error).collect()
}

fn page(found: &PageOrigin) -> PageJson<'_> {
    PageJson {
        address: address(&found.address),
        url: covered(&found.web_address),
        what: found.what,
        template: found.template.as_ref().map(|template| template.name),
        template_file: found.template.as_ref().map(|template| covered(&template.shown)),
        leads_to: found.leads_to.as_ref().map(address),
        recorded: found.recorded.as_ref().map(recorded),
    }
}

fn recorded(entry: &Entry) -> RecordedJson<'_> {
    let withdrawal = match &entry.state {
        State::Gone(withdrawal) => Some(withdrawal),
        State::Live | State::To(_) => None,
    };
    RecordedJson {
        since: entry.first.day.to_string(),
        is_assumed: entry.first.is_assumed,
        withdrawn: withdrawal.and_then(|withdrawal| Some(withdrawal.day?.to_string())),
        reason: withdrawal.map(|withdrawal| covered(&withdrawal.reason)).filter(|reason| !reason.is_empty()),
    }
}

fn address(url: &UrlPath) -> Cow<'_, str> {
    covered(url.as_str())
}

fn addresses(urls: &[UrlPath]) -> Vec<Cow<'_, str>> {
    urls.iter().map(address).collect()
}

fn ignored(why: WhyIgnored) -> &'static str {
    match why {
        WhyIgnored::LeftBehind => "left-behind",
        WhyIgnored::Unused => "unused",
        WhyIgnored::NotRead(WhyLeftOut::Misnamed) => "misnamed",
        WhyIgnored::NotRead(WhyLeftOut::LinkedFolder) => "linked-folder",
        WhyIgnored::NotRead(WhyLeftOut::TooDeep) => "too-deep",
        WhyIgnored::NoSource => "no-source",
    }
}
