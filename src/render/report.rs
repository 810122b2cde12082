//! The page of a report (正文页).

use super::Renderer;
use super::body;
use super::buffer::PageBuffer;
use super::dates;
use super::frame::Frame;
use super::head::{self, Head};
use super::lists::{channel, preview, report_path};
use super::structured_data;
use super::view::{AttachmentView, FactView, HighlightView, Html, LinkView, RelatedView, ReportView, TocView};
use crate::error::Error;
use crate::index::{CategoryNode, RelatedRole};
use crate::model::body::{Markup, ReferenceKind};
use crate::model::date::chinese;
use crate::model::metadata::{Metadata, Validity};
use crate::model::page::ReportId;
use crate::model::path::{UrlPath, percent_encode};
use crate::model::report::{CheckedReport, HoldReason, Status};
use crate::plan::references::Target;
use crate::plan::urls;

/// A contents list helps only from so many headings on.
const FEWEST_HEADINGS: usize = 3;

pub(super) fn page(renderer: &Renderer<'_>, buffer: &mut PageBuffer<'_>, id: ReportId) -> Result<(), Error> {
    let report = &renderer.index.reports[id];
    let Some(home) = renderer.index.home_of(id) else { return Ok(()) };
    let node = &renderer.index.categories[home];
    let metadata = &report.metadata;
    let is_title_shared = renderer.shared.is_title_shared(id);
    let (newer, older) = neighbours(renderer, id, node);
    let frame = renderer.shared.frames.of(renderer, home);
    if is_up_to_date(renderer, buffer, id, (frame, is_title_shared, newer, older)) {
        return Ok(());
    }
    let head = Head {
        description: metadata.description.to_string(),
        category: Some(home),
        noindex: matches!(report.status, Status::Preview(_)),
        qualifier: if is_title_shared { buffer.url.without_html().rsplit('/').next().unwrap_or_default() } else { "" },
        ..Head::new(head::REPORT, &metadata.title)
    };
    let mut page = head::view(renderer, buffer.url, head);
    let root = renderer.root(buffer.url);
    if let Some(way) = &frame.way {
        page.json_ld = structured_data::of_report(renderer.config, way, report);
    }
    let (text, markup) = renderer.bodies.read(&report.path, &report.body)?;
    let around = Around { newer: link(renderer, newer), older: link(renderer, older), related: related(renderer, id) };
    let mut view = view(renderer, id, node, &markup, around);
    if !page.canonical.is_empty() {
        share(renderer, &page.canonical, &mut view);
    }
    if text.digest != report.body.digest {
        // Somebody is writing just now: the next build sees to it.
        buffer.forget_fingerprint();
    }
    let mut context = head::context(renderer, &page, &root, buffer.url)?;
    let absolute = renderer.absolute_root();
    let body = body::with_addresses(&markup, &text.references, &renderer.targets[id], buffer.url, absolute.as_deref());
    view.body_html = Html::from(&*body);
    context.insert("report", &view);
    renderer.theme.render("report.html", &context, buffer)
}

/// What a page shows of other reports.
struct Around {
    newer: LinkView,
    older: LinkView,
    related: Vec<RelatedView>,
}

/// Whether the page stands already. It follows from its category, from what it says of other reports, from the card (all that is
/// written about the report) and from the text, which is told by its digest and by where its links lead.
fn is_up_to_date(
    renderer: &Renderer<'_>,
    buffer: &mut PageBuffer<'_>,
    id: ReportId,
    (frame, is_title_shared, newer, older): (&Frame, bool, Option<ReportId>, Option<ReportId>),
) -> bool {
    let shared = &renderer.shared;
    let told_by = |id: ReportId| (renderer.index.reports[id].metadata.title.as_str(), shared.report_paths[id].as_str());
    let related = &renderer.index.related[id];
    let related: Vec<_> = related
        .iter()
        .map(|entry| (told_by(entry.report), renderer.index.reports[entry.report].metadata.date, entry.role))
        .collect();
    let around = (frame.head, is_title_shared, newer.map(told_by), older.map(told_by), related);
    let text = (renderer.index.reports[id].body.digest, &renderer.targets[id]);
    renderer.is_up_to_date(buffer, "report.html", &(buffer.url.as_str(), shared.cards(renderer.index)[id], around, text))
}

