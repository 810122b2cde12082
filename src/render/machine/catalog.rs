//! The catalogue as JSON, with the keys of the Guangdong catalogue of government information (政府信息公开目录平台), so that
//! programs that read that one can read this.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::json;
use serde_json::value::{RawValue, to_raw_value};

use crate::model::date::{PublishDate, days_since_epoch};
use crate::model::metadata::Validity;
use crate::model::path::UrlPath;
use crate::plan::urls;
use crate::render::inputs::machine::{Articles, Categories, Category};
use crate::render::inputs::reports::ReportFacts;
use crate::render::inputs::site::SiteFacts;
use crate::render::parts::entries::Entries;

/// A page of the catalogue: typed, because on a large site it is a tenth of all bytes.
#[derive(Serialize)]
struct Page<'r> {
    classify: Classify<'r>,
    page: usize,
    page_count: usize,
    next: Option<String>,
    articles: Vec<Cow<'r, RawValue>>,
}

#[derive(Serialize)]
struct Classify<'r> {
    id: &'r str,
    name: &'r str,
    post_count: usize,
}

#[derive(Serialize)]
struct Article<'r> {
    /// Stable for ever: the address below the root.
    id: String,
    title: &'r str,
    document_number: &'r str,
    identifier: &'r str,
    publisher: &'r str,
    source: &'r str,
    keywords: String,
    /// 成文日期, or the publication date where it is not given.
    date: String,
    /// Seconds since 1970.
    created_at: i64,
    display_publish_time: String,
    url: String,
    #[serde(rename = "abstract")]
    summary: &'r str,
    is_expired: bool,
    is_abolished: bool,
    /// `草稿`, `未审完` or `定时发布`: only in a preview, for such an article is not published.
    #[serde(skip_serializing_if = "str::is_empty")]
    preview: &'static str,
    /// 更新记录, newest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    updates: Vec<Updated<'r>>,
    attachment: Vec<File>,
    classify_main_name: &'r str,
}

#[derive(Serialize)]
struct Updated<'r> {
    /// `2024-11-11`, or with the time of that day as in front matter.
    date: String,
    note: &'r str,
}

#[derive(Serialize)]
struct File {
    name: String,
    #[serde(rename = "type")]
    kind: String,
    size: u64,
    url: String,
}

/// `api/categories.json`: the tree with its counts.
pub fn categories(inputs: &Categories<'_>) -> Vec<u8> {
    let own = urls::fixed("api/categories.json");
    let roots: Vec<serde_json::Value> = inputs.roots.iter().map(|root| category(inputs.site, root, &own)).collect();
    line(&json!({ "name": inputs.site.view.name, "post_count": inputs.count, "categories": roots }))
}

fn category(site: &SiteFacts, node: &Category<'_>, own: &UrlPath) -> serde_json::Value {
    let children: Vec<serde_json::Value> = node.children.iter().map(|child| category(site, child, own)).collect();
    json!({
        "id": node.folder,
        "name": node.name,
        "description": node.description,
        "column_type": node.kind,
        "post_count": node.count,
        "url": address(site, &urls::listing(node.folder, 1), own),
        "articles": address(site, &urls::category_json(node.folder, 1), own),
        "children": children,
    })
}

/// `api/<category>/index.json`: a hundred articles.
pub fn articles(inputs: &Articles<'_>, entries: &Entries) -> Vec<u8> {
    let own = urls::category_json(inputs.folder, inputs.number);
    let next = || address(inputs.site, &urls::category_json(inputs.folder, inputs.number + 1), &own);
    let reports: Vec<ReportFacts<'_>> = inputs.reports.iter().collect();
    line(&Page {
        classify: Classify { id: inputs.folder, name: inputs.name, post_count: inputs.count },
        page: inputs.number,
        page_count: inputs.total,
        next: (inputs.number < inputs.total).then(next),
        articles: reports.iter().filter_map(|report| written(inputs.site, report, entries, &own)).collect(),
    })
}

/// Where addresses are absolute, an article is the same at every level of the catalogue and is written down once.
fn written<'e>(
    site: &SiteFacts,
    report: &ReportFacts<'_>,
    entries: &'e Entries,
    own: &UrlPath,
) -> Option<Cow<'e, RawValue>> {
    let write = || to_raw_value(&article(site, report, own)).ok();
    match site.base_url {
        Some(_) => entries.article(report.id, write).map(Cow::Borrowed),
        None => write().map(Cow::Owned),
    }
}

fn article<'r>(site: &SiteFacts, report: &ReportFacts<'r>, own: &UrlPath) -> Article<'r> {
    let metadata = report.metadata;
    let files = report.listed_attachments().map(|file| File {
        name: file.name.clone(),
        kind: file.source.extension(),
        size: file.size,
        url: address(site, &urls::attachment(report.url, file), own),
    });
    let updates = metadata.updates.iter().map(|update| Updated { date: update.date.written(), note: &update.note });
    Article {
        id: report.url.as_str().trim_end_matches(".html").to_string(),
        title: &metadata.title,
        document_number: &metadata.number,
        identifier: &metadata.index,
        publisher: if metadata.issuer.is_empty() { &metadata.source } else { &metadata.issuer },
        source: &metadata.source,
        keywords: metadata.keywords.join(","),
        date: metadata.written.unwrap_or(metadata.date.day).to_string(),
        created_at: seconds(metadata.date, site.timezone.minutes()),
        display_publish_time: metadata.date.with_minutes(),
        url: address(site, report.url, own),
        summary: &metadata.description,
        is_expired: metadata.validity == Validity::Expired,
        is_abolished: metadata.validity == Validity::Abolished,
        preview: report.preview_mark(),
        updates: updates.collect(),
        attachment: files.collect(),
        classify_main_name: report.home,
    }
}

/// Absolute where the site's address is known, else seen from the file that says it, so that it holds below any path.
fn address(site: &SiteFacts, url: &UrlPath, from: &UrlPath) -> String {
    match site.base_url.as_deref() {
        Some(base) if !site.index_names => url.absolute(base),
        Some(base) => format!("{base}/{}", url.encoded()),
        None => url.relative_from(from),
    }
}

fn seconds(date: PublishDate, offset_minutes: i32) -> i64 {
    let time = date.time.unwrap_or(jiff::civil::Time::midnight());
    let of_day = i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60 + i64::from(time.second());
    days_since_epoch(date.day) * 86_400 + of_day - i64::from(offset_minutes) * 60
}

/// Only values that cannot fail to serialise come here.
fn line(value: &impl Serialize) -> Vec<u8> {
    let mut text = serde_json::to_vec(value).unwrap_or_default();
    text.push(b'\n');
    text
}
