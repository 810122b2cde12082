//! The attachments that the page of a report offers: what each is called, how large it is, whether browsers open it.

use crate::plan::urls;
use crate::render::inputs::reports::ReportFacts;
use crate::render::view::AttachmentView;

/// Those that are not shown in the text.
pub fn views(report: &ReportFacts<'_>) -> Vec<AttachmentView> {
    report
        .listed_attachments()
        .map(|file| {
            let extension = file.source.extension();
            let (kind, opens) = file_kind(&extension);
            let name = file.name.strip_suffix(&format!(".{extension}")).unwrap_or(&file.name);
            AttachmentView {
                name: name.to_string(),
                path: urls::attachment(report.url, file).encoded(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_told_as_people_say_them() {
        assert_eq!(size(0), "不足 1 KB");
        assert_eq!(size(1023), "不足 1 KB");
        assert_eq!(size(35 * 1024), "35 KB");
        assert_eq!(size(1_258_291), "1.2 MB");
    }
}