fn view(renderer: &Renderer<'_>, id: ReportId, node: &CategoryNode, markup: &Markup, around: Around) -> ReportView {
    let report = &renderer.index.reports[id];
    let metadata = &report.metadata;
    ReportView {
        title: metadata.title.clone(),
        title_parts: metadata.title_parts.clone(),
        channel: channel(renderer, node),
        date: dates::view(metadata.date),
        pub_date: metadata.date.with_minutes(),
        source: metadata.source.clone(),
        facts: facts(metadata),
        keywords: metadata.keywords.join(","),
        editor: metadata.editor.clone(),
        description: metadata.description.to_string(),
        image_url: first_image(renderer, report, id),
        banner: banner(metadata),
        preview: preview_text(report.status),
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
        attachments: renderer.plan.report_url(id).map_or_else(Vec::new, |url| attachments(report, url)),
        related: around.related,
        newer: around.newer,
        older: around.older,
        extra: serde_json::Value::Object(metadata.extra.clone()),
        ..ReportView::default()
    }
}

/// The report's own data, only what is given.
fn facts(metadata: &Metadata) -> Vec<FactView> {
    let mut facts = Vec::new();
    let mut add = |label: &str, value: String| {
        if !value.is_empty() {
            facts.push(FactView { label: label.to_string(), value, ..FactView::default() });
        }
    };
    add("索引号", metadata.index.clone());
    add("文号", metadata.number.clone());
    add("发布机构", metadata.issuer.clone());
    add("成文日期", metadata.written.map(chinese).unwrap_or_default());
    add("主题词", metadata.keywords.join("、"));
    if metadata.validity_given {
        let until = metadata.expires.map(|day| format!("（有效期至{}）", chinese(day))).unwrap_or_default();
        add("有效性", format!("{}{until}", metadata.validity.name()));
    }
    add("责任编辑", metadata.editor.clone());
    facts
}

fn banner(metadata: &Metadata) -> String {
    match (metadata.validity, metadata.expires) {
        (Validity::Valid, _) => String::new(),
        (Validity::Abolished, _) => "本文件已废止，仅供查阅".to_string(),
        (Validity::Expired, Some(day)) => format!("本文件已于{}失效，仅供查阅", chinese(day)),
        (Validity::Expired, None) => "本文件已失效，仅供查阅".to_string(),
    }
}

