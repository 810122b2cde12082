//! The page of a report (正文页).

mod attachments;
mod facts;

use super::{body_addresses, head, structured_data};
use crate::error::Error;
use crate::index::RelatedRole;
use crate::model::body::{Body, Markup, ReferenceKind};
use crate::model::date::chinese;
use crate::model::metadata::{Metadata, Validity};
use crate::model::path::percent_encode;
use crate::model::report::{HoldReason, Status};
use crate::plan::references::Target;
use crate::render::inputs::head::{Head, REPORT};
use crate::render::inputs::report_page::{OtherReport, RelatedReport, ReportPage};
use crate::render::inputs::reports::ReportFacts;
use crate::render::inputs::small::date;
use crate::render::parts::Tools;
use crate::render::up_to_date::PageBuffer;
use crate::render::view::{HighlightView, Html, LinkView, RelatedView, ReportView, TocView};

/// A contents list helps only from so many headings on.
const FEWEST_HEADINGS: usize = 3;

/// # Errors
///
/// Where a template fails, or the source of the text cannot be read any more.
pub fn make(inputs: &ReportPage<'_>, tools: Tools<'_>, buffer: &mut PageBuffer<'_>) -> Result<(), Error> {
    let (site, metadata) = (inputs.site, inputs.facts.metadata);
    let name = buffer.url.without_html().rsplit('/').next().unwrap_or_default();
    let head = Head {
        description: (&*metadata.description).into(),
        category: Some(inputs.category),
        noindex: matches!(inputs.facts.status, Status::Preview(_)),
        qualifier: if inputs.is_title_shared { name.into() } else { "".into() },
        ..Head::new(REPORT, metadata.title.as_str())
    };
    let mut page = head::view(site, buffer.url, &head);
    page.json_ld = structured_data::of_report(site, &inputs.category.crumbs, metadata);
    let (text, markup, has_changed) = inputs.text.read()?;
    if has_changed {
        // Somebody is writing just now: the next build sees to it.
        buffer.forget_fingerprint();
    }
    let mut view = view(inputs, &text, &markup);
    if !page.canonical.is_empty() {
        share(inputs, tools, &page.canonical, &mut view);
    }
    let body = body_addresses::with_addresses(&markup, &text.references, inputs.targets, buffer.url, site.absolute_root());
    view.body_html = Html::from(&*body);
    let root = site.root(buffer.url);
    let mut context = head::context(tools, &page, &root, buffer.url)?;
    context.insert("report", &view);
    tools.theme.render("report.html", &context, buffer)
}

fn view(inputs: &ReportPage<'_>, text: &Body, markup: &Markup) -> ReportView {
    let metadata = inputs.facts.metadata;
    ReportView {
        title: metadata.title.clone(),
        title_parts: metadata.title_parts.clone(),
        channel: inputs.category.channel.clone(),
        date: date(metadata.date),
        pub_date: metadata.date.with_minutes(),
        source: metadata.source.clone(),
        facts: facts::views(metadata),
        keywords: metadata.keywords.join(","),
        editor: metadata.editor.clone(),
        description: metadata.description.to_string(),
        image_url: first_image(inputs, text),
        banner: banner(metadata),
        preview: preview_text(&inputs.facts),
        highlights: metadata
            .highlights
            .iter()
            .map(|figure| HighlightView {
                label: figure.label.clone(),
                value: figure.value.clone(),
                unit: figure.unit.clone(),
                note: figure.note.clone(),
            })
            .collect(),
        toc: contents(markup),
        attachments: attachments::views(&inputs.facts),
        related: inputs.related.iter().map(related).collect(),
        newer: inputs.newer.as_ref().map(link).unwrap_or_default(),
        older: inputs.older.as_ref().map(link).unwrap_or_default(),
        extra: serde_json::Value::Object(metadata.extra.clone()),
        ..ReportView::default()
    }
}

fn banner(metadata: &Metadata) -> String {
    match (metadata.validity, metadata.expires) {
        (Validity::Valid, _) => String::new(),
        (Validity::Abolished, _) => "本文件已废止，仅供查阅".to_string(),
        (Validity::Expired, Some(day)) => format!("本文件已于{}失效，仅供查阅", chinese(day)),
        (Validity::Expired, None) => "本文件已失效，仅供查阅".to_string(),
    }
}

