//! The catalogue as JSON, with the keys of the Guangdong catalogue of government information (政府信息公开目录平台), so that
//! programs that read that one can read this.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::json;
use serde_json::value::{RawValue, to_raw_value};

use super::Renderer;
use super::lists::preview;
use crate::index::CategoryNode;
use crate::model::date::days_since_epoch;
use crate::model::metadata::Validity;
use crate::model::page::{CategoryId, ReportId};
use crate::model::path::UrlPath;
use crate::plan::{ARTICLES, page_of, pages, urls};

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
    /// `草稿` or `定时发布`: only in a preview, for such an article is not published.
    #[serde(skip_serializing_if = "str::is_empty")]
    preview: &'static str,
    attachment: Vec<File>,
    classify_main_name: &'r str,
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
pub(super) fn categories(renderer: &Renderer<'_>) -> Vec<u8> {
    let own = urls::fixed("api/categories.json");
    let roots: Vec<serde_json::Value> = renderer.index.roots.iter().map(|id| category(renderer, *id, &own)).collect();
    line(&json!({ "name": renderer.config.title, "post_count": renderer.index.reports.len(), "categories": roots }))
}

fn category(renderer: &Renderer<'_>, id: CategoryId, own: &UrlPath) -> serde_json::Value {
    let node = &renderer.index.categories[id];
    let children: Vec<serde_json::Value> = node.children.iter().map(|child| category(renderer, *child, own)).collect();
    json!({
        "id": node.url,
        "name": node.name,
        "description": node.description,
        "column_type": node.kind,
        "post_count": node.reports.len(),
        "url": address(renderer, &urls::listing(node, 1), own),
        "articles": address(renderer, &urls::category_json(node, 1), own),
        "children": children,
    })
}

/// `api/<category>/index.json`: a hundred articles.
pub(super) fn articles(renderer: &Renderer<'_>, id: CategoryId, page: usize) -> Vec<u8> {
    let node = &renderer.index.categories[id];
    let own = urls::category_json(node, page);
    let total = pages(node.reports.len(), ARTICLES);
    let articles = page_of(&node.reports, page, ARTICLES).iter().filter_map(|id| written(renderer, *id, &own)).collect();
    line(&Page {
        classify: Classify { id: &node.url, name: &node.name, post_count: node.reports.len() },
        page,
        page_count: total,
        next: (page < total).then(|| address(renderer, &urls::category_json(node, page + 1), &own)),
        articles,
    })
}

/// Where addresses are absolute, an article is the same at every level of the catalogue and is written down once.
fn written<'r>(renderer: &'r Renderer<'_>, id: ReportId, own: &UrlPath) -> Option<Cow<'r, RawValue>> {
    let write = || to_raw_value(&article(renderer, id, own)?).ok();
    match renderer.config.has_base_url() {
        true => renderer.shared.entries.article(id, write).map(Cow::Borrowed),
        false => write().map(Cow::Owned),
    }
}

fn article<'r>(renderer: &Renderer<'r>, id: ReportId, own: &UrlPath) -> Option<Article<'r>> {
    let report = &renderer.index.reports[id];
    let metadata = &report.metadata;
    let home: &'r CategoryNode = &renderer.index.categories[renderer.index.home_of(id)?];
    let url = renderer.plan.report_url(id)?;
    let files = report.attachments.iter().filter(|file| !file.in_text).map(|file| File {
        name: file.name.clone(),
        kind: file.source.extension(),
        size: file.size,
        url: address(renderer, &urls::attachment(url, file), own),
    });
    Some(Article {
        id: url.as_str().trim_end_matches(".html").to_string(),
        title: &metadata.title,
        document_number: &metadata.number,
        identifier: &metadata.index,
        publisher: if metadata.issuer.is_empty() { &metadata.source } else { &metadata.issuer },
        source: &metadata.source,
        keywords: metadata.keywords.join(","),
        date: metadata.written.unwrap_or(metadata.date.day).to_string(),
        created_at: seconds(metadata.date, renderer.config.timezone.minutes()),
        display_publish_time: metadata.date.with_minutes(),
        url: address(renderer, url, own),
        summary: &metadata.description,
        is_expired: metadata.validity == Validity::Expired,
        is_abolished: metadata.validity == Validity::Abolished,
        preview: preview(report.status),
        attachment: files.collect(),
        classify_main_name: &home.name,
    })
}

/// Absolute where the site's address is known, else seen from the file that says it, so that it holds below any path.
fn address(renderer: &Renderer<'_>, url: &UrlPath, from: &UrlPath) -> String {
    match renderer.config.base_url.as_deref() {
        Some(base) if !renderer.config.index_names => url.absolute(base),
        Some(base) => format!("{base}/{}", url.encoded()),
        None => url.relative_from(from),
    }
}

fn seconds(date: crate::model::date::PublishDate, offset_minutes: i32) -> i64 {
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