fn preview_text(status: Status) -> String {
    match status {
        Status::Preview(HoldReason::Draft | HoldReason::SetAside) => "草稿，未发布".to_string(),
        Status::Preview(HoldReason::Scheduled(date)) => format!("尚未发布，将于{}发布", date.chinese()),
        other => preview(other).to_string(),
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

fn attachments(report: &CheckedReport, url: &UrlPath) -> Vec<AttachmentView> {
    report
        .attachments
        .iter()
        .filter(|file| !file.in_text)
        .map(|file| {
            let extension = file.source.extension();
            let (kind, opens) = file_kind(&extension);
            let name = file.name.strip_suffix(&format!(".{extension}")).unwrap_or(&file.name);
            AttachmentView {
                name: name.to_string(),
                path: urls::attachment(url, file).encoded(),
                kind: if kind.is_empty() {
                    format!("{} 文件", extension.to_uppercase()).trim().to_string()
                } else {
                    kind.to_string()
                },
                size: size(file.size),
                download: !opens,
            }
        })
        .collect()
}

/// What a file is called, and whether browsers open it.
fn file_kind(extension: &str) -> (&'static str, bool) {
    match extension {
        "pdf" => ("PDF 文件", true),
        "doc" | "docx" => ("Word 文档", false),
        "xls" | "xlsx" => ("Excel 表格", false),
        "ppt" | "pptx" => ("PPT 演示文稿", false),
        "wps" => ("WPS 文档", false),
        "et" => ("WPS 表格", false),
        "ofd" => ("OFD 版式文件", false),
        "csv" => ("CSV 表格", false),
        "zip" | "rar" | "7z" => ("压缩包", false),
        "jpg" | "jpeg" | "png" | "gif" | "webp" | "avif" | "svg" => ("图片", true),
        "mp4" | "webm" => ("视频", true),
        "mp3" | "m4a" => ("音频", true),
        "txt" => ("TXT 文件", true),
        _ => ("", false),
    }
}

/// `不足 1 KB`, `35 KB`, `1.2 MB`.
fn size(bytes: u64) -> String {
    const KIB: u64 = 1024;
    match bytes {
        ..KIB => "不足 1 KB".to_string(),
        KIB..1_048_576 => format!("{} KB", (bytes + KIB / 2) / KIB),
        _ => {
            let tenths = (bytes * 10 + 524_288) / 1_048_576;
            format!("{}.{} MB", tenths / 10, tenths % 10)
        }
    }
}

fn related(renderer: &Renderer<'_>, id: ReportId) -> Vec<RelatedView> {
    renderer.index.related[id]
        .iter()
        .map(|entry| {
            let other = &renderer.index.reports[entry.report];
            RelatedView {
                title: other.metadata.title.clone(),
                path: report_path(renderer, entry.report),
                date: dates::view(other.metadata.date),
                role: match entry.role {
                    RelatedRole::Policy => "政策原文".to_string(),
                    RelatedRole::Interpretation => "政策解读".to_string(),
                    RelatedRole::Related => String::new(),
                },
            }
        })
        .collect()
}

/// The reports before and after it in its own category, newer first.
fn neighbours(renderer: &Renderer<'_>, id: ReportId, node: &CategoryNode) -> (Option<ReportId>, Option<ReportId>) {
    let Some(at) = renderer.shared.place_in(node, id) else { return Default::default() };
    let (before, after) = (at.checked_sub(1).map(|at| node.reports[at]), node.reports.get(at + 1).copied());
    // Ids ascend from new to old, whatever order the category lists in.
    match (before, after) {
        (Some(before), after) if before > id => (after, Some(before)),
        (before, Some(after)) if after < id => (Some(after), before),
        pair => pair,
    }
}

fn link(renderer: &Renderer<'_>, id: Option<ReportId>) -> LinkView {
    let link = |id: ReportId| LinkView {
        text: renderer.index.reports[id].metadata.title.clone(),
        path: report_path(renderer, id),
        url: String::new(),
    };
    id.map(link).unwrap_or_default()
}

fn first_image(renderer: &Renderer<'_>, report: &CheckedReport, id: ReportId) -> String {
    let Some(base) = renderer.config.base_url.as_deref() else { return String::new() };
    let images = report.body.references.iter().zip(&renderer.targets[id]);
    let mut urls =
        images.filter(|(reference, _)| reference.kind == ReferenceKind::Image).filter_map(|(_, target)| match target {
            Target::File { url, .. } => Some(url.absolute(base)),
            Target::External(url) => Some(url.clone()),
            Target::Here { .. } | Target::Dead => None,
        });
    urls.next().unwrap_or_default()
}

/// The share row: addresses only, nothing is loaded from anybody.
fn share(renderer: &Renderer<'_>, canonical: &str, view: &mut ReportView) {
    let wants = |name: &str| renderer.config.share.iter().any(|item| item == name);
    if wants("qr") {
        view.qr_svg = Html::from(renderer.shared.codes.svg(canonical).as_str());
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
    fn sizes_are_told_as_people_say_them() {
        assert_eq!(size(0), "不足 1 KB");
        assert_eq!(size(1023), "不足 1 KB");
        assert_eq!(size(35 * 1024), "35 KB");
        assert_eq!(size(1_258_291), "1.2 MB");
    }

    #[test]
    fn contents_show_the_numeral_and_the_first_clause() {
        assert_eq!(label("（一）", "坚持全面加强党的建设，切实扛牢责任"), "（一）坚持全面加强党的建设");
        assert_eq!(label("一、", "2023年工作总结"), "一、2023年工作总结");
        assert_eq!(label("", "稳中，求进"), "稳中，求进");
    }
}