fn preview_text(report: &ReportFacts<'_>) -> String {
    match report.status {
        Status::Preview(HoldReason::Draft | HoldReason::SetAside | HoldReason::ColumnOff) => "草稿，未发布".to_string(),
        Status::Preview(HoldReason::Scheduled(date)) => format!("尚未发布，将于{}发布", date.chinese()),
        Status::Published | Status::Held(_) => String::new(),
    }
}

/// Two levels of headings, with short labels.
fn contents(markup: &Markup) -> Vec<TocView> {
    let shown: Vec<_> = markup.headings.iter().filter(|heading| heading.level <= 3).collect();
    if shown.len() < FEWEST_HEADINGS {
        return Vec::new();
    }
    let mut entries: Vec<TocView> = Vec::new();
    for heading in shown {
        let entry = TocView { id: heading.id.to_owned(), label: label(heading.number, heading.text), children: Vec::new() };
        match entries.last_mut() {
            Some(parent) if heading.level == 3 => parent.children.push(entry),
            _ => entries.push(entry),
        }
    }
    entries
}

/// The numeral and the text up to the first comma: headings of official documents are sentences of three clauses.
fn label(number: &str, text: &str) -> String {
    let first = text.split(['，', ',', '；']).next().unwrap_or(text);
    // A clause that is all too short says too little.
    let clause = if first.chars().count() < 4 { text } else { first };
    format!("{number}{clause}")
}

fn related(entry: &RelatedReport<'_>) -> RelatedView {
    RelatedView {
        title: entry.report.title.to_string(),
        path: entry.report.url.encoded(),
        date: date(entry.date),
        role: match entry.role {
            RelatedRole::Policy => "政策原文".to_string(),
            RelatedRole::Interpretation => "政策解读".to_string(),
            RelatedRole::Related => String::new(),
        },
    }
}

fn link(other: &OtherReport<'_>) -> LinkView {
    LinkView { text: other.title.to_string(), path: other.url.encoded(), url: String::new() }
}

fn first_image(inputs: &ReportPage<'_>, text: &Body) -> String {
    let Some(base) = inputs.site.base_url.as_deref() else { return String::new() };
    let images = text.references.iter().zip(inputs.targets);
    let mut urls =
        images.filter(|(reference, _)| reference.kind == ReferenceKind::Image).filter_map(|(_, target)| match target {
            Target::File { url, .. } => Some(url.absolute(base)),
            Target::External(url) => Some(url.clone()),
            Target::Here { .. } | Target::Dead => None,
        });
    urls.next().unwrap_or_default()
}

/// The share row: addresses only, nothing is loaded from anybody.
fn share(inputs: &ReportPage<'_>, tools: Tools<'_>, canonical: &str, view: &mut ReportView) {
    let wants = |name: &str| inputs.site.view.share.iter().any(|item| item == name);
    if wants("qr") {
        view.qr_svg = Html::from(tools.parts.codes.svg(canonical).as_str());
    }
    let parameters = format!("url={}&title={}", query(canonical), query(&view.title));
    if wants("weibo") {
        view.share_weibo = format!("https://service.weibo.com/share/share.php?{parameters}");
    }
    if wants("qq") {
        view.share_qq = format!("https://connect.qq.com/widget/shareqq/index.html?{parameters}");
    }
}

/// A value in a query as people would read it: only what would end it or change its meaning is encoded, so Han characters take
/// three bytes instead of nine, twice on every page. Browsers encode the rest themselves.
fn query(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '%' | '&' | '#' | '+' | '"' | '\'' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' | '[' | ']' | ' ' => {
                encoded.push_str(&percent_encode(c.encode_utf8(&mut [0; 4])));
            }
            c if c.is_control() || c.is_whitespace() => encoded.push_str(&percent_encode(c.encode_utf8(&mut [0; 4]))),
            c => encoded.push(c),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_encodes_only_what_would_end_it() {
        assert_eq!(query("https://a.cn/x/甲.html"), "https://a.cn/x/甲.html");
        assert_eq!(query("100% A&B #1 c+d"), "100%25%20A%26B%20%231%20c%2Bd");
    }

    #[test]
    fn contents_show_the_numeral_and_the_first_clause() {
        assert_eq!(label("（一）", "坚持全面加强党的建设，切实扛牢责任"), "（一）坚持全面加强党的建设");
        assert_eq!(label("一、", "2023年工作总结"), "一、2023年工作总结");
        assert_eq!(label("", "稳中，求进"), "稳中，求进");
    }
}
